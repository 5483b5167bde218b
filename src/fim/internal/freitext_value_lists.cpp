// SPDX-License-Identifier: EUPL-1.2
// What stands behind an operator: values, a list of them, all others, an element, a predicate.
#include "fim/internal/freitext_parser.hpp"

namespace gordion::fim::internal {

bool FreitextParser::begins_value(std::size_t from, const Clause& clause) const {
    std::size_t at = from;
    while (tokens_[at].kind == TokenKind::Word &&
           (lexemes_[at].role == Role::Noise || lexemes_[at].role == Role::ValueNoun)) {
        ++at;
    }
    const Token& token = tokens_[at];
    const Role role = lexemes_[at].role;
    if (token.kind == TokenKind::Quote && token.partner != no_token) {
        const std::size_t after = token.partner + 1;
        return tokens_[after].kind != TokenKind::Operator && !is_inside_id(at) &&
               !(named_end(at) != 0 && tokens_[after].kind == TokenKind::Word &&
                 lexemes_[after].role != Role::Is && lexemes_[after].role != Role::Take &&
                 lexemes_[after].role != Role::Tick);
    }
    if (token.kind == TokenKind::Number || token.kind == TokenKind::Date) {
        return tokens_[at + 1].kind != TokenKind::Operator;
    }
    if (token.kind != TokenKind::Word || named_end(at) != 0) {
        return false;
    }
    const bool plain = !clause.values.empty() && role == Role::Unknown &&
                       tokens_[from - 1].kind != TokenKind::Comma;
    return role == Role::True || role == Role::False || (plain && !token.is_shouted) ||
           (plain && codes_for(clause) != nullptr);
}

// "alle anderen möglichen Ausprägungen der Codeliste", "ein anderer Wert".
bool FreitextParser::take_others(Clause& clause) {
    std::size_t at = here_;
    while (lexemes_[at].role == Role::Noise || lexemes_[at].role == Role::All ||
           lexemes_[at].role == Role::Some) {
        ++at;
    }
    if (lexemes_[at].role != Role::Other) {
        return false;
    }
    here_ = at;
    while (role() == Role::Other || role() == Role::ValueNoun || role() == Role::Noise) {
        ++here_;
    }
    clause.other_values = true;
    return true;
}

bool FreitextParser::take_values(Clause& clause) {
    clause.expects_value = false;
    // "[001]"
    const bool bracket = is_kind(TokenKind::Open) && peek().partner == here_ + 2;
    if (bracket) {
        ++here_;
        const bool taken = take_values(clause);
        return taken &&
               (is_kind(TokenKind::Close) ? (++here_, true) : fail(OpenItem::Reason::Structure));
    }
    if (take_others(clause)) {
        return true;
    }
    while (role() == Role::Noise || role() == Role::ValueNoun) {
        ++here_;
    }
    const bool equality =
        clause.comparison == Comparison::Equal || clause.comparison == Comparison::NotEqual;
    const bool empty_quotes = is_kind(TokenKind::Quote) && peek().partner == here_ + 1;
    if (equality &&
        (role() == Role::Empty || role() == Role::Fill || empty_quotes || is_word("null"))) {
        const bool empty = role() != Role::Fill;
        const bool equal = clause.comparison == Comparison::Equal;
        clause.verb = empty == equal ? Verb::Empty : Verb::Fill;
        clause.comparison.reset();
        here_ += empty_quotes ? 2 : 1;
        return true;
    }
    // "F2 = Pflicht", "F2 = nicht sichtbar": what follows is no value but a predicate.
    const std::size_t off = role() == Role::Not ? 1 : 0;
    const Role state = role(off);
    if (equality && (state == Role::Required || state == Role::Optional || state == Role::Show ||
                     state == Role::Hide || state == Role::Activate || state == Role::Deactivate)) {
        const bool equal = clause.comparison == Comparison::Equal;
        clause.comparison.reset();
        return equal || fail(OpenItem::Reason::Structure);
    }
    if (number_ahead_with_unit()) {
        return take_amount(clause);
    }
    const std::size_t reference = skip_articles(here_);
    // A name is an element where it cannot be a value of the list.
    const bool after_noun = reference > here_ && begins_reference(here_);
    const bool by_name = after_noun || (is_kind(TokenKind::Word) && named_end(here_) != 0 &&
                                        !take_listed_ahead(clause));
    if (tokens_[reference].kind == TokenKind::Id || by_name) {
        WrittenValue made;
        made.value.kind = RegelValue::Kind::Element;
        made.value.element = take_reference();
        if (!made.value.element) {
            return false;
        }
        made.spelling = made.value.element->spelling;
        clause.values.push_back(std::move(made));
        return true;
    }
    return take_value_list(clause);
}

bool FreitextParser::take_value_list(Clause& clause) {
    while (true) {
        std::optional<WrittenValue> value = take_value(clause);
        if (!value) {
            return false;
        }
        clause.values.push_back(std::move(*value));
        std::size_t next = here_;
        next += tokens_[next].kind == TokenKind::Comma ? 1 : 0;
        const Role joint = lexemes_[next].role;
        const bool both =
            tokens_[next + 1].kind == TokenKind::Slash && lexemes_[next + 2].role == Role::Or;
        const bool nor = clause.neither && tokens_[next].folded == "noch";
        next += nor ? 1 : 0;
        const bool also = tokens_[next].folded == "als" && tokens_[next + 1].folded == "auch";
        if (joint == Role::And || joint == Role::Or) {
            next += both ? 3 : 1;
        } else if (also) {
            next += 2;
            clause.value_link = Link::And;
        } else if (tokens_[next].kind == TokenKind::Slash) {
            ++next;
        }
        next += tokens_[next].kind == TokenKind::Bullet ? 1 : 0;
        if (next == here_ || !begins_value(next, clause)) {
            return true;
        }
        if (joint == Role::And || joint == Role::Or) {
            clause.value_link = joint == Role::And && !both ? Link::And : Link::Or;
        }
        here_ = next;
        while (role() == Role::Noise || role() == Role::ValueNoun) {
            ++here_;
        }
    }
}

}  // namespace gordion::fim::internal
