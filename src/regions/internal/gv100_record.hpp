// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/text.hpp"
#include "regions/region.hpp"

/// One line of a GV100AD file, cut into its fields. "Satzaufbau GV100AD" counts characters from 1;
/// the positions here count from 0.
namespace gordion::regions::internal {

inline constexpr std::size_t record_characters = 220;

enum Column : std::size_t {
    Type,
    Day,
    Key,
    Verband,
    Name,
    Seat,
    Kind,
    AreaHa,
    Population,
    Postcode,
    ColumnCount
};

struct Span {
    std::size_t from;
    std::size_t to;
};
inline constexpr std::array<Span, ColumnCount> columns{{{0, 2},
                                                        {2, 10},
                                                        {10, 18},
                                                        {18, 22},
                                                        {22, 72},
                                                        {72, 122},
                                                        {122, 124},
                                                        {128, 139},
                                                        {139, 150},
                                                        {165, 170}}};

/// Views into the line; fields beyond its end are empty.
struct Record {
    std::array<std::string_view, ColumnCount> fields;
    std::size_t characters = 0;

    [[nodiscard]] std::string_view at(Column column) const { return trim(fields.at(column)); }
};

Record cut_record(std::string_view utf8_line);
bool looks_like_record(std::string_view line);
/// Nothing for type 30 (Region), which is no level here, and for unknown types.
std::optional<RegionLevel> level_of_type(std::string_view type);

}  // namespace gordion::regions::internal
