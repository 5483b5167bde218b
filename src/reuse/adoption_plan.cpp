// SPDX-License-Identifier: EUPL-1.2
#include "reuse/adoption_plan.hpp"

#include <array>

#include "formats/toml.hpp"
#include "reuse/toml_reader.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;
using Need = TomlReader::Need;

std::vector<std::string> read_packages(TomlReader& reader) {
    if (reader.find("packages") != nullptr) {
        return reader.texts("packages", Need::Required);
    }
    return {reader.text("package", Need::Required)};
}

/// The block's own day, or that of the file.
Date read_day(TomlReader& reader, const Date& otherwise) {
    const std::string text = reader.text("valid_from", Need::Optional);
    if (text.empty()) {
        return otherwise;
    }
    const Result<Date> date = parse_date(text);
    if (!date) {
        reader.note("reuse.plan_value", "valid_from", {{"key", "valid_from"}},
                    "'valid_from' must be a day such as \"2026-01-01\".");
        return otherwise;
    }
    return date.value();
}

void read_values(TomlReader& reader, const Date& day, AdoptionPlan& plan) {
    const Date valid_from = read_day(reader, day);
    const std::string region = reader.text("region", Need::Required);
    const Json* set = reader.find("set");
    if (set == nullptr || !set->is_object()) {
        reader.note("reuse.plan_value", "", {{"key", "set"}},
                    "This block sets nothing. Write set.KEY = \"value\".");
        return;
    }
    for (const std::string& package : read_packages(reader)) {
        for (const auto& [key, value] : set->as_object()) {
            const std::string text =
                value.is_string() ? value.as_string() : formats::write_json(value);
            plan.values.push_back({package, region, key, text, valid_from});
        }
    }
    reader.note_unknown({"package", "packages", "region", "set", "valid_from"});
}

void read_adoption(TomlReader& reader, const Date& day, AdoptionPlan& plan) {
    const Date valid_from = read_day(reader, day);
    const TenantId tenant{reader.text("tenant", Need::Required)};
    const std::string version = reader.text("version", Need::Optional);
    for (const std::string& package : read_packages(reader)) {
        plan.adoptions.push_back({tenant, package, version, valid_from});
    }
    reader.note_unknown({"package", "packages", "tenant", "version", "valid_from"});
}

void note_refusal(Findings& findings, const Error& error) {
    findings.push_back({error.code, Severity::Fault, error.place, error.values, error.message});
}

/// Whether exactly this value was the last one that was set for the region since that day.
bool is_known(Reuse& reuse, const ParameterChange& change) {
    const auto history = reuse.list_history(change.package_id, change.region, change.key);
    const auto package = reuse.load_package(change.package_id, "");
    if (!history || history.value().empty() || !package || !change.value) {
        return false;
    }
    const ParameterValue& last = history.value().front();
    const ParameterDeclaration* declaration = package.value()->service().find_parameter(change.key);
    if (declaration == nullptr || last.valid_from != change.valid_from) {
        return false;
    }
    const Result<std::string> canonical = parse_parameter(*declaration, *change.value);
    return canonical && last.value == canonical.value();
}

}  // namespace

Result<Judged<AdoptionPlan>> parse_adoption_plan(std::string_view bytes,
                                                 std::string_view file_name) {
    const formats::Toml toml = TRY(formats::parse_toml(bytes));
    Judged<AdoptionPlan> judged;
    TomlReader reader(toml, file_name, judged.findings);
    const Date day = read_day(reader, Date());
    constexpr std::array<std::string_view, 2> kinds{"values", "adoption"};
    for (const std::string_view kind : kinds) {
        const Json* blocks = reader.find(kind);
        if (blocks == nullptr || !blocks->is_array()) {
            continue;
        }
        for (std::size_t i = 0; i < blocks->size(); ++i) {
            TomlReader block(reader, blocks->as_array()[i],
                             std::string(kind) + "." + std::to_string(i));
            kind == "values" ? read_values(block, day, judged.value)
                             : read_adoption(block, day, judged.value);
        }
    }
    reader.note_unknown({"valid_from", "values", "adoption"});
    return judged;
}

PlanOutcome apply_adoption_plan(Reuse& reuse, const Scope& scope, const AdoptionPlan& plan) {
    PlanOutcome outcome;
    std::vector<ParameterChange> changes;
    for (const ParameterChange& change : plan.values) {
        if (is_known(reuse, change)) {
            ++outcome.values_unchanged;
        } else {
            changes.push_back(change);
        }
    }
    for (const Result<ParameterValue>& set : reuse.set_parameters(scope, changes)) {
        if (set) {
            ++outcome.values_set;
        } else {
            note_refusal(outcome.findings, set.error());
        }
    }
    for (Result<Judged<std::optional<Adoption>>>& adopted :
         reuse.adopt_offers(scope, plan.adoptions)) {
        if (!adopted) {
            note_refusal(outcome.findings, adopted.error());
            continue;
        }
        append(outcome.findings, std::move(adopted.value().findings));
        if (adopted.value().value) {
            outcome.adoptions.push_back(*adopted.value().value);
        }
    }
    return outcome;
}

}  // namespace gordion::reuse
