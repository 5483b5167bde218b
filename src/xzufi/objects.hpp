// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/json.hpp"
#include "xzufi/object.hpp"
#include "xzufi/values.hpp"

/// The objects besides the Leistung (XZuFi 2.2.0 and 2.3.1), as values.
namespace gordion::xzufi {

/// Who is competent for which service where: an entry of an office, an online service or a form, or
/// an object of its own. Without area it holds everywhere.
struct Zustaendigkeit {
    Identifier id;  ///< of an object of its own
    Identifier service;
    std::vector<Identifier> areas;
    Code role;        ///< competent, point of contact …; kept as written
    Texts criterion;  ///< a further condition, for people to read
    Periods validity;
    /// Whom an object of its own is about.
    Identifier organizational_unit;
    Identifier online_service;
    Identifier formular;
    bool operator==(const Zustaendigkeit&) const = default;
};

/// The official keys of an area; as digits, "" where not given.
struct RegionCodes {
    std::string nation;
    std::string land;
    std::string regierungsbezirk;
    std::string kreis;
    std::string verband;
    std::string ags;
    std::string ars;
    bool operator==(const RegionCodes&) const = default;
};

/// A Gebiet: an area as an editorial office numbers it. Its keys tell which regions it is.
struct Area {
    Identifier id;
    Code kind;
    Texts name;
    std::vector<Identifier> parents;
    std::vector<Identifier> parts;
    std::vector<RegionCodes> codes;
    Periods validity;
};

struct Address {
    Code type;
    std::string street;
    std::string house_number;
    std::string post_box;
    std::string postcode;
    std::string town;
};

/// A telephone number, an e-mail address, or a technical channel (DVDV, OSCI, FIT-Connect).
struct Contact {
    Code channel;
    std::string value;
};

struct OrganizationalUnit {
    Identifier id;
    Texts name;
    Texts description;
    std::vector<Code> categories;
    Identifier parent;
    std::vector<Address> addresses;
    std::vector<Contact> contacts;
    std::vector<std::string> opening_hours;  ///< XML as it came
    std::vector<Zustaendigkeit> competences;
    std::vector<Code> payment_types;
    std::vector<Contact> channels;  ///< kommunikationssystem
    Periods validity;
};

struct Parameter {
    std::string name;
    std::string value;
    bool operator==(const Parameter&) const = default;
};

struct OnlineService {
    Identifier id;
    Texts name;
    Texts short_description;
    Texts teaser;
    std::vector<Link> links;
    std::vector<Code> trust_levels;
    std::vector<Code> means_of_identification;
    std::vector<Code> payment_types;
    std::vector<Parameter> parameters;
    std::vector<Zustaendigkeit> competences;
    Periods validity;

    /// The link of type 01, else the only one without type; "" if there is none.
    [[nodiscard]] std::string start_url() const;
};

struct Formular {
    Identifier id;
    Texts name;
    Code type;
    std::vector<Link> links;
    std::vector<Zustaendigkeit> competences;
    Periods validity;
};

struct ContactPerson {
    Identifier id;
    std::string salutation;
    std::string title;
    std::string given_name;
    std::string family_name;
    std::vector<Identifier> organizational_units;
    std::vector<Contact> contacts;
};

/// From the content of an object of that kind; what is absent is empty.
Zustaendigkeit read_zustaendigkeit(const formats::Json& content);
/// The entries (zustaendigkeit) of an office, online service or form, in their order.
std::vector<Zustaendigkeit> read_competences(const formats::Json& content);
Area read_area(const formats::Json& content);
OrganizationalUnit read_organizational_unit(const formats::Json& content);
OnlineService read_online_service(const formats::Json& content);
Formular read_formular(const formats::Json& content);
ContactPerson read_contact_person(const formats::Json& content);

/// What a list shows for the object: its name in German, without markup and line ends, at most 200
/// characters; "" where it has none.
std::string label_of(ObjectKind kind, const formats::Json& content);

}  // namespace gordion::xzufi
