// SPDX-License-Identifier: EUPL-1.2
#include "planning/target_picture.hpp"

#include <algorithm>

#include "core/names.hpp"
#include "core/text.hpp"
#include "formats/toml.hpp"
#include "planning/embedded.hpp"

namespace gordion::planning {
namespace {

using formats::Json;

constexpr Names<TargetAddressee, 4> addressee_names{
    {{TargetAddressee::Bund, "bund"},
     {TargetAddressee::Land, "land"},
     {TargetAddressee::Kreis, "kreis"},
     {TargetAddressee::Administration, "verwaltung"}}};
constexpr Names<TargetState, 3> state_names{{{TargetState::Reached, "reached"},
                                             {TargetState::Missing, "missing"},
                                             {TargetState::Unknown, "unknown"}}};
constexpr std::size_t most_entries = 100;  // dimensions, steps of one, goals of one

Error wrong(std::string place, std::string message) {
    Values values{{"place", place}};
    return {ErrorKind::Invalid, "planning.target", std::move(place), std::move(values),
            std::move(message)};
}

Result<std::string> text_of(const Json& json, const std::string& member, const std::string& of) {
    std::string text = json.text_at(member);
    return trim(text).empty() ? Result<std::string>(wrong(of + member, "Write a text."))
                              : Result<std::string>(std::move(text));
}

Result<Date> date_of(const Json& json, const std::string& member, const std::string& of) {
    const auto date = parse_date(json.text_at(member));
    return date ? Result<Date>(date.value())
                : Result<Date>(wrong(of + member, "Write a date, YYYY-MM-DD."));
}

Result<Json::Array> list_of(const Json& json, const std::string& member, const std::string& of) {
    const Json* list = json.find(member);
    if (list == nullptr || !list->is_array() || list->as_array().empty() ||
        list->as_array().size() > most_entries) {
        return wrong(of + member, "Write 1 to 100 of them.");
    }
    return list->as_array();
}

Result<void> read_steps(const Json& json, const std::string& of, TargetDimension& dimension) {
    for (const Json& step : TRY(list_of(json, "step", of))) {
        const Json* number = step.find("number");
        const auto expected = static_cast<std::int64_t>(dimension.steps.size()) + 1;
        if (number == nullptr || !number->is_int() || number->as_int() != expected) {
            return wrong(of + "step.number", "Steps are numbered 1, 2, 3 … in their order.");
        }
        const Json* least = step.find("least");
        if (least == nullptr || !least->is_number() ||
            (!dimension.steps.empty() && least->as_number() <= dimension.steps.back().least)) {
            return wrong(of + "step.least", "A step asks for more than the one before.");
        }
        auto name = TRY(text_of(step, "name", of + "step."));
        dimension.steps.push_back({static_cast<int>(expected), std::move(name),
                                   step.text_at("text"), least->as_number()});
    }
    return {};
}

Result<void> read_goals(const Json& json, const std::string& of, TargetDimension& dimension) {
    for (const Json& one : TRY(list_of(json, "goal", of))) {
        TargetGoal goal;
        const Json* step = one.find("step");
        if (step == nullptr || !step->is_int() || step->as_int() < 1 ||
            step->as_int() > static_cast<std::int64_t>(dimension.steps.size())) {
            return wrong(of + "goal.step", "A goal names one of the steps by its number.");
        }
        goal.step = static_cast<int>(step->as_int());
        goal.until = TRY(date_of(one, "until", of + "goal."));
        goal.text = one.text_at("text");
        for (const Json& name : TRY(list_of(one, "addressees", of + "goal."))) {
            const auto known =
                name.is_string() ? find_named(addressee_names, name.as_string()) : std::nullopt;
            if (!known) {
                return wrong(of + "goal.addressees",
                             "Addressees are bund, land, kreis, verwaltung.");
            }
            goal.addressees.push_back(*known);
        }
        dimension.goals.push_back(std::move(goal));
    }
    return {};
}

Result<TargetDimension> read_dimension(const Json& json) {
    TargetDimension dimension;
    dimension.id = TRY(text_of(json, "id", "dimension."));
    const std::string of = dimension.id + ".";
    dimension.title = TRY(text_of(json, "title", of));
    dimension.text = json.text_at("text");
    dimension.measure = TRY(text_of(json, "measure", of));
    dimension.unit = json.text_at("unit");
    dimension.source = json.text_at("source");
    TRY(read_steps(json, of, dimension));
    TRY(read_goals(json, of, dimension));
    return dimension;
}

std::optional<double> number_at(const Json& evidence, std::string_view path) {
    const Json* at = &evidence;
    for (const std::string& member : split(path, '.')) {
        at = at->is_object() ? at->find(member) : nullptr;
        if (at == nullptr) {
            return std::nullopt;
        }
    }
    if (at->is_bool()) {
        return at->as_bool() ? 1 : 0;
    }
    return at->is_number() ? std::optional(at->as_number()) : std::nullopt;
}

GoalDistance distance_of(const TargetDimension& dimension, const TargetGoal& goal,
                         const Json& evidence, Date today) {
    GoalDistance distance;
    distance.dimension = &dimension;
    distance.goal = &goal;
    distance.needed = dimension.steps[static_cast<std::size_t>(goal.step) - 1].least;
    distance.value = number_at(evidence, dimension.measure);
    distance.most = number_at(evidence, dimension.measure + "_most");
    if (distance.value && !distance.most) {
        distance.most = distance.value;
    }
    for (const TargetStep& step : dimension.steps) {
        if (distance.value && *distance.value >= step.least) {
            distance.step_now = step.number;
        }
    }
    if (distance.value && *distance.value >= distance.needed) {
        distance.state = TargetState::Reached;
    } else if (distance.most && *distance.most < distance.needed) {
        distance.state = TargetState::Missing;
    }
    distance.is_overdue = goal.until < today && distance.state != TargetState::Reached;
    return distance;
}

}  // namespace

std::string_view to_string(TargetAddressee addressee) {
    return name_of(addressee_names, addressee);
}

std::string_view to_string(TargetState state) {
    return name_of(state_names, state);
}

std::optional<TargetAddressee> addressee_of_area(std::string_view ars) {
    if (ars == "00") {
        return TargetAddressee::Bund;
    }
    switch (ars.size()) {
        case 2:
            return TargetAddressee::Land;
        case 5:
            return TargetAddressee::Kreis;
        case 9:
            return TargetAddressee::Administration;
        default:
            return std::nullopt;
    }
}

Result<TargetPicture> read_target_picture(std::string_view toml) {
    const Json root = TRY(formats::parse_toml(toml)).root;
    TargetPicture picture;
    picture.id = TRY(text_of(root, "id", ""));
    picture.version = TRY(text_of(root, "version", ""));
    picture.title = TRY(text_of(root, "title", ""));
    picture.owner = TRY(text_of(root, "owner", ""));
    picture.source = TRY(text_of(root, "source", ""));
    picture.valid_from = TRY(date_of(root, "valid_from", ""));
    if (root.find("valid_until") != nullptr) {
        picture.valid_until = TRY(date_of(root, "valid_until", ""));
    }
    for (const Json& json : TRY(list_of(root, "dimension", ""))) {
        TargetDimension dimension = TRY(read_dimension(json));
        const bool is_known =
            std::any_of(picture.dimensions.begin(), picture.dimensions.end(),
                        [&](const TargetDimension& known) { return known.id == dimension.id; });
        if (is_known) {
            return wrong(dimension.id, "The dimension stands twice.");
        }
        picture.dimensions.push_back(std::move(dimension));
    }
    return picture;
}

const std::vector<TargetPicture>& built_in_pictures() {
    static const std::vector<TargetPicture> pictures = [] {
        std::vector<TargetPicture> all;
        for (const EmbeddedFile& file : embedded_files()) {
            if (file.name.starts_with("targets/")) {
                auto read = read_target_picture(file.bytes);
                VERIFY(read.has_value(), "pictures in the program are those that its tests read");
                all.push_back(std::move(read).value());
            }
        }
        return all;
    }();
    return pictures;
}

std::vector<GoalDistance> measure_distance(const TargetPicture& picture, TargetAddressee addressee,
                                           const Json& evidence, Date today) {
    std::vector<GoalDistance> distances;
    for (const TargetDimension& dimension : picture.dimensions) {
        for (const TargetGoal& goal : dimension.goals) {
            if (std::find(goal.addressees.begin(), goal.addressees.end(), addressee) !=
                goal.addressees.end()) {
                distances.push_back(distance_of(dimension, goal, evidence, today));
            }
        }
    }
    std::stable_sort(distances.begin(), distances.end(),
                     [](const GoalDistance& one, const GoalDistance& other) {
                         return one.goal->until < other.goal->until;
                     });
    return distances;
}

}  // namespace gordion::planning
