// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/objects.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "xzufi/internal/content.hpp"
#include "xzufi/service_description.hpp"

namespace gordion::xzufi {
namespace {

using formats::Json;
using internal::Content;

constexpr std::size_t label_characters = 200;

// An object of its own may name its holder by a general word; the element's name says what it is.
Identifier holder(const Content& part, std::string_view key, std::string_view element) {
    Identifier named = part.id(key);
    if (named.value.empty() && part.text("@element") == element) {
        return part.id("uebergeordnetesObjektID");
    }
    return named;
}

Zustaendigkeit competence(const Content& part) {
    return {part.id("id"),
            part.id("leistungID"),
            part.ids("gebietID"),
            part.code("rolle"),
            part.texts("kriterium"),
            part.periods(),
            holder(part, "organisationseinheitID", "zustaendigkeitOrganisationseinheit"),
            holder(part, "onlinedienstID", "zustaendigkeitOnlinedienst"),
            holder(part, "formularID", "zustaendigkeitFormular")};
}

std::vector<Zustaendigkeit> competences_of(const Content& object) {
    std::vector<Zustaendigkeit> competences;
    for (const Content& part : object.parts("zustaendigkeit")) {
        competences.push_back(competence(part));
    }
    return competences;
}

std::vector<Contact> contacts_of(const Content& object, std::string_view key) {
    std::vector<Contact> contacts;
    for (const Content& part : object.parts(key)) {
        contacts.push_back({part.code("kanal"), part.text("kennung")});
    }
    return contacts;
}

std::vector<RegionCodes> codes_of(const Content& object) {
    std::vector<RegionCodes> codes;
    for (const Content& part : object.parts("verwaltungspolitischeKodierung")) {
        codes.push_back({part.code("nation").code, part.code("bundesland").code,
                         part.code("bezirk").code, part.code("kreis").code,
                         part.code("gemeindeverband").code, part.code("gemeindeschluessel").code,
                         part.code("regionalschluessel").code});
    }
    return codes;
}

std::string family_label(const ContactPerson& person) {
    return person.given_name.empty() ? person.family_name
                                     : person.given_name + " " + person.family_name;
}

// Tags away, blanks and line ends as one blank, cut between characters.
std::string plain_line(std::string_view text) {
    std::string line;
    bool in_tag = false;
    std::size_t characters = 0;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        in_tag = in_tag ? c != '>' : c == '<';
        if (in_tag || (c == '>' && !blank)) {
            continue;
        }
        if (blank && (line.empty() || line.back() == ' ')) {
            continue;
        }
        const bool begins_character = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        characters += begins_character ? 1 : 0;
        if (characters > label_characters) {
            break;
        }
        line += blank ? ' ' : c;
    }
    return std::string(trim(line));
}

}  // namespace

std::string OnlineService::start_url() const {
    const auto start = std::find_if(links.begin(), links.end(),
                                    [](const Link& link) { return link.type.code == "01"; });
    if (start != links.end()) {
        return start->url;
    }
    return links.size() == 1 && links.front().type.empty() ? links.front().url : std::string();
}

Zustaendigkeit read_zustaendigkeit(const Json& content) {
    return competence(Content(content));
}

std::vector<Zustaendigkeit> read_competences(const Json& content) {
    return competences_of(Content(content));
}

Area read_area(const Json& content) {
    const Content object(content);
    Area area;
    area.id = object.id("id");
    for (const Content& part : object.parts("typ")) {
        area.kind = part.has("klasse") ? part.code("klasse")
                                       : Code{part.text("code"), part.text("name"), {}};
    }
    area.name = object.texts("bezeichnung");
    area.parents = object.ids("uebergeordnetesGebietID");
    area.parts = object.ids("untergeordnetesGebietID");
    area.codes = codes_of(object);
    area.validity = object.periods();
    return area;
}

OrganizationalUnit read_organizational_unit(const Json& content) {
    const Content object(content);
    OrganizationalUnit unit;
    unit.id = object.id("id");
    unit.name = object.texts("name");
    unit.description =
        object.texts(object.has("beschreibung") ? "beschreibung" : "kurzbeschreibung");
    unit.categories = object.codes("kategorie");
    unit.parent = object.id("uebergeordneteOrganisationseinheitID");
    for (const Content& part : object.parts("anschrift")) {
        unit.addresses.push_back({part.code("typ"), part.text("strasse"), part.text("hausnummer"),
                                  part.text("postfach"), part.text("plz"), part.text("ort")});
    }
    unit.contacts = contacts_of(object, "erreichbarkeit");
    if (const Json* hours = content.find("oeffnungszeiten"); hours != nullptr) {
        for (const Json& xml : hours->is_array() ? hours->as_array() : Json::Array()) {
            unit.opening_hours.push_back(xml.is_string() ? xml.as_string() : std::string());
        }
    }
    unit.competences = competences_of(object);
    unit.payment_types = object.codes("zahlungsweise");
    unit.channels = contacts_of(object, "kommunikationssystem");
    unit.validity = object.periods();
    return unit;
}

OnlineService read_online_service(const Json& content) {
    const Content object(content);
    OnlineService service;
    service.id = object.id("id");
    service.name = object.texts("bezeichnung");
    service.short_description = object.texts("kurzbeschreibung");
    service.teaser = object.texts("teaser");
    service.links = object.links("link");
    service.trust_levels = object.codes("vertrauensniveau");
    service.means_of_identification = object.codes("identifizierungsmittel");
    service.payment_types = object.codes("zahlungsweise");
    for (const Content& part : object.parts("parameter")) {
        service.parameters.push_back({part.text("parameterName"), part.text("parameterWert")});
    }
    service.competences = competences_of(object);
    service.validity = object.periods();
    return service;
}

Formular read_formular(const Json& content) {
    const Content object(content);
    return {object.id("id"),      object.texts("bezeichnung"), object.code("typ"),
            object.links("link"), competences_of(object),      object.periods()};
}

ContactPerson read_contact_person(const Json& content) {
    const Content object(content);
    return {object.id("id"),
            object.text("anrede"),
            object.text("titel"),
            object.text("vorname"),
            object.text("familienname"),
            object.ids("organisationseinheitID"),
            contacts_of(object, "erreichbarkeit")};
}

std::string label_of(ObjectKind kind, const Json& content) {
    const Content object(content);
    switch (kind) {
        case ObjectKind::Service:
        case ObjectKind::Specialization: {
            const std::string name = read_service_description(content).name("de");
            return plain_line(name.empty() ? text_in(object.texts("bezeichnung"), "de") : name);
        }
        case ObjectKind::OrganizationalUnit:
            return plain_line(text_in(object.texts("name"), "de"));
        case ObjectKind::ContactPerson:
            return plain_line(family_label(read_contact_person(content)));
        case ObjectKind::Zustaendigkeit:
        case ObjectKind::OnlineService:
        case ObjectKind::Area:
        case ObjectKind::Formular:
            return plain_line(text_in(object.texts("bezeichnung"), "de"));
    }
    return {};
}

}  // namespace gordion::xzufi
