// SPDX-License-Identifier: EUPL-1.2
// Elements as rules name them: ids, dotted paths, names in all kinds of quotes or none.
#include <algorithm>

#include "core/text.hpp"
#include "fim/internal/freitext_parser.hpp"

namespace gordion::fim::internal {

namespace {

constexpr std::size_t longest_name = 40;  // tokens

bool is_joint(TokenKind kind) {
    return kind == TokenKind::Quote || kind == TokenKind::Open || kind == TokenKind::Close ||
           kind == TokenKind::Dash || kind == TokenKind::Slash || kind == TokenKind::Comma ||
           kind == TokenKind::Symbol || kind == TokenKind::Colon || kind == TokenKind::Stop ||
           kind == TokenKind::Bullet;
}

// Small words behind which no name goes on.
bool begins_predicate(const std::string& word) {
    return word == "mit" || word == "auf" || word == "als" || word == "hat" || word == "haben" ||
           word == "bleibt" || word == "gilt" || word == "liegt";
}

bool begins_name(TokenKind kind) {
    return kind == TokenKind::Quote || kind == TokenKind::Open || kind == TokenKind::Dash ||
           kind == TokenKind::Colon;
}

}  // namespace

// Where the words end if they stand here in this order, whatever punctuation is between; 0 if not.
std::size_t FreitextParser::match_words(std::size_t from, const WordSequence& words) const {
    std::size_t at = from;
    std::size_t matched = 0;
    std::size_t open = 0;
    while (matched < words.size()) {
        const Token& token = tokens_[at];
        if (token.kind == TokenKind::Word || token.kind == TokenKind::Number ||
            token.kind == TokenKind::Date) {
            for (const std::string& word : split(token.folded, ' ')) {
                if (matched == words.size() || words[matched] != word) {
                    return 0;
                }
                ++matched;
            }
        } else if (!is_joint(token.kind) || (matched == 0 && !begins_name(token.kind))) {
            return 0;
        } else if (token.kind == TokenKind::Open) {
            ++open;
        } else if (token.kind == TokenKind::Close) {
            if (open == 0) {
                return 0;
            }
            --open;
        }
        ++at;
    }
    while (open > 0 && tokens_[at].kind == TokenKind::Close) {
        ++at;
        --open;
    }
    return at;
}

std::size_t FreitextParser::skip_articles(std::size_t from) const {
    std::size_t at = from;
    while (tokens_[at].kind == TokenKind::Word) {
        const Role role = lexemes_[at].role;
        const bool counted = role == Role::All || role == Role::Number;
        if (role != Role::Noise && role != Role::FieldNoun && role != Role::GroupNoun &&
            !(counted && at > from)) {
            break;
        }
        ++at;
    }
    return at;
}

// How far a name of the schema reaches that stands here without an id; 0 if none does.
std::size_t FreitextParser::named_end(std::size_t from) const {
    const std::size_t word = tokens_[from].kind == TokenKind::Quote ? from + 1 : from;
    if (tokens_[word].kind != TokenKind::Word) {
        return 0;
    }
    const bool after_noun = from > 0 && (lexemes_[from - 1].role == Role::FieldNoun ||
                                         lexemes_[from - 1].role == Role::GroupNoun);
    const Role role = lexemes_[word].role;
    const bool fits =
        word != from || after_noun || role == Role::Unknown ||
        (tokens_[word + 1].kind == TokenKind::Open && tokens_[word + 2].kind == TokenKind::Id);
    const auto same = index_.by_first_word.find(words_of(tokens_[word].folded).empty()
                                                    ? std::string()
                                                    : words_of(tokens_[word].folded).front());
    if (!tokens_[word].is_capital || same == index_.by_first_word.end()) {
        return 0;
    }
    std::size_t longest = 0;
    for (const std::size_t element : same->second) {
        for (const WordSequence& name : index_.elements[element].names) {
            // One word that the grammar knows as well is no name by itself.
            const std::size_t end = fits || name.size() > 1 ? match_words(word, name) : 0;
            longest = std::max(longest, end);
        }
    }
    if (word == from || longest == 0) {
        return longest;
    }
    // A quoted name fills its quotes.
    return longest == tokens_[from].partner ? longest + 1 : 0;
}

bool FreitextParser::begins_reference(std::size_t from) const {
    const std::size_t at = skip_articles(from);
    const Token& token = tokens_[at];
    if (token.kind == TokenKind::Id) {
        return token.ids.back().front() == 'F' || token.ids.back().front() == 'G';
    }
    if (token.kind == TokenKind::Quote && token.partner != no_token) {
        const bool noun = at > from && (lexemes_[at - 1].role == Role::FieldNoun ||
                                        lexemes_[at - 1].role == Role::GroupNoun);
        return tokens_[at + 1].kind == TokenKind::Id || noun || named_end(at) != 0;
    }
    return token.kind == TokenKind::Word && named_end(at) != 0;
}

// A capital word and what may follow it in a name that agrees with nothing in the schema.
std::size_t FreitextParser::guess_name(std::size_t from) const {
    std::size_t at = from;
    std::size_t end = from;
    while (at < tokens_.size() && at - from < longest_name) {
        const Token& token = tokens_[at];
        const Role role = lexemes_[at].role;
        if (token.kind == TokenKind::Open && token.partner != no_token && at > from &&
            tokens_[at + 1].kind == TokenKind::Word) {
            at = token.partner + 1;
            end = at;
            continue;
        }
        const bool joint = (token.kind == TokenKind::Slash || token.kind == TokenKind::Dash) &&
                           at > from && tokens_[at + 1].kind == TokenKind::Word;
        const bool small = (role == Role::Noise && !begins_predicate(token.folded)) ||
                           (role == Role::And && !token.is_shouted) ||
                           (role == Role::Or && !token.is_shouted);
        const bool noun = role == Role::Unknown || role == Role::FieldNoun ||
                          role == Role::GroupNoun || role == Role::ValueNoun ||
                          role == Role::DateNoun || role == Role::Day || role == Role::Month ||
                          role == Role::Year || role == Role::Age;
        const bool after_small =
            at > from && (lexemes_[at - 1].role == Role::Noise ||
                          lexemes_[at - 1].role == Role::And || lexemes_[at - 1].role == Role::Or);
        if (after_small && (!token.is_capital || role != Role::Unknown) && !small) {
            break;
        }
        if (token.kind == TokenKind::Word && noun && (at > from || token.is_capital)) {
            end = at + 1;
        } else if (at == from || !((token.kind == TokenKind::Word && small) || joint)) {
            break;
        }
        ++at;
    }
    return end;
}

// The name that follows an id. It is taken whole, whether it agrees with the schema or not.
std::string FreitextParser::take_name(const std::vector<std::size_t>& candidates) {
    const std::size_t begin = here_;
    std::size_t end = 0;
    for (const std::size_t candidate : candidates) {
        for (const WordSequence& name : index_.elements[candidate].names) {
            end = std::max(end, match_words(begin, name));
        }
    }
    const Token& first = tokens_[begin];
    const bool quoted = first.kind == TokenKind::Quote && first.partner != no_token;
    const bool bracket = first.kind == TokenKind::Open && first.partner != no_token;
    if (quoted || bracket) {
        const std::size_t partner = first.partner;
        if (end >= partner) {
            here_ = std::max(end, partner + 1);
            if (quoted && is_kind(TokenKind::Quote) && !is_name_ahead() && end > partner &&
                peek().folded == first.folded) {
                ++here_;  // The name has quotes of its own.
            }
            return text_of(begin + 1, here_ - 1);
        }
        const bool value = quoted && is_value_text(begin + 1, partner, candidates);
        const bool sentence = bracket && !(tokens_[begin + 1].kind == TokenKind::Word &&
                                           tokens_[begin + 1].is_capital &&
                                           lexemes_[begin + 1].role == Role::Unknown);
        if (value || sentence || partner == begin + 1) {
            return {};
        }
        here_ = partner + 1;
        return text_of(begin + 1, partner);
    }
    if (end != 0) {
        here_ = end;
        return text_of(begin, end);
    }
    const std::size_t joint = first.kind == TokenKind::Dash ? 1 : 0;
    end = guess_name(begin + joint);
    if (end > begin + joint) {
        here_ = end;
        return text_of(begin + joint, end);
    }
    return {};
}

// Whether a quote opens directly behind, so that the last one was no closing one.
bool FreitextParser::is_name_ahead() const {
    return peek().partner != no_token && peek().partner > here_ + 1 && !peek(1).starts_line;
}

// "F1 'Ja'": what stands in quotes behind an id may be its value instead of its name.
bool FreitextParser::is_value_text(std::size_t begin, std::size_t end,
                                   const std::vector<std::size_t>& candidates) const {
    const std::string written = fold_german(text_of(begin, end));
    const Role role = find_lexeme(written).role;
    if (role == Role::True || role == Role::False) {
        return true;
    }
    return std::any_of(candidates.begin(), candidates.end(), [&](std::size_t candidate) {
        const Field* field = index_.elements[candidate].position->field();
        const std::vector<Code>* codes = field == nullptr ? nullptr : index_.codes_of(*field);
        return codes != nullptr && std::any_of(codes->begin(), codes->end(), [&](const Code& code) {
                   return fold_german(code.name) == written || fold_german(code.code) == written;
               });
    });
}

RegelReference FreitextParser::finish_reference(const std::vector<std::string>& ids,
                                                std::size_t begin, std::string name) {
    RegelReference made;
    made.spelling = text_of(begin, here_);
    made.id = join(ids, ".");
    made.name = std::move(name);
    made.offset = tokens_[begin].begin;
    const std::vector<std::size_t> found = ids.empty()
                                               ? index_.resolve_name(words_of(made.name), owner_)
                                               : index_.resolve(ids, owner_);
    made.matches = found.size();
    if (found.size() == 1) {
        made.path = index_.elements[found.front()].path;
    } else {
        warn(found.empty() ? "reference_unresolved" : "reference_ambiguous",
             {{"reference", made.spelling}, {"count", std::to_string(found.size())}});
    }
    const WordSequence written = words_of(made.name);
    const bool agrees = written.empty() || found.empty() ||
                        std::any_of(found.begin(), found.end(), [&](std::size_t each) {
                            const auto& names = index_.elements[each].names;
                            return std::find(names.begin(), names.end(), written) != names.end();
                        });
    if (!agrees) {
        warn("name_differs",
             {{"reference", made.spelling},
              {"expected", elements_.name_of(index_.elements[found.front()].path)}});
    }
    return made;
}

// A name without an id, perhaps with the id in brackets behind it.
std::optional<RegelReference> FreitextParser::take_named(std::size_t begin) {
    const Token& first = peek();
    const std::size_t end = named_end(here_);
    std::string name;
    if (end != 0) {
        const std::size_t quote = first.kind == TokenKind::Quote ? 1 : 0;
        name = text_of(here_ + quote, end - quote);
        here_ = end;
    } else if (first.kind == TokenKind::Quote && first.partner != no_token) {
        name = text_of(here_ + 1, first.partner);
        here_ = first.partner + 1;
    } else {
        fail(OpenItem::Reason::Word);
        return std::nullopt;
    }
    std::vector<std::string> ids;
    if (is_kind(TokenKind::Id)) {
        ids = peek().ids;
        ++here_;
    } else if (is_kind(TokenKind::Open) && is_kind(TokenKind::Id, 1) &&
               is_kind(TokenKind::Close, 2)) {
        ids = peek(1).ids;
        here_ += 3;
    }
    return finish_reference(ids, begin, std::move(name));
}

std::optional<RegelReference> FreitextParser::take_reference() {
    here_ = skip_articles(here_);
    const std::size_t begin = here_;
    const bool inside = is_kind(TokenKind::Quote) && is_kind(TokenKind::Id, 1);
    if (!is_kind(TokenKind::Id) && !inside) {
        return take_named(begin);
    }
    here_ += inside ? 1 : 0;
    std::vector<std::string> ids = peek().ids;
    ++here_;
    std::string name = take_name(index_.resolve(ids, owner_));
    if (inside && is_kind(TokenKind::Quote)) {
        ++here_;
    }
    // "G1 "Person" / F2 "Name"" and "in der Gruppe G1 das Feld F2" are paths as well.
    for (std::size_t steps = 0; steps < 8; ++steps) {
        const bool sign =
            is_kind(TokenKind::Slash) || is_kind(TokenKind::Arrow) ||
            (is_kind(TokenKind::Operator) && peek().comparison == Comparison::Greater);
        const std::size_t next = skip_articles(here_ + (sign ? 1 : 0));
        if (tokens_[next].kind != TokenKind::Id || next == here_) {
            break;
        }
        std::vector<std::string> longer = ids;
        longer.insert(longer.end(), tokens_[next].ids.begin(), tokens_[next].ids.end());
        std::vector<std::string> turned = tokens_[next].ids;
        turned.insert(turned.end(), ids.begin(), ids.end());
        const bool below = ids.back().front() == 'G' && !index_.resolve(longer, owner_).empty();
        const bool above = !sign && !index_.resolve(turned, owner_).empty();
        if (!below && !above) {
            break;
        }
        here_ = next + 1;
        std::string other = take_name(index_.resolve(below ? longer : tokens_[next].ids, owner_));
        name = below ? std::move(other) : std::move(name);
        ids = below ? std::move(longer) : std::move(turned);
    }
    return finish_reference(ids, begin, std::move(name));
}

// References joined by commas, UND, ODER or bullets.
bool FreitextParser::take_references(Clause& clause) {
    bool has_and = false;
    bool has_or = false;
    while (true) {
        std::optional<RegelReference> reference = take_reference();
        if (!reference) {
            return false;
        }
        clause.subjects.push_back(std::move(*reference));
        std::size_t next = here_;
        next += tokens_[next].kind == TokenKind::Comma ? 1 : 0;
        const Role role = lexemes_[next].role;
        const bool nor = tokens_[next].folded == "noch" && clause.neither;
        const bool also = tokens_[next].folded == "als" && tokens_[next + 1].folded == "auch";
        const bool both =
            tokens_[next + 1].kind == TokenKind::Slash && lexemes_[next + 2].role == Role::Or;
        if (role == Role::And || role == Role::Or || nor || also) {
            next += both ? 3 : also ? 2 : 1;
        } else if (tokens_[next].kind == TokenKind::Slash) {
            ++next;
        }
        next += tokens_[next].kind == TokenKind::Bullet ? 1 : 0;
        if (next == here_ || !begins_reference(next)) {
            break;
        }
        has_or = has_or || role == Role::Or || both;
        has_and = has_and || ((role == Role::And || nor || also) && !both);
        here_ = next;
    }
    if (has_and && has_or) {
        return fail(OpenItem::Reason::Mixed);
    }
    const Link link = has_or ? Link::Or : Link::And;
    if (has_and || has_or) {
        clause.link = link;
    } else if (clause.subjects.size() > 1 && clause.link == Link::None) {
        clause.link = Link::And;
    }
    return true;
}

}  // namespace gordion::fim::internal
