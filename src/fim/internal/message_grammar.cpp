// SPDX-License-Identifier: EUPL-1.2
#include "fim/internal/message_grammar.hpp"

#include <algorithm>
#include <array>

namespace gordion::fim::internal {
namespace {

constexpr bool one = false;
constexpr bool many = true;

#define GORDION_LIST(name) "urn:xoev-de:fim:codeliste:xdatenfelder." name

constexpr std::array roots{
    MessageRoot{"xdatenfelder.stammdatenschema.0102", XdfVersion::V3, Kind::SchemaMessage},
    MessageRoot{"xdatenfelder.datenfeldgruppe.0103", XdfVersion::V3, Kind::GroupMessage},
    MessageRoot{"xdatenfelder.datenfeld.0104", XdfVersion::V3, Kind::FieldMessage},
    MessageRoot{"xdatenfelder.stammdatenschema.0102", XdfVersion::V2, Kind::SchemaMessage},
    MessageRoot{"xdatenfelder.datenfeldgruppe.0103", XdfVersion::V2, Kind::GroupMessage},
    MessageRoot{"xdatenfelder.datenfeld.0104", XdfVersion::V2, Kind::FieldMessage},
    MessageRoot{"xdatenfelder.stammdatenschema.0102001", XdfVersion::V1, Kind::SchemaMessage},
    MessageRoot{"xdatenfelder.stammdatenschema.0102", XdfVersion::V1, Kind::SchemaMessage},
};

constexpr std::array schema_message{
    ChildRule{"header", Kind::Header, Slot::Nothing, one, Need::Should},
    ChildRule{"stammdatenschema", Kind::Schema, Slot::Nothing, one, Need::Must},
};
constexpr std::array group_message{
    ChildRule{"header", Kind::Header, Slot::Nothing, one, Need::Should},
    ChildRule{"datenfeldgruppe", Kind::Group, Slot::Nothing, one, Need::Must},
};
constexpr std::array field_message{
    ChildRule{"header", Kind::Header, Slot::Nothing, one, Need::Should},
    ChildRule{"datenfeld", Kind::Field, Slot::Nothing, one, Need::Must},
};
constexpr std::array header{
    ChildRule{"nachrichtID", Kind::Leaf, Slot::MessageId, one, Need::Should},
    ChildRule{"erstellungszeitpunkt", Kind::Leaf, Slot::MessageTime, one, Need::Should},
};
constexpr std::array identification{
    ChildRule{"id", Kind::Leaf, Slot::Id, one, Need::Filled},
    ChildRule{"version", Kind::Leaf, Slot::Version, one, Need::Should},
};
// The same, where the standard lets the version be absent.
constexpr std::array reference{
    ChildRule{"id", Kind::Leaf, Slot::Id, one, Need::Filled},
    ChildRule{"version", Kind::Leaf, Slot::Version},
};
constexpr std::array struktur{
    ChildRule{"anzahl", Kind::Leaf, Slot::Anzahl, one, Need::Must},
    ChildRule{"bezug", Kind::Leaf, Slot::PositionBezug, many},
    ChildRule{"enthaelt", Kind::Enthaelt, Slot::Nothing, one, Need::Must},
};
constexpr std::array enthaelt{
    ChildRule{"datenfeld", Kind::Field},
    ChildRule{"datenfeldgruppe", Kind::Group},
};
constexpr std::array coded{ChildRule{"code", Kind::Leaf, Slot::Nothing, one, Need::Must}};

// Lists of children join here, because constexpr arrays of one version share long runs.
template <std::size_t First, std::size_t Second>
constexpr auto operator+(const std::array<ChildRule, First>& left,
                         const std::array<ChildRule, Second>& right) {
    std::array<ChildRule, First + Second> both;
    std::copy(left.begin(), left.end(), both.begin());
    std::copy(right.begin(), right.end(), both.begin() + First);
    return both;
}

// ---- version 3.0.0 --------------------------------------------------------------------------

constexpr std::array facts_v3{
    ChildRule{"identifikation", Kind::Identification, Slot::Nothing, one, Need::Must},
    ChildRule{"name", Kind::Leaf, Slot::Name, one, Need::Filled},
    ChildRule{"beschreibung", Kind::Leaf, Slot::Beschreibung},
    ChildRule{"definition", Kind::Leaf, Slot::Definition},
    ChildRule{"bezug", Kind::Leaf, Slot::Bezug, many},
    ChildRule{"freigabestatus", Kind::Coded, Slot::Freigabestatus, one, Need::Should,
              "urn:xoev-de:xprozess:codeliste:status", "2022-07-12"},
    ChildRule{"statusGesetztAm", Kind::Leaf, Slot::StatusAm},
    ChildRule{"statusGesetztDurch", Kind::Leaf, Slot::StatusDurch},
    ChildRule{"gueltigAb", Kind::Leaf, Slot::GueltigAb},
    ChildRule{"gueltigBis", Kind::Leaf, Slot::GueltigBis},
    ChildRule{"versionshinweis", Kind::Leaf, Slot::Versionshinweis},
    ChildRule{"veroeffentlichungsdatum", Kind::Leaf, Slot::Veroeffentlicht},
    ChildRule{"letzteAenderung", Kind::Leaf, Slot::Geaendert, one, Need::Should},
    ChildRule{"relation", Kind::Relation, Slot::Nothing, many},
    ChildRule{"stichwort", Kind::Leaf, Slot::Stichwort, many},
};
constexpr std::array ableitung{
    ChildRule{"ableitungsmodifikationenStruktur", Kind::Coded, Slot::AbleitungStruktur, one,
              Need::Optional, GORDION_LIST("ableitungsmodifikationenStruktur"), "1.0"},
    ChildRule{"ableitungsmodifikationenRepraesentation", Kind::Coded,
              Slot::AbleitungRepraesentation, one, Need::Optional,
              GORDION_LIST("ableitungsmodifikationenRepraesentation"), "1.0"},
};
constexpr std::array content{
    ChildRule{"regel", Kind::Regel, Slot::Nothing, many},
    ChildRule{"struktur", Kind::Struktur, Slot::Nothing, many},
};
constexpr std::array schema_names_v3{
    ChildRule{"bezeichnung", Kind::Leaf, Slot::Bezeichnung, one, Need::Should},
    ChildRule{"hilfetext", Kind::Leaf, Slot::Hilfetext},
};
constexpr std::array steckbrief{ChildRule{"dokumentsteckbrief", Kind::Reference}};
constexpr auto schema_v3 = facts_v3 + schema_names_v3 + ableitung + steckbrief + content;

constexpr std::array element_v3{
    ChildRule{"bezeichnungEingabe", Kind::Leaf, Slot::BezeichnungEingabe, one, Need::Filled},
    ChildRule{"bezeichnungAusgabe", Kind::Leaf, Slot::BezeichnungAusgabe},
    ChildRule{"schemaelementart", Kind::Coded, Slot::Schemaelementart, one, Need::Must,
              GORDION_LIST("schemaelementart"), "1.0"},
    ChildRule{"hilfetextEingabe", Kind::Leaf, Slot::HilfeEingabe},
    ChildRule{"hilfetextAusgabe", Kind::Leaf, Slot::HilfeAusgabe},
};
constexpr std::array group_art{ChildRule{"art", Kind::Coded, Slot::GruppenArt, one, Need::Optional,
                                         GORDION_LIST("gruppenart"), "1.0"}};
constexpr auto group_v3 = facts_v3 + element_v3 + group_art + content;

constexpr std::array field_only_v3{
    ChildRule{"feldart", Kind::Coded, Slot::Feldart, one, Need::Must, GORDION_LIST("feldart"),
              "2.0"},
    ChildRule{"datentyp", Kind::Coded, Slot::Datentyp, one, Need::Must, GORDION_LIST("datentyp"),
              "2.0"},
    ChildRule{"praezisierung", Kind::Leaf, Slot::Praezisierung},
    ChildRule{"inhalt", Kind::Leaf, Slot::Inhalt},
    ChildRule{"vorbefuellung", Kind::Coded, Slot::Vorbefuellung, one, Need::Should,
              GORDION_LIST("vorbefuellung"), "1.0"},
    ChildRule{"werte", Kind::Werte},
    ChildRule{"codelisteReferenz", Kind::CodeList},
    ChildRule{"codeKey", Kind::Leaf, Slot::CodeKey},
    ChildRule{"nameKey", Kind::Leaf, Slot::NameKey},
    ChildRule{"helpKey", Kind::Leaf, Slot::HelpKey},
    ChildRule{"regel", Kind::Regel, Slot::Nothing, many},
    ChildRule{"maxSize", Kind::Leaf, Slot::MaxSize},
    ChildRule{"mediaType", Kind::Leaf, Slot::MediaType, many},
};
constexpr auto field_v3 = facts_v3 + element_v3 + field_only_v3;

constexpr std::array regel_v3{
    ChildRule{"identifikation", Kind::Identification, Slot::Nothing, one, Need::Must},
    ChildRule{"name", Kind::Leaf, Slot::Name, one, Need::Filled},
    ChildRule{"beschreibung", Kind::Leaf, Slot::Beschreibung},
    ChildRule{"freitextRegel", Kind::Leaf, Slot::Freitext},
    ChildRule{"bezug", Kind::Leaf, Slot::Bezug, many},
    ChildRule{"fachlicherErsteller", Kind::Leaf, Slot::Ersteller},
    ChildRule{"letzteAenderung", Kind::Leaf, Slot::Geaendert},
    ChildRule{"typ", Kind::Coded, Slot::RegelTyp, one, Need::Optional, GORDION_LIST("regeltyp"),
              "1.0"},
    ChildRule{"param", Kind::Opaque, Slot::Param, many},
    ChildRule{"ziel", Kind::Opaque, Slot::Ziel, many},
    ChildRule{"skript", Kind::Leaf, Slot::Skript},
    ChildRule{"fehler", Kind::Opaque, Slot::Fehler, many},
    ChildRule{"stichwort", Kind::Leaf, Slot::Stichwort, many},
};
constexpr std::array werte{ChildRule{"wert", Kind::Wert, Slot::Nothing, many}};
constexpr std::array wert{
    ChildRule{"code", Kind::Leaf, Slot::WertCode, one, Need::Filled},
    ChildRule{"name", Kind::Leaf, Slot::WertName, one, Need::Must},
    ChildRule{"hilfe", Kind::Leaf, Slot::WertHilfe},
};
constexpr std::array genericode{
    ChildRule{"canonicalIdentification", Kind::Leaf, Slot::Canonical, one, Need::Should},
    ChildRule{"version", Kind::Leaf, Slot::CanonicalVersion},
    ChildRule{"canonicalVersionUri", Kind::Leaf, Slot::CanonicalVersionUri},
};
constexpr std::array relation{
    ChildRule{"praedikat", Kind::Coded, Slot::Praedikat, one, Need::Must,
              "urn:xoev-de:fim-datenfelder:codeliste:relation", "1.2"},
    ChildRule{"objekt", Kind::Reference, Slot::Nothing, one, Need::Must},
};

// ---- version 2 ------------------------------------------------------------------------------

constexpr std::array identity_v2{
    ChildRule{"identifikation", Kind::Identification, Slot::Nothing, one, Need::Must},
};
constexpr std::array facts_v2{
    ChildRule{"name", Kind::Leaf, Slot::Name, one, Need::Filled},
    ChildRule{"bezeichnungEingabe", Kind::Leaf, Slot::BezeichnungEingabe, one, Need::Should},
    ChildRule{"bezeichnungAusgabe", Kind::Leaf, Slot::BezeichnungAusgabe},
    ChildRule{"beschreibung", Kind::Leaf, Slot::Beschreibung},
    ChildRule{"definition", Kind::Leaf, Slot::Definition},
    ChildRule{"bezug", Kind::Leaf, Slot::Bezug},
    ChildRule{"status", Kind::Coded, Slot::Status, one, Need::Should, GORDION_LIST("status"),
              "1.0"},
    ChildRule{"gueltigAb", Kind::Leaf, Slot::GueltigAb},
    ChildRule{"gueltigBis", Kind::Leaf, Slot::GueltigBis},
    ChildRule{"fachlicherErsteller", Kind::Leaf, Slot::Ersteller},
    ChildRule{"versionshinweis", Kind::Leaf, Slot::Versionshinweis},
    ChildRule{"freigabedatum", Kind::Leaf, Slot::Freigabedatum},
    ChildRule{"veroeffentlichungsdatum", Kind::Leaf, Slot::Veroeffentlicht},
};
constexpr std::array help_v2{ChildRule{"hilfetext", Kind::Leaf, Slot::Hilfetext}};
constexpr std::array element_v2{
    ChildRule{"schemaelementart", Kind::Coded, Slot::Schemaelementart, one, Need::Must,
              GORDION_LIST("schemaelementart"), "1.0"},
    ChildRule{"hilfetextEingabe", Kind::Leaf, Slot::HilfeEingabe},
    ChildRule{"hilfetextAusgabe", Kind::Leaf, Slot::HilfeAusgabe},
};
constexpr std::array field_only_v2{
    ChildRule{"feldart", Kind::Coded, Slot::Feldart, one, Need::Must, GORDION_LIST("feldart"),
              "1.0"},
    ChildRule{"datentyp", Kind::Coded, Slot::Datentyp, one, Need::Must, GORDION_LIST("datentyp"),
              "1.0"},
    ChildRule{"praezisierung", Kind::Leaf, Slot::Praezisierung},
    ChildRule{"inhalt", Kind::Leaf, Slot::Inhalt},
    ChildRule{"codelisteReferenz", Kind::CodeList},
    ChildRule{"regel", Kind::Regel, Slot::Nothing, many},
};
constexpr auto schema_v2 = identity_v2 + facts_v2 + help_v2 + ableitung + content;
constexpr auto group_v2 = identity_v2 + facts_v2 + element_v2 + content;
constexpr auto field_v2 = identity_v2 + facts_v2 + element_v2 + field_only_v2;
constexpr std::array script_v2{ChildRule{"script", Kind::Leaf, Slot::Skript}};
constexpr auto regel_v2 = identity_v2 + facts_v2 + script_v2;
constexpr std::array code_list_v2{
    ChildRule{"identifikation", Kind::Reference},
    ChildRule{"genericodeIdentification", Kind::Genericode, Slot::Nothing, one, Need::Must},
};

// ---- version 1: ids stand directly in the element; a list stands where it is used ------------

constexpr std::array header_v1{
    ChildRule{"datum", Kind::Leaf, Slot::MessageTime, one, Need::Should},
    ChildRule{"fimId", Kind::Leaf, Slot::MessageId},
    ChildRule{"version", Kind::Leaf, Slot::Version},
};
constexpr std::array identity_v1{
    ChildRule{"id", Kind::Leaf, Slot::Id, one, Need::Filled},
    ChildRule{"version", Kind::Leaf, Slot::Version},
};
constexpr std::array list_v1{
    ChildRule{"codeliste", Kind::CodeList},
};
constexpr auto schema_v1 = identity_v1 + facts_v2 + help_v2 + ableitung + content;
constexpr auto group_v1 = identity_v1 + facts_v2 + element_v2 + content;
constexpr auto field_v1 = identity_v1 + facts_v2 + element_v2 + field_only_v2 + list_v1;
constexpr auto regel_v1 = identity_v1 + facts_v2 + script_v2;
constexpr std::array code_list_v1{
    ChildRule{"id", Kind::Leaf, Slot::Id},
    ChildRule{"kennung", Kind::Leaf, Slot::Canonical, one, Need::Must},
    ChildRule{"version", Kind::Leaf, Slot::CanonicalVersion},
    ChildRule{"name", Kind::Leaf},
    ChildRule{"bezeichnungEingabe", Kind::Leaf},
    ChildRule{"bezeichnungAusgabe", Kind::Leaf},
    ChildRule{"beschreibung", Kind::Leaf},
    ChildRule{"definition", Kind::Leaf},
    ChildRule{"bezug", Kind::Leaf},
    ChildRule{"status", Kind::Opaque},
    ChildRule{"langname", Kind::Leaf},
};

#undef GORDION_LIST

std::span<const ChildRule> pick(XdfVersion version, std::span<const ChildRule> first,
                                std::span<const ChildRule> second,
                                std::span<const ChildRule> third) {
    return version == XdfVersion::V3 ? third : version == XdfVersion::V2 ? second : first;
}

std::span<const ChildRule> parts_of(Kind kind, XdfVersion version) {
    switch (kind) {
        case Kind::Header:
            return pick(version, header_v1, header, header);
        case Kind::Schema:
            return pick(version, schema_v1, schema_v2, schema_v3);
        case Kind::Group:
            return pick(version, group_v1, group_v2, group_v3);
        case Kind::Field:
            return pick(version, field_v1, field_v2, field_v3);
        case Kind::Regel:
            return pick(version, regel_v1, regel_v2, regel_v3);
        case Kind::CodeList:
            return pick(version, code_list_v1, code_list_v2, genericode);
        default:
            return {};
    }
}

}  // namespace

std::span<const ChildRule> children_of(Kind kind, XdfVersion version) {
    switch (kind) {
        case Kind::SchemaMessage:
            return schema_message;
        case Kind::GroupMessage:
            return group_message;
        case Kind::FieldMessage:
            return field_message;
        case Kind::Identification:
            return identification;
        case Kind::Reference:
            return reference;
        case Kind::Struktur:
            return struktur;
        case Kind::Enthaelt:
            return enthaelt;
        case Kind::Werte:
            return werte;
        case Kind::Wert:
            return wert;
        case Kind::Genericode:
            return genericode;
        case Kind::Relation:
            return relation;
        case Kind::Coded:
            return coded;
        case Kind::Leaf:
        case Kind::Opaque:
            return {};
        default:
            return parts_of(kind, version);
    }
}

std::string_view namespace_of(XdfVersion version) {
    switch (version) {
        case XdfVersion::V1:
            return "urn:xoev-de:fim:standard:xdatenfelder_1";
        case XdfVersion::V2:
            return "urn:xoev-de:fim:standard:xdatenfelder_2";
        case XdfVersion::V3:
            break;
    }
    return "urn:xoev-de:fim:standard:xdatenfelder_3.0.0";
}

std::optional<XdfVersion> version_of_namespace(std::string_view ns) {
    for (const XdfVersion version : {XdfVersion::V3, XdfVersion::V2, XdfVersion::V1}) {
        if (ns == namespace_of(version)) {
            return version;
        }
    }
    return std::nullopt;
}

const MessageRoot* find_root(std::string_view name, XdfVersion version) {
    const auto found = std::find_if(roots.begin(), roots.end(), [&](const MessageRoot& root) {
        return root.name == name && root.version == version;
    });
    return found == roots.end() ? nullptr : &*found;
}

const MessageRoot* find_root(MessageKind message, XdfVersion version) {
    const Kind wanted = message == MessageKind::Schema  ? Kind::SchemaMessage
                        : message == MessageKind::Group ? Kind::GroupMessage
                                                        : Kind::FieldMessage;
    const auto found = std::find_if(roots.begin(), roots.end(), [&](const MessageRoot& root) {
        return root.kind == wanted && root.version == version;
    });
    return found == roots.end() ? nullptr : &*found;
}

}  // namespace gordion::fim::internal
