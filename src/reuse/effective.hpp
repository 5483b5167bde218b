// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/finding.hpp"
#include "core/ids.hpp"
#include "core/time.hpp"
#include "formats/json.hpp"
#include "reuse/package.hpp"

namespace gordion::reuse {

/// One stored value: appended, never overwritten.
struct ParameterValue {
    TenantId tenant;      ///< who set it
    std::string package;  ///< package id; values hold for all its versions
    std::string region;   ///< 2, 5, 9 or 12 digits
    std::string key;
    std::optional<std::string> value;  ///< canonical; none: taken back, the inherited one holds
    Date valid_from;
    std::string set_by;
    Instant set_at;
    std::optional<Date> valid_to = {};  ///< the last day; then what held before holds again
    std::string origin = {};            ///< "": somebody typed it; else what it was imported from
};

/// In the order in which they were set; the values live elsewhere.
using StoredValues = std::vector<const ParameterValue*>;

enum class ValueSource {
    Region,     ///< somebody set it for `region`
    Directory,  ///< name, postcode and seat from the municipal directory
    Default,    ///< the package's own default
    Absent,     ///< optional, and nobody set it
};

/// What holds for one parameter at one place, and why.
struct EffectiveValue {
    const ParameterDeclaration* declaration = nullptr;  ///< lives as long as the package
    std::string value;                                  ///< canonical; "" when absent
    ValueSource source = ValueSource::Absent;
    bool is_required = false;  ///< required, or required_if is true here
    std::string region;        ///< where it was set; this and the rest for ValueSource::Region only
    ParameterLevel level = ParameterLevel::Bund;
    Date valid_from;
    std::optional<Date> valid_to;
    std::string set_by;
    Instant set_at;
    std::string origin;
};

/// What the directory knows about the administration; fills authority_* where nobody set them.
struct AuthorityFacts {
    std::string name;
    std::string postcode;
    std::string city;
};

/// All parameters of the package – the platform's first, then the declared ones in their order –
/// for a municipality or administration on a day. Of the values that have begun, have not ended,
/// stand on a level that the package allows and fit its type and bounds, the one of the most
/// specific region wins, among equals the latest valid_from, then the one that was set last. At
/// each region a copy of a package (service.origin) takes what is set for the original where
/// nothing is set for itself.
///
/// Findings:
///   reuse.parameter_missing (fault)  required, or required_if is true, and without a value; values
///       "key", "label", "levels" ("gemeinde, verband": where to set it), "unit", "because" (the
///       values that make it required, or "")
///   reuse.parameter_unfit (warning)  a value was passed over because this version of the package
///       does not take it; values "key", "label", "region"
Judged<std::vector<EffectiveValue>> effective_values(const ServiceDeclaration& service,
                                                     const StoredValues& stored,
                                                     const AuthorityFacts& authority,
                                                     std::string_view ars, Stichtag day);

/// What one level says about a parameter, whether or not it is what holds.
struct LevelValue {
    ParameterValue stored;
    ParameterLevel level = ParameterLevel::Bund;
    bool fits = true;  ///< this version of the package takes it
};

/// What every level around a place says about one parameter on that day, most specific first. The
/// first one that fits is what effective_values() found; the others are overridden by it.
std::vector<LevelValue> level_values(const ServiceDeclaration& service,
                                     const ParameterDeclaration& declaration,
                                     const StoredValues& stored, std::string_view ars,
                                     Stichtag day);

/// Whose values count for the package, the first one first: its own, those of the original.
std::vector<std::string_view> value_packages(const ServiceDeclaration& service);

/// {"satz_erster_hund": 9600, …}: what rules and calculation see; absent ones are null.
formats::Json logic_params(std::span<const EffectiveValue> values);
/// {"satz_erster_hund": "96,00 €", …}: what letters and pages show; absent ones are "".
formats::Json display_params(std::span<const EffectiveValue> values, std::string_view language);
/// One value as a person reads it in one line: "96,00 €"; tables and lists as JSON.
std::string display_text(const ParameterDeclaration& declaration, std::string_view canonical,
                         std::string_view language);

}  // namespace gordion::reuse
