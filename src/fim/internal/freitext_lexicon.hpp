// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>

/// The words that the grammar knows, in all their forms. A word that is not here may only be part
/// of a name or value; anywhere else it leaves its sentence open.
namespace gordion::fim::internal {

enum class Role {
    Unknown,
    Noise,  ///< articles, prepositions, and what adds nothing: "jeweilige"
    FieldNoun,
    GroupNoun,
    ValueNoun,
    Pronoun,
    // Structure.
    If,
    Unless,
    Then,
    Else,
    And,
    Or,
    Neither,
    Nor,
    Either,
    Both,
    Not,
    Only,
    Because,
    Explain,
    // What is done.
    Must,
    May,
    Can,
    Is,
    Show,
    Hide,
    Activate,
    Deactivate,
    Blend,     ///< shows or hides, as its particle says
    Particle,  ///< an, ein, aus, frei
    Make,
    Fill,
    Take,  ///< has a value: "belegt"
    Tick,  ///< the same, and of a yes or no: yes: "angekreuzt"
    Empty,
    Required,
    Optional,
    // How many.
    Some,
    All,
    Keines,
    Least,
    Most,
    Just,
    More,
    Fewer,
    Number,  ///< zwei, drei …
    Other,   ///< alle anderen
    // Values and comparisons.
    True,
    False,
    Today,
    Same,
    Different,
    Larger,
    Smaller,
    Before,
    After,
    Above,
    Below,
    From,
    UpTo,
    Between,
    // Dates and ages.
    Year,
    Month,
    Week,
    Day,
    Older,
    Younger,
    Old,
    Age,
    LifeYear,
    Completed,
    Adult,
    Minor,
    DateNoun,
    Valid,
    Sure,
    Past,
    Future,
    Back,
    Characters,
    PatternNoun,
};

struct Lexeme {
    Role role = Role::Unknown;
    std::size_t number = 0;  ///< of a number word
};

/// `folded` is one word of fold_german.
Lexeme find_lexeme(const std::string& folded);

}  // namespace gordion::fim::internal
