// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "fim/schema.hpp"

/// Which element may stand where in the messages of XDatenfelder 1, 2 and 3.0.0 about a schema
/// (0102), a group (0103) or a field (0104), as data for the reader and the writer. Reading does
/// not judge order, because exports differ; writing follows the order of these tables.
namespace gordion::fim::internal {

/// What an element is made of.
enum class Kind {
    SchemaMessage,
    GroupMessage,
    FieldMessage,
    Header,
    Schema,
    Group,
    Field,
    Regel,
    Identification,
    Struktur,
    Enthaelt,
    Werte,
    Wert,
    CodeList,
    Genericode,  ///< version 2: the part of CodeList that version 3 has alone
    Relation,
    Reference,
    Coded,   ///< holds one <code>
    Leaf,    ///< holds text
    Opaque,  ///< kept as it stands
};
inline constexpr std::size_t kind_count = static_cast<std::size_t>(Kind::Opaque) + 1;

/// Where the content of a leaf belongs; which object is meant follows from what is open.
enum class Slot {
    Nothing,
    MessageId,
    MessageTime,
    Id,
    Version,
    Name,
    Beschreibung,
    Definition,
    Bezug,
    Freigabestatus,
    Status,
    Ersteller,
    Freigabedatum,
    StatusAm,
    StatusDurch,
    GueltigAb,
    GueltigBis,
    Versionshinweis,
    Veroeffentlicht,
    Geaendert,
    Stichwort,
    Bezeichnung,
    BezeichnungEingabe,
    BezeichnungAusgabe,
    Schemaelementart,
    Hilfetext,
    HilfeEingabe,
    HilfeAusgabe,
    AbleitungStruktur,
    AbleitungRepraesentation,
    GruppenArt,
    Feldart,
    Datentyp,
    Praezisierung,
    Inhalt,
    Vorbefuellung,
    CodeKey,
    NameKey,
    HelpKey,
    MaxSize,
    MediaType,
    Canonical,
    CanonicalVersion,
    CanonicalVersionUri,
    WertCode,
    WertName,
    WertHilfe,
    Praedikat,
    Anzahl,
    PositionBezug,
    Freitext,
    RegelTyp,
    Skript,
    Param,
    Ziel,
    Fehler,
};

enum class Need {
    Optional,
    Should,  ///< absent is a warning
    Must,    ///< absent is a fault
    Filled,  ///< absent or empty is a fault
};

struct ChildRule {
    std::string_view name;
    Kind kind = Kind::Leaf;
    Slot slot = Slot::Nothing;
    bool many = false;
    Need need = Need::Optional;
    std::string_view list = {};  ///< Coded: the list its code is from, and the edition when writing
    std::string_view list_version = {};
};

struct MessageRoot {
    std::string_view name;
    XdfVersion version = XdfVersion::V3;
    Kind kind = Kind::SchemaMessage;
};

std::string_view namespace_of(XdfVersion version);
std::optional<XdfVersion> version_of_namespace(std::string_view ns);

std::span<const ChildRule> children_of(Kind kind, XdfVersion version);
/// nullptr for a root that is not read.
const MessageRoot* find_root(std::string_view name, XdfVersion version);
const MessageRoot* find_root(MessageKind message, XdfVersion version);

}  // namespace gordion::fim::internal
