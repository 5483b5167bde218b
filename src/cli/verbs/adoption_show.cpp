// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"
#include "reuse/overview.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

std::string_view source_text(reuse::ValueSource source) {
    switch (source) {
        case reuse::ValueSource::Region:
            return "set for";
        case reuse::ValueSource::Directory:
            return "municipal directory";
        case reuse::ValueSource::Default:
            return "default of the package";
        case reuse::ValueSource::Absent:
            return "not set";
    }
    return "";
}

std::string days_text(const Date& from, const std::optional<Date>& to) {
    return " from " + from.to_german() + (to ? " to " + to->to_german() : "");
}

std::string origin_text(const std::string& set_by, const std::string& origin) {
    return " by " + set_by + (origin.empty() ? "" : " (" + origin + ")");
}

// Levels that say something else, and what would hold without them.
void print_overridden(Call& call, const reuse::ExplainedValue& value) {
    bool is_first = true;
    for (const reuse::LevelValue& level : value.levels) {
        const bool holds = is_first && level.fits;
        is_first = is_first && !level.fits;
        if (holds) {
            continue;
        }
        call.out << "      " << (level.fits ? "overridden: " : "does not fit this version: ")
                 << level.stored.value.value_or("") << "   [" << level.stored.region << " ("
                 << reuse::to_string(level.level) << ")"
                 << days_text(level.stored.valid_from, level.stored.valid_to)
                 << origin_text(level.stored.set_by, level.stored.origin) << "]\n";
    }
    const auto source = value.effective.source;
    if (!value.directory.empty() && source == reuse::ValueSource::Region) {
        call.out << "      overridden: " << value.directory << "   [municipal directory]\n";
    }
    const auto& fallback = value.effective.declaration->fallback;
    if (fallback && source != reuse::ValueSource::Default) {
        call.out << "      overridden: " << *fallback << "   [default of the package]\n";
    }
}

void print_upcoming(Call& call, const reuse::ExplainedValue& value) {
    for (const reuse::UpcomingValue& later : value.upcoming) {
        const bool is_set = later.value.source == reuse::ValueSource::Region;
        call.out << "      from " << later.from.to_german() << ": " << later.value.value << "   ["
                 << source_text(later.value.source)
                 << (is_set ? " " + later.value.region + " (" +
                                  std::string(reuse::to_string(later.value.level)) + ")" +
                                  origin_text(later.value.set_by, later.value.origin)
                            : "")
                 << "]\n";
    }
}

void print_value(Call& call, const reuse::ExplainedValue& value) {
    const reuse::EffectiveValue& effective = value.effective;
    const bool is_set = effective.source == reuse::ValueSource::Region;
    call.out << "  " << effective.declaration->key << " = " << effective.value;
    if (call.has("explain")) {
        call.out << "   [" << source_text(effective.source);
        if (is_set) {
            call.out << " " << effective.region << " (" << reuse::to_string(effective.level) << ")"
                     << days_text(effective.valid_from, effective.valid_to)
                     << origin_text(effective.set_by, effective.origin);
        }
        call.out << (effective.is_required ? ", required" : "") << value.missing_because << "]\n";
        print_overridden(call, value);
        print_upcoming(call, value);
        return;
    }
    call.out << "\n";
}

Json level_json(const reuse::LevelValue& level) {
    return Json::object({{"value", level.stored.value.value_or("")},
                         {"region", level.stored.region},
                         {"level", reuse::to_string(level.level)},
                         {"valid_from", level.stored.valid_from.to_iso()},
                         {"valid_to", level.stored.valid_to ? level.stored.valid_to->to_iso() : ""},
                         {"set_by", level.stored.set_by},
                         {"origin", level.stored.origin},
                         {"fits", level.fits}});
}

void print_json(Call& call, const reuse::ExplainedValue& value) {
    const reuse::EffectiveValue& effective = value.effective;
    Json levels = Json::array();
    for (const reuse::LevelValue& level : value.levels) {
        levels.push(level_json(level));
    }
    Json upcoming = Json::array();
    for (const reuse::UpcomingValue& later : value.upcoming) {
        upcoming.push(Json::object({{"from", later.from.to_iso()},
                                    {"value", later.value.value},
                                    {"source", source_text(later.value.source)},
                                    {"region", later.value.region}}));
    }
    call.out << formats::write_json(Json::object({{"key", effective.declaration->key},
                                                  {"value", effective.value},
                                                  {"source", source_text(effective.source)},
                                                  {"region", effective.region},
                                                  {"level", reuse::to_string(effective.level)},
                                                  {"required", effective.is_required},
                                                  {"levels", std::move(levels)},
                                                  {"upcoming", std::move(upcoming)}}))
             << "\n";
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const Date day = call.has("on") ? TRY(parse_date(call.option("on"))) : call.clock.today();
    const std::string area = call.option("area");
    const auto place = TRY(reuse::Overview(in->reuse).explain_values(
        call.option("package"), call.option("version"), area, day));
    std::size_t required = 0;
    std::size_t filled = 0;
    for (const reuse::ExplainedValue& value : place.values) {
        const bool is_filled = value.effective.source != reuse::ValueSource::Absent;
        required += value.effective.is_required ? 1 : 0;
        filled += value.effective.is_required && is_filled ? 1 : 0;
        call.json ? print_json(call, value) : print_value(call, value);
    }
    if (!call.json) {
        const auto& service = place.package->service();
        call.out << service.id << " " << service.version << " in " << area << ": " << filled
                 << " of " << required << " required values are there\n";
    }
    print_findings(call, place.findings);
    return has_faults(place.findings) ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb adoption_show_verb() {
    return {"adoption show",
            "",
            0,
            0,
            "Effective parameters of a package at a place",
            {{"package", "id of the offer", false, true},
             {"area", "ARS of a municipality, administration, Kreis or Land", false, true},
             {"version", "default: the one in use there, else the newest one"},
             {"on", "day, YYYY-MM-DD (default: today)"},
             {"explain",
              "say where each value comes from, since when, by whom, what it overrides, and what "
              "will hold "
              "later",
              true}},
            run};
}

}  // namespace gordion::cli
