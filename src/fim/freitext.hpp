// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "fim/schema.hpp"

/// The free-text rules of FIM, understood. Released schemas write their rules in German sentences
/// ("WENN F… = JA, DANN aktiviere G…"); here they become a tree of statements that a program can
/// read. Nothing is guessed and nothing is dropped: a sentence in which a single word was not
/// understood stays open as a whole, with its text and the word. The grammar stands in decision
/// 0015; freitext_rules.hpp turns the tree into rules that run.
namespace gordion::fim {

/// The codes of a field that only refers to its list; nullptr where nobody has the list.
using CodesOf = std::function<const std::vector<Code>*(const Field&)>;

/// An element that a rule speaks about.
struct RegelReference {
    std::string spelling;     ///< as written: F60000000231 "Monat"
    std::string id;           ///< as written, without its name: "G1.F2"; "" if only named
    std::string name;         ///< as written beside the id; "" if none
    std::string path;         ///< where it leads in the schema: "G1.F2"; "" if nowhere or ambiguous
    std::size_t matches = 0;  ///< how many places it could mean
    std::size_t offset = 0;   ///< first byte in the text of the rule

    [[nodiscard]] bool is_resolved() const { return !path.empty(); }
    bool operator==(const RegelReference&) const = default;
};

enum class Comparison { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual };

/// A span of time, "18 Jahre".
struct RegelDuration {
    enum class Unit { Day, Month, Year };
    std::size_t count = 0;
    Unit unit = Unit::Year;
    bool operator==(const RegelDuration&) const = default;
};

/// What an element is compared with.
struct RegelValue {
    enum class Kind { Text, Number, Truth, Today, Element };
    /// Whether a text is a code of the field's list.
    enum class Listing { Unneeded, Listed, Unlisted, ListMissing };

    Kind kind = Kind::Text;
    std::string text;  ///< the code where the list is known, else as written; ISO for dates
    std::string name;  ///< name of the code, as in the list or as written
    bool truth = false;
    Listing listing = Listing::Unneeded;
    std::optional<RegelReference> element;
    /// Today and elements may be moved: "18 Jahre vor heute".
    std::optional<RegelDuration> before;
    std::optional<RegelDuration> after;
    bool operator==(const RegelValue&) const = default;
};

/// A tree. Which members mean something depends on `kind`.
struct RegelCondition {
    enum class Kind {
        And,      ///< all parts
        Or,       ///< any part
        Not,      ///< the one part does not hold
        AtLeast,  ///< `count` of the parts, or more
        Exactly,  ///< `count` of the parts
        AtMost,   ///< `count` of the parts, or fewer
        Compare,  ///< elements[0] with any (Equal) or none (NotEqual) of the values, or with one
        Filled,   ///< elements[0] has content
        CalendarDate,  ///< elements day, month, year (or one date) are a day that exists
        Age,           ///< completed years of the birth date elements[0] at today, with `count`
        Pattern,       ///< the whole text of elements[0] matches values[0]
        Length,        ///< characters of elements[0], with `count`
    };
    Kind kind = Kind::And;
    std::vector<RegelCondition> parts;
    std::vector<RegelReference> elements;
    Comparison comparison = Comparison::Equal;
    std::vector<RegelValue> values;
    std::size_t count = 0;
    bool operator==(const RegelCondition&) const = default;
};

/// What a statement demands while its condition holds.
struct RegelEffect {
    enum class Kind {
        Show,
        Hide,
        Activate,
        Deactivate,
        Require,  ///< must be filled
        Forbid,   ///< must not be filled
        Allow,    ///< may be left empty, or may be filled
        Hold,     ///< `holds` must be true
    };
    Kind kind = Kind::Show;
    std::vector<RegelReference> targets;
    bool required = false;  ///< "als Pflicht" beside Show and Activate
    std::optional<RegelCondition> holds;
    bool operator==(const RegelEffect&) const = default;
};

struct RegelStatement {
    std::optional<RegelCondition> when;  ///< absent: always
    std::vector<RegelEffect> effects;
    std::vector<RegelEffect> otherwise;  ///< SONST
    std::size_t offset = 0;
    std::size_t length = 0;
    bool operator==(const RegelStatement&) const = default;
};

/// A piece of text that was not understood.
struct OpenItem {
    enum class Reason {
        Word,       ///< a word that the grammar does not know (`at`)
        Structure,  ///< all words known, but no statement that is part of the grammar
        Mixed,      ///< "A und B oder C" in a list, which could be read in two ways
        Size,       ///< longer than limits::freitext_bytes or with more statements than allowed
        Empty,      ///< a rule without text
    };
    std::string text;
    std::size_t offset = 0;
    Reason reason = Reason::Structure;
    std::string at;  ///< where understanding ended
    bool operator==(const OpenItem&) const = default;
};

std::string_view to_string(OpenItem::Reason reason);

/// One rule at one place of the schema.
struct Freitext {
    std::vector<RegelStatement> statements;
    std::vector<OpenItem> open;
    std::vector<std::string> explanations;  ///< "D.h. …": recognized by form, no rule
    Findings findings;

