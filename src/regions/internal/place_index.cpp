// SPDX-License-Identifier: EUPL-1.2
#include "regions/internal/place_index.hpp"

#include <algorithm>
#include <unordered_map>

#include "core/spelling.hpp"
#include "core/text.hpp"
#include "regions/internal/place_words.hpp"

namespace gordion::regions::internal {
namespace {

constexpr std::size_t most_query_words = 8;
constexpr std::size_t longest_query = 200;
constexpr std::size_t shortest_beginning = 2;
// Above every population, so that a better kind of match always wins.
constexpr int match_step = 100'000'000;
constexpr int whole_word_bonus = 10'000'000;

// The part of a name that people say: before a bracket, a slash, or a connecting word.
std::string_view spoken_part(std::string_view name) {
    std::size_t end = name.find_first_of("(/");
    for (const std::string_view mark : {" an ", " am ", " a.", " b.", " bei ", " im ", " in ",
                                        " ob ", " i.", " v.", " vor ", " o.", " auf ", " unter "}) {
        end = std::min(end, name.find(mark));
    }
    return name.substr(0, end);
}

std::string joined(const std::vector<std::string>& words) {
    return join(words, "");
}

}  // namespace

PlaceIndex::PlaceIndex(const std::vector<IndexedPlace>& places) {
    std::unordered_map<std::string, std::vector<Posting>> postings;
    const auto add = [&](const std::string& word, std::size_t place, bool hint) {
        auto& list = postings[word];
        const Posting posting{static_cast<std::uint32_t>(place) & 0x7FFFFFFFU, hint ? 1U : 0U};
        if (list.empty() || list.back().place != posting.place ||
            list.back().hint != posting.hint) {
            list.push_back(posting);
        }
    };
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto words = place_words(places[i].name);
        const auto spoken = place_words(spoken_part(places[i].name));
        for (const auto& word : words) {
            add(word, i, false);
        }
        if (words.size() > 1) {
            // "castroprauxel", "badhomburg": written together by people, apart by the directory.
            add(joined(words), i, false);
        }
        for (const auto& word : place_words(places[i].hints)) {
            if (!is_designation(word)) {
                add(word, i, true);
            }
        }
        places_.push_back({places[i].region, static_cast<std::uint8_t>(words.size()),
                           static_cast<std::uint8_t>(spoken.size()),
                           static_cast<std::int32_t>(places[i].population)});
    }
    words_.reserve(postings.size() + 1);
    for (const auto& entry : postings) {
        words_.push_back({entry.first, letter_set(entry.first), 0});
    }
    std::sort(words_.begin(), words_.end(),
              [](const Word& left, const Word& right) { return left.text < right.text; });
    for (Word& word : words_) {
        word.first = static_cast<std::uint32_t>(postings_.size());
        const auto& list = postings[word.text];
        postings_.insert(postings_.end(), list.begin(), list.end());
    }
    // An end mark, so that a word's postings always reach up to those of the next word.
    words_.push_back({"\x7F", 0, static_cast<std::uint32_t>(postings_.size())});
    postings_.shrink_to_fit();
}

void PlaceIndex::add_postings(std::size_t word, WordMatch match, Met& met) const {
    for (std::size_t i = words_[word].first; i < words_[word + 1].first; ++i) {
        auto& best = (postings_[i].hint != 0 ? met.hint : met.name)[postings_[i].place];
        best = std::max(best, match);
    }
}

PlaceIndex::Met PlaceIndex::meet(std::string_view query_word, bool last, bool with_typos) const {
    Met met{std::vector<WordMatch>(places_.size(), WordMatch::None),
            std::vector<WordMatch>(places_.size(), WordMatch::None)};
    auto at =
        std::lower_bound(words_.begin(), words_.end() - 1, query_word,
                         [](const Word& word, std::string_view text) { return word.text < text; });
    // Only the last word may be unfinished; before it, short beginnings would match too much.
    const bool may_begin = query_word.size() >= (last ? shortest_beginning : 4);
    for (; at != words_.end() - 1 && at->text.compare(0, query_word.size(), query_word) == 0;
         ++at) {
        const bool whole = at->text.size() == query_word.size();
        if (whole || may_begin) {
            add_postings(static_cast<std::size_t>(at - words_.begin()),
                         whole ? WordMatch::Whole : WordMatch::Beginning, met);
        }
    }
    const std::size_t most = tolerated_errors(query_word.size());
    if (!with_typos || most == 0) {
        return met;
    }
    const std::uint32_t letters = letter_set(query_word);
    for (std::size_t i = 0; i + 1 < words_.size(); ++i) {
        if (may_be_near(words_[i].letters, letters, most) &&
            typing_distance(query_word, words_[i].text, most) <= most) {
            add_postings(i, WordMatch::Typo, met);
        }
    }
    return met;
}

