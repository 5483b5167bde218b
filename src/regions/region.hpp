// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/ids.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace gordion::regions {

/// From the whole to the part; a region lies in the regions whose number begins its own.
enum class RegionLevel { Bund, Land, Regierungsbezirk, Kreis, Verband, Gemeinde };

/// "bund", "land", "regierungsbezirk", "kreis", "verband", "gemeinde" – as packages write it.
std::string_view to_string(RegionLevel level);
std::optional<RegionLevel> find_level(std::string_view name);

/// One area of the official directory. `ars` has 2 digits for a Land, 3 for a Regierungsbezirk, 5
/// for a Kreis, 9 for a Verband and 12 for a municipality; "00" is the Bund. Every municipality has
/// a Verband region above it, also where it administers itself: then both carry the same name.
struct Region {
    std::string ars;
    RegionLevel level = RegionLevel::Bund;
    std::string name;  ///< as in the directory: "Köln, Stadt", "Pellworm"
    std::string seat;
    std::string kind;             ///< Textkennzeichen, two digits; "" above the Kreis
    std::int64_t population = 0;  ///< of all municipalities inside
    double area_km2 = 0;
    std::string postcode;  ///< of the seat of the municipality; "" above it

    bool operator==(const Region&) const = default;
};

/// The unit that joins and works: a municipality without Verband, or the Verband.
struct Administration {
    TenantId id;       ///< nine digits
    std::string name;  ///< as people say it: "Stadt Köln", "Amt Pellworm", "Samtgemeinde Brome"
    std::string kind_name;  ///< "Stadt", "Gemeinde", "Amt", "Samtgemeinde" …
    std::string seat;       ///< town of the town hall
    std::string postcode;   ///< of the seat, as far as the directory tells it
    std::int64_t population = 0;
    Date directory_date;

    bool operator==(const Administration&) const = default;
};

/// Whether the text is a region number of a length that the directory knows (2, 3, 5, 9, 12
/// digits).
bool is_ars(std::string_view text);
/// The level that a number of this length stands for; "00" is the Bund.
std::optional<RegionLevel> level_of_ars(std::string_view ars);
/// Foreign text to a municipality's number: 12 digits, blanks between them allowed. Error codes:
/// regions.ars_invalid (with what was expected), regions.ars_length (value "length").
Result<std::string> parse_ars(std::string_view text);
/// The municipality's eight-digit AGS.
std::string ags_of(std::string_view ars12);

/// An area without inhabitants' self-government (gemeindefreies Gebiet).
bool is_unincorporated(const Region& region);
/// The name without designation: "Köln", "Frankfurt (Oder)".
std::string short_name(const Region& region);
/// What kind of body it is: "Stadt", "kreisfreie Stadt", "Landkreis", "Amt", "Markt", "Land" …
std::string kind_name(const Region& region);
/// Kind and name as people say it: "Stadt Köln", "Landkreis Gifhorn", "Amt Pellworm", "Sachsen".
std::string full_name(const Region& region);

}  // namespace gordion::regions
