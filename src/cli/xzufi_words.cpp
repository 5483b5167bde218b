// SPDX-License-Identifier: EUPL-1.2
#include "cli/xzufi_words.hpp"

#include "services/public_service.hpp"

namespace gordion::cli {

using formats::Json;

std::string_view kinds_text() {
    static const std::string text = [] {
        std::string words;
        for (const xzufi::ObjectKind kind : xzufi::all_object_kinds) {
            words += (words.empty() ? "" : " ") + std::string(xzufi::to_string(kind));
        }
        return words;
    }();
    return text;
}

Result<xzufi::ObjectKind> parse_kind(const std::string& word) {
    const auto kind = xzufi::find_object_kind(word);
    if (!kind) {
        return Error{ErrorKind::Invalid,
                     "cli.kind_unknown",
                     "--kind",
                     {{"kind", word.substr(0, 80)}, {"known", std::string(kinds_text())}},
                     "there is no such kind of object"};
    }
    return *kind;
}

Json instant_json(const std::optional<Instant>& instant) {
    return instant ? Json(instant->to_iso()) : Json();
}

std::string day_text(const std::optional<Instant>& instant) {
    return instant ? instant->german_date().to_german() : "unknown";
}

std::vector<Option> question_options() {
    return {{"service", "Leistungsschluessel, 14 digits", false, true},
            {"region", "ARS of a municipality or a region above it, or an AGS", false, true},
            {"on", "day, YYYY-MM-DD (default: today)"}};
}

Result<Asked> read_question(const Call& call, app::Modules& in) {
    const auto key = TRY(services::parse_leistungsschluessel(call.option("service")));
    const Date day = call.has("on") ? TRY(parse_date(call.option("on"))) : call.clock.today();
    // Reference needs the catalogue as well; here the directory is enough.
    const auto reference = in.reference();
    auto directory = reference ? reference.value()->directory
                               : TRY(in.directories.load_directory(system_scope("xzufi.ask")));
    xzufi::Question question{key.digits, *directory, call.option("region"), day};
    return Asked{std::move(directory), std::move(question)};
}

std::string question_text(const Asked& asked) {
    const xzufi::Question& question = asked.question;
    const regions::Region* place = asked.directory->find(question.region);
    place = place == nullptr ? asked.directory->find_by_ags(question.region) : place;
    return services::Leistungsschluessel{question.service_key}.to_text() + " in " +
           (place == nullptr ? "" : regions::full_name(*place)) + " (" + question.region + ") on " +
           question.day.to_german();
}

std::string area_text(const regions::Directory& directory, const xzufi::AreaMatch& area) {
    if (area.region_key.empty()) {
        return "everywhere (the entry names no area)";
    }
    const regions::Region* region = area.region_key.size() == 8
                                        ? directory.find_by_ags(area.region_key)
                                        : directory.find(area.region_key);
    const std::string name = region == nullptr ? std::string(regions::to_string(area.level))
                                               : regions::full_name(*region);
    return (area.steps > 0 ? "an area without key, through " : "") + name + " (" + area.region_key +
           "), area " + area.area.to_text();
}

Json found_json(const xzufi::Found& found) {
    return Json::object(
        {{"agency", found.object.agency},
         {"id", found.object.value},
         {"label", found.label},
         {"level",
          found.area.region_key.empty() ? Json() : Json(regions::to_string(found.area.level))},
         {"region_key", found.area.region_key},
         {"area_agency", found.area.area.agency},
         {"area_id", found.area.area.value},
         {"steps", found.area.steps},
         {"role", found.role.code},
         {"criterion", xzufi::text_in(found.criterion, "de")},
         {"source_kind", xzufi::to_string(found.source_kind)},
         {"source_agency", found.source.agency},
         {"source_id", found.source.value},
         {"message_created_at", instant_json(found.message_created_at)},
         {"read_at", instant_json(found.read_at)}});
}

std::string found_text(const xzufi::Found& found) {
    const std::string name =
        found.object.to_text() + (found.label.empty() ? "" : " “" + found.label + "”");
    return found.read_at ? name + ", state of " + day_text(found.message_created_at)
                         : name + ", which is not stored here";
}

}  // namespace gordion::cli