FoundPlace PlaceIndex::rank(const std::vector<Met>& met, std::size_t place) const {
    std::size_t in_name = 0;
    bool typo = false;
    bool beginning = false;
    bool hinted = false;
    for (const Met& word : met) {
        const WordMatch name = word.name[place];
        const WordMatch hint = word.hint[place];
        const WordMatch best = std::max(name, hint);
        in_name += name == best && name != WordMatch::None ? 1U : 0U;
        hinted = hinted || name < best;
        typo = typo || best == WordMatch::Typo;
        beginning = beginning || best == WordMatch::Beginning;
    }
    const Place& known = places_[place];
    const bool complete = in_name == known.words || in_name == known.spoken_words;
    const PlaceMatch match = typo                             ? PlaceMatch::Typo
                             : complete && !beginning         ? PlaceMatch::Exact
                             : hinted || in_name < met.size() ? PlaceMatch::Word
                                                              : PlaceMatch::Prefix;
    int score = (3 - static_cast<int>(match)) * match_step + known.population;
    score += !beginning && !typo ? whole_word_bonus : 0;
    return {known.region, match, score};
}

std::vector<FoundPlace> PlaceIndex::match_all(const std::vector<std::string>& words,
                                              bool with_typos) const {
    std::vector<Met> met;
    for (std::size_t i = 0; i < words.size(); ++i) {
        met.push_back(meet(words[i], i + 1 == words.size(), with_typos));
    }
    std::vector<FoundPlace> found;
    for (std::size_t place = 0; place < places_.size(); ++place) {
        bool all = true;
        bool named = false;
        for (const Met& word : met) {
            named = named || word.name[place] != WordMatch::None;
            all =
                all && (word.name[place] != WordMatch::None || word.hint[place] != WordMatch::None);
        }
        if (all && named) {
            found.push_back(rank(met, place));
        }
    }
    return found;
}

std::vector<FoundPlace> PlaceIndex::search(std::string_view text, std::size_t limit) const {
    std::vector<std::string> words = place_words(text.substr(0, longest_query));
    std::vector<std::string> telling;
    std::copy_if(words.begin(), words.end(), std::back_inserter(telling),
                 [](const std::string& word) { return !is_designation(word); });
    if (!telling.empty()) {
        words = std::move(telling);
    }
    words.resize(std::min(words.size(), most_query_words));
    words.erase(std::remove(words.begin(), words.end(), std::string{}), words.end());
    if (words.empty() || limit == 0) {
        return {};
    }
    std::vector<FoundPlace> found = match_all(words, false);
    const bool exact = std::any_of(found.begin(), found.end(), [](const FoundPlace& place) {
        return place.match == PlaceMatch::Exact;
    });
    if (!exact) {
        const auto add_new = [&](std::vector<FoundPlace> more) {
            for (const FoundPlace& place : more) {
                const bool known = std::any_of(found.begin(), found.end(), [&](const auto& other) {
                    return other.region == place.region;
                });
                if (!known) {
                    found.push_back(place);
                }
            }
        };
        add_new(match_all(words, true));
        if (words.size() > 1) {
            add_new(match_all({joined(words)}, true));
        }
    }
    const auto better = [](const FoundPlace& left, const FoundPlace& right) {
        return left.score != right.score ? left.score > right.score : left.region < right.region;
    };
    std::sort(found.begin(), found.end(), better);
    found.resize(std::min(found.size(), limit));
    return found;
}

}  // namespace gordion::regions::internal
