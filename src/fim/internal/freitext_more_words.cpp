// SPDX-License-Identifier: EUPL-1.2
// Words of comparison, age and time, and everything that stands alone.
#include "core/text.hpp"
#include "fim/internal/freitext_parser.hpp"

namespace gordion::fim::internal {

// "größer" + "gleich" and "größer" + "=" are one comparison.
bool FreitextParser::set_comparison(Clause& clause, Comparison comparison) {
    if (!clause.comparison) {
        clause.comparison = comparison;
        return true;
    }
    const bool equal = comparison == Comparison::Equal;
    if (equal && *clause.comparison == Comparison::Greater) {
        clause.comparison = Comparison::GreaterEqual;
        return true;
    }
    if (equal && *clause.comparison == Comparison::Less) {
        clause.comparison = Comparison::LessEqual;
        return true;
    }
    return clause.comparison == comparison || fail(OpenItem::Reason::Structure);
}

bool FreitextParser::take_operator(Clause& clause) {
    const Comparison comparison = peek().comparison;
    ++here_;
    if (clause.negated && (comparison == Comparison::Equal || comparison == Comparison::NotEqual) &&
        clause.subjects.empty()) {
        return fail(OpenItem::Reason::Structure);
    }
    return set_comparison(clause, comparison) && take_values(clause);
}

namespace {

std::optional<Comparison> comparison_of(Role role) {
    switch (role) {
        case Role::Same:
        case Role::Between:
            return Comparison::Equal;
        case Role::Different:
            return Comparison::NotEqual;
        case Role::Larger:
        case Role::Above:
        case Role::After:
            return Comparison::Greater;
        case Role::Smaller:
        case Role::Below:
        case Role::Before:
            return Comparison::Less;
        case Role::From:
            return Comparison::GreaterEqual;
        case Role::UpTo:
            return Comparison::LessEqual;
        default:
            return std::nullopt;
    }
}

}  // namespace

bool FreitextParser::take_comparison_word(Clause& clause, Role role_here) {
    ++here_;
    const bool sides = role_here == Role::Before || role_here == Role::After;
    if (sides && clause.duration) {
        clause.direction =
            role_here == Role::Before ? Clause::Direction::Past : Clause::Direction::Future;
        return true;
    }
    // "nach F1 mindestens 18 Jahre alt": according to. "unter der Gruppe" is no bound.
    if ((role_here == Role::After && clause.subjects.empty()) ||
        (role_here == Role::Below && !number_ahead())) {
        return true;
    }
    const std::optional<Comparison> comparison = comparison_of(role_here);
    if (!comparison) {
        return fail(OpenItem::Reason::Word);
    }
    if (role_here == Role::Below || role_here == Role::From || role_here == Role::UpTo ||
        role_here == Role::Between) {
        clause.comparison = comparison;
    } else if (!set_comparison(clause, *comparison)) {
        return false;
    }
    if (role_here == Role::Between) {
        clause.between = true;
        return take_values(clause);
    }
    skip_or_equal(clause);
    // "F1 und F2 stimmen überein": the pair is compared with each other.
    if (clause.today && clause.values.empty() && role_here == Role::Same) {
        WrittenValue day;  // "dem heutigen Datum entsprechen"
        day.value.kind = RegelValue::Kind::Today;
        day.value.text = "heute";
        clause.values.push_back(std::move(day));
        return true;
    }
    const bool ends = ends_clause(clause, Where::Effect) || role() == Role::Is || is_word("sein") ||
                      role() == Role::Must;
    const bool pair = role_here == Role::Same || role_here == Role::Different;
    clause.is_equal_pair = ends && pair && clause.values.empty();
    return true;
}

// "größer als", "größer oder gleich", "größer/gleich", "größer gleich".
void FreitextParser::skip_or_equal(Clause& clause) {
    const auto skip_than = [&] {
        while (is_word("als") || is_word("wie") || is_word("mit") || is_word("von")) {
            ++here_;
        }
    };
    skip_than();
    const bool joined = is_kind(TokenKind::Slash) || role() == Role::Or;
    const bool both = joined && (role(1) == Role::Same || is_kind(TokenKind::Operator, 1));
    if (!both && role() != Role::Same) {
        return;
    }
    here_ += both ? 2 : 1;
    skip_than();
    clause.comparison =
        clause.comparison == Comparison::Greater ? Comparison::GreaterEqual : Comparison::LessEqual;
}

bool FreitextParser::take_age_word(Clause& clause, Role role_here) {
    ++here_;
    switch (role_here) {
        case Role::Older:
        case Role::Younger:
            clause.is_age = true;
            if (is_word("als")) {
                ++here_;
            }
            return set_comparison(
                clause, role_here == Role::Older ? Comparison::Greater : Comparison::Less);
        case Role::Old:
        case Role::Age:
            clause.is_age = true;
            return true;
        case Role::LifeYear:
            return true;
        case Role::Completed:
            clause.is_age = true;
            return set_comparison(clause, Comparison::GreaterEqual);
        case Role::Adult:
        case Role::Minor:
            clause.is_age = true;
            clause.duration = RegelDuration{18, RegelDuration::Unit::Year};
            return set_comparison(
                clause, role_here == Role::Adult ? Comparison::GreaterEqual : Comparison::Less);
        case Role::Past:
        case Role::Back:
            clause.direction = Clause::Direction::Past;
            return true;
        default:
            clause.direction = Clause::Direction::Future;
            return true;
    }
}

// Negations and quantities meet in German: "nicht alle", "keine der", "nicht mehr als eines".
bool FreitextParser::take_negation(Clause& clause) {
    const bool none = peek().folded.starts_with("kein") &&
                      (is_word("der", 1) || is_word("von", 1) || is_word("dieser", 1));
    const Role next = role(1);
    ++here_;
    if (none) {
        clause.quantity = Quantity{Quantity::Kind::None, 0};
        return true;
    }
    if (next == Role::All || next == Role::More || next == Role::Both || clause.together) {
        clause.negates_all = true;
    }
    if (clause.negated) {
        return fail(OpenItem::Reason::Structure);
    }
    clause.negated = true;
    return true;
}

bool FreitextParser::take_modal(Clause& clause, Role role_here) {
    Modal made = role_here == Role::May   ? Modal::May
                 : role_here == Role::Can ? Modal::Can
                                          : Modal::Is;
    // "soll nicht" forbids, "muss nicht" leaves free.
    if (role_here == Role::Must && !peek().folded.starts_with("soll")) {
        made = Modal::Must;
    }
    ++here_;
    if (made == Modal::Is) {
        clause.modal = clause.modal == Modal::None ? Modal::Is : clause.modal;
        return true;
    }
    if (clause.modal != Modal::None && clause.modal != Modal::Is && clause.modal != made) {
        return fail(OpenItem::Reason::Structure);
    }
    clause.modal = made;
    return true;
}

bool FreitextParser::take_pronoun(Clause& clause) {
    const bool with_noun = role(1) == Role::FieldNoun || role(1) == Role::GroupNoun;
    // "diese Felder F1 und F2" is an article only.
    const bool article = with_noun && begins_reference(here_ + 2);
    ++here_;
    clause.own = clause.own || (with_noun && !article);
    clause.pronoun = clause.pronoun || !article;
    return true;
}

bool FreitextParser::take_plain(Clause& clause, Where where, Role role_here) {
    switch (role_here) {
        case Role::Pronoun:
            return take_pronoun(clause);
        case Role::Not:
            return take_negation(clause);
        case Role::Must:
        case Role::May:
        case Role::Can:
        case Role::Is:
            return take_modal(clause, role_here);
        case Role::Today:
            return take_today_part(clause);
        default:
            return note_word(clause, role_here) || take_unknown(clause, where);
    }
}

void FreitextParser::note_noun(Clause& clause, Role role_here) {
    // "die Felder der Gruppe G1".
    const std::size_t in = is_word("in", 1) || is_word("aus", 1) ? 1 : 0;
    const bool of_group = role_here == Role::FieldNoun && role(1 + in) == Role::Noise &&
                          role(2 + in) == Role::GroupNoun;
    clause.children = clause.children || (of_group && clause.quantity.has_value());
}

// Words that only set a mark.
bool FreitextParser::note_word(Clause& clause, Role role_here) {
    switch (role_here) {
        case Role::Noise:
            clause.together = clause.together || is_word("gleichzeitig") || is_word("zusammen") ||
                              is_word("gemeinsam");
            break;
        case Role::FieldNoun:
        case Role::GroupNoun:
            note_noun(clause, role_here);
            break;
        case Role::Month:
        case Role::Day:
        case Role::Year:
            // "Jahre" without a number that was understood means something that was not.
            if (peek().folded.size() > 5 && clause.values.empty() && !clause.duration &&
                peek().folded != "zeitpunkt") {
                return false;
            }
            break;
        case Role::Then:
            break;
        case Role::ValueNoun:
            clause.expects_value = clause.values.empty();
            break;
        case Role::Particle:
            clause.particle = clause.particle == "aus" ? "aus" : peek().folded;
            break;
        case Role::Only:
            clause.only = true;
            break;
        case Role::Required:
            clause.required = true;
            break;
        case Role::Optional:
            clause.optional = true;
            break;
        case Role::Either:
            clause.quantity = Quantity{Quantity::Kind::Exactly, 1};
            break;
        case Role::Both:
            clause.quantity = Quantity{Quantity::Kind::All, 1};
            break;
        case Role::Neither:
            clause.neither = true;
            break;
        case Role::DateNoun:
            clause.date_noun = true;
            break;
        case Role::Valid:
            clause.valid = true;
            break;
        case Role::Sure:
            clause.sure = true;
            break;
        case Role::PatternNoun:
            clause.is_pattern = true;
            break;
        case Role::Characters:
            clause.is_length = !clause.values.empty();
            break;
        default:
            return false;
    }
    ++here_;
    return true;
}

bool FreitextParser::take_today_part(Clause& clause) {
    const bool compared =
        (clause.comparison && clause.values.empty() && !clause.is_age && !clause.duration) ||
        (clause.direction != Clause::Direction::None && clause.duration);
    WrittenValue made;
    if (!take_today(made)) {
        return fail(OpenItem::Reason::Word);
    }
    if (compared) {
        clause.values.push_back(std::move(made));
    } else {
        clause.today = true;
    }
    return true;
}

// A word of no list is the name of an element or a value, or it leaves the sentence open.
bool FreitextParser::take_unknown(Clause& clause, Where where) {
    if (begins_reference(here_)) {
        return take_element(clause);
    }
    const std::string& word = peek().folded;
    const bool law = word == "gemaess" || word == "gem" || word == "laut" || word == "lt" ||
                     word == "art" || word == "artikel";
    if (law) {
        ++here_;
        return true;
    }
    const bool pending = clause.comparison && clause.values.empty() && !clause.duration;
    if (word == "schliessen" && clause.subjects.size() > 1) {
        clause.quantity = Quantity{Quantity::Kind::AtMost, 1};  // "schließen sich aus"
        clause.verb = Verb::Fill;
        ++here_;
        return true;
    }
    if (word == "negativ" || word == "positiv") {
        WrittenValue zero;
        zero.value.kind = RegelValue::Kind::Number;
        zero.value.text = zero.code = zero.spelling = "0";
        clause.values.push_back(std::move(zero));
        clause.comparison = word == "negativ" ? Comparison::Less : Comparison::Greater;
        ++here_;
        return true;
    }
    // "als Nachweis": in which role, nothing more.
    if (!pending && here_ > 0 && tokens_[here_ - 1].folded == "als" && peek().is_capital) {
        ++here_;
        return true;
    }
    // Behind "der Wert" one word is a value where the verb follows it: "den Wert rot hat".
    const bool closed = where == Where::Condition || role(1) == Role::Take || role(1) == Role::Is ||
                        is_word("hat", 1) || is_word("haben", 1) || take_listed_ahead(clause);
    if ((clause.expects_value && closed) || pending ||
        (clause.values.empty() && take_listed_ahead(clause))) {
        clause.expects_value = false;
        return take_values(clause);
    }
    const bool predicate = where == Where::Condition && !clause.subjects.empty() &&
                           clause.modal == Modal::Is && !clause.has_predicate();
    return predicate ? take_values(clause) : fail(OpenItem::Reason::Word);
}

// Whether the name of a code of the element stands here without quotes.
bool FreitextParser::take_listed_ahead(const Clause& clause) {
    const std::size_t before = here_;
    const bool found = !clause.subjects.empty() && take_listed(clause).has_value();
    here_ = before;
    return found;
}

}  // namespace gordion::fim::internal
