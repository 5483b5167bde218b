// SPDX-License-Identifier: EUPL-1.2
// What a statement demands: clauses with a verb, read as show, require, forbid, or as something
// that must hold.
#include <algorithm>

#include "fim/internal/freitext_parser.hpp"

namespace gordion::fim::internal {

using EffectKind = RegelEffect::Kind;

bool FreitextParser::take_effects(std::vector<RegelEffect>& effects, bool& only) {
    std::vector<RegelReference> waiting;
    std::size_t alternatives = 0;
    bool either = false;
    while (true) {
        while (role() == Role::Then || is_kind(TokenKind::Bullet)) {
            ++here_;
        }
        Clause clause;
        const std::size_t begin = here_;
        if (!collect(clause, Where::Effect)) {
            return false;
        }
        if (here_ == begin || clause.says_nothing()) {
            return fail(OpenItem::Reason::Structure);
        }
        either = either || (clause.quantity && clause.quantity->kind == Quantity::Kind::Exactly &&
                            clause.subjects.size() == 1);
        if (clause.subjects.empty() && !waiting.empty()) {
            std::swap(clause.subjects, waiting);
        }
        const bool waits = !clause.has_predicate() && !clause.negated && !clause.subjects.empty() &&
                           is_kind(TokenKind::Comma) && !last_effect_ && waiting.empty();
        only = only || clause.only;
        if (waits) {
            waiting = clause.subjects;
        } else if (!take_effect(clause, effects)) {
            return false;
        }
        bool is_or = false;
        if (!take_effect_link(is_or)) {
            break;
        }
        alternatives += is_or ? 1 : 0;
    }
    if (!waiting.empty() || effects.empty()) {
        return fail(OpenItem::Reason::Structure);
    }
    return alternatives == 0 || join_alternatives(effects, either);
}

// Whether another effect follows, past the comma or word that joins it.
bool FreitextParser::take_effect_link(bool& is_or) {
    const std::size_t comma = is_kind(TokenKind::Comma) ? 1 : 0;
    const Role next = role(comma);
    const bool joins = next == Role::And || next == Role::Or;
    const std::size_t after = comma + (joins ? 1 : 0);
    const bool ends = is_word("umgekehrt", after) || is_if(after) || is_else(after) ||
                      is_if(comma) || is_else(comma) || role(after) == Role::Because ||
                      role(comma) == Role::Because;
    const bool bullet = is_kind(TokenKind::Bullet, after) && !is_kind(TokenKind::Stop, after);
    if (ends || (after == 0 && !bullet)) {
        return false;
    }
    here_ += after + (bullet ? 1 : 0);
    is_or = next == Role::Or;
    return true;
}

// What a clause leaves out, it has from the one before: "muss F1 befüllt und F2 leer sein".
bool FreitextParser::inherit(Clause& clause, const std::vector<RegelEffect>& effects) {
    if (!last_effect_) {
        // A rule at an element speaks about it when it names none: "Nur anzeigen, wenn …".
        if (clause.subjects.empty() && !clause.date_noun && !clause.is_age) {
            add_own(clause);
        }
        return true;
    }
    const Clause& before = *last_effect_;
    if (clause.subjects.empty()) {
        clause.subjects = effects.empty() || effects.back().targets.empty()
                              ? before.subjects
                              : effects.back().targets;
        clause.link = Link::And;
    }
    if (!clause.has_predicate()) {
        clause.verb = before.verb;
        clause.modal = clause.modal == Modal::None ? before.modal : clause.modal;
        clause.required = before.verb == Verb::None && before.required;
        clause.must_verb = before.must_verb;
        clause.particle = clause.particle.empty() ? before.particle : clause.particle;
        clause.comparison = before.comparison;
        clause.values = before.values;
    } else if (clause.modal == Modal::None && clause.verb != Verb::Make) {
        clause.modal = before.modal;
    }
    return true;
}

void FreitextParser::add_own(Clause& clause) {
    const RegelElement* known = index_.find(owner_);
    if (known == nullptr) {
        return;
    }
    // "Mindestens eines der Felder": those of the group that carries the rule.
    clause.children = clause.children || (clause.quantity && known->position->group() != nullptr);
    RegelReference own;
    own.spelling = known->position->id();
    own.path = owner_;
    own.matches = 1;
    clause.subjects.push_back(std::move(own));
    add_children(clause);
}

// In place of a group its elements.
void FreitextParser::add_children(Clause& clause) {
    const RegelElement* known = clause.children && clause.subjects.size() == 1
                                    ? index_.find(clause.subjects.front().path)
                                    : nullptr;
    if (known == nullptr || known->position->group() == nullptr) {
        return;
    }
    clause.children = false;
    const RegelReference group = clause.subjects.front();
    clause.subjects.clear();
    for (const Position& inner : known->position->group()->positions) {
        RegelReference child = group;
        child.path = group.path + "." + inner.id();
        clause.subjects.push_back(std::move(child));
    }
}

bool FreitextParser::take_effect(Clause& clause, std::vector<RegelEffect>& effects) {
    inherit(clause, effects);
    if (!effect_of(clause, effects)) {
        return fail(OpenItem::Reason::Structure);
    }
    last_effect_ = clause;
    return true;
}

namespace {

std::optional<EffectKind> fill_kind(const Clause& clause) {
    const bool may = clause.modal == Modal::May || clause.modal == Modal::Can;
    const bool fills = clause.verb != Verb::Empty;
    if (clause.optional) {
        return EffectKind::Allow;
    }
    if (clause.negated) {
        if (may) {
            return fills ? EffectKind::Forbid : EffectKind::Require;
        }
        if (clause.modal == Modal::Must) {
            // "muss nicht befüllt sein" leaves free; "muss nicht leer sein" says two things.
            return fills ? std::optional(EffectKind::Allow) : std::nullopt;
        }
        return fills ? EffectKind::Forbid : EffectKind::Require;
    }
    if (may && !clause.required) {
        return EffectKind::Allow;
    }
    return fills ? EffectKind::Require : EffectKind::Forbid;
}

std::optional<EffectKind> turned(EffectKind kind, EffectKind other, const Clause& clause) {
    const bool unclear = clause.negated && (clause.modal == Modal::Must || clause.required);
    if (unclear) {
        return std::nullopt;
    }
    return clause.negated ? other : kind;
}

}  // namespace

std::optional<EffectKind> FreitextParser::kind_of(const Clause& clause) const {
    switch (clause.verb) {
        case Verb::Show:
            return turned(EffectKind::Show, EffectKind::Hide, clause);
        case Verb::Hide:
            return turned(EffectKind::Hide, EffectKind::Show, clause);
        case Verb::Activate:
            return turned(EffectKind::Activate, EffectKind::Deactivate, clause);
        case Verb::Deactivate:
            return turned(EffectKind::Deactivate, EffectKind::Activate, clause);
        case Verb::Blend:
            return clause.particle == "aus" ? turned(EffectKind::Hide, EffectKind::Show, clause)
                                            : turned(EffectKind::Show, EffectKind::Hide, clause);
        case Verb::Fill:
        case Verb::Take:
        case Verb::Empty:
            return fill_kind(clause);
        case Verb::None:
        case Verb::Make:
            break;
    }
    if (clause.required) {
        return clause.negated ? EffectKind::Allow : EffectKind::Require;
    }
    if (clause.optional) {
        return clause.negated ? EffectKind::Require : EffectKind::Allow;
    }
    return std::nullopt;
}

bool FreitextParser::effect_of(Clause& clause, std::vector<RegelEffect>& effects) {
    add_children(clause);
    const bool compares = clause.comparison || !clause.values.empty() || clause.other_values ||
                          clause.is_age || clause.duration || clause.is_equal_pair ||
                          clause.direction != Clause::Direction::None || clause.is_length ||
                          clause.is_pattern;
    // "16 Jahre alt" and "zu beantworten" in one clause: two statements, one of them lost.
    const bool timed =
        clause.is_age || clause.duration.has_value() || clause.direction != Clause::Direction::None;
    if (timed && (clause.verb == Verb::Fill || clause.verb == Verb::Empty || clause.must_verb)) {
        return false;
    }
    const bool date = clause.date_noun && (clause.valid || clause.sure);
    const bool chooses = (clause.quantity && clause.quantity->kind != Quantity::Kind::All) ||
                         clause.neither || clause.negates_all ||
                         (clause.link == Link::Or && clause.subjects.size() > 1) ||
                         (clause.together && clause.negated);
    if (compares || date || chooses) {
        return hold(clause, effects);
    }
    const std::optional<EffectKind> kind = kind_of(clause);
    if (!kind || clause.subjects.empty() || (clause.sure && !clause.has_predicate())) {
        return false;
    }
    const bool shows = *kind == EffectKind::Show || *kind == EffectKind::Activate;
    if (clause.required && !shows && *kind != EffectKind::Require && *kind != EffectKind::Allow) {
        return false;
    }
    RegelEffect made;
    made.kind = *kind;
    made.targets = clause.subjects;
    made.required = shows && clause.required;
    effects.push_back(std::move(made));
    return true;
}

// Something that must be true: of values, dates, or of how many are filled.
bool FreitextParser::hold(Clause& clause, std::vector<RegelEffect>& effects) {
    if (clause.date_noun && clause.verb == Verb::Show) {
        clause.verb = Verb::None;  // "ein gültiges Datum darstellen"
    }
    const bool shows = clause.verb == Verb::Show || clause.verb == Verb::Hide ||
                       clause.verb == Verb::Activate || clause.verb == Verb::Deactivate ||
                       clause.verb == Verb::Blend || clause.verb == Verb::Make;
    const bool may = clause.modal == Modal::May || clause.modal == Modal::Can;
    const bool at_most = clause.quantity && clause.quantity->kind == Quantity::Kind::AtMost;
    const bool bounded = clause.comparison && *clause.comparison != Comparison::Equal &&
                         *clause.comparison != Comparison::NotEqual;
    const bool none = clause.quantity && clause.quantity->kind == Quantity::Kind::None;
    // "darf gleich sein" demands nothing; "darf höchstens", "darf nicht", "keines darf" do.
    if (shows || (may && !clause.negated && !at_most && !none && !bounded && !clause.only) ||
        (clause.modal == Modal::Must && clause.negated && !clause.negates_all)) {
        return false;
    }
    if (clause.together && clause.negated && clause.subjects.size() > 1) {
        clause.negates_all = true;
    }
    if (clause.subjects.empty() && clause.date_noun) {
        for (const RegelReference& named : named_before_) {
            if (std::find(clause.subjects.begin(), clause.subjects.end(), named) ==
                clause.subjects.end()) {
                clause.subjects.push_back(named);
            }
        }
    }
    if (clause.required && clause.verb == Verb::None) {
        clause.verb = Verb::Fill;  // "eines der Felder ist Pflicht"
    }
    if (clause.only && clause.quantity) {
        clause.only = false;
    }
    const std::vector<RegelReference> named = named_before_;
    RegelEffect made;
    made.kind = EffectKind::Hold;
    made.holds = condition_of(clause);
    named_before_ = named;
    if (!made.holds) {
        return false;
    }
    effects.push_back(std::move(made));
    return true;
}

// "muss A befüllt sein oder B leer sein": one thing that must hold, not two.
bool FreitextParser::join_alternatives(std::vector<RegelEffect>& effects, bool either) {
    std::vector<RegelCondition> parts;
    for (const RegelEffect& effect : effects) {
        std::vector<RegelCondition> filled;
        for (const RegelReference& target : effect.targets) {
            RegelCondition one;
            one.kind = RegelCondition::Kind::Filled;
            one.elements.push_back(target);
            filled.push_back(effect.kind == EffectKind::Forbid ? negate(std::move(one))
                                                               : std::move(one));
        }
        if (effect.kind == EffectKind::Hold) {
            parts.push_back(*effect.holds);
        } else if (effect.kind == EffectKind::Require || effect.kind == EffectKind::Forbid) {
            parts.push_back(join_conditions(RegelCondition::Kind::And, std::move(filled)));
        } else {
            return fail(OpenItem::Reason::Mixed);
        }
    }
    RegelEffect made;
    made.kind = EffectKind::Hold;
    made.holds = join_conditions(either ? RegelCondition::Kind::Exactly : RegelCondition::Kind::Or,
                                 std::move(parts));
    made.holds->count = either ? 1 : 0;
    effects.clear();
    effects.push_back(std::move(made));
    return true;
}

}  // namespace gordion::fim::internal
