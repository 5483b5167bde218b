// SPDX-License-Identifier: EUPL-1.2
#include "services/public_service.hpp"

#include "core/text.hpp"

namespace gordion::services {
namespace {

constexpr std::string_view urn = "urn:de:fim:leika:leistung:";
constexpr std::size_t key_digits = 14;

}  // namespace

std::string Leistungsschluessel::to_text() const {
    if (digits.size() != key_digits) {
        return digits;
    }
    return std::string(instanz()) + " " + std::string(gruppierung()) + " " +
           std::string(kennung()) + " " + std::string(verrichtung()) + " " + std::string(detail());
}

Result<Leistungsschluessel> parse_leistungsschluessel(std::string_view text) {
    text = trim(text);
    if (text.substr(0, urn.size()) == urn) {
        text.remove_prefix(urn.size());
    }
    std::string digits;
    for (const char c : text) {
        if (c != ' ' && c != '.') {
            digits += c;
        }
    }
    const std::string shown = digits.substr(0, 40);
    if (!is_digits(digits)) {
        return Error{ErrorKind::Invalid,
                     "services.key_invalid",
                     {},
                     {{"key", shown}},
                     "a Leistungsschluessel consists of 14 digits, as in 99102013002000"};
    }
    if (digits.size() != key_digits) {
        return Error{ErrorKind::Invalid,
                     "services.key_length",
                     {},
                     {{"key", shown}, {"length", std::to_string(digits.size())}},
                     digits.size() == key_digits - 1
                         ? "a Leistungsschluessel has 14 digits and this one has 13: look it up in "
                           "the catalogue, most often a zero was lost when a spreadsheet took it "
                           "for a number"
                         : "a Leistungsschluessel has 14 digits, as in 99102013002000; look it up "
                           "in the catalogue"};
    }
    return Leistungsschluessel{digits};
}

Typisierung parse_typisierung(std::string_view typ) {
    // The newer list adds "a" (federal law alone) and "b" (rules of the Land besides).
    if (typ.size() > 1 && (typ.back() == 'a' || typ.back() == 'b')) {
        typ.remove_suffix(1);
    }
    if (typ.find(',') != std::string_view::npos) {
        return Typisierung::Mixed;
    }
    if (typ == "1") {
        return Typisierung::BundBund;
    }
    if (typ == "2") {
        return Typisierung::BundLand;
    }
    if (typ == "3") {
        return Typisierung::BundKommune;
    }
    if (typ == "2/3") {
        return Typisierung::BundLandOrKommune;
    }
    if (typ == "4") {
        return Typisierung::Land;
    }
    return typ == "5" ? Typisierung::Kommune : Typisierung::Unclear;
}

}  // namespace gordion::services
