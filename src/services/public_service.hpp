// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace gordion::services {

/// The number of a public service in the catalogue of the administration (FIM, LeiKa): 14 digits.
struct Leistungsschluessel {
    std::string digits;

    [[nodiscard]] bool empty() const { return digits.empty(); }
    [[nodiscard]] std::string_view instanz() const { return part(0, 2); }
    [[nodiscard]] std::string_view gruppierung() const { return part(2, 3); }
    [[nodiscard]] std::string_view kennung() const { return part(5, 3); }
    [[nodiscard]] std::string_view verrichtung() const { return part(8, 3); }
    [[nodiscard]] std::string_view detail() const { return part(11, 3); }
    /// Instanz, Gruppierung and Kennung: the object without what is done with it (8 digits).
    [[nodiscard]] std::string_view object() const { return part(0, 8); }
    /// "99 102 013 002 000" – for people.
    [[nodiscard]] std::string to_text() const;

    auto operator<=>(const Leistungsschluessel&) const = default;

private:
    [[nodiscard]] std::string_view part(std::size_t at, std::size_t length) const {
        return digits.size() < at ? std::string_view{}
                                  : std::string_view(digits).substr(at, length);
    }
};

/// Accepts 14 digits, blanks and dots between them, and "urn:de:fim:leika:leistung:" before them.
/// Error codes: services.key_length (values "key", "length"; a number of 13 digits has most often
/// lost a leading or trailing zero), services.key_invalid (something else than digits).
Result<Leistungsschluessel> parse_leistungsschluessel(std::string_view text);

/// Who makes the rules and who carries them out, as the catalogue writes it. Mixed is "1, 2/3" and
/// the like; Unclear is empty, 6 and above, or anything unknown.
enum class Typisierung {
    BundBund,
    BundLand,
    BundKommune,
    BundLandOrKommune,
    Land,
    Kommune,
    Mixed,
    Unclear
};

Typisierung parse_typisierung(std::string_view typ);

/// One entry of the catalogue. Entries without a key exist (services of the Bund that had none in
/// 2019); `number` names every entry within one version of the catalogue.
struct PublicService {
    int number = 0;
    Leistungsschluessel key;
    std::string name;         ///< "Hundesteuer Festsetzung"
    std::string object_name;  ///< "Hundesteuer"
    std::string verrichtung;  ///< "Festsetzung"; "" for the object itself
    int bundle_id = 0;        ///< OZG-Leistung; 0 for none
    std::string typ;          ///< "2/3" as written in the catalogue
    bool sdg1 = false;        ///< concerns annex I of the Single Digital Gateway Regulation
    bool sdg2 = false;        ///< concerns annex II
    std::string legal_grounds;

    [[nodiscard]] Typisierung typisierung() const { return parse_typisierung(typ); }
    bool operator==(const PublicService&) const = default;
};

}  // namespace gordion::services

template <>
struct std::hash<gordion::services::Leistungsschluessel> {
    std::size_t operator()(const gordion::services::Leistungsschluessel& key) const {
        return std::hash<std::string>()(key.digits);
    }
};
