// SPDX-License-Identifier: EUPL-1.2
// WENN … DANN … SONST …, and the same with the condition behind.
#include <algorithm>

#include "fim/internal/freitext_parser.hpp"

namespace gordion::fim::internal {

// A sentence holds one statement or several: "Wenn …, dann …, wenn …, dann …."
bool FreitextParser::take_statements() {
    std::optional<RegelCondition> when;
    bool continues = true;
    if (is_else() && !made_.statements.empty()) {
        return take_else_sentence();
    }
    const std::size_t begin = here_;
    const bool of_case = is_case();
    by_choice_ = is_choice() || of_case;
    leading_only_ = role() == Role::Only && is_if(1);
    here_ += leading_only_ ? 1 : 0;
    if (is_if() || by_choice_ || begins_condition()) {
        const bool only_verb = !is_if();
        const bool unless = only_verb ? false : skip_if();
        // "Außer bei F1 = 003 ist …": no comma, the verb ends the condition.
        const bool prepositional = unless && is_word("bei");
        here_ += of_case ? 1 : by_choice_ ? 2 : prepositional ? 1 : 0;
        by_choice_ = by_choice_ || prepositional;
        here_ += only_verb && role() == Role::Is ? 1 : 0;
        when = take_condition();
        by_choice_ = false;
        if (!when) {
            return false;
        }
        if (unless) {
            when = negate(std::move(*when));
        }
    }
    std::size_t first = begin;
    while (continues) {
        std::optional<RegelCondition> next;
        const std::size_t count = made_.statements.size();
        if (!take_statement(std::move(when), continues, next)) {
            return false;
        }
        for (std::size_t i = count; i < made_.statements.size(); ++i) {
            RegelStatement& made = made_.statements[i];
            made.offset = tokens_[first].begin;
            made.length = tokens_[std::max(here_, first + 1) - 1].end - made.offset;
        }
        when = std::move(next);
        first = here_;
    }
    return true;
}

// Effects, and what may follow them: a condition, SONST, the next statement.
bool FreitextParser::take_statement(std::optional<RegelCondition> when, bool& continues,
                                    std::optional<RegelCondition>& next) {
    continues = false;
    RegelStatement statement;
    statement.when = std::move(when);
    last_effect_.reset();
    if (statement.when) {
        skip_then();
    }
    bool only = leading_only_;
    leading_only_ = false;
    if (!take_effects(statement.effects, only)) {
        return false;
    }
    if (!take_else(statement) || !take_trailing(statement, continues, next)) {
        return false;
    }
    if (!take_else(statement)) {
        return false;
    }
    if (only && statement.when && statement.otherwise.empty()) {
        // "nur, wenn": the opposite holds in every other case.
        for (const RegelEffect& effect : statement.effects) {
            RegelEffect turned = effect;
            turned.required = false;
            switch (effect.kind) {
                case RegelEffect::Kind::Show:
                    turned.kind = RegelEffect::Kind::Hide;
                    break;
                case RegelEffect::Kind::Activate:
                    turned.kind = RegelEffect::Kind::Deactivate;
                    break;
                case RegelEffect::Kind::Allow:
                    turned.kind = RegelEffect::Kind::Forbid;
                    break;
                case RegelEffect::Kind::Require:
                    turned.kind = RegelEffect::Kind::Allow;
                    break;
                default:
                    return fail(OpenItem::Reason::Structure);
            }
            statement.otherwise.push_back(std::move(turned));
        }
    } else if (only && !statement.when) {
        return fail(OpenItem::Reason::Structure);
    }
    if (!take_reverse(statement)) {
        return false;
    }
    const bool ended = continues || is_sentence_end() || peek().starts_line || is_if();
    if (!ended && skip_explanation()) {
        // "…, da diese keine korrekten Datumsangaben sind": a reason, no rule.
    } else if (!ended && role(is_kind(TokenKind::Comma) ? 1 : 0) == Role::Because) {
        const std::size_t end = sentence_end(here_);
        made_.explanations.push_back(text_of(here_, end));
        here_ = end;
    } else if (!ended) {
        return fail(OpenItem::Reason::Structure);
    }
    made_.statements.push_back(std::move(statement));
    return true;
}

// "… und umgekehrt": the condition and the only target change places.
bool FreitextParser::take_reverse(RegelStatement& statement) {
    if (role() != Role::And || !is_word("umgekehrt", 1)) {
        return true;
    }
    using Kind = RegelCondition::Kind;
    const bool simple = statement.when && statement.when->kind == Kind::Filled &&
                        statement.effects.size() == 1 && statement.otherwise.empty() &&
                        statement.effects.front().targets.size() == 1 &&
                        (statement.effects.front().kind == RegelEffect::Kind::Require ||
                         statement.effects.front().kind == RegelEffect::Kind::Forbid);
    if (!simple) {
        return fail(OpenItem::Reason::Structure);
    }
    here_ += 2;
    RegelStatement turned = statement;
    turned.when->elements = statement.effects.front().targets;
    turned.effects.front().targets = statement.when->elements;
    // The first of the two keeps the place in the text.
    std::swap(turned, statement);
    made_.statements.push_back(std::move(turned));
    return true;
}

bool FreitextParser::take_else(RegelStatement& statement) {
    if (!statement.when || !skip_else()) {
        return true;
    }
    if (!statement.otherwise.empty()) {
        return fail(OpenItem::Reason::Structure);
    }
    // "sonst nicht": the last effect turned round.
    bool only = false;
    return take_effects(statement.otherwise, only) && (!only || fail(OpenItem::Reason::Structure));
}

// SONST at the beginning of a sentence belongs to the statements before it.
bool FreitextParser::take_else_sentence() {
    RegelStatement& last = made_.statements.back();
    const bool alone =
        std::count_if(made_.statements.begin(), made_.statements.end(),
                      [](const RegelStatement& each) { return each.when.has_value(); }) == 1;
    if (!last.when || !last.otherwise.empty()) {
        return fail(OpenItem::Reason::Structure);
    }
    skip_else();
    std::vector<RegelEffect> effects;
    bool only = false;
    if (!take_effects(effects, only) || only) {
        return fail(OpenItem::Reason::Structure);
    }
    if (alone) {
        last.otherwise = std::move(effects);
        last.length = tokens_[here_ - 1].end - last.offset;
        return true;
    }
    std::vector<RegelCondition> before;
    for (const RegelStatement& each : made_.statements) {
        if (each.when) {
            before.push_back(*each.when);
        }
    }
    RegelStatement made;
    made.when = negate(join_conditions(RegelCondition::Kind::Or, std::move(before)));
    made.effects = std::move(effects);
    made.offset = last.offset + last.length;
    made.length = tokens_[here_ - 1].end - made.offset;
    made_.statements.push_back(std::move(made));
    return true;
}

// A condition after the effects is theirs, unless DANN follows it: then the next statement begins.
bool FreitextParser::take_trailing(RegelStatement& statement, bool& continues,
                                   std::optional<RegelCondition>& next) {
    const std::size_t before = here_;
    here_ += is_kind(TokenKind::Comma) ? 1 : 0;
    here_ += role() == Role::And ? 1 : 0;
    here_ += is_kind(TokenKind::Comma) ? 1 : 0;
    if (!is_if() || (peek().starts_line && peek().is_capital)) {
        here_ = before;
        return true;
    }
    const bool unless = skip_if();
    std::optional<RegelCondition> condition = take_condition();
    if (!condition) {
        return false;
    }
    if (unless) {
        condition = negate(std::move(*condition));
    }
    const std::size_t comma = is_kind(TokenKind::Comma) ? 1 : 0;
    const bool begins_next = role(comma) == Role::Then || is_kind(TokenKind::Arrow) ||
                             (statement.when && !is_sentence_end() && !is_else(comma));
    if (begins_next) {
        continues = true;
        next = std::move(condition);
        return true;
    }
    if (statement.when) {
        std::vector<RegelCondition> both;
        both.push_back(std::move(*statement.when));
        both.push_back(std::move(*condition));
        statement.when = join_conditions(RegelCondition::Kind::And, std::move(both));
        return true;
    }
    statement.when = std::move(condition);
    return true;
}

namespace {

// Every value with which the rule compares the element elsewhere.
void find_values(const RegelCondition& condition, const std::string& path,
                 std::vector<RegelValue>& values) {
    if (condition.kind == RegelCondition::Kind::Compare && !condition.elements.empty() &&
        condition.elements.front().path == path) {
        for (const RegelValue& value : condition.values) {
            if (std::find(values.begin(), values.end(), value) == values.end()) {
                values.push_back(value);
            }
        }
    }
    for (const RegelCondition& part : condition.parts) {
        find_values(part, path, values);
    }
}

template <typename Visit>
void visit_comparisons(RegelCondition& condition, Visit&& visit) {
    visit(condition);
    for (RegelCondition& part : condition.parts) {
        visit_comparisons(part, visit);
    }
}

}  // namespace

// "alle anderen möglichen Ausprägungen": filled with a value that the rule does not name.
void FreitextParser::fill_other_values() {
    for (RegelStatement& statement : made_.statements) {
        if (!statement.when) {
            continue;
        }
        visit_comparisons(*statement.when, [&](RegelCondition& condition) {
            if (condition.kind != RegelCondition::Kind::Compare || !condition.values.empty() ||
                condition.elements.empty()) {
                return;
            }
            for (const RegelStatement& other : made_.statements) {
                if (other.when) {
                    find_values(*other.when, condition.elements.front().path, condition.values);
                }
            }
        });
    }
}

}  // namespace gordion::fim::internal
