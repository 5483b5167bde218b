// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

/// Regular expressions of XML Schema (Part 2, appendix F), read into a tree and written for other
/// engines.
namespace gordion::fim::internal {

/// A range of characters, or a general category ("L", "Nd").
struct CharItem {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::string property;  ///< "" for a range
    bool negated = false;
};

/// The items together, or everything else, without what `minus` holds.
struct CharSet {
    std::vector<CharItem> items;
    bool negated = false;
    std::shared_ptr<const CharSet> minus;
};

struct PatternNode {
    enum class Kind { Set, Sequence, Choice, Repeat };
    Kind kind = Kind::Sequence;
    CharSet set;
    std::vector<PatternNode> parts;  ///< Repeat: one
    unsigned min = 0;
    std::optional<unsigned> max;  ///< none: without end
};

/// \d and its like; nothing if the letter is no such escape.
std::optional<std::vector<CharItem>> escape_items(std::uint32_t letter);
/// What \p{name} holds, or \P{name}: a general category or a block; nothing if it is unknown.
std::optional<std::vector<CharItem>> property_items(std::string_view name, bool negated);

/// What other tools write is tolerated where it cannot mean anything else: ^ and $ around the whole
/// or a branch of it, (?:…), lazy quantifiers, \/ and the like. The error is the reason why a
/// pattern is refused: lookaround, back references, word boundaries, broken syntax.
struct ParsedPattern {
    PatternNode root;
    std::string problem;  ///< "" if there is none
};
ParsedPattern parse_xsd_pattern(std::string_view pattern);

enum class Engine { Re2, Ecma };
/// The same for an engine that knows no class subtraction, no \i and \c; "" where that would become
/// too long. ECMA: with the flag u.
std::string write_pattern(const PatternNode& root, Engine engine);

/// Decides texts of ASCII characters by a table, in a nanosecond or two per character.
class AsciiAutomaton {
public:
    /// Nothing if the table would be large.
    static std::optional<AsciiAutomaton> make(const PatternNode& root);
    enum class Verdict { Matches, DoesNot, NotAscii };
    [[nodiscard]] Verdict run(std::string_view text) const;

private:
    friend class AutomatonMaker;
    std::vector<std::uint8_t> class_of_;  ///< by character
    /// A row per state: by class where the row of the next state begins, then whether the state
    /// accepts. The first row is the state of no return, the second one the beginning.
    std::vector<std::uint16_t> rows_;
    std::size_t classes_ = 0;
};

}  // namespace gordion::fim::internal
