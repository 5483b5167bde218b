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
};

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
    std::string region;  ///< where it was set
    ParameterLevel level = ParameterLevel::Bund;
    Date valid_from;
};

/// What the directory knows about the administration; fills authority_* where nobody set them.
struct AuthorityFacts {
    std::string name;
    std::string postcode;
    std::string city;
};

/// All parameters of the package – the platform's first, then the declared ones in their order –
/// for a municipality or administration on a day. The most specific region wins, among equals the
/// latest valid_from that has begun, then the latest set_at.
///
/// Each missing required parameter is a finding reuse.parameter_missing whose values are "key",
/// "label", "levels" ("gemeinde, verband") and "unit": where to set it.
Judged<std::vector<EffectiveValue>> effective_values(const ServiceDeclaration& service,
                                                     std::span<const ParameterValue> stored,
                                                     const AuthorityFacts& authority,
                                                     std::string_view ars, Stichtag day);

/// {"satz_erster_hund": 9600, …}: what rules and calculation see; absent ones are null.
formats::Json logic_params(std::span<const EffectiveValue> values);
/// {"satz_erster_hund": "96,00 €", …}: what letters and pages show; absent ones are "".
formats::Json display_params(std::span<const EffectiveValue> values, std::string_view language);

}  // namespace gordion::reuse
