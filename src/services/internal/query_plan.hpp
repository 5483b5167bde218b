// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "services/internal/search_words.hpp"
#include "services/internal/synonyms.hpp"

namespace gordion::services::internal {

/// What a query looks for, as a tree that knows no search engine.
struct Wanted {
    enum class Kind {
        Stem,  ///< a word, in any field
        Any,   ///< the more parts are met, the better
        All,   ///< only where every part is met
        Best,  ///< the best of the parts counts
    };
    Kind kind = Kind::Any;
    double weight = 1.0;
    std::string stem;
    std::vector<Wanted> parts;
};

/// A known word and the set of its letters (core/spelling.hpp).
struct KnownWord {
    std::string text;
    std::uint32_t letters = 0;
};

/// What the planner knows about words. References outlive it.
struct Lexicon {
    const Stemmer& stemmer;
    const std::vector<KnownWord>& words;  ///< sorted by text
    const CompoundSplitter& splitter;
    const std::vector<Synonym>& synonyms;
    std::function<bool(const std::string& stem)> has_stem;  ///< does any entry carry it?
};

struct QueryPlan {
    Wanted wanted;
    std::string corrected;  ///< the query after mending typing errors; "" where none was mended
};

/// Turns the telling words of a person into a plan. A word that no entry carries is cut into parts,
/// completed or mended, in this order; neighbours are also tried as one word; synonyms are added.
QueryPlan plan_query(const Lexicon& lexicon, std::vector<std::string> words);

}  // namespace gordion::services::internal
