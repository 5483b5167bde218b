// SPDX-License-Identifier: EUPL-1.2
// One clause: parts are collected until it ends, in any order, and every token must be one.
#include <algorithm>

#include "core/text.hpp"
#include "fim/internal/freitext_parser.hpp"

namespace gordion::fim::internal {

bool Clause::has_predicate() const {
    return verb != Verb::None || required || optional || comparison || !values.empty() ||
           other_values || is_age || direction != Direction::None || is_equal_pair ||
           (date_noun && (valid || sure)) || is_length || is_pattern;
}

bool Clause::says_nothing() const {
    return !has_predicate() && subjects.empty() && !negated && !pronoun && !own;
}

bool FreitextParser::ends_clause(const Clause& clause, Where where) const {
    const Token& token = peek();
    switch (token.kind) {
        case TokenKind::End:
        case TokenKind::Stop:
        case TokenKind::Semicolon:
        case TokenKind::Arrow:
        case TokenKind::Close:
            return true;
        case TokenKind::Colon:
            return where == Where::Condition ||
                   !(is_kind(TokenKind::Bullet, 1) || begins_reference(here_ + 1) ||
                     (!clause.subjects.empty() && !clause.has_predicate()));
        case TokenKind::Bullet:
            return !clause.subjects.empty() || where == Where::Condition;
        case TokenKind::Comma:
            return !(clause.sure && is_word("dass", 1));
        default:
            break;
    }
    const Role here = role();
    if (here == Role::Then) {
        const std::size_t comma = is_kind(TokenKind::Comma, 1) ? 1 : 0;
        return where == Where::Condition || (!is_if(1 + comma) && clause.has_predicate());
    }
    // A paragraph or line that begins anew after a complete clause without a period.
    const bool anew = token.starts_line && where == Where::Effect && clause.has_predicate() &&
                      (!clause.subjects.empty() || clause.pronoun) && token.is_capital &&
                      (here == Role::If || token.kind == TokenKind::Id || here == Role::Noise);
    const bool verb = here == Role::Is || here == Role::Must || here == Role::May ||
                      here == Role::Can || here == Role::Show || here == Role::Activate;
    if (by_choice_ && where == Where::Condition && verb) {
        return true;
    }
    const bool joins = here == Role::And || here == Role::Or || here == Role::Nor;
    return joins || is_else() || is_if() || here == Role::Because || anew;
}

bool FreitextParser::collect(Clause& clause, Where where) {
    clause.begin = here_;
    while (!ends_clause(clause, where)) {
        if (!take_part(clause, where)) {
            return fail(OpenItem::Reason::Word);
        }
    }
    return true;
}

bool FreitextParser::take_part(Clause& clause, Where where) {
    const Token& token = peek();
    switch (token.kind) {
        case TokenKind::Id:
            break;
        case TokenKind::Quote:
            return take_quote(clause, where);
        case TokenKind::Operator:
            return take_operator(clause);
        case TokenKind::Number:
            return take_amount(clause);
        case TokenKind::Date:
            return take_values(clause);
        case TokenKind::Open:
            return take_brackets(clause);
        case TokenKind::Bullet:
        case TokenKind::Colon:
        case TokenKind::Comma:
            ++here_;
            return true;
        case TokenKind::Dash:
            // "heute - Geburtsdatum": an age.
            if (clause.today && clause.subjects.empty()) {
                clause.is_age = true;
                ++here_;
                return true;
            }
            return fail(OpenItem::Reason::Word);
        case TokenKind::Symbol:
            return text_of(here_, here_ + 1).starts_with("§") ? skip_law()
                                                              : fail(OpenItem::Reason::Word);
        case TokenKind::Word:
            return take_word(clause, where);
        default:
            return fail(OpenItem::Reason::Structure);
    }
    return take_element(clause);
}

// A reference is what is spoken about, or what that is compared with.
bool FreitextParser::take_element(Clause& clause) {
    if (tokens_[skip_articles(here_)].kind == TokenKind::Id && !begins_reference(here_)) {
        return fail(OpenItem::Reason::Word);  // A rule, a schema.
    }
    const bool compared = clause.comparison && clause.values.empty() && !clause.duration &&
                          !clause.is_equal_pair && !clause.subjects.empty();
    const bool from = clause.direction != Clause::Direction::None && clause.duration &&
                      !clause.subjects.empty() && clause.values.empty();
    if (compared || from) {
        return take_values(clause);
    }
    if (!clause.subjects.empty() && clause.verb == Verb::None && clause.has_predicate() &&
        !clause.is_age && !clause.is_equal_pair) {
        return fail(OpenItem::Reason::Structure);
    }
    // A second element that nothing joins with the first: a part is not understood.
    if (!clause.subjects.empty() && !clause.together && !clause.is_equal_pair &&
        !is_joined_before()) {
        return fail(OpenItem::Reason::Structure);
    }
    return take_references(clause);
}

// "mit der Gruppe G2": whether a word that joins stands before the articles.
bool FreitextParser::is_joined_before() const {
    for (std::size_t at = here_; at > 0 && at + 6 > here_; --at) {
        const Token& token = tokens_[at - 1];
        if (token.folded == "mit" || token.folded == "von" || token.kind == TokenKind::Bullet ||
            token.kind == TokenKind::Colon) {
            return true;
        }
        const Role role_before = lexemes_[at - 1].role;
        if (role_before != Role::Noise && role_before != Role::FieldNoun &&
            role_before != Role::GroupNoun) {
            return false;
        }
    }
    return false;
}

bool FreitextParser::take_quote(Clause& clause, Where where) {
    const Token& token = peek();
    if (token.partner == no_token) {
        ++here_;  // A lone quote or apostrophe.
        return true;
    }
    if (is_kind(TokenKind::Id, 1)) {
        return take_element(clause);
    }
    const bool value =
        clause.expects_value || (clause.comparison && clause.values.empty()) || clause.is_pattern;
    const bool has_subject = !clause.subjects.empty();
    const Role before = here_ > 0 ? lexemes_[here_ - 1].role : Role::Unknown;
    const bool after_noun = before == Role::FieldNoun || before == Role::GroupNoun;
    if (value || (has_subject && clause.values.empty() && !after_noun)) {
        clause.expects_value = false;
        return take_values(clause);
    }
    if (named_end(here_) != 0 || after_noun) {
        return take_element(clause);
    }
    // "'Ja' in F1 ausgewählt": the value first.
    return where == Where::Condition && clause.values.empty() ? take_values(clause)
                                                              : fail(OpenItem::Reason::Word);
}

bool FreitextParser::take_brackets(Clause& clause) {
    const std::size_t partner = peek().partner;
    if (partner == no_token) {
        return fail(OpenItem::Reason::Structure);
    }
    const Token& first = tokens_[here_ + 1];
    const bool law = first.kind == TokenKind::Symbol &&
                     std::string_view(text_).substr(first.begin).starts_with("§");
    const bool short_form = first.folded == "zb" || first.folded == "dh" || first.folded == "vgl" ||
                            first.folded == "siehe" || first.folded == "bspw" ||
                            first.folded == "gem" || first.folded == "gemaess";
    const bool label =
        lexemes_[here_ + 1].role == Role::Explain ||
        (lexemes_[here_ + 1].role == Role::Required && partner == here_ + 2 && clause.required);
    if (short_form && tokens_[here_ + 2].kind == TokenKind::Id && clause.subjects.empty()) {
        here_ += 2;  // "(siehe F1)" is where the element of the clause is named.
        if (!take_element(clause) || here_ != partner) {
            return fail(OpenItem::Reason::Structure);
        }
        ++here_;
        return true;
    }
    if (law || short_form || label) {
        made_.explanations.push_back(text_of(here_, partner + 1));
        here_ = partner + 1;
        return true;
    }
    if (first.kind == TokenKind::Id) {
        ++here_;
        if (!take_element(clause) || here_ != partner) {
            return fail(OpenItem::Reason::Structure);
        }
        ++here_;
        return true;
    }
    ++here_;
    return fail(OpenItem::Reason::Word);
}

// "§ 3 Abs. 2 Nr. 1 WaffG" tells where a rule comes from.
bool FreitextParser::skip_law() {
    const std::size_t begin = here_;
    bool named = false;
    while (here_ - begin < 20) {
        const std::string& word = peek().folded;
        const bool sign = is_kind(TokenKind::Symbol) && text_of(here_, here_ + 1).starts_with("§");
        const bool part = word == "abs" || word == "absatz" || word == "satz" || word == "nr" ||
                          word == "nummer" || word == "lit" || word == "buchst" || word == "s" ||
                          word == "ivm" || word == "buchstabe" || word == "art" ||
                          word == "artikel" || word == "ziffer" || word == "ff" || word == "f";
        const bool law = is_kind(TokenKind::Word) && role() == Role::Unknown && !part &&
                         peek().is_capital && !named;
        const bool letter = is_kind(TokenKind::Word) && word.size() == 1;
        if (!sign && !part && !law && !letter && !is_kind(TokenKind::Number)) {
            break;
        }
        named = named || law;
        ++here_;
    }
    made_.explanations.push_back(text_of(begin, here_));
    return true;
}

}  // namespace gordion::fim::internal
