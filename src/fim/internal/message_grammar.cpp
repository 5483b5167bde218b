// SPDX-License-Identifier: EUPL-1.2
#include "fim/internal/message_grammar.hpp"

#include <array>

namespace gordion::fim::internal {
namespace {

constexpr bool one = false;
constexpr bool many = true;

constexpr std::array<ChildRule, 2> message{{
    {"header", Kind::Header, Slot::Nothing, one, Need::Should},
    {"stammdatenschema", Kind::Schema, Slot::Nothing, one, Need::Must},
}};
constexpr std::array<ChildRule, 2> group_message{{
    {"header", Kind::Header, Slot::Nothing, one, Need::Should},
    {"datenfeldgruppe", Kind::Group, Slot::Nothing, one, Need::Must},
}};
constexpr std::array<ChildRule, 2> header{{
    {"nachrichtID", Kind::Leaf, Slot::MessageId, one, Need::Should},
    {"erstellungszeitpunkt", Kind::Leaf, Slot::MessageTime, one, Need::Should},
}};
constexpr std::array<ChildRule, 2> identification{{
    {"id", Kind::Leaf, Slot::Id, one, Need::Must},
    {"version", Kind::Leaf, Slot::Version, one, Need::Should},
}};
// The same, where the standard lets the version be absent.
constexpr std::array<ChildRule, 2> reference{{
    {"id", Kind::Leaf, Slot::Id, one, Need::Must},
    {"version", Kind::Leaf, Slot::Version, one, Need::Optional},
}};

constexpr std::array<ChildRule, 22> schema{{
    {"identifikation", Kind::Identification, Slot::Nothing, one, Need::Must},
    {"name", Kind::Leaf, Slot::Name, one, Need::Must},
    {"beschreibung", Kind::Leaf, Slot::Beschreibung},
    {"definition", Kind::Leaf, Slot::Definition},
    {"bezug", Kind::Leaf, Slot::Bezug, many},
    {"freigabestatus", Kind::Coded, Slot::Freigabestatus, one, Need::Should},
    {"statusGesetztAm", Kind::Leaf, Slot::StatusAm},
    {"statusGesetztDurch", Kind::Leaf, Slot::StatusDurch},
    {"gueltigAb", Kind::Leaf, Slot::GueltigAb},
    {"gueltigBis", Kind::Leaf, Slot::GueltigBis},
    {"versionshinweis", Kind::Leaf, Slot::Versionshinweis},
    {"veroeffentlichungsdatum", Kind::Leaf, Slot::Veroeffentlicht},
    {"letzteAenderung", Kind::Leaf, Slot::Geaendert, one, Need::Should},
    {"relation", Kind::Relation, Slot::Nothing, many},
    {"stichwort", Kind::Leaf, Slot::Stichwort, many},
    {"bezeichnung", Kind::Leaf, Slot::SchemaBezeichnung, one, Need::Should},
    {"hilfetext", Kind::Leaf, Slot::SchemaHilfetext},
    {"ableitungsmodifikationenStruktur", Kind::Coded, Slot::AbleitungStruktur},
    {"ableitungsmodifikationenRepraesentation", Kind::Coded, Slot::AbleitungRepraesentation},
    {"dokumentsteckbrief", Kind::Reference, Slot::Nothing},
    {"regel", Kind::Regel, Slot::Nothing, many},
    {"struktur", Kind::Struktur, Slot::Nothing, many},
}};

// GORDION_ELEMENT: what group and field have in common; a macro, because arrays do not join.
#define GORDION_ELEMENT                                                                           \
    {"identifikation", Kind::Identification, Slot::Nothing, one, Need::Must},                     \
        {"name", Kind::Leaf, Slot::Name, one, Need::Must},                                        \
        {"beschreibung", Kind::Leaf, Slot::Beschreibung},                                         \
        {"definition", Kind::Leaf, Slot::Definition}, {"bezug", Kind::Leaf, Slot::Bezug, many},   \
        {"freigabestatus", Kind::Coded, Slot::Freigabestatus, one, Need::Should},                 \
        {"statusGesetztAm", Kind::Leaf, Slot::StatusAm},                                          \
        {"statusGesetztDurch", Kind::Leaf, Slot::StatusDurch},                                    \
        {"gueltigAb", Kind::Leaf, Slot::GueltigAb}, {"gueltigBis", Kind::Leaf, Slot::GueltigBis}, \
        {"versionshinweis", Kind::Leaf, Slot::Versionshinweis},                                   \
        {"veroeffentlichungsdatum", Kind::Leaf, Slot::Veroeffentlicht},                           \
        {"letzteAenderung", Kind::Leaf, Slot::Geaendert, one, Need::Should},                      \
        {"relation", Kind::Relation, Slot::Nothing, many},                                        \
        {"stichwort", Kind::Leaf, Slot::Stichwort, many},                                         \
        {"bezeichnungEingabe", Kind::Leaf, Slot::BezeichnungEingabe, one, Need::Must},            \
        {"bezeichnungAusgabe", Kind::Leaf, Slot::BezeichnungAusgabe},                             \
        {"schemaelementart", Kind::Coded, Slot::Schemaelementart, one, Need::Must},               \
        {"hilfetextEingabe", Kind::Leaf, Slot::HilfeEingabe},                                     \
        {"hilfetextAusgabe", Kind::Leaf, Slot::HilfeAusgabe}, {                                   \
        "regel", Kind::Regel, Slot::Nothing, many                                                 \
    }

constexpr std::array<ChildRule, 23> group{{
    GORDION_ELEMENT,
    {"art", Kind::Coded, Slot::GruppenArt},
    {"struktur", Kind::Struktur, Slot::Nothing, many},
}};
constexpr std::array<ChildRule, 33> field{{
    GORDION_ELEMENT,
    {"feldart", Kind::Coded, Slot::Feldart, one, Need::Must},
    {"datentyp", Kind::Coded, Slot::Datentyp, one, Need::Must},
    {"praezisierung", Kind::Leaf, Slot::Praezisierung},
    {"inhalt", Kind::Leaf, Slot::Inhalt},
    {"vorbefuellung", Kind::Coded, Slot::Vorbefuellung, one, Need::Should},
    {"werte", Kind::Werte, Slot::Nothing},
    {"codelisteReferenz", Kind::CodeList, Slot::Nothing},
    {"codeKey", Kind::Leaf, Slot::CodeKey},
    {"nameKey", Kind::Leaf, Slot::NameKey},
    {"helpKey", Kind::Leaf, Slot::HelpKey},
    {"maxSize", Kind::Leaf, Slot::MaxSize},
    {"mediaType", Kind::Leaf, Slot::MediaType, many},
}};
#undef GORDION_ELEMENT

constexpr std::array<ChildRule, 13> regel{{
    {"identifikation", Kind::Identification, Slot::Nothing, one, Need::Must},
    {"name", Kind::Leaf, Slot::RegelName, one, Need::Must},
    {"beschreibung", Kind::Leaf, Slot::RegelBeschreibung},
    {"freitextRegel", Kind::Leaf, Slot::RegelFreitext},
    {"bezug", Kind::Leaf, Slot::RegelBezug, many},
    {"fachlicherErsteller", Kind::Leaf, Slot::RegelErsteller},
    {"letzteAenderung", Kind::Leaf, Slot::RegelGeaendert},
    {"typ", Kind::Coded, Slot::RegelTyp},
    {"param", Kind::Opaque, Slot::RegelParam, many},
    {"ziel", Kind::Opaque, Slot::RegelZiel, many},
    {"skript", Kind::Leaf, Slot::RegelSkript},
    {"fehler", Kind::Opaque, Slot::RegelFehler, many},
    {"stichwort", Kind::Leaf, Slot::RegelStichwort, many},
}};
constexpr std::array<ChildRule, 3> struktur{{
    {"anzahl", Kind::Leaf, Slot::Anzahl, one, Need::Must},
    {"bezug", Kind::Leaf, Slot::PositionBezug, many},
    {"enthaelt", Kind::Enthaelt, Slot::Nothing, one, Need::Must},
}};
constexpr std::array<ChildRule, 2> enthaelt{{
    {"datenfeld", Kind::Field, Slot::Nothing},
    {"datenfeldgruppe", Kind::Group, Slot::Nothing},
}};
constexpr std::array<ChildRule, 1> werte{{{"wert", Kind::Wert, Slot::Nothing, many}}};
constexpr std::array<ChildRule, 3> wert{{
    {"code", Kind::Leaf, Slot::WertCode, one, Need::Must},
    {"name", Kind::Leaf, Slot::WertName, one, Need::Must},
    {"hilfe", Kind::Leaf, Slot::WertHilfe},
}};
constexpr std::array<ChildRule, 3> code_list{{
    {"canonicalIdentification", Kind::Leaf, Slot::Canonical, one, Need::Should},
    {"version", Kind::Leaf, Slot::CanonicalVersion},
    {"canonicalVersionUri", Kind::Leaf, Slot::CanonicalVersionUri},
}};
constexpr std::array<ChildRule, 2> relation{{
    {"praedikat", Kind::Coded, Slot::Praedikat, one, Need::Must},
    {"objekt", Kind::Reference, Slot::Nothing, one, Need::Must},
}};
constexpr std::array<ChildRule, 1> coded{{{"code", Kind::Leaf, Slot::Nothing, one, Need::Must}}};

}  // namespace

std::span<const ChildRule> children_of(Kind kind) {
    switch (kind) {
        case Kind::Message:
            return message;
        case Kind::GroupMessage:
            return group_message;
        case Kind::Header:
            return header;
        case Kind::Schema:
            return schema;
        case Kind::Group:
            return group;
        case Kind::Field:
            return field;
        case Kind::Regel:
            return regel;
        case Kind::Identification:
            return identification;
        case Kind::Struktur:
            return struktur;
        case Kind::Enthaelt:
            return enthaelt;
        case Kind::Werte:
            return werte;
        case Kind::Wert:
            return wert;
        case Kind::CodeList:
            return code_list;
        case Kind::Relation:
            return relation;
        case Kind::Reference:
            return reference;
        case Kind::Coded:
            return coded;
        case Kind::Leaf:
        case Kind::Opaque:
            return {};
    }
    return {};
}

Kind root_kind(std::string_view name) {
    if (name == "xdatenfelder.stammdatenschema.0102") {
        return Kind::Message;
    }
    return name == "xdatenfelder.datenfeldgruppe.0103" ? Kind::GroupMessage : Kind::Leaf;
}

}  // namespace gordion::fim::internal
