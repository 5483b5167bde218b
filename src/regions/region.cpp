// SPDX-License-Identifier: EUPL-1.2
#include "regions/region.hpp"

#include <array>

#include "core/names.hpp"
#include "core/text.hpp"

namespace gordion::regions {
namespace {

constexpr Names<RegionLevel, 6> level_names{{{RegionLevel::Bund, "bund"},
                                             {RegionLevel::Land, "land"},
                                             {RegionLevel::Regierungsbezirk, "regierungsbezirk"},
                                             {RegionLevel::Kreis, "kreis"},
                                             {RegionLevel::Verband, "verband"},
                                             {RegionLevel::Gemeinde, "gemeinde"}}};

struct Kind {
    std::string_view code;
    std::string_view name;
};

// Textkennzeichen of the directory. Where a name carries its own designation ("Kiel,
// Landeshauptstadt"), that one is said instead.
constexpr std::array<Kind, 21> kinds{{
    {"41", "kreisfreie Stadt"},
    {"42", "Stadtkreis"},
    {"43", "Kreis"},
    {"44", "Landkreis"},
    {"45", "Regionalverband"},
    {"50", "Gemeinde"},
    {"51", "Amt"},
    {"52", "Samtgemeinde"},
    {"53", "Verbandsgemeinde"},
    {"54", "Verwaltungsgemeinschaft"},
    {"55", "Amt"},
    {"56", "Verwaltungsverband"},
    {"57", "Verwaltungsgemeinschaft"},
    {"58", "erfüllende Gemeinde"},
    {"60", "Markt"},
    {"61", "kreisfreie Stadt"},
    {"62", "Stadtkreis"},
    {"63", "Stadt"},
    {"64", "Gemeinde"},
    {"65", "gemeindefreier Bezirk"},
    {"66", "gemeindefreies Gebiet"},
}};

// What stands after the comma of a name, written out; "" if there is nothing or only an epithet
// ("Stadt der Burgmannshöfe") that nobody puts before the name.
std::string designation(std::string_view name) {
    const auto comma = name.find(',');
    if (comma == std::string_view::npos) {
        return {};
    }
    const std::string text(trim(name.substr(comma + 1)));
    if (text == "St" || text == "GKSt") {
        return text == "St" ? "Stadt" : "Große Kreisstadt";
    }
    if (text == "M") {
        return "Markt";
    }
    constexpr std::array<std::string_view, 14> spoken{"Stadt",
                                                      "Hansestadt",
                                                      "Landeshauptstadt",
                                                      "Universitätsstadt",
                                                      "Kreisstadt",
                                                      "Flecken",
                                                      "Marktflecken",
                                                      "Marktgemeinde",
                                                      "Inselgemeinde",
                                                      "Lutherstadt",
                                                      "Welterbestadt",
                                                      "Freie und Hansestadt",
                                                      "Wissenschaftsstadt",
                                                      "Klingenstadt"};
    for (const auto word : spoken) {
        if (text == word) {
            return text;
        }
    }
    return text.find("tadt") == std::string::npos ? std::string{} : std::string("Stadt");
}

bool is_city(const Region& region) {
    return region.kind == "41" || region.kind == "42" || region.kind == "61" ||
           region.kind == "62" || region.kind == "63" || region.kind == "67";
}

// Names of Verbände in some Länder say themselves what they are.
bool names_its_kind(std::string_view name) {
    for (const std::string_view word : {"VVG ", "GVV ", "EG ", "Landkreis ", "Regionalverband "}) {
        if (name.substr(0, word.size()) == word) {
            return true;
        }
    }
    return name.find("kreis") != std::string_view::npos ||
           name.find("Kreis") != std::string_view::npos;
}

}  // namespace

std::string_view to_string(RegionLevel level) {
    return name_of(level_names, level);
}

std::optional<RegionLevel> find_level(std::string_view name) {
    return find_named(level_names, name);
}

std::optional<RegionLevel> level_of_ars(std::string_view ars) {
    if (!is_digits(ars)) {
        return std::nullopt;
    }
    switch (ars.size()) {
        case 2:
            return ars == "00" ? RegionLevel::Bund : RegionLevel::Land;
        case 3:
            return RegionLevel::Regierungsbezirk;
        case 5:
            return RegionLevel::Kreis;
        case 9:
            return RegionLevel::Verband;
        case 12:
            return RegionLevel::Gemeinde;
        default:
            return std::nullopt;
    }
}

bool is_ars(std::string_view text) {
    return level_of_ars(text).has_value();
}

Result<std::string> parse_ars(std::string_view text) {
    std::string digits;
    for (const char c : trim(text)) {
        if (c != ' ') {
            digits += c;
        }
    }
    if (!is_digits(digits)) {
        return Error{ErrorKind::Invalid,
                     "regions.ars_invalid",
                     {},
                     {{"ars", digits.substr(0, 40)}},
                     "a regional key (ARS) consists of 12 digits, as in 053150000000 for Köln"};
    }
    if (digits.size() != 12) {
        return Error{ErrorKind::Invalid,
                     "regions.ars_length",
                     {},
                     {{"ars", digits.substr(0, 40)}, {"length", std::to_string(digits.size())}},
                     "a regional key (ARS) has 12 digits; with 8 it is an AGS, and with 11 its "
                     "leading zero is most often lost"};
    }
    return digits;
}

std::string ags_of(std::string_view ars12) {
    VERIFY(ars12.size() == 12, "only a municipality has an AGS");
    return std::string(ars12.substr(0, 5)) + std::string(ars12.substr(9, 3));
}

bool is_unincorporated(const Region& region) {
    // The Verband number of such an area begins with 9, on both levels.
    return region.ars.size() >= 9 && region.ars[5] == '9';
}

std::string short_name(const Region& region) {
    return std::string(trim(std::string_view(region.name).substr(0, region.name.find(','))));
}

std::string kind_name(const Region& region) {
    if (region.level == RegionLevel::Bund) {
        return "Bund";
    }
    if (region.level == RegionLevel::Land) {
        return "Land";
    }
    if (region.level == RegionLevel::Regierungsbezirk) {
        return "Regierungsbezirk";
    }
    if (region.level != RegionLevel::Kreis) {
        const std::string own = designation(region.name);
        if (!own.empty()) {
            return own;
        }
        if (is_city(region)) {
            return "Stadt";
        }
    }
    for (const Kind& kind : kinds) {
        if (kind.code == region.kind) {
            return std::string(kind.name);
        }
    }
    return region.kind == "67" ? "Große Kreisstadt" : "Gebiet";
}

std::string full_name(const Region& region) {
    if (region.level <= RegionLevel::Regierungsbezirk) {
        return region.name;
    }
    const std::string name = short_name(region);
    if (region.level == RegionLevel::Kreis && is_city(region)) {
        return "Stadt " + name;
    }
    if (region.kind >= "54" && region.kind <= "58") {
        // "Glonn (VGem)", "VVG der Stadt Herrenberg", "Schwedt/Oder, Stadt".
        if (names_its_kind(name)) {
            return name;
        }
        const auto mark = name.find(" (VGem)");
        const std::string plain = name.substr(0, mark);
        return (region.kind == "58" && !designation(region.name).empty() ? designation(region.name)
                : region.kind == "58"                                    ? std::string("Gemeinde")
                                                                         : kind_name(region)) +
               " " + plain;
    }
    if (region.level == RegionLevel::Kreis && names_its_kind(name)) {
        return name;
    }
    return kind_name(region) + " " + name;
}

}  // namespace gordion::regions
