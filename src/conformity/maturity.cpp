// SPDX-License-Identifier: EUPL-1.2
#include "conformity/maturity.hpp"

#include <algorithm>

#include "conformity/embedded.hpp"
#include "formats/toml.hpp"

namespace gordion::conformity {
namespace {

using formats::Json;

Error wrong(const std::string& place, std::string message) {
    return {
        ErrorKind::Invalid, "conformity.maturity", place, {{"place", place}}, std::move(message)};
}

Result<std::string> text_of(const Json& json, const std::string& member, const std::string& of) {
    std::string text = json.text_at(member);
    return text.empty() ? Result<std::string>(wrong(of + member, "The member is a text."))
                        : Result<std::string>(std::move(text));
}

Result<int> level_of(const Json& json, const std::string& member, const std::string& of,
                     int highest) {
    const Json* level = json.find(member);
    if (level == nullptr || !level->is_int() || level->as_int() < 0 || level->as_int() > highest) {
        return wrong(of + member,
                     "A level is a whole number from 0 to " + std::to_string(highest) + ".");
    }
    return static_cast<int>(level->as_int());
}

Json::Array list_of(const Json& json, const char* member) {
    const Json* list = json.find(member);
    return list != nullptr && list->is_array() ? list->as_array() : Json::Array();
}

Result<Date> date_of(const Json& json, const char* member) {
    const auto date = parse_date(json.text_at(member));
    return date ? Result<Date>(date.value()) : Result<Date>(wrong(member, "Write a date."));
}

Result<Criterion> read_criterion(const Json& json, int highest) {
    Criterion criterion;
    criterion.id = TRY(text_of(json, "id", "criterion."));
    const std::string of = criterion.id + ".";
    criterion.title = TRY(text_of(json, "title", of));
    criterion.question = TRY(text_of(json, "question", of));
    const Json* known = json.find("known");
    criterion.is_known = known == nullptr || !known->is_bool() || known->as_bool();
    for (const Json& choice : list_of(json, "choice")) {
        const int level = TRY(level_of(choice, "level", of, highest));
        auto text = TRY(text_of(choice, "text", of));
        criterion.choices.push_back({level, std::move(text)});
    }
    if (criterion.choices.empty()) {
        return wrong(of + "choice", "A criterion has choices.");
    }
    for (const Json& proof : list_of(json, "proof")) {
        const int level = TRY(level_of(proof, "level", of, highest));
        auto when = formats::parse_json(proof.text_at("when"));
        auto compiled = when ? Expression::compile(when.value()) : when.take_error();
        if (!compiled) {
            return wrong(of + "when", compiled.error().to_text());
        }
        criterion.proofs.push_back({level, std::move(compiled).value()});
    }
    return criterion;
}

Result<void> read_levels(const Json& root, MaturityModel& model) {
    for (const Json& level : list_of(root, "level")) {
        const Json* number = level.find("number");
        const auto expected = static_cast<std::int64_t>(model.levels.size());
        if (number == nullptr || !number->is_int() || number->as_int() != expected) {
            return wrong("level.number", "Levels are numbered 0, 1, 2 … in their order.");
        }
        auto name = TRY(text_of(level, "name", "level."));
        model.levels.push_back(
            {static_cast<int>(expected), std::move(name), level.text_at("text")});
    }
    return model.levels.empty() ? Result<void>(wrong("level", "A model has levels."))
                                : Result<void>();
}

std::optional<int> prove(const Criterion& criterion, const Json& evidence) {
    for (const Criterion::Proof& proof : criterion.proofs) {
        const auto judged = proof.when.judge(evidence);
        if (judged && judged.value().truth == Truth::True) {
            return proof.level;
        }
    }
    return std::nullopt;
}

const Criterion* find_criterion(const MaturityModel& model, std::string_view id) {
    const auto found = std::find_if(model.criteria.begin(), model.criteria.end(),
                                    [&](const Criterion& criterion) { return criterion.id == id; });
    return found == model.criteria.end() ? nullptr : &*found;
}

Result<void> check_answers(const MaturityModel& model, const MaturityAnswers& answers) {
    for (const auto& [id, level] : answers) {
        const Criterion* criterion = find_criterion(model, id);
        const bool is_choice = criterion != nullptr &&
                               std::any_of(criterion->choices.begin(), criterion->choices.end(),
                                           [&, wanted = level](const Criterion::Choice& choice) {
                                               return choice.level == wanted;
                                           });
        if (!is_choice) {
            return Error{ErrorKind::Invalid,
                         "conformity.maturity_answer",
                         id,
                         {{"criterion", id}, {"level", std::to_string(level)}},
                         "The model has no such answer."};
        }
    }
    return {};
}

}  // namespace

Result<MaturityModel> read_maturity_model(std::string_view toml) {
    const Json root = TRY(formats::parse_toml(toml)).root;
    MaturityModel model;
    model.id = TRY(text_of(root, "id", ""));
    model.version = TRY(text_of(root, "version", ""));
    model.title = TRY(text_of(root, "title", ""));
    model.source = TRY(text_of(root, "source", ""));
    model.valid_from = TRY(date_of(root, "valid_from"));
    if (root.find("valid_until") != nullptr) {
        model.valid_until = TRY(date_of(root, "valid_until"));
    }
    TRY(read_levels(root, model));
    for (const Json& threshold : list_of(root, "threshold")) {
        auto name = TRY(text_of(threshold, "name", "threshold."));
        const int level = TRY(level_of(threshold, "level", "threshold.", model.highest()));
        model.thresholds.push_back({std::move(name), level});
    }
    for (const Json& json : list_of(root, "criterion")) {
        Criterion criterion = TRY(read_criterion(json, model.highest()));
        if (find_criterion(model, criterion.id) != nullptr) {
            return wrong(criterion.id, "The criterion stands twice.");
        }
        model.criteria.push_back(std::move(criterion));
    }
    return model.criteria.empty()
               ? Result<MaturityModel>(wrong("criterion", "A model has criteria."))
               : Result<MaturityModel>(std::move(model));
}

namespace {

std::vector<MaturityModel> read_built_in() {
    std::vector<MaturityModel> models;
    for (const EmbeddedFile& file : embedded_files()) {
        if (file.name.starts_with("maturity/")) {
            auto read = read_maturity_model(file.bytes);
            VERIFY(read.has_value(), "the models in the program are those that its tests read");
            models.push_back(std::move(read).value());
        }
    }
    std::sort(models.begin(), models.end(),
              [](const MaturityModel& one, const MaturityModel& other) {
                  return one.valid_from < other.valid_from;
              });
    return models;
}

}  // namespace

const std::vector<MaturityModel>& built_in_maturity_models() {
    static const std::vector<MaturityModel> models = read_built_in();
    return models;
}

Result<MaturityResult> assess_maturity(const MaturityModel& model, const MaturityAnswers& answers,
                                       const Json& evidence) {
    TRY(check_answers(model, answers));
    MaturityResult result;
    result.level = model.highest();
    for (const Criterion& criterion : model.criteria) {
        CriterionResult one{&criterion, std::nullopt, false};
        if (const auto answer = answers.find(criterion.id); answer != answers.end()) {
            one.level = answer->second;
        } else if (const auto proved = prove(criterion, evidence)) {
            one.level = proved;
            one.is_proved = true;
        }
        if (one.level) {
            result.level = std::min(result.level, *one.level);
        } else {
            result.open.push_back(criterion.id);
        }
        result.criteria.push_back(one);
    }
    result.is_complete = result.open.empty();
    for (const CriterionResult& one : result.criteria) {
        if (one.level == result.level) {
            result.deciding.push_back(one.criterion->id);
        }
    }
    for (const MaturityThreshold& threshold : model.thresholds) {
        if (result.is_complete && result.level >= threshold.level) {
            result.reached.push_back(&threshold);
        }
    }
    return result;
}

}  // namespace gordion::conformity
