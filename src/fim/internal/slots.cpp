// SPDX-License-Identifier: EUPL-1.2
#include "fim/internal/slots.hpp"

namespace gordion::fim::internal {
namespace {

std::string* text_in(Facts& facts, Slot slot) {
    switch (slot) {
        case Slot::Id:
            return &facts.identification.id;
        case Slot::Version:
            return &facts.identification.version;
        case Slot::Name:
            return &facts.name;
        case Slot::Beschreibung:
            return &facts.beschreibung;
        case Slot::Definition:
            return &facts.definition;
        case Slot::Ersteller:
            return &facts.fachlicher_ersteller;
        case Slot::Freigabedatum:
            return &facts.freigabedatum;
        case Slot::StatusAm:
            return &facts.status_gesetzt_am;
        case Slot::StatusDurch:
            return &facts.status_gesetzt_durch;
        case Slot::GueltigAb:
            return &facts.gueltig_ab;
        case Slot::GueltigBis:
            return &facts.gueltig_bis;
        case Slot::Versionshinweis:
            return &facts.versionshinweis;
        case Slot::Veroeffentlicht:
            return &facts.veroeffentlichungsdatum;
        case Slot::Geaendert:
            return &facts.letzte_aenderung;
        default:
            return nullptr;
    }
}

std::string* text_in(Schema& schema, Slot slot) {
    switch (slot) {
        case Slot::MessageId:
            return &schema.nachricht_id;
        case Slot::MessageTime:
            return &schema.erstellungszeitpunkt;
        case Slot::Bezeichnung:
        case Slot::BezeichnungEingabe:
            return &schema.bezeichnung;
        case Slot::BezeichnungAusgabe:
            return &schema.bezeichnung_ausgabe;
        case Slot::Hilfetext:
            return &schema.hilfetext;
        default:
            return text_in(static_cast<Facts&>(schema), slot);
    }
}

std::string* text_in(ElementFacts& element, Slot slot) {
    switch (slot) {
        case Slot::BezeichnungEingabe:
            return &element.bezeichnung_eingabe;
        case Slot::BezeichnungAusgabe:
            return &element.bezeichnung_ausgabe;
        case Slot::HilfeEingabe:
            return &element.hilfetext_eingabe;
        case Slot::HilfeAusgabe:
            return &element.hilfetext_ausgabe;
        default:
            return text_in(static_cast<Facts&>(element), slot);
    }
}

std::string* text_in(Group& group, Slot slot) {
    return text_in(static_cast<ElementFacts&>(group), slot);
}

std::string* text_in(Field& field, Slot slot) {
    switch (slot) {
        case Slot::Praezisierung:
            return &field.praezisierung.text;
        case Slot::Inhalt:
            return &field.inhalt;
        case Slot::CodeKey:
            return &field.code_key;
        case Slot::NameKey:
            return &field.name_key;
        case Slot::HelpKey:
            return &field.help_key;
        default:
            return text_in(static_cast<ElementFacts&>(field), slot);
    }
}

std::string* text_in(Regel& regel, Slot slot) {
    switch (slot) {
        case Slot::BezeichnungEingabe:
            return &regel.bezeichnung_eingabe;
        case Slot::BezeichnungAusgabe:
            return &regel.bezeichnung_ausgabe;
        case Slot::Freitext:
            return &regel.freitext;
        case Slot::Skript:
            return &regel.skript;
        default:
            return text_in(static_cast<Facts&>(regel), slot);
    }
}

std::string* text_in(Code& code, Slot slot) {
    switch (slot) {
        case Slot::WertCode:
            return &code.code;
        case Slot::WertName:
            return &code.name;
        case Slot::WertHilfe:
            return &code.help;
        default:
            return nullptr;
    }
}

std::string* text_in(CodeListReference& list, Slot slot) {
    switch (slot) {
        case Slot::Id:
            return &list.identification.id;
        case Slot::Canonical:
            return &list.canonical_identification;
        case Slot::CanonicalVersion:
            return &list.version;
        case Slot::CanonicalVersionUri:
            return &list.canonical_version_uri;
        default:
            return nullptr;
    }
}

std::string* text_in(Identification& identification, Slot slot) {
    switch (slot) {
        case Slot::Id:
            return &identification.id;
        case Slot::Version:
            return &identification.version;
        default:
            return nullptr;
    }
}

std::string* text_in(Relation&, Slot) {
    return nullptr;
}
std::string* text_in(Position&, Slot) {
    return nullptr;
}

template <typename Enum>
bool assign(Enum& target, const std::optional<Enum>& parsed) {
    if (parsed) {
        target = *parsed;
    }
    return parsed.has_value();
}

bool assign(std::string& target, std::string_view code, std::string_view allowed) {
    target = code;
    // Codes of one list, separated by blanks.
    for (std::size_t at = 0; at < allowed.size();) {
        const std::size_t end = std::min(allowed.find(' ', at), allowed.size());
        if (allowed.substr(at, end - at) == code) {
            return true;
        }
        at = end + 1;
    }
    return allowed.empty();
}

bool set_status(Facts& facts, Slot slot, std::string_view code) {
    if (slot == Slot::Status) {
        facts.status = code;
        facts.freigabestatus = freigabestatus_of(code);
        return facts.freigabestatus != 0;
    }
    const bool known = code.size() == 1 && code[0] >= '1' && code[0] <= '8';
    facts.freigabestatus = known ? code[0] - '0' : 0;
    return known;
}

}  // namespace

Facts* facts_of(Object object) {
    return std::visit(
        [](auto* each) -> Facts* {
            if constexpr (std::is_base_of_v<Facts, std::remove_pointer_t<decltype(each)>>) {
                return each;
            } else {
                return nullptr;
            }
        },
        object);
}

std::vector<Regel>* rules_of(Object object) {
    if (Group** group = std::get_if<Group*>(&object)) {
        return &(*group)->regeln;
    }
    if (Field** field = std::get_if<Field*>(&object)) {
        return &(*field)->regeln;
    }
    Schema** schema = std::get_if<Schema*>(&object);
    return schema == nullptr ? nullptr : &(*schema)->regeln;
}

std::string* text_of(Object object, Slot slot) {
    return std::visit([slot](auto* each) { return text_in(*each, slot); }, object);
}

std::string code_of(Object object, Slot slot) {
    if (Facts* facts = facts_of(object)) {
        if (slot == Slot::Status) {
            return facts->status;
        }
        if (slot == Slot::Freigabestatus) {
            return facts->freigabestatus == 0 ? "" : std::to_string(facts->freigabestatus);
        }
    }
    if (Schema** schema = std::get_if<Schema*>(&object)) {
        return slot == Slot::AbleitungStruktur
                   ? (*schema)->ableitungsmodifikationen_struktur
                   : (*schema)->ableitungsmodifikationen_repraesentation;
    }
    if (Group** group = std::get_if<Group*>(&object)) {
        return slot == Slot::GruppenArt ? (*group)->art
                                        : std::string(to_string((*group)->schemaelementart));
    }
    if (Field** field = std::get_if<Field*>(&object)) {
        return std::string(slot == Slot::Feldart         ? to_string((*field)->feldart)
                           : slot == Slot::Datentyp      ? to_string((*field)->datentyp)
                           : slot == Slot::Vorbefuellung ? to_string((*field)->vorbefuellung)
                                                         : to_string((*field)->schemaelementart));
    }
    if (Regel** regel = std::get_if<Regel*>(&object)) {
        return (*regel)->typ;
    }
    Relation** relation = std::get_if<Relation*>(&object);
    return relation == nullptr ? std::string() : (*relation)->praedikat;
}

bool set_code(Object object, Slot slot, std::string_view code) {
    if (slot == Slot::Status || slot == Slot::Freigabestatus) {
        return set_status(*facts_of(object), slot, code);
    }
    if (Schema** schema = std::get_if<Schema*>(&object)) {
        return slot == Slot::AbleitungStruktur
                   ? assign((*schema)->ableitungsmodifikationen_struktur, code, "0 1 2 3")
                   : assign((*schema)->ableitungsmodifikationen_repraesentation, code, "0 1");
    }
    if (Group** group = std::get_if<Group*>(&object)) {
        return slot == Slot::GruppenArt
                   ? assign((*group)->art, code, "")
                   : assign((*group)->schemaelementart, parse_schemaelementart(code));
    }
    if (Field** field = std::get_if<Field*>(&object)) {
        switch (slot) {
            case Slot::Feldart:
                return assign((*field)->feldart, parse_feldart(code));
            case Slot::Datentyp:
                return assign((*field)->datentyp, parse_datentyp(code));
            case Slot::Vorbefuellung:
                return assign((*field)->vorbefuellung, parse_vorbefuellung(code));
            default:
                return assign((*field)->schemaelementart, parse_schemaelementart(code));
        }
    }
    if (Regel** regel = std::get_if<Regel*>(&object)) {
        return assign((*regel)->typ, code, "K M V B");
    }
    Relation** relation = std::get_if<Relation*>(&object);
    return relation != nullptr && assign((*relation)->praedikat, code, "ABL ERS EQU VKN");
}

}  // namespace gordion::fim::internal
