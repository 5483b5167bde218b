// SPDX-License-Identifier: EUPL-1.2
#include "reuse/effective.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "fim/logic.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;

/// Whether this version of the package takes the value: it may have been set for another one.
bool fits(const ParameterDeclaration& declaration, const ParameterValue& stored) {
    if (!is_allowed_at(declaration, stored.region)) {
        return false;
    }
    const Result<std::string> parsed = parse_parameter(declaration, *stored.value);
    return parsed && parsed.value() == *stored.value;
}

bool holds_on(const ParameterValue& value, Stichtag day) {
    return value.valid_from <= day && (!value.valid_to || day <= *value.valid_to);
}

/// Where a value is looked for.
struct Place {
    const StoredValues& stored;
    std::vector<std::string_view> packages;
    std::vector<std::string> chain;
    Stichtag day;
};

/// What one region says about one key of one package on that day, later words first.
StoredValues find_stored(const Place& place, std::string_view package, std::string_view key,
                         std::string_view region) {
    StoredValues found;
    for (const ParameterValue* value : place.stored) {
        if (value->key == key && value->region == region && value->package == package &&
            holds_on(*value, place.day)) {
            found.push_back(value);
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const ParameterValue* left, const ParameterValue* right) {
                         return left->valid_from < right->valid_from;
                     });
    std::reverse(found.begin(), found.end());
    return found;
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

Finding make_unfit(const ParameterDeclaration& declaration, const std::string& region) {
    const std::string label(in_language(declaration.label, "de"));
    return {"reuse.parameter_unfit",
            Severity::Warning,
            region,
            {{"key", declaration.key}, {"label", label}, {"region", region}},
            "The value of '" + declaration.key + "' (" + label + ") that is set for " + region +
                " does not fit this version of the package and is passed over. Set a new one."};
}

/// Calls visit(value, whether this version takes it) for what each region says, most specific
/// first, until visit returns false. A region that has taken its value back says nothing.
template <typename Visit>
void visit_levels(const ParameterDeclaration& declaration, const Place& place, Visit visit) {
    for (const std::string& region : place.chain) {
        for (const std::string_view package : place.packages) {
            for (const ParameterValue* value :
                 find_stored(place, package, declaration.key, region)) {
                if (!value->value) {
                    break;
                }
                if (!visit(*value, fits(declaration, *value))) {
                    return;
                }
            }
        }
    }
}

EffectiveValue find_value(const ParameterDeclaration& declaration, const Place& place,
                          const AuthorityFacts& authority, Findings& findings) {
    EffectiveValue effective;
    effective.declaration = &declaration;
    effective.is_required = declaration.required;
    visit_levels(declaration, place, [&](const ParameterValue& value, bool is_taken) {
        if (!is_taken) {
            findings.push_back(make_unfit(declaration, value.region));
            return true;
        }
        effective.value = *value.value;
        effective.source = ValueSource::Region;
        effective.region = value.region;
        effective.level = level_of_region(value.region).value_or(ParameterLevel::Bund);
        effective.valid_from = value.valid_from;
        effective.valid_to = value.valid_to;
        effective.set_by = value.set_by;
        effective.set_at = value.set_at;
        effective.origin = value.origin;
        return false;
    });
    if (effective.source == ValueSource::Region) {
        return effective;
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

/// "Zahlungsweise: Überweisung" for each parameter that a condition reads.
std::string name_reasons(const fim::Logic& condition, std::span<const EffectiveValue> values) {
    std::vector<std::string> reasons;
    for (const std::string& variable : condition.variables()) {
        for (const EffectiveValue& value : values) {
            const ParameterDeclaration& declaration = *value.declaration;
            if (variable == "params." + declaration.key) {
                reasons.push_back(std::string(in_language(declaration.label, "de")) + ": " +
                                  (value.source == ValueSource::Absent
                                       ? "–"
                                       : display_text(declaration, value.value, "de")));
            }
        }
    }
    return join(reasons, ", ");
}

Finding make_missing(const ParameterDeclaration& declaration, std::string_view ars,
                     std::string because) {
    std::vector<std::string> levels;
    for (const ParameterLevel level : declaration.levels) {
        levels.emplace_back(to_string(level));
    }
    const std::string where = join(levels, ", ");
    const std::string label(in_language(declaration.label, "de"));
    return {"reuse.parameter_missing",
            Severity::Fault,
            std::string(ars),
            {{"key", declaration.key},
             {"label", label},
             {"levels", where},
             {"unit", declaration.unit},
             {"because", because.empty() ? std::string() : " (" + because + ")"}},
            "The required parameter '" + declaration.key + "' (" + label + ") has no value" +
                (because.empty() ? "" : ", which is needed because of " + because) +
                ". Set it on one of these levels: " + where + "."};
}

/// Sets is_required of the values whose condition is true here. A condition that cannot be
/// computed counts as true: better to ask for a value than to do without one.
void judge_conditions(std::vector<EffectiveValue>& values) {
    std::optional<Json> params;
    for (EffectiveValue& value : values) {
        const std::shared_ptr<const fim::Logic>& condition = value.declaration->required_if;
        if (condition == nullptr || value.is_required) {
            continue;
        }
        if (!params) {
            params = logic_params(values);
        }
        const std::array<fim::LogicVariable, 1> data{{{"params", &*params}}};
        const Result<Json> answer = condition->evaluate(data);
        value.is_required = !answer || fim::is_truthy(answer.value());
    }
}

}  // namespace

Judged<std::vector<EffectiveValue>> effective_values(const ServiceDeclaration& service,
                                                     const StoredValues& stored,
                                                     const AuthorityFacts& authority,
                                                     std::string_view ars, Stichtag day) {
    const Place place{stored, value_packages(service), region_chain(ars), day};
    Judged<std::vector<EffectiveValue>> judged;
    for (const auto* list : {&platform_parameters(), &service.parameters}) {
        for (const ParameterDeclaration& declaration : *list) {
            judged.value.push_back(find_value(declaration, place, authority, judged.findings));
        }
    }
    judge_conditions(judged.value);
    for (const EffectiveValue& value : judged.value) {
        if (value.is_required && value.source == ValueSource::Absent) {
            const ParameterDeclaration& declaration = *value.declaration;
            judged.findings.push_back(make_missing(
                declaration, ars,
                declaration.required ? "" : name_reasons(*declaration.required_if, judged.value)));
        }
    }
    return judged;
}

std::vector<LevelValue> level_values(const ServiceDeclaration& service,
                                     const ParameterDeclaration& declaration,
                                     const StoredValues& stored, std::string_view ars,
                                     Stichtag day) {
    const Place place{stored, value_packages(service), region_chain(ars), day};
    std::vector<LevelValue> levels;
    std::string settled;  // The region whose word is known: what it said before does not count.
    visit_levels(declaration, place, [&](const ParameterValue& value, bool is_taken) {
        if (value.region + value.package != settled) {
            levels.push_back(
                {value, level_of_region(value.region).value_or(ParameterLevel::Bund), is_taken});
            settled = is_taken ? value.region + value.package : settled;
        }
        return true;
    });
    return levels;
}

std::vector<std::string_view> value_packages(const ServiceDeclaration& service) {
    std::vector<std::string_view> packages{service.id};
    if (service.origin) {
        packages.push_back(service.origin->package);
    }
    return packages;
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

std::string display_text(const ParameterDeclaration& declaration, std::string_view canonical,
                         std::string_view language) {
    const Json shown = to_display(declaration, canonical, language);
    return shown.is_string() ? shown.as_string() : formats::write_json(shown);
}

}  // namespace gordion::reuse
