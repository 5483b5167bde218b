// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fim/schema_codes.hpp"

/// FIM XDatenfelder as values: what a released data schema says, in the standard's own words.
/// Everything that messages of version 2 and 3 carry has a place here, so that it can be written
/// again. Texts stay as they were written; what only one version knows is marked.
namespace gordion::fim {

struct Identification {
    std::string id;
    std::string version;
    auto operator<=>(const Identification&) const = default;
};

/// A reference to a legal norm or another source.
struct Bezug {
    std::string text;
    std::string link;
};

struct Stichwort {
    std::string text;
    std::string uri;
};

struct Relation {
    std::string praedikat;  ///< ABL, ERS, EQU, VKN
    Identification objekt;
};

/// How often an element may stand at its position; no `max` means without end ("*").
struct Multiplicity {
    unsigned min = 1;
    std::optional<unsigned> max = 1;

    [[nodiscard]] bool is_repeated() const { return !max || *max > 1; }
    [[nodiscard]] std::string to_text() const;  ///< "0:*"
    bool operator==(const Multiplicity&) const = default;
};

/// Accepts "min:max" with "*" as max; digits only, at most five. Order of the two is not judged.
std::optional<Multiplicity> parse_multiplicity(std::string_view text);

/// What schema, group, field and Regel have in common.
struct Facts {
    Identification identification;
    std::string name;
    std::string beschreibung;
    std::string definition;
    std::vector<Bezug> bezug;
    int freigabestatus = 0;            ///< 1–8; 5 and 6 are released; 0: not said
    std::string status;                ///< versions 1 and 2: inVorbereitung, aktiv, inaktiv
    std::string fachlicher_ersteller;  ///< version 2; in version 3 only of a Regel
    std::string freigabedatum;         ///< version 2
    std::string status_gesetzt_am;
    std::string status_gesetzt_durch;
    std::string gueltig_ab;
    std::string gueltig_bis;
    std::string versionshinweis;
    std::string veroeffentlichungsdatum;
    std::string letzte_aenderung;
    std::vector<Relation> relation;
    std::vector<Stichwort> stichwort;
    int line = 0;  ///< where the element begins in its file
};

/// One FIM rule. Released files of version 3 carry only `freitext`.
struct Regel : Facts {
    std::string bezeichnung_eingabe;  ///< versions 1 and 2, as the next
    std::string bezeichnung_ausgabe;
    std::string freitext;
    std::string typ;                 ///< K, M, V, B
    std::vector<std::string> param;  ///< inner XML as it stands, as the next and `fehler`
    std::vector<std::string> ziel;
    std::string skript;  ///< "script" in version 2
    std::vector<std::string> fehler;
};

/// What group and field have in common beyond Facts.
struct ElementFacts : Facts {
    std::string bezeichnung_eingabe;
    std::string bezeichnung_ausgabe;
    Schemaelementart schemaelementart = Schemaelementart::Abstract;
    std::string hilfetext_eingabe;
    std::string hilfetext_ausgabe;
};

/// Bounds of a field's content. Values stay text: how to read them depends on the datentyp.
struct Praezisierung {
    std::optional<std::size_t> min_length;
    std::optional<std::size_t> max_length;
    std::string min_value;
    std::string max_value;
    std::string pattern;  ///< regular expression in the sense of XSD: the whole text matches
    std::string text;     ///< version 2: the JSON as it was written
};

struct Code {
    std::string code;
    std::string name;
    std::string help;
    bool operator==(const Code&) const = default;
};

struct CodeListReference {
    Identification identification;  ///< version 2: the id that the list has as an element
    std::string canonical_identification;
    std::string version;
    std::string canonical_version_uri;
};

struct Field : ElementFacts {
    Feldart feldart = Feldart::Input;
    Datentyp datentyp = Datentyp::Text;
    Praezisierung praezisierung;
    std::string inhalt;  ///< text of a label, or prefilled content
    Vorbefuellung vorbefuellung = Vorbefuellung::None;
    std::vector<Code> codes;  ///< inline list (werte)
    std::optional<CodeListReference> code_list;
    std::string code_key;
    std::string name_key;
    std::string help_key;
    std::optional<std::size_t> max_size_bytes;
    std::vector<std::string> media_types;
    std::vector<Regel> regeln;
};

struct Position;

struct Group : ElementFacts {
    std::string art;  ///< "X" for a choice of one, as newer exports write; else ""
    std::vector<Regel> regeln;
    std::vector<Position> positions;
};

/// A place in the tree. Its identity is the path of ids from the root, because the same element
/// may stand in several places; multiplicity belongs to the place, not to the element.
struct Position {
    Multiplicity multiplicity;
    std::vector<Bezug> bezug;
    std::variant<Field, Group> element;
    int line = 0;

    [[nodiscard]] const Field* field() const { return std::get_if<Field>(&element); }
    [[nodiscard]] const Group* group() const { return std::get_if<Group>(&element); }
    [[nodiscard]] const ElementFacts& facts() const;
    [[nodiscard]] const std::string& id() const { return facts().identification.id; }
};

/// What a message was about. A single group or field becomes a schema of one position, so that it
/// can be shown and checked in the same way.
enum class MessageKind { Schema, Group, Field };

/// Which edition of a code list the codes of an element name (listURI, listVersionID); both may be
/// empty.
struct ListEdition {
    std::string element;  ///< "freigabestatus"
    std::string uri;
    std::string version;
    bool operator==(const ListEdition&) const = default;
};

struct Schema : Facts {
    XdfVersion standard = XdfVersion::V3;
    MessageKind message = MessageKind::Schema;
    std::string nachricht_id;
    std::string erstellungszeitpunkt;
    std::string bezeichnung;          ///< bezeichnungEingabe in versions 1 and 2
    std::string bezeichnung_ausgabe;  ///< versions 1 and 2
    std::string hilfetext;
    std::string ableitungsmodifikationen_struktur;
    std::string ableitungsmodifikationen_repraesentation;
    std::optional<Identification> dokumentsteckbrief;
    std::vector<Regel> regeln;
    std::vector<Position> positions;
    std::vector<ListEdition> list_editions;  ///< the first one seen of each element
};

/// Calls `visit(position, path)` for every position in document order; `path` is "G1.F2".
template <typename Visit>
void visit_positions(const std::vector<Position>& positions, const std::string& path,
                     Visit&& visit) {
    for (const Position& position : positions) {
        const std::string here = path.empty() ? position.id() : path + "." + position.id();
        visit(position, here);
        if (const Group* group = position.group()) {
            visit_positions(group->positions, here, visit);
        }
    }
}

struct SchemaCounts {
    std::size_t fields = 0;  ///< by path
    std::size_t groups = 0;  ///< by path
    std::size_t positions = 0;
    std::size_t required_positions = 0;
    std::size_t rules = 0;
    std::size_t code_lists = 0;  ///< inline lists by path, and different referenced lists
};

SchemaCounts count_elements(const Schema& schema);

}  // namespace gordion::fim
