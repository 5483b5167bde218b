// SPDX-License-Identifier: EUPL-1.2
// What each word adds to its clause.
#include <algorithm>

#include "core/text.hpp"
#include "fim/internal/freitext_parser.hpp"

namespace gordion::fim::internal {

namespace {

// "anzuzeigen", "auszufüllen", "zu befüllen": with a form of sein it is a must.
bool is_zu_form(const std::string& folded) {
    for (const std::string_view part :
         {"zuzeigen", "zublenden", "zufuellen", "zugeben", "zutragen", "zuladen", "zufuegen",
          "zulegen", "zuwaehlen", "zustellen", "zufragen", "zuschalten", "zubieten", "zubringen"}) {
        if (folded.ends_with(part)) {
            return true;
        }
    }
    return false;
}

Quantity::Kind quantity_kind(Role role, bool only) {
    switch (role) {
        case Role::Most:
        case Role::Fewer:
            return Quantity::Kind::AtMost;
        case Role::Just:
            return Quantity::Kind::Exactly;
        case Role::All:
            return Quantity::Kind::All;
        case Role::Keines:
            return Quantity::Kind::None;
        case Role::Least:
        case Role::More:
            return Quantity::Kind::AtLeast;
        default:
            return only ? Quantity::Kind::AtMost : Quantity::Kind::AtLeast;
    }
}

}  // namespace

bool FreitextParser::take_word(Clause& clause, Where where) {
    const Role here = role();
    // Names of several words begin with any word: "Tag der Geburt".
    const std::size_t named = peek().is_capital && !peek().is_shouted ? named_end(here_) : 0;
    if (named > here_ + 1) {
        return take_element(clause);
    }
    const bool one = peek().folded.starts_with("ein") && peek().folded.size() <= 5;
    std::size_t factor = 1;
    if (one && here == Role::Noise && clause.comparison && unit_ahead(1, factor)) {
        return take_amount(clause);  // "mehr als ein Jahr"
    }
    if (one && here == Role::Noise && (is_word("der", 1) || is_word("von", 1))) {
        return take_quantity(clause, Role::Some);
    }
    switch (here) {
        case Role::Show:
        case Role::Hide:
        case Role::Activate:
        case Role::Deactivate:
        case Role::Blend:
        case Role::Make:
        case Role::Fill:
        case Role::Take:
        case Role::Empty:
            return take_verb(clause, here);
        case Role::Tick:
            clause.ticked = true;
            return take_verb(clause, Role::Take);
        case Role::Some:
        case Role::Keines:
        case Role::All:
        case Role::Least:
        case Role::Most:
        case Role::Just:
        case Role::More:
        case Role::Fewer:
        case Role::Number:
            return take_quantity(clause, here);
        case Role::Same:
        case Role::Different:
        case Role::Larger:
        case Role::Smaller:
        case Role::Before:
        case Role::After:
        case Role::Above:
        case Role::Below:
        case Role::From:
        case Role::UpTo:
        case Role::Between:
            return take_comparison_word(clause, here);
        case Role::Older:
        case Role::Younger:
        case Role::Old:
        case Role::Age:
        case Role::LifeYear:
        case Role::Completed:
        case Role::Adult:
        case Role::Minor:
        case Role::Past:
        case Role::Future:
        case Role::Back:
            return take_age_word(clause, here);
        case Role::True:
        case Role::False:
            return take_values(clause);
        default:
            return take_plain(clause, where, here);
    }
}

bool FreitextParser::take_verb(Clause& clause, Role role_here) {
    static constexpr std::array<std::pair<Role, Verb>, 9> verbs{
        {{Role::Show, Verb::Show},
         {Role::Hide, Verb::Hide},
         {Role::Activate, Verb::Activate},
         {Role::Deactivate, Verb::Deactivate},
         {Role::Blend, Verb::Blend},
         {Role::Make, Verb::Make},
         {Role::Fill, Verb::Fill},
         {Role::Take, Verb::Take},
         {Role::Empty, Verb::Empty}}};
    const auto found = std::find_if(verbs.begin(), verbs.end(),
                                    [&](const auto& each) { return each.first == role_here; });
    const Verb verb = found->second;
    const bool same = clause.verb == verb || clause.verb == Verb::None;
    const bool fills = (clause.verb == Verb::Fill || clause.verb == Verb::Take) &&
                       (verb == Verb::Fill || verb == Verb::Take);
    // "zeige F1 an": the particle alone is no verb of its own.
    if (!same && !fills) {
        return fail(OpenItem::Reason::Structure);
    }
    clause.verb = fills ? Verb::Fill : verb;
    const bool zu = is_zu_form(peek().folded) ||
                    (here_ > 0 && tokens_[here_ - 1].folded == "zu" && verb != Verb::Make);
    clause.must_verb = clause.must_verb || zu;
    ++here_;
    return true;
}

std::optional<std::size_t> FreitextParser::number_ahead(std::size_t ahead) const {
    const Token& token = peek(ahead);
    if (token.kind == TokenKind::Number && is_digits(trim(token.folded)) &&
        trim(token.folded).size() < 6) {
        return std::stoul(token.folded);
    }
    if (token.kind != TokenKind::Word) {
        return std::nullopt;
    }
    const Lexeme word = lexeme(here_ + ahead);
    if (word.role == Role::Number) {
        return word.number;
    }
    const bool one = token.folded.starts_with("ein") && token.folded.size() <= 5;
    return one ? std::optional<std::size_t>(1) : std::nullopt;
}

std::optional<RegelDuration::Unit> FreitextParser::unit_ahead(std::size_t ahead,
                                                              std::size_t& factor) const {
    factor = 1;
    switch (role(ahead)) {
        case Role::Year:
            return RegelDuration::Unit::Year;
        case Role::Month:
            return RegelDuration::Unit::Month;
        case Role::Week:
            factor = 7;
            return RegelDuration::Unit::Day;
        case Role::Day:
            return RegelDuration::Unit::Day;
        default:
            return std::nullopt;
    }
}

bool FreitextParser::number_ahead_with_unit() const {
    std::size_t factor = 1;
    return number_ahead() &&
           (unit_ahead(1, factor) || role(1) == Role::LifeYear || role(1) == Role::Characters);
}

// A number: of years, of characters, of elements, or a value.
bool FreitextParser::take_amount(Clause& clause) {
    const auto count = number_ahead();
    std::size_t factor = 1;
    const auto unit = unit_ahead(1, factor);
    if (count && (unit || role(1) == Role::LifeYear)) {
        if (clause.duration) {
            return fail(OpenItem::Reason::Structure);
        }
        clause.duration = RegelDuration{*count * factor, unit.value_or(RegelDuration::Unit::Year)};
        here_ += 1;
        if (unit) {
            ++here_;
        }
        // "18 Jahre oder älter".
        const bool open_end = role() == Role::Or || role() == Role::And;
        if (open_end && (role(1) == Role::Older || role(1) == Role::Younger)) {
            clause.is_age = true;
            clause.comparison =
                role(1) == Role::Older ? Comparison::GreaterEqual : Comparison::LessEqual;
            here_ += 2;
        }
        return true;
    }
    if (count && role(1) == Role::Characters) {
        WrittenValue made;
        made.value.kind = RegelValue::Kind::Number;
        made.value.text = std::to_string(*count);
        clause.values.push_back(std::move(made));
        clause.is_length = true;
        here_ += 2;
        return true;
    }
    return take_values(clause);
}

// "mindestens eines der", "genau zwei von", "alle drei", "keines der", "mehr als eines".
bool FreitextParser::take_quantity(Clause& clause, Role role_here) {
    if (role_here == Role::Just && is_word("dann", 1)) {
        clause.only = true;  // "genau dann, wenn"
        here_ += 2;
        return true;
    }
    Quantity made;
    made.kind = quantity_kind(role_here, clause.only);
    if (role_here == Role::All || role_here == Role::Keines) {
        // "alle drei Felder": how many there are, is seen.
        const bool counted = role(1) == Role::Number || is_kind(TokenKind::Number, 1);
        clause.quantity = made;
        here_ += counted ? 2 : 1;
        return true;
    }
    const bool than = (role_here == Role::More || role_here == Role::Fewer) && is_word("als", 1);
    const bool by_itself = role_here == Role::Some || role_here == Role::Number;
    const std::size_t ahead = by_itself ? 0 : than ? 2 : 1;
    if (is_word("einmal", ahead)) {
        here_ += ahead + 1;  // "mindestens einmal befüllt"
        return true;
    }
    const auto count = number_ahead(ahead);
    const std::size_t next = ahead + (count || role(ahead) == Role::Some ? 1 : 0);
    if (next == ahead || !counts_elements(ahead, next, by_itself)) {
        if (role_here == Role::Some) {
            ++here_;  // An article: "zu einer Pflichtangabe".
            return true;
        }
        return role_here == Role::Number ? take_amount(clause)
                                         : take_bound(clause, role_here, ahead);
    }
    if (clause.quantity) {
        here_ += next;  // "mindestens zwei der drei Felder"
        return role_here == Role::Number || fail(OpenItem::Reason::Structure);
    }
    made.count = count.value_or(1);
    if (role_here == Role::More) {
        ++made.count;
    } else if (role_here == Role::Fewer) {
        made.count -= std::min<std::size_t>(made.count, 1);
    }
    clause.only = clause.only && !by_itself;
    clause.quantity = made;
    here_ += next;
    return true;
}

// Whether the number before `next` counts elements: "eines der Felder", "mindestens eines".
bool FreitextParser::counts_elements(std::size_t ahead, std::size_t next, bool by_itself) const {
    for (const std::string_view word : {"der", "von", "den", "folgenden", "davon"}) {
        if (is_word(word, next)) {
            return true;
        }
    }
    const Role noun = role(next);
    if (noun == Role::FieldNoun || noun == Role::GroupNoun || noun == Role::Pronoun) {
        return true;
    }
    return !by_itself && (ends_quantity(next) || is_word("eines", ahead) ||
                          is_word("eins", ahead) || is_word("einer", ahead));
}

// "genau eines muss befüllt sein": the elements were named before.
bool FreitextParser::ends_quantity(std::size_t ahead) const {
    const Role next = role(ahead);
    return next == Role::Must || next == Role::May || next == Role::Fill ||
           peek(ahead).kind == TokenKind::Stop || begins_reference(here_ + ahead);
}

// The same words before an amount are a comparison: "mindestens 18 Jahre".
bool FreitextParser::take_bound(Clause& clause, Role role_here, std::size_t ahead) {
    Comparison comparison = Comparison::Equal;
    switch (role_here) {
        case Role::Least:
            comparison = Comparison::GreaterEqual;
            break;
        case Role::Most:
            comparison = Comparison::LessEqual;
            break;
        case Role::More:
            comparison = Comparison::Greater;
            break;
        case Role::Fewer:
            comparison = Comparison::Less;
            break;
        default:
            break;
    }
    here_ += ahead;
    return set_comparison(clause, comparison);
}

}  // namespace gordion::fim::internal
