// SPDX-License-Identifier: EUPL-1.2
// Conditions: UND, ODER, NICHT, brackets, and clauses joined by them.
#include <algorithm>

#include "core/limits.hpp"
#include "fim/internal/freitext_parser.hpp"

namespace gordion::fim::internal {

using Kind = RegelCondition::Kind;

RegelCondition negate(RegelCondition condition) {
    if (condition.kind == Kind::Not) {
        return RegelCondition(condition.parts.front());
    }
    RegelCondition made;
    made.kind = Kind::Not;
    made.parts.push_back(std::move(condition));
    return made;
}

RegelCondition join_conditions(Kind kind, std::vector<RegelCondition> parts) {
    if (parts.size() == 1) {
        return std::move(parts.front());
    }
    RegelCondition made;
    made.kind = kind;
    made.parts = std::move(parts);
    return made;
}

Comparison opposite(Comparison comparison) {
    switch (comparison) {
        case Comparison::Equal:
            return Comparison::NotEqual;
        case Comparison::NotEqual:
            return Comparison::Equal;
        case Comparison::Less:
            return Comparison::GreaterEqual;
        case Comparison::LessEqual:
            return Comparison::Greater;
        case Comparison::Greater:
            return Comparison::LessEqual;
        case Comparison::GreaterEqual:
            break;
    }
    return Comparison::Less;
}

// "nicht größer als 5" is "höchstens 5": about an answer that is there. SONST, in contrast, is also
// true where there is no answer, and therefore a Not.
RegelCondition turn_round(RegelCondition condition) {
    if (condition.kind == Kind::Compare || condition.kind == Kind::Age ||
        condition.kind == Kind::Length) {
        condition.comparison = opposite(condition.comparison);
        return condition;
    }
    return negate(std::move(condition));
}

std::optional<RegelCondition> FreitextParser::take_condition() {
    last_subjects_.clear();
    last_comparison_.reset();
    named_before_.clear();
    if (role() == Role::Or || role() == Role::Either) {
        ++here_;
    }
    std::optional<RegelCondition> condition = take_alternatives(0);
    if (condition && (is_kind(TokenKind::Close) || is_kind(TokenKind::Bullet))) {
        fail(OpenItem::Reason::Structure);
        return std::nullopt;
    }
    return condition;
}

// Where the main clause begins.
bool FreitextParser::ends_condition(std::size_t ahead) const {
    const TokenKind kind = peek(ahead).kind;
    if (kind == TokenKind::Stop || kind == TokenKind::Semicolon || kind == TokenKind::End ||
        kind == TokenKind::Arrow || kind == TokenKind::Colon || is_else(ahead) ||
        (by_choice_ && kind == TokenKind::Word)) {
        return true;
    }
    if (role(ahead) == Role::Then) {
        return true;
    }
    if (kind != TokenKind::Comma) {
        return false;
    }
    const Role next = role(ahead + 1);
    const bool verb = next == Role::Must || next == Role::May || next == Role::Can ||
                      next == Role::Is || next == Role::Blend || next == Role::Make ||
                      next == Role::Show || next == Role::Hide || next == Role::Activate ||
                      next == Role::Deactivate || next == Role::Then || is_else(ahead + 1);
    return verb || !main_ahead_[std::min(here_ + ahead, main_ahead_.size() - 1)];
}

// What joins the clause before with the one that follows; None if the condition ends here.
Link FreitextParser::take_link(std::size_t depth) {
    if (depth > 0 && is_kind(TokenKind::Close)) {
        return Link::None;
    }
    const std::size_t comma = is_kind(TokenKind::Comma) ? 1 : 0;
    const Role next = role(comma);
    if (next == Role::And || next == Role::Or || next == Role::Nor || is_word("noch", comma)) {
        const bool then_if = is_if(comma + 1);
        here_ += comma + 1;
        if (is_kind(TokenKind::Slash) && role(1) == Role::Or) {
            here_ += 2;  // und/oder
            return Link::Or;
        }
        if (then_if && role() == Role::If) {
            ++here_;
        }
        return next == Role::Or ? Link::Or : Link::And;
    }
    if (is_kind(TokenKind::Bullet)) {
        ++here_;
        return Link::And;
    }
    // "A = 1, B = 2 und C = 3": the comma joins as the next word that joins does.
    if (comma == 0 || ends_condition(0) || is_if(1)) {
        return Link::None;
    }
    const std::size_t end = sentence_end(here_);
    for (std::size_t i = here_ + 1; i < end && lexemes_[i].role != Role::Then; ++i) {
        if (!tokens_[i].is_inside && lexemes_[i].role == Role::And) {
            ++here_;
            return Link::And;
        }
        if (!tokens_[i].is_inside && lexemes_[i].role == Role::Or) {
            ++here_;
            return Link::Or;
        }
    }
    return Link::None;
}

// UND binds before ODER.
std::optional<RegelCondition> FreitextParser::take_alternatives(std::size_t depth) {
    if (depth > limits::freitext_depth) {
        fail(OpenItem::Reason::Size);
        return std::nullopt;
    }
    std::vector<std::vector<RegelCondition>> alternatives(1);
    bool mixed_and = false;
    bool mixed_or = false;
    while (true) {
        std::optional<RegelCondition> part = take_primary(depth);
        if (!part) {
            fail(OpenItem::Reason::Structure);
            return std::nullopt;
        }
        alternatives.back().push_back(std::move(*part));
        const Link link = take_link(depth);
        if (link == Link::None) {
            break;
        }
        mixed_and = mixed_and || link == Link::And;
        mixed_or = mixed_or || link == Link::Or;
        if (link == Link::Or) {
            alternatives.emplace_back();
        }
    }
    if (mixed_and && mixed_or) {
        warn("mixed_and_or", {});
    }
    std::vector<RegelCondition> parts;
    for (auto& all : alternatives) {
        parts.push_back(join_conditions(Kind::And, std::move(all)));
    }
    const bool excludes = parts.size() > 1 && std::all_of(parts.begin(), parts.end(), [&](auto& p) {
                              return p.kind == Kind::Compare &&
                                     p.comparison == Comparison::NotEqual &&
                                     p.elements == parts.front().elements;
                          });
    if (excludes) {
        warn("always_true", {});
    }
    return join_conditions(Kind::Or, std::move(parts));
}

std::optional<RegelCondition> FreitextParser::take_primary(std::size_t depth) {
    // "NICHT (A ODER B)" and "NICHT F1 = Ja".
    if (role() == Role::Not && (is_kind(TokenKind::Open, 1) || begins_reference(here_ + 1))) {
        ++here_;
        std::optional<RegelCondition> part = take_primary(depth + 1);
        return part ? std::optional(negate(std::move(*part))) : std::nullopt;
    }
    if (depth > limits::freitext_depth) {
        fail(OpenItem::Reason::Size);
        return std::nullopt;
    }
    // "[F1] = [001]": brackets around a single thing join nothing.
    const bool joins = is_kind(TokenKind::Open) && peek().partner != here_ + 2;
    if (joins) {
        ++here_;
        std::optional<RegelCondition> inner = take_alternatives(depth + 1);
        if (!inner || !is_kind(TokenKind::Close)) {
            fail(OpenItem::Reason::Structure);
            return std::nullopt;
        }
        ++here_;
        // "(A = 1 oder B = 1) ist" – the verb of the clause around it says nothing more.
        while (role() == Role::Is || is_word("gilt")) {
            ++here_;
        }
        return inner;
    }
    Clause clause;
    clause.begin = here_;
    if (!collect(clause, Where::Condition) || here_ == clause.begin) {
        fail(OpenItem::Reason::Structure);
        return std::nullopt;
    }
    return condition_of(clause);
}

RegelCondition FreitextParser::quantify(const Clause& clause, std::vector<RegelCondition> parts) {
    RegelCondition made;
    if (parts.size() == 1 && !clause.negates_all) {
        return std::move(parts.front());
    }
    const std::size_t count = parts.size();
    made.parts = std::move(parts);
    made.kind = clause.link == Link::Or ? Kind::Or : Kind::And;
    if (clause.quantity) {
        made.count = clause.quantity->count;
        switch (clause.quantity->kind) {
            case Quantity::Kind::AtLeast:
                made.kind = made.count == 1 ? Kind::Or : Kind::AtLeast;
                break;
            case Quantity::Kind::Exactly:
                made.kind = Kind::Exactly;
                break;
            case Quantity::Kind::AtMost:
                made.kind = Kind::AtMost;
                break;
            case Quantity::Kind::All:
                made.kind = Kind::And;
                break;
            case Quantity::Kind::None:
                made.kind = Kind::AtMost;
                made.count = 0;
                break;
        }
        if (made.kind == Kind::AtLeast && made.count >= count) {
            made.kind = Kind::And;
        }
        if (made.kind == Kind::Or || made.kind == Kind::And) {
            made.count = 0;
        }
    }
    return clause.negates_all ? negate(std::move(made)) : made;
}

// A clause with all its parts is a condition about each of its elements.
std::optional<RegelCondition> FreitextParser::condition_of(Clause& clause) {
    if (clause.subjects.empty() && clause.own) {
        add_own(clause);
    }
    add_children(clause);
    const bool from_values = clause.is_age && !clause.values.empty() &&
                             clause.values.front().value.kind == RegelValue::Kind::Element;
    if (clause.subjects.empty() && from_values) {
        clause.subjects.push_back(*clause.values.front().value.element);
        clause.values.clear();
    }
    if (clause.subjects.empty()) {
        clause.subjects = last_subjects_;
        clause.link = last_link_;
        if (!clause.comparison && !clause.values.empty()) {
            clause.comparison = last_comparison_;
        }
    }
    if (clause.subjects.empty()) {
        fail(OpenItem::Reason::Structure);
        return std::nullopt;
    }
    last_subjects_ = clause.subjects;
    last_link_ = clause.link;
    last_comparison_ = clause.comparison;
    named_before_.insert(named_before_.end(), clause.subjects.begin(), clause.subjects.end());
    if (clause.date_noun && (clause.valid || clause.sure)) {
        RegelCondition made;
        made.kind = Kind::CalendarDate;
        made.elements = clause.subjects;
        return clause.negated ? negate(std::move(made)) : made;
    }
    if (clause.is_equal_pair && clause.values.empty()) {
        if (clause.subjects.size() != 2) {
            fail(OpenItem::Reason::Structure);
            return std::nullopt;
        }
        WrittenValue other;
        other.value.kind = RegelValue::Kind::Element;
        other.value.element = clause.subjects.back();
        clause.values.push_back(std::move(other));
        clause.subjects.pop_back();
    }
    std::vector<RegelCondition> parts;
    for (const RegelReference& element : clause.subjects) {
        std::optional<RegelCondition> part = part_of(clause, element);
        if (!part) {
            fail(OpenItem::Reason::Structure);
            return std::nullopt;
        }
        const bool turned = (clause.negated && !clause.negates_all) || clause.neither;
        parts.push_back(turned ? turn_round(std::move(*part)) : std::move(*part));
    }
    return quantify(clause, std::move(parts));
}

}  // namespace gordion::fim::internal
