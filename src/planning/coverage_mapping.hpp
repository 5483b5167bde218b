// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace gordion::planning {

/// What a foreign table can say: "bundle" (number of the OZG-Leistung) or "service"
/// (Leistungsschluessel), "area" (ARS) or "ags", "level", "from", "until", "source".
inline constexpr std::array<std::string_view, 8> coverage_members{
    "bundle", "service", "area", "ags", "level", "from", "until", "source"};

/// Where a member is found. What is not mapped is looked for in a column of the member's own name.
struct MappedColumn {
    std::string column;  ///< as in the header of the table; "": none
    std::string value;   ///< where there is no column, or its cell is empty
    std::map<std::string, std::string, std::less<>> words;  ///< "online" → "3"
    bool operator==(const MappedColumn&) const = default;
};

/// From the columns of somebody's table to ours, by member.
struct CoverageMapping {
    std::map<std::string, MappedColumn, std::less<>> members;
    bool operator==(const CoverageMapping&) const = default;
    [[nodiscard]] MappedColumn of(std::string_view member) const;
};

/// A table of TOML for each member: [level] column = "Reifegrad", value = "2", [level.words].
/// Error codes: formats.toml_*, planning.mapping (Invalid; place: the member).
Result<CoverageMapping> read_coverage_mapping(std::string_view toml);

}  // namespace gordion::planning
