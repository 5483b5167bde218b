// SPDX-License-Identifier: EUPL-1.2
#include "services/internal/query_plan.hpp"

#include <algorithm>

#include "core/spelling.hpp"
#include "core/text.hpp"

namespace gordion::services::internal {
namespace {

constexpr std::size_t most_words = 10;
constexpr std::size_t most_completions = 12;
constexpr std::size_t shortest_completed = 4;
constexpr std::size_t shortest_completed_stem = 5;

constexpr double joined_weight = 1.6;     // "hunde steuer" meant as one word
constexpr double completed_weight = 0.7;  // the beginning of a word
constexpr double cut_weight = 0.8;        // a compound of the query, met by all its parts …
constexpr double part_weight = 0.35;      // … or by some
constexpr double synonym_weight = 1.6;
constexpr double longer_phrase_bonus = 0.5;

Wanted one_stem(std::string stem) {
    return {Wanted::Kind::Stem, 1.0, std::move(stem), {}};
}

Wanted of_kind(Wanted::Kind kind, double weight, std::vector<Wanted> parts) {
    return {kind, weight, {}, std::move(parts)};
}

class Planner {
public:
    explicit Planner(const Lexicon& lexicon) : lexicon_(lexicon) {}

    QueryPlan plan(std::vector<std::string> asked) {
        asked.resize(std::min(asked.size(), most_words));
        for (const std::string& word : asked) {
            add_word(word);
        }
        for (std::size_t i = 0; i + 1 < asked.size(); ++i) {
            const std::string stem = lexicon_.stemmer.stem(asked[i] + asked[i + 1]);
            stems_.push_back(stem);
            if (lexicon_.has_stem(stem)) {
                wanted_.push_back(of_kind(Wanted::Kind::Any, joined_weight, {one_stem(stem)}));
            }
        }
        for (const Synonym& synonym : lexicon_.synonyms) {
            add_synonym(synonym);
        }
        return {of_kind(Wanted::Kind::Any, 1.0, std::move(wanted_)),
                mended_ ? join(written_, " ") : std::string{}};
    }

private:
    void add_word(const std::string& word) {
        const std::string stem = lexicon_.stemmer.stem(word);
        stems_.push_back(stem);
        written_.push_back(word);
        if (lexicon_.has_stem(stem)) {
            wanted_.push_back(one_stem(stem));
            return;
        }
        const bool cut = add_parts(word);
        if (!cut && !is_in_synonym(stem) && !add_completions(word) && !mend(word) &&
            stem.size() >= shortest_completed_stem) {
            // "adoptieren" and "Adoption" share no stem, but its beginning.
            add_completions(stem);
        }
    }

    // Stems of parts may also be synonyms ("anwohner|park|ausweis").
    bool add_parts(const std::string& word) {
        std::vector<Wanted> parts;
        for (const std::string& part : lexicon_.splitter.split(word)) {
            stems_.push_back(lexicon_.stemmer.stem(part));
            if (lexicon_.has_stem(stems_.back())) {
                parts.push_back(one_stem(stems_.back()));
            }
        }
        if (parts.empty()) {
            return false;
        }
        wanted_.push_back(of_kind(Wanted::Kind::Any, part_weight, parts));
        wanted_.push_back(of_kind(Wanted::Kind::All, cut_weight, std::move(parts)));
        return true;
    }

    [[nodiscard]] bool is_in_synonym(const std::string& stem) const {
        const auto holds = [&](const std::vector<std::string>& phrase) {
            return std::find(phrase.begin(), phrase.end(), stem) != phrase.end();
        };
        return std::any_of(
            lexicon_.synonyms.begin(), lexicon_.synonyms.end(), [&](const Synonym& synonym) {
                return std::any_of(synonym.phrases.begin(), synonym.phrases.end(), holds);
            });
    }

    bool add_completions(const std::string& beginning) {
        if (beginning.size() < shortest_completed) {
            return false;
        }
        std::vector<Wanted> found;
        auto at = std::lower_bound(
            lexicon_.words.begin(), lexicon_.words.end(), beginning,
            [](const KnownWord& one, const std::string& text) { return one.text < text; });
        for (; at != lexicon_.words.end() && found.size() < most_completions &&
               at->text.compare(0, beginning.size(), beginning) == 0;
             ++at) {
            found.push_back(one_stem(lexicon_.stemmer.stem(at->text)));
            stems_.push_back(found.back().stem);
        }
        const bool any = !found.empty();
        if (any) {
            wanted_.push_back(of_kind(Wanted::Kind::Best, completed_weight, std::move(found)));
        }
        return any;
    }

    // The nearest known words, all that are equally near.
    bool mend(const std::string& word) {
        const std::size_t most = tolerated_errors(word.size());
        const std::uint32_t letters = letter_set(word);
        std::size_t nearest = most + 1;
        std::vector<const KnownWord*> found;
        for (const KnownWord& one : lexicon_.words) {
            if (most == 0 || !may_be_near(one.letters, letters, most)) {
                continue;
            }
            const std::size_t distance = typing_distance(word, one.text, most);
            if (distance < nearest) {
                nearest = distance;
                found.clear();
            }
            if (distance == nearest && distance <= most && found.size() < most_completions) {
                found.push_back(&one);
            }
        }
        if (found.empty()) {
            return false;
        }
        std::vector<Wanted> near;
        for (const KnownWord* one : found) {
            near.push_back(one_stem(lexicon_.stemmer.stem(one->text)));
            stems_.push_back(near.back().stem);
        }
        wanted_.push_back(of_kind(Wanted::Kind::Best, 1.0, std::move(near)));
        written_.back() = found.front()->text;
        mended_ = true;
        return true;
    }

    void add_synonym(const Synonym& synonym) {
        std::size_t longest = 0;
        for (const auto& phrase : synonym.phrases) {
            const bool said = std::all_of(phrase.begin(), phrase.end(), [&](const auto& stem) {
                return std::find(stems_.begin(), stems_.end(), stem) != stems_.end();
            });
            longest = said ? std::max(longest, phrase.size()) : longest;
        }
        if (longest == 0) {
            return;
        }
        std::vector<Wanted> meanings;
        for (const auto& meaning : synonym.meanings) {
            std::vector<Wanted> words;
            for (const std::string& stem : meaning) {
                words.push_back(one_stem(stem));
            }
            meanings.push_back(of_kind(Wanted::Kind::All, 1.0, std::move(words)));
        }
        // A longer phrase is a surer sign of what is meant.
        const double sure = 1.0 + longer_phrase_bonus * static_cast<double>(longest - 1);
        wanted_.push_back(of_kind(Wanted::Kind::Best, synonym_weight * sure, std::move(meanings)));
    }

    const Lexicon& lexicon_;
    std::vector<Wanted> wanted_;
    std::vector<std::string> stems_;    // all that the query says, for synonyms
    std::vector<std::string> written_;  // the query after mending
    bool mended_ = false;
};

}  // namespace

QueryPlan plan_query(const Lexicon& lexicon, std::vector<std::string> words) {
    return Planner(lexicon).plan(std::move(words));
}

}  // namespace gordion::services::internal
