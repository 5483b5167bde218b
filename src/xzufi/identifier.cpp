// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/identifier.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/text.hpp"

namespace gordion::xzufi {
namespace {

std::string lower(std::string_view text) {
    std::string folded(text);
    std::transform(folded.begin(), folded.end(), folded.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return folded;
}

// What the identifier says about where its number comes from.
std::string scheme_of(const Identifier& identifier) {
    return lower(identifier.scheme_id + " " + identifier.scheme_name + " " + identifier.scheme_uri +
                 " " + identifier.scheme_data_uri);
}

bool is_blank(std::string_view scheme) {
    return trim(scheme).empty();
}

bool mentions(std::string_view scheme, std::string_view word) {
    return scheme.find(word) != std::string_view::npos;
}

// The last part of "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs" and the like.
bool ends_with_part(const Identifier& identifier, std::string_view part) {
    for (const std::string* text :
         {&identifier.scheme_id, &identifier.scheme_name, &identifier.scheme_uri}) {
        const std::string folded = lower(*text);
        const std::size_t at = folded.find_last_of(":/_ ");
        const std::string_view last =
            std::string_view(folded).substr(at == std::string::npos ? 0 : at + 1);
        if (last == part) {
            return true;
        }
    }
    return false;
}

std::string digits_only(std::string_view value) {
    std::string digits;
    for (const char c : value) {
        if (c != ' ' && c != '.') {
            digits += c;
        }
    }
    return is_digits(digits) ? digits : std::string();
}

}  // namespace

std::string leistungsschluessel_of(const Identifier& identifier) {
    constexpr std::string_view prefix = "urn:de:fim:leika:leistung:";
    std::string_view value = trim(identifier.value);
    const bool spelled = value.substr(0, prefix.size()) == prefix;
    if (spelled) {
        value.remove_prefix(prefix.size());
    }
    const std::string digits = digits_only(value);
    if (digits.size() != 14) {
        return {};
    }
    const std::string scheme = scheme_of(identifier);
    const bool told =
        spelled || mentions(scheme, "leika") || mentions(scheme, "leistungsschluessel");
    // The federal catalogue begins with 99; nobody numbers objects by hand like that.
    return told || (is_blank(scheme) && digits.substr(0, 2) == "99") ? digits : std::string();
}

std::string region_key_of(const Identifier& identifier) {
    const std::string digits = digits_only(trim(identifier.value));
    if (digits.empty()) {
        return {};
    }
    constexpr std::array<std::string_view, 6> words{
        "ars", "ags", "rs", "regionalschluessel", "gemeindeschluessel", "kreisschluessel"};
    const bool told = std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return ends_with_part(identifier, word);
    });
    constexpr std::array<std::size_t, 6> lengths{2, 3, 5, 8, 9, 12};
    const bool fits = std::find(lengths.begin(), lengths.end(), digits.size()) != lengths.end();
    // Eight digits may be anybody's number; twelve that begin with a Land are an ARS.
    const bool looks_so = is_blank(scheme_of(identifier)) && digits.size() == 12 &&
                          digits.substr(0, 2) >= "01" && digits.substr(0, 2) <= "16";
    return fits && (told || looks_so) ? digits : std::string();
}

}  // namespace gordion::xzufi
