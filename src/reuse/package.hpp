// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/finding.hpp"
#include "fim/code_list.hpp"
#include "formats/json.hpp"
#include "reuse/account_demand.hpp"
#include "reuse/automatic.hpp"
#include "reuse/cost_shares.hpp"
#include "reuse/handling.hpp"
#include "reuse/parameter.hpp"

namespace gordion::reuse {

/// A package's files: path relative to its folder ("texts/de.toml") → bytes. The only form in which
/// packages travel and are stored.
using PackageFiles = std::map<std::string, std::string>;

enum class Fees { None, Due };

/// From which fields the name and the postal address of the Bescheid are taken; several fields of
/// one line are joined by a blank. Element paths from the root ("G99000000001.F99000000001").
struct RecipientFields {
    std::vector<std::string> name;
    std::vector<std::string> street;
    std::vector<std::string> postcode;
    std::vector<std::string> city;
    std::string email;  ///< optional: where a notice may be sent
};

/// The package of which this one is a copy that goes its own way (decision 0019).
struct PackageOrigin {
    std::string package;
    std::string version;
    bool operator==(const PackageOrigin&) const = default;
};

/// service.toml as a value.
struct ServiceDeclaration {
    std::string id;
    std::string version;                           ///< MAJOR.MINOR.PATCH
    std::vector<std::string> leistungsschluessel;  ///< the first one is the main one
    std::string provider;
    std::string provider_name;
    std::string trust_level;  ///< "00" to "40", as XZuFi codes it
    AccountDemand account;
    std::vector<std::string> target_group;
    std::vector<std::string> languages;  ///< the first one is the legally binding one
    int frist_days = 0;                  ///< 0: no Frist declared
    std::string frist_ground;
    Fees fees = Fees::None;
    std::string terms;              ///< of the offer, shown before joining
    std::optional<CostTerms> cost;  ///< [cost]: what joining costs; none: not said
    LocalText title;
    bool is_private = false;  ///< only the tenant that publishes it may join
    std::optional<PackageOrigin> origin;
    RecipientFields recipient;
    std::vector<ParameterDeclaration> parameters;  ///< declared ones; without the platform's
    Handling handling;                             ///< [[copy]], [[condition]], [[consultation]]

    /// A declared or platform parameter, or nullptr.
    [[nodiscard]] const ParameterDeclaration* find_parameter(std::string_view key) const;
};

/// One file of examples/: answers, and what must come out for them. Never data of real people.
struct Example {
    std::string name;
    formats::Json answers;
    formats::Json parameters;  ///< canonical texts by key; what is missing takes its default
    std::string today;
    struct ExpectedFinding {
        std::string code;
        std::string place;
        Severity severity = Severity::Fault;  ///< faults and warnings must come out, notes need not
        auto operator<=>(const ExpectedFinding&) const = default;
    };
    std::vector<ExpectedFinding> findings;
    formats::Json calculation;  ///< null: nothing is expected
    SubmissionFacts submission;
    std::optional<std::vector<std::string>> copies;  ///< ids of the [[copy]] that go out
    /// Of automatic.json: "issued", or what leaves it to a person (AutomaticVerdict).
    std::string automatic;
};

/// A service package, read but not yet compiled (LoadedPackage does that). A plain value.
struct Package {
    ServiceDeclaration service;
    std::string schema_xml;
    formats::Json form;                             ///< form.toml; null without one
    formats::Json rules;                            ///< rules.json; empty object without one
    formats::Json calculation;                      ///< calculation.json; null without one
    std::map<std::string, formats::Json> texts;     ///< language → texts/<language>.toml
    std::string bescheid;                           ///< bescheid.de.md; "" without one
    std::vector<fim::CodeList> code_lists;          ///< codelists/*.gc.xml
    std::optional<AutomaticDeclaration> automatic;  ///< automatic.json
    std::vector<Example> examples;
    PackageFiles files;
    std::string hash;  ///< SHA-256 over names and bytes of all files, hex
};

/// Whether the text is a version as service.toml demands: three numbers, "1.10.0".
bool is_version(std::string_view text);

}  // namespace gordion::reuse
