// SPDX-License-Identifier: EUPL-1.2
#include "services/internal/search_words.hpp"

#include <xapian.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace gordion::services::internal {
namespace {

constexpr std::size_t shortest_compound = 7;
constexpr std::size_t longest_compound = 48;
constexpr std::size_t shortest_part = 3;

// Sorted, folded. Words that say what a person wants to do with a service in general, and those
// that only hold a sentence together.
// clang-format off
constexpr std::array<std::string_view, 115> empty_words{
    "ab", "aber", "alle", "als", "am", "an", "antraege", "antrag", "antragsformular", "auch",
    "auf", "aus", "beantragen", "beantragt", "bei", "beim", "bekomme", "bekommen", "bestellen",
    "bin", "bis", "bitte", "brauche", "brauchen", "da", "darf", "das", "dass", "dem", "den", "der",
    "des", "die", "durch", "ein", "eine", "einem", "einen", "einer", "eines", "einreichen",
    "erhalten", "es", "formular", "fuer", "geben", "gibt", "habe", "haben", "hat", "hier", "holen",
    "ich", "ihr", "ihre", "im", "in", "ins", "ist", "jemand", "kann", "koennen", "lassen",
    "machen", "man", "mein", "meine", "meinem", "meinen", "meiner", "mich", "mir", "mit",
    "moechte", "muss", "nach", "neu", "neue", "neuen", "neuer", "neues", "nicht", "oder", "ohne",
    "online", "sein", "seine", "sich", "sie", "sind", "so", "sowie", "stellen", "ueber", "um",
    "und", "uns", "unter", "vom", "von", "vor", "wann", "was", "wegen", "welche", "wer", "werden",
    "wie", "will", "wird", "wo", "wurde", "zu", "zum", "zur"};
// clang-format on

bool is_empty_word(std::string_view word) {
    return std::binary_search(empty_words.begin(), empty_words.end(), word);
}

// What German puts between the parts of a compound.
constexpr std::array<std::string_view, 7> links{"", "s", "e", "n", "es", "en", "er"};

}  // namespace

std::vector<std::string> telling_words(std::string_view text) {
    std::vector<std::string> words = split(fold_german(text), ' ');
    words.erase(
        std::remove_if(words.begin(), words.end(),
                       [](const std::string& word) { return word.empty() || is_empty_word(word); }),
        words.end());
    return words;
}

struct Stemmer::Snowball {
    // "german2" also takes ae, oe, ue for umlauts, as folding writes them.
    Xapian::Stem stem{"german2"};
};

Stemmer::Stemmer() : snowball_(std::make_unique<Snowball>()) {}
Stemmer::~Stemmer() = default;

std::string Stemmer::stem(const std::string& folded) const {
    return snowball_->stem(folded);
}

std::vector<std::string> Stemmer::stems(const std::vector<std::string>& folded) const {
    std::vector<std::string> stems;
    stems.reserve(folded.size());
    for (const std::string& word : folded) {
        stems.push_back(stem(word));
    }
    return stems;
}

CompoundSplitter::CompoundSplitter(std::vector<std::string> parts) : parts_(std::move(parts)) {
    std::sort(parts_.begin(), parts_.end());
    parts_.erase(std::unique(parts_.begin(), parts_.end()), parts_.end());
}

bool CompoundSplitter::knows(std::string_view word) const {
    return std::binary_search(parts_.begin(), parts_.end(), word);
}

std::vector<std::string> CompoundSplitter::split(std::string_view word) const {
    if (word.size() < shortest_compound || word.size() > longest_compound) {
        return {};
    }
    // best[i]: the fewest parts that make up the first i letters, and where the last of them began.
    struct Cut {
        std::size_t parts = 0;
        std::size_t begin = 0;
        std::size_t end = 0;  // without the link
    };
    std::vector<Cut> best(word.size() + 1);
    for (std::size_t begin = 0; begin + shortest_part <= word.size(); ++begin) {
        if (begin != 0 && best[begin].parts == 0) {
            continue;
        }
        for (std::size_t end = begin + shortest_part; end <= word.size(); ++end) {
            if (end - begin == word.size() || !knows(word.substr(begin, end - begin))) {
                continue;
            }
            for (const std::string_view link : links) {
                const std::size_t next = end + link.size();
                if (next > word.size() || word.substr(end, link.size()) != link) {
                    continue;
                }
                const std::size_t parts = best[begin].parts + 1;
                // Later means a longer last part: "kraft|fahrzeug" rather than "kraft|fahr|zeug".
                if (best[next].parts == 0 || parts < best[next].parts) {
                    best[next] = {parts, begin, end};
                }
            }
        }
    }
    if (best[word.size()].parts < 2) {
        return {};
    }
    std::vector<std::string> cut;
    for (std::size_t at = word.size(); at != 0; at = best[at].begin) {
        cut.emplace_back(word.substr(best[at].begin, best[at].end - best[at].begin));
    }
    std::reverse(cut.begin(), cut.end());
    return cut;
}

}  // namespace gordion::services::internal
