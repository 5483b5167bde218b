// SPDX-License-Identifier: EUPL-1.2
#include "reuse/example_params.hpp"

#include <algorithm>

namespace gordion::reuse {

namespace {

using formats::Json;

/// A municipality that does not exist.
constexpr const char* nowhere = "990000000000";

/// As specific as the package allows.
std::string region_of(const ParameterDeclaration& declaration) {
    for (const std::string& region : region_chain(nowhere)) {
        if (is_allowed_at(declaration, region)) {
            return region;
        }
    }
    return nowhere;
}

}  // namespace

Judged<std::vector<EffectiveValue>> example_values(const ServiceDeclaration& service,
                                                   const Example& example) {
    Judged<std::vector<EffectiveValue>> judged;
    std::vector<ParameterValue> set;
    const auto note = [&](std::string message) {
        judged.findings.push_back({"reuse.example_params",
                                   Severity::Fault,
                                   "examples/" + example.name + ".json",
                                   {},
                                   std::move(message)});
    };
    for (const auto& [key, text] : example.parameters.as_object()) {
        const ParameterDeclaration* declaration = service.find_parameter(key);
        if (declaration == nullptr) {
            note("The package declares no parameter '" + key + "'.");
            continue;
        }
        const std::string written = text.is_string() ? text.as_string() : formats::write_json(text);
        Result<std::string> canonical = parse_parameter(*declaration, written);
        if (!canonical) {
            note(canonical.error().message);
            continue;
        }
        set.push_back({TenantId{nowhere}, service.id, region_of(*declaration), key,
                       std::move(canonical).value(), Date(), "", Instant()});
    }
    StoredValues stored;
    for (const ParameterValue& value : set) {
        stored.push_back(&value);
    }
    const Result<Date> today = parse_date(example.today);
    judged.value = effective_values(service, stored, {"Beispielamt", "12345", "Beispielstadt"},
                                    nowhere, today ? today.value() : Date())
                       .value;
    return judged;
}

Json sample_params(const Package& package) {
    const auto valid = std::find_if(package.examples.begin(), package.examples.end(),
                                    [](const Example& each) { return each.findings.empty(); });
    Example defaults;
    defaults.parameters = Json::object();
    const Example& sample = valid != package.examples.end() ? *valid : defaults;
    return logic_params(example_values(package.service, sample).value);
}

}  // namespace gordion::reuse
