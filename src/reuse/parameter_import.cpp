// SPDX-License-Identifier: EUPL-1.2
#include "reuse/parameter_import.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/text.hpp"
#include "formats/csv.hpp"

namespace gordion::reuse {
namespace {

const ParameterDeclaration* find_named(const ServiceDeclaration& service, std::string_view name) {
    for (const ParameterDeclaration& declaration : service.parameters) {
        if (!name.empty() && declaration.xzufi == name) {
            return &declaration;
        }
    }
    return service.find_parameter(name);
}

void note(ImportOutcome& outcome, std::string code, const ImportedValue& value, Values values,
          std::string message) {
    outcome.findings.push_back({std::move(code), Severity::Warning,
                                value.place.empty() ? value.region : value.place, std::move(values),
                                std::move(message)});
}

void note_error(ImportOutcome& outcome, const std::string& place, const Error& error) {
    outcome.findings.push_back({error.code, Severity::Fault,
                                place.empty() ? error.place : place + ": " + error.place,
                                error.values, error.message});
}

/// One run over what was brought.
class Comparison {
public:
    Comparison(Reuse& reuse, const ParameterImport& import, const ServiceDeclaration& service)
        : reuse_(reuse), import_(import), service_(service) {}

    Result<ImportOutcome> run() {
        for (const ImportedValue& value : import_.values) {
            TRY(judge(value));
        }
        return std::move(outcome_);
    }

private:
    Result<void> judge(const ImportedValue& value) {
        const ParameterDeclaration* declaration = find_named(service_, value.name);
        if (declaration == nullptr) {
            if (unknown_.insert(value.name).second) {
                note(outcome_, "reuse.import_unknown", value, {{"name", value.name}},
                     "The package has no parameter that is called '" + value.name +
                         "'. Name it in service.toml (xzufi = …) if it should.");
            }
            return {};
        }
        const Result<std::string> canonical = parse_parameter(*declaration, value.value);
        if (!canonical) {
            note_error(outcome_, value.place, canonical.error());
            return {};
        }
        const auto [seen, is_first] =
            seen_.emplace(std::pair(value.region, declaration->key), canonical.value());
        if (!is_first) {
            if (seen->second != canonical.value()) {
                note(outcome_, "reuse.import_twice", value,
                     {{"key", declaration->key}, {"region", value.region}},
                     "There are two values of '" + declaration->key + "' for " + value.region +
                         ". The first one counts.");
            }
            return {};
        }
        return compare(value, declaration->key, canonical.value());
    }

    Result<void> compare(const ImportedValue& value, const std::string& key,
                         const std::string& canonical) {
        const std::vector<ParameterValue> history =
            TRY(reuse_.list_history(import_.package_id, value.region, key));
        const bool has_own = !history.empty() && history.front().value.has_value();
        if (has_own && *history.front().value == canonical && !history.front().valid_to) {
            ++outcome_.unchanged;
            return {};
        }
        if (has_own && history.front().origin.empty() && import_.local == LocalChoice::Keep) {
            ++outcome_.kept;
            note(outcome_, "reuse.import_conflict", value,
                 {{"key", key},
                  {"region", value.region},
                  {"here", *history.front().value},
                  {"there", canonical}},
                 "'" + key + "' was set for " + value.region +
                     " by hand to another value, which stays. Import with --replace to overwrite "
                     "it.");
            return {};
        }
        outcome_.changes.push_back({import_.package_id,
                                    value.region,
                                    key,
                                    canonical,
                                    import_.valid_from,
                                    {},
                                    value.source.empty() ? "import" : value.source});
        return {};
    }

    Reuse& reuse_;
    const ParameterImport& import_;
    const ServiceDeclaration& service_;
    ImportOutcome outcome_;
    std::set<std::string> unknown_;
    std::map<std::pair<std::string, std::string>, std::string> seen_;
};

}  // namespace

Result<ImportOutcome> plan_import(Reuse& reuse, const ParameterImport& import) {
    const auto package = TRY(reuse.load_package(import.package_id, ""));
    return Comparison(reuse, import, package->service()).run();
}

Result<ImportOutcome> import_parameters(Reuse& reuse, const Scope& scope,
                                        const ParameterImport& import) {
    ImportOutcome outcome = TRY(plan_import(reuse, import));
    const std::vector<Result<ParameterValue>> written =
        reuse.set_parameters(scope, outcome.changes);
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (written[i]) {
            ++outcome.set;
        } else {
            note_error(outcome, outcome.changes[i].region, written[i].error());
        }
    }
    return outcome;
}

Result<Judged<std::vector<ImportedValue>>> parse_imported_values(std::string_view bytes,
                                                                 std::string_view file_name) {
    Judged<formats::Csv> csv = TRY(formats::parse_csv(bytes));
    const std::size_t region = TRY(csv.value.column("region"));
    const std::size_t name = TRY(csv.value.column("name"));
    const std::size_t value = TRY(csv.value.column("value"));
    const Result<std::size_t> source = csv.value.column("source");
    Judged<std::vector<ImportedValue>> judged;
    judged.findings = std::move(csv.findings);
    for (const formats::Csv::Row& row : csv.value.rows) {
        const std::string from =
            source ? std::string(trim(row.cells[source.value()])) : std::string();
        judged.value.push_back({std::string(trim(row.cells[region])),
                                std::string(trim(row.cells[name])), row.cells[value],
                                from.empty() ? std::string(file_name) : from,
                                "line " + std::to_string(row.line)});
    }
    return judged;
}

}  // namespace gordion::reuse