    /// Nothing of it stays open, and it says something.
    [[nodiscard]] bool is_understood() const { return open.empty() && !statements.empty(); }
};

/// What a rule says in words: `freitext`, and in version 2, which has no such element,
/// `definition`.
const std::string& text_of(const Regel& regel);

/// The elements of a schema as rules name them. Immutable, shared by all rules of the schema, which
/// must outlive it; so must the codes.
class RegelElements {
public:
    explicit RegelElements(const Schema& schema, CodesOf codes_of = {});
    ~RegelElements();
    RegelElements(const RegelElements&) = delete;
    RegelElements& operator=(const RegelElements&) = delete;

    struct Index;
    [[nodiscard]] const Index& index() const { return *index_; }
    /// The name of the element at a path, for people; the path itself if there is none.
    [[nodiscard]] std::string name_of(const std::string& path) const;

private:
    std::unique_ptr<const Index> index_;
};

/// Reads the text of a rule that belongs to the element at `owner` ("" for the schema). References
/// are looked up in the innermost group around the rule that has one, because a group may be copied
/// to several places. Work grows with the length of the text, which is bounded. Findings, place
/// `place`, all warnings or notes:
///   fim.freitext.open_word, open_structure, open_mixed, open_size, open_empty
///                              {regel, text, word}: what was not understood, one for each item
///   fim.freitext.reference_unresolved {regel, reference}  the schema has no such element there
///   fim.freitext.reference_ambiguous  {regel, reference, count}
///   fim.freitext.name_differs         {regel, reference, expected}
///   fim.freitext.code_unknown         {regel, value, reference}  not in the list: never true
///   fim.freitext.code_name_differs    {regel, value, expected}
///   fim.freitext.list_missing         {regel, value, reference}  kept as written
///   fim.freitext.mixed_and_or         {regel}  UND and ODER without brackets; UND binds first
///   fim.freitext.always_true          {regel}  "<> A oder <> B"
Freitext parse_freitext(const Regel& regel, const RegelElements& elements, const std::string& owner,
                        std::string_view place);

/// A rule with the place where the schema has it.
struct PlacedRegel {
    const Regel* regel = nullptr;
    std::string owner;  ///< path of the element that carries it, "" for the schema
    std::string place;  ///< of its findings: "line 12: G1.F2 R3"
    Freitext freitext;
};

/// Every rule of a schema, in document order.
std::vector<PlacedRegel> parse_regeln(const Schema& schema, const RegelElements& elements);

struct FreitextCoverage {
    std::size_t rules = 0;
    std::size_t understood = 0;
    std::size_t texts = 0;             ///< different ones
    std::size_t texts_understood = 0;  ///< at every place where they stand

    [[nodiscard]] double share() const;  ///< of the rules; 1 if there are none
};

FreitextCoverage measure_coverage(const std::vector<PlacedRegel>& regeln);

/// The tree in German words, one line per statement: for people who check what was understood.
std::string to_german(const Freitext& freitext, const RegelElements& elements);

}  // namespace gordion::fim
