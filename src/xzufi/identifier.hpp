// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <compare>
#include <string>

namespace gordion::xzufi {

/// What names an object in the whole federation: the office that edits it and its number there. The
/// same number means something else in another office.
struct Identity {
    std::string agency;
    std::string value;

    [[nodiscard]] bool is_complete() const { return !agency.empty() && !value.empty(); }
    [[nodiscard]] std::string to_text() const { return agency + "/" + value; }
    auto operator<=>(const Identity&) const = default;
};

/// An identifier as XZuFi writes it (2.2.0, Identifikator): a number and seven attributes that
/// explain it. Only number and schemeAgencyID make the identity; two identifiers that differ in the
/// rest mean the same object.
struct Identifier {
    std::string value;
    std::string scheme_agency_id;
    std::string scheme_agency_name;
    std::string scheme_id;
    std::string scheme_name;
    std::string scheme_uri;
    std::string scheme_data_uri;
    std::string scheme_version_id;

    [[nodiscard]] Identity identity() const { return {scheme_agency_id, value}; }
    bool operator==(const Identifier&) const = default;
};

/// The 14 digits if the identifier names a service by its Leistungsschluessel instead of by an
/// editorial number: its scheme says so, or the value looks like nothing else. Else "".
std::string leistungsschluessel_of(const Identifier& identifier);

/// The AGS or ARS if the identifier names an area by its official key: its scheme says so, or the
/// value has the 12 digits of an ARS or the 8 of an AGS and no scheme says otherwise. Else "".
std::string region_key_of(const Identifier& identifier);

}  // namespace gordion::xzufi
