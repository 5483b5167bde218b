// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "regions/directory.hpp"

namespace gordion::regions::internal {

/// One municipality as the index sees it.
struct IndexedPlace {
    std::uint32_t region = 0;  ///< position in the directory's list
    std::string name;          ///< without designation: "Neustadt (Hessen)"
    std::string hints;         ///< words that tell places of one name apart: Kreis and Land
    std::int64_t population = 0;
};

struct FoundPlace {
    std::uint32_t region = 0;
    PlaceMatch match = PlaceMatch::Exact;
    int score = 0;
};

/// Finds municipalities by what people type. Every word that occurs in a name or hint is kept once,
/// sorted, with the places that carry it; a query word is looked up exactly, as a beginning, and –
/// by comparing letter sets first, so that few words are compared in full – with typing errors.
/// Immutable.
class PlaceIndex {
public:
    explicit PlaceIndex(const std::vector<IndexedPlace>& places);

    /// Best first, at most `limit`.
    [[nodiscard]] std::vector<FoundPlace> search(std::string_view text, std::size_t limit) const;

private:
    enum class WordMatch : std::uint8_t { None, Typo, Beginning, Whole };
    struct Word {
        std::string text;
        std::uint32_t letters = 0;  ///< one bit per letter that occurs
        std::uint32_t first = 0;    ///< of its postings
    };
    struct Posting {
        std::uint32_t place : 31;
        std::uint32_t hint : 1;
    };
    struct Place {
        std::uint32_t region = 0;
        std::uint8_t words = 0;  ///< of the whole name
        std::uint8_t spoken_words =
            0;  ///< of the part that people say: "Neustadt" in "Neustadt (Wied)"
        std::int32_t population = 0;
    };
    /// How well one query word met each place, in its name and in its hints.
    struct Met {
        std::vector<WordMatch> name;
        std::vector<WordMatch> hint;
    };

    [[nodiscard]] Met meet(std::string_view query_word, bool last, bool with_typos) const;
    void add_postings(std::size_t word, WordMatch match, Met& met) const;
    [[nodiscard]] std::vector<FoundPlace> match_all(const std::vector<std::string>& words,
                                                    bool with_typos) const;
    [[nodiscard]] FoundPlace rank(const std::vector<Met>& met, std::size_t place) const;

    std::vector<Place> places_;
    std::vector<Word> words_;
    std::vector<Posting> postings_;
};

}  // namespace gordion::regions::internal
