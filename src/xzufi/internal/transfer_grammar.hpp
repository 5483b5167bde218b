// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string_view>

#include "xzufi/object.hpp"

/// Which elements a transfer message of XZuFi 2.1, 2.2 and 2.3 is made of, as data: one grammar for
/// all three, the differences are marked. Order is not judged. A row says how an element is read
/// and under which name it is kept; several spellings of one thing lead to one name.
namespace gordion::xzufi::internal {

/// What an element is made of, and what becomes of it.
enum class Shape {
    Plain,    ///< text → string
    Number,   ///< decimal number → string as written
    Moment,   ///< date or date with time → string as written
    Flag,     ///< true, false, 1, 0 → bool
    Code,     ///< a code with or without <code> around it → {"code", "name"}
    Id,       ///< an identifier, also one in <code> → {"value", "schemeAgencyID", …}
    Text,     ///< text in one language → one {"languageCode", "value"} of a list
    Nested,   ///< elements of their own → object
    Choice,   ///< one of several; its elements count as those of the parent, and "auswahl" says
              ///< which
    Through,  ///< an envelope; its elements count as those of the parent
    Kept,     ///< its structure is nobody's business here → XML as it stands
    Deeds,    ///< schreibe, loesche
};

/// Tables of rows.
enum class Part {
    None,
    Message,
    Header,
    Service,
    Specialization,
    OrganizationalUnit,
    Zustaendigkeit,
    OnlineService,
    Area,
    Formular,
    ContactPerson,
    Structure,
    Module,  ///< what all modules have; rows of the next ones come on top
    TextModule,
    FristModule,
    FeeModule,
    TimeModule,
    DocumentModule,
    TermModule,
    ApprovalModule,
    Frist,
    FristSpan,
    FristDay,
    Fee,
    Document,
    Link,
    Period,
    Signatures,  ///< kennzeichenFormular
    SdgAreas,
    VersionNote,
    LanguageVersion,
    AreaKind,
    Coding,
    Address,
    Contact,
    Channel,
    Parameter,
    CodeParts,  ///< what may stand inside Shape::Code, Id and Text besides text
    IdParts,
    TextParts,
};

enum class Times {
    One,
    Many,
    ManyFrom23,  ///< repeatable since 2.3; read as a list always
};

/// In which versions the spelling is at home. Met elsewhere it is read all the same, with a note.
enum class Home { Any, Until22, From23 };

struct ElementRule {
    std::string_view name;  ///< a "*" at the end stands for any continuation
    Shape shape = Shape::Plain;
    Part part = Part::None;
    Times times = Times::One;
    std::string_view key = {};  ///< where it is kept; empty: under `name`
    Home home = Home::Any;

    [[nodiscard]] std::string_view kept_as() const { return key.empty() ? name : key; }
};

/// The row for an element inside a part, or nullptr.
const ElementRule* find_rule(Part parent, std::string_view name);

struct ObjectRule {
    ObjectKind kind;
    Part part;
};

/// What stands inside schreibe and loesche: "leistung", "zustaendigkeitOnlinedienst" (any word
/// behind zustaendigkeit), and with "ID" behind it where only the identifier is given.
std::optional<ObjectRule> find_object_rule(std::string_view name);

}  // namespace gordion::xzufi::internal
