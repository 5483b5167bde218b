// SPDX-License-Identifier: EUPL-1.2
#include "fim/schema_codes.hpp"

#include <algorithm>
#include <array>

namespace gordion::fim {
namespace {

// Position in the array is the value of the enumerator; the texts are the standard's codes.
constexpr std::array<std::string_view, 5> feldart_codes{"input", "select", "label", "hidden",
                                                        "locked"};
constexpr std::array<std::string_view, 11> datentyp_codes{
    "text", "text_latin", "date",         "time", "datetime", "bool",
    "num",  "num_int",    "num_currency", "file", "obj"};
constexpr std::array<std::string_view, 3> art_codes{"ABS", "HAR", "RNG"};
constexpr std::array<std::string_view, 3> vorbefuellung_codes{"keine", "optional", "verpflichtend"};

template <typename Enum, std::size_t Size>
std::optional<Enum> find_code(const std::array<std::string_view, Size>& codes,
                              std::string_view code) {
    const auto found = std::find(codes.begin(), codes.end(), code);
    if (found == codes.end()) {
        return std::nullopt;
    }
    return static_cast<Enum>(found - codes.begin());
}

template <typename Enum, std::size_t Size>
std::string_view code_of(const std::array<std::string_view, Size>& codes, Enum value) {
    return codes[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view to_string(XdfVersion version) {
    switch (version) {
        case XdfVersion::V1:
            return "1.0";
        case XdfVersion::V2:
            return "2.0";
        case XdfVersion::V3:
            break;
    }
    return "3.0.0";
}
std::string_view to_string(Feldart feldart) {
    return code_of(feldart_codes, feldart);
}
std::string_view to_string(Datentyp datentyp) {
    return code_of(datentyp_codes, datentyp);
}
std::string_view to_string(Schemaelementart art) {
    return code_of(art_codes, art);
}
std::string_view to_string(Vorbefuellung vorbefuellung) {
    return code_of(vorbefuellung_codes, vorbefuellung);
}
std::optional<Feldart> parse_feldart(std::string_view code) {
    return find_code<Feldart>(feldart_codes, code);
}
std::optional<Datentyp> parse_datentyp(std::string_view code) {
    return find_code<Datentyp>(datentyp_codes, code);
}
std::optional<Schemaelementart> parse_schemaelementart(std::string_view code) {
    return find_code<Schemaelementart>(art_codes, code);
}
std::optional<Vorbefuellung> parse_vorbefuellung(std::string_view code) {
    return find_code<Vorbefuellung>(vorbefuellung_codes, code);
}

bool is_numeric(Datentyp datentyp) {
    return datentyp == Datentyp::Num || datentyp == Datentyp::NumInt ||
           datentyp == Datentyp::NumCurrency;
}

int freigabestatus_of(std::string_view status) {
    if (status == "inVorbereitung") {
        return 2;
    }
    if (status == "aktiv") {
        return 6;
    }
    return status == "inaktiv" ? 7 : 0;
}

}  // namespace gordion::fim
