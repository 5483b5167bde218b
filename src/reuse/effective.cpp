// SPDX-License-Identifier: EUPL-1.2
#include "reuse/effective.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;

/// Whether `left` was decided before `right`, for one key at one region.
bool is_earlier(const ParameterValue& left, const ParameterValue& right) {
    return left.valid_from != right.valid_from ? left.valid_from < right.valid_from
                                               : left.set_at < right.set_at;
}

const ParameterValue* find_stored(std::span<const ParameterValue> stored, std::string_view key,
                                  std::string_view region, Stichtag day) {
    const ParameterValue* best = nullptr;
    for (const ParameterValue& value : stored) {
        const bool fits = value.key == key && value.region == region && value.valid_from <= day;
        if (fits && (best == nullptr || !is_earlier(value, *best))) {
            best = &value;
        }
    }
    return best != nullptr && best->value ? best : nullptr;
}

std::string directory_value(const AuthorityFacts& authority, std::string_view key) {
    if (key == "authority_name") {
        return authority.name;
    }
    if (key == "authority_postcode") {
        return authority.postcode;
    }
    return key == "authority_city" ? authority.city : "";
}

EffectiveValue find_value(const ParameterDeclaration& declaration,
                          std::span<const ParameterValue> stored, const AuthorityFacts& authority,
                          const std::vector<std::string>& chain, Stichtag day) {
    EffectiveValue effective;
    effective.declaration = &declaration;
    for (const std::string& region : chain) {
        if (const ParameterValue* value = find_stored(stored, declaration.key, region, day)) {
            effective.value = *value->value;
            effective.source = ValueSource::Region;
            effective.region = region;
            effective.level = level_of_region(region).value_or(ParameterLevel::Bund);
            effective.valid_from = value->valid_from;
            return effective;
        }
    }
    effective.value = directory_value(authority, declaration.key);
    if (!effective.value.empty()) {
        effective.source = ValueSource::Directory;
    } else if (declaration.fallback) {
        effective.value = *declaration.fallback;
        effective.source = ValueSource::Default;
    }
    return effective;
}

Finding make_missing(const ParameterDeclaration& declaration, std::string_view ars) {
    std::vector<std::string> levels;
    for (const ParameterLevel level : declaration.levels) {
        levels.emplace_back(to_string(level));
    }
    const std::string where = join(levels, ", ");
    const std::string label(in_language(declaration.label, "de"));
    return {
        "reuse.parameter_missing",
        Severity::Fault,
        std::string(ars),
        {{"key", declaration.key}, {"label", label}, {"levels", where}, {"unit", declaration.unit}},
        "The required parameter '" + declaration.key + "' (" + label +
            ") has no value. Set it on one of these levels: " + where + "."};
}

}  // namespace

Judged<std::vector<EffectiveValue>> effective_values(const ServiceDeclaration& service,
                                                     std::span<const ParameterValue> stored,
                                                     const AuthorityFacts& authority,
                                                     std::string_view ars, Stichtag day) {
    const std::vector<std::string> chain = region_chain(ars);
    Judged<std::vector<EffectiveValue>> judged;
    for (const auto* list : {&platform_parameters(), &service.parameters}) {
        for (const ParameterDeclaration& declaration : *list) {
            judged.value.push_back(find_value(declaration, stored, authority, chain, day));
            if (declaration.required && judged.value.back().source == ValueSource::Absent) {
                judged.findings.push_back(make_missing(declaration, ars));
            }
        }
    }
    return judged;
}

Json logic_params(std::span<const EffectiveValue> values) {
    Json params = Json::object();
    for (const EffectiveValue& effective : values) {
        const ParameterDeclaration& declaration = *effective.declaration;
        params.set(declaration.key, effective.source == ValueSource::Absent
                                        ? Json()
                                        : to_logic(declaration, effective.value));
    }
    return params;
}

Json display_params(std::span<const EffectiveValue> values, std::string_view language) {
    Json params = Json::object();
    for (const EffectiveValue& effective : values) {
        const ParameterDeclaration& declaration = *effective.declaration;
        params.set(declaration.key, effective.source == ValueSource::Absent
                                        ? Json("")
                                        : to_display(declaration, effective.value, language));
    }
    return params;
}

}  // namespace gordion::reuse
