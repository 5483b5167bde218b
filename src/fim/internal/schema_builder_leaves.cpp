// SPDX-License-Identifier: EUPL-1.2
// Where the text of each leaf goes.
#include "core/text.hpp"
#include "fim/internal/schema_builder.hpp"

namespace gordion::fim::internal {
namespace {

// Leaves without which the element is of no use.
bool must_not_be_empty(Slot slot) {
    return slot == Slot::Id || slot == Slot::Name || slot == Slot::BezeichnungEingabe ||
           slot == Slot::WertCode || slot == Slot::RegelName;
}

}  // namespace

std::string* SchemaBuilder::plain_text(Slot slot) {
    Facts& owner = facts();
    switch (slot) {
        case Slot::MessageId:
            return &schema_.nachricht_id;
        case Slot::MessageTime:
            return &schema_.erstellungszeitpunkt;
        case Slot::Name:
            return &owner.name;
        case Slot::Beschreibung:
            return &owner.beschreibung;
        case Slot::Definition:
            return &owner.definition;
        case Slot::StatusAm:
            return &owner.status_gesetzt_am;
        case Slot::StatusDurch:
            return &owner.status_gesetzt_durch;
        case Slot::GueltigAb:
            return &owner.gueltig_ab;
        case Slot::GueltigBis:
            return &owner.gueltig_bis;
        case Slot::Versionshinweis:
            return &owner.versionshinweis;
        case Slot::Veroeffentlicht:
            return &owner.veroeffentlichungsdatum;
        case Slot::Geaendert:
            return &owner.letzte_aenderung;
        case Slot::SchemaBezeichnung:
            return &schema_.bezeichnung;
        case Slot::SchemaHilfetext:
            return &schema_.hilfetext;
        case Slot::WertCode:
            return &wert_->code;
        case Slot::WertName:
            return &wert_->name;
        case Slot::WertHilfe:
            return &wert_->help;
        default:
            break;
    }
    if (regel_) {
        return rule_text(slot);
    }
    return open_positions_.empty() ? nullptr : element_text(slot);
}

std::string* SchemaBuilder::rule_text(Slot slot) {
    switch (slot) {
        case Slot::RegelName:
            return &regel_->name;
        case Slot::RegelBeschreibung:
            return &regel_->beschreibung;
        case Slot::RegelFreitext:
            return &regel_->freitext;
        case Slot::RegelErsteller:
            return &regel_->fachlicher_ersteller;
        case Slot::RegelGeaendert:
            return &regel_->letzte_aenderung;
        case Slot::RegelSkript:
            return &regel_->skript;
        default:
            return nullptr;
    }
}

std::string* SchemaBuilder::element_text(Slot slot) {
    auto& element = static_cast<ElementFacts&>(facts());
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
            break;
    }
    Field* field = open_field();
    if (field == nullptr) {
        return nullptr;
    }
    switch (slot) {
        case Slot::Praezisierung:
            return &field->praezisierung.text;
        case Slot::Inhalt:
            return &field->inhalt;
        case Slot::CodeKey:
            return &field->code_key;
        case Slot::NameKey:
            return &field->name_key;
        case Slot::HelpKey:
            return &field->help_key;
        case Slot::Canonical:
            return &field->code_list->canonical_identification;
        case Slot::CanonicalVersion:
            return &field->code_list->version;
        case Slot::CanonicalVersionUri:
            return &field->code_list->canonical_version_uri;
        default:
            return nullptr;
    }
}

void SchemaBuilder::store_leaf(Slot slot, std::string text, int line) {
    text = std::string(trim(text));
    if (text.empty() && must_not_be_empty(slot)) {
        report("fim.element_empty", Severity::Fault, line, {{"element", current_id()}},
               "this element must not be empty");
    }
    switch (slot) {
        case Slot::Id:
        case Slot::Version:
            store_identification(slot, std::move(text), line);
            return;
        case Slot::Bezug:
            facts().bezug.push_back({std::move(text), attributes_.link});
            return;
        case Slot::PositionBezug:
            open_positions_.back().bezug.push_back({std::move(text), attributes_.link});
            return;
        case Slot::RegelBezug:
            regel_->bezug.push_back({std::move(text), attributes_.link});
            return;
        case Slot::Stichwort:
            facts().stichwort.push_back({std::move(text), attributes_.uri});
            return;
        case Slot::RegelStichwort:
            regel_->stichwort.push_back({std::move(text), attributes_.uri});
            return;
        case Slot::MediaType:
            open_field()->media_types.push_back(std::move(text));
            return;
        case Slot::MaxSize:
            open_field()->max_size_bytes = parse_size(text, "maxSize", line);
            return;
        case Slot::Anzahl: {
            const auto multiplicity = parse_multiplicity(text);
            if (multiplicity) {
                open_positions_.back().multiplicity = *multiplicity;
            } else {
                report("fim.multiplicity_invalid", Severity::Fault, line,
                       {{"element", current_id()}, {"found", text.substr(0, 40)}},
                       "anzahl is written min:max, with * for no end");
            }
            return;
        }
        default:
            break;
    }
    if (std::string* target = plain_text(slot)) {
        *target = std::move(text);
    } else {
        store_code(slot, text, line);
    }
}

void SchemaBuilder::store_identification(Slot slot, std::string text, int) {
    Identification* target = nullptr;
    if (in_reference_) {
        target = relation_ ? &relation_->objekt : &*schema_.dokumentsteckbrief;
    } else {
        target = regel_ ? &regel_->identification : &facts().identification;
    }
    (slot == Slot::Id ? target->id : target->version) = std::move(text);
}

void SchemaBuilder::store_code(Slot slot, const std::string& code, int line) {
    bool known = true;
    const auto assign = [&known](auto& target, const auto& parsed) {
        known = parsed.has_value();
        if (known) {
            target = *parsed;
        }
    };
    switch (slot) {
        case Slot::Freigabestatus:
            known = code.size() == 1 && code[0] >= '1' && code[0] <= '8';
            facts().freigabestatus = known ? code[0] - '0' : 0;
            break;
        case Slot::Schemaelementart:
            assign(static_cast<ElementFacts&>(facts()).schemaelementart,
                   parse_schemaelementart(code));
            break;
        case Slot::Feldart:
            assign(open_field()->feldart, parse_feldart(code));
            break;
        case Slot::Datentyp:
            assign(open_field()->datentyp, parse_datentyp(code));
            break;
        case Slot::Vorbefuellung:
            assign(open_field()->vorbefuellung, parse_vorbefuellung(code));
            break;
        case Slot::GruppenArt:
            open_group()->art = code;
            break;
        case Slot::AbleitungStruktur:
            schema_.ableitungsmodifikationen_struktur = code;
            break;
        case Slot::AbleitungRepraesentation:
            schema_.ableitungsmodifikationen_repraesentation = code;
            break;
        case Slot::Praedikat:
            known = code == "ABL" || code == "ERS" || code == "EQU" || code == "VKN";
            relation_->praedikat = code;
            break;
        case Slot::RegelTyp:
            known = code == "K" || code == "M" || code == "V" || code == "B";
            regel_->typ = code;
            break;
        default:
            break;
    }
    if (!known) {
        report("fim.code_invalid", Severity::Fault, line,
               {{"element", current_id()}, {"code", code.substr(0, 80)}},
               "the code is not in the list of the standard");
    }
}

}  // namespace gordion::fim::internal
