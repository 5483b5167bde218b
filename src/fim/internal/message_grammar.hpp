// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <span>
#include <string_view>

/// Which element may stand where in a message of XDatenfelder 3.0.0 (Spezifikation XDatenfelder
/// 3.0.0, messages 0102 and 0103), as data. Order is not judged: exports differ.
namespace gordion::fim::internal {

/// What an element is made of.
enum class Kind {
    Message,
    GroupMessage,
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
    Relation,
    Reference,
    Coded,   ///< holds one <code>
    Leaf,    ///< holds text
    Opaque,  ///< kept as it stands
};

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
    StatusAm,
    StatusDurch,
    GueltigAb,
    GueltigBis,
    Versionshinweis,
    Veroeffentlicht,
    Geaendert,
    Stichwort,
    BezeichnungEingabe,
    BezeichnungAusgabe,
    Schemaelementart,
    HilfeEingabe,
    HilfeAusgabe,
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
    SchemaBezeichnung,
    SchemaHilfetext,
    AbleitungStruktur,
    AbleitungRepraesentation,
    RegelName,
    RegelBeschreibung,
    RegelFreitext,
    RegelBezug,
    RegelErsteller,
    RegelGeaendert,
    RegelTyp,
    RegelSkript,
    RegelParam,
    RegelZiel,
    RegelFehler,
    RegelStichwort,
};

enum class Need { Optional, Should, Must };

struct ChildRule {
    std::string_view name;
    Kind kind = Kind::Leaf;
    Slot slot = Slot::Nothing;
    bool many = false;
    Need need = Need::Optional;
};

std::span<const ChildRule> children_of(Kind kind);
/// Message or GroupMessage; Leaf for a root that is not read.
Kind root_kind(std::string_view name);

}  // namespace gordion::fim::internal
