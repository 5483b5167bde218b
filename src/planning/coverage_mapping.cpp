// SPDX-License-Identifier: EUPL-1.2
#include "planning/coverage_mapping.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "formats/toml.hpp"

namespace gordion::planning {
namespace {

using formats::Json;

Error wrong(std::string place, std::string message) {
    Values values{{"place", place}};
    return {ErrorKind::Invalid, "planning.mapping", std::move(place), std::move(values),
            std::move(message)};
}

// A text, or a number that somebody wrote without quotes.
Result<std::string> text_of(const Json& json, const std::string& place) {
    if (json.is_string()) {
        return std::string(trim(json.as_string()));
    }
    return json.is_int() ? Result<std::string>(std::to_string(json.as_int()))
                         : Result<std::string>(wrong(place, "Write a text or a number."));
}

Result<MappedColumn> read_column(const Json& json, const std::string& member) {
    MappedColumn mapped;
    if (!json.is_object()) {
        return wrong(member, "Write a table: [" + member + "] column = \"…\".");
    }
    for (const auto& [name, value] : json.as_object()) {
        const std::string place = member + "." + std::string(name);
        if (name == "column") {
            mapped.column = TRY(text_of(value, place));
        } else if (name == "value") {
            mapped.value = TRY(text_of(value, place));
        } else if (name == "words" && value.is_object()) {
            for (const auto& [word, meaning] : value.as_object()) {
                mapped.words[std::string(word)] = TRY(text_of(meaning, place));
            }
        } else {
            return wrong(place, "A member has column, value and a table of words.");
        }
    }
    return mapped;
}

}  // namespace

MappedColumn CoverageMapping::of(std::string_view member) const {
    const auto found = members.find(member);
    return found == members.end() ? MappedColumn{std::string(member), "", {}} : found->second;
}

Result<CoverageMapping> read_coverage_mapping(std::string_view toml) {
    const Json root = TRY(formats::parse_toml(toml)).root;
    CoverageMapping mapping;
    for (const auto& [name, value] : root.as_object()) {
        const std::string member(name);
        if (std::find(coverage_members.begin(), coverage_members.end(), member) ==
            coverage_members.end()) {
            return wrong(member,
                         "Members are bundle, service, area, ags, level, from, until, source.");
        }
        mapping.members[member] = TRY(read_column(value, member));
    }
    return mapping;
}

}  // namespace gordion::planning
