// SPDX-License-Identifier: EUPL-1.2
// One element and what a clause says about it; values and the codes that they mean.
#include <algorithm>
#include <charconv>

#include "core/text.hpp"
#include "fim/internal/freitext_parser.hpp"

namespace gordion::fim::internal {

using Kind = RegelCondition::Kind;

namespace {

// "mindestens 3 Monate zurück" is a day that is at most today less three months.
Comparison mirrored(Comparison comparison) {
    switch (comparison) {
        case Comparison::Less:
            return Comparison::Greater;
        case Comparison::LessEqual:
            return Comparison::GreaterEqual;
        case Comparison::Greater:
            return Comparison::Less;
        case Comparison::GreaterEqual:
            return Comparison::LessEqual;
        default:
            return comparison;
    }
}

std::optional<std::size_t> parse_count(const std::string& text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool good = !text.empty() && error == std::errc() && end == text.data() + text.size();
    return good && value < 100'000 ? std::optional(value) : std::nullopt;
}

std::optional<bool> parse_truth(const std::string& text) {
    const std::string folded = fold_german(text);
    if (folded == "1" || folded == "0") {
        return folded == "1";
    }
    const Role role = find_lexeme(folded).role;
    if (role == Role::True || role == Role::False) {
        return role == Role::True;
    }
    return std::nullopt;
}

std::string without_zeros(const std::string& code) {
    const auto first = code.find_first_not_of('0');
    return first == std::string::npos ? "0" : code.substr(first);
}

const Code* find_code(const std::vector<Code>& codes, const std::string& written) {
    const auto exact = std::find_if(codes.begin(), codes.end(),
                                    [&](const Code& each) { return each.code == written; });
    if (exact != codes.end()) {
        return &*exact;
    }
    const auto same = std::find_if(codes.begin(), codes.end(), [&](const Code& each) {
        return is_digits(written) && is_digits(each.code) &&
               without_zeros(each.code) == without_zeros(written);
    });
    return same != codes.end() ? &*same : nullptr;
}

const Code* find_code_name(const std::vector<Code>& codes, const std::string& written) {
    const std::string folded = fold_german(written);
    const auto same = std::find_if(codes.begin(), codes.end(), [&](const Code& each) {
        return !folded.empty() && fold_german(each.name) == folded;
    });
    return same != codes.end() ? &*same : nullptr;
}

}  // namespace

std::optional<RegelCondition> FreitextParser::part_of(const Clause& clause,
                                                      const RegelReference& element) {
    RegelCondition made;
    made.elements.push_back(element);
    const bool years = clause.duration && clause.duration->unit == RegelDuration::Unit::Year &&
                       clause.direction == Clause::Direction::None && clause.values.empty();
    if (clause.is_age || (years && clause.comparison)) {
        made = age_of(clause, element);
        return made.kind == Kind::Age || made.kind == Kind::And ? std::optional(made)
                                                                : std::nullopt;
    }
    if (clause.duration || clause.direction != Clause::Direction::None) {
        return date_part(clause, element);
    }
    if (clause.is_length) {
        const auto count =
            clause.values.empty() ? std::nullopt : parse_count(clause.values.front().value.text);
        made.kind = Kind::Length;
        made.comparison = clause.comparison.value_or(Comparison::Equal);
        made.count = count.value_or(0);
        return count ? std::optional(made) : std::nullopt;
    }
    if (clause.is_pattern) {
        made.kind = Kind::Pattern;
        for (const WrittenValue& written : clause.values) {
            made.values.push_back(written.value);
            made.values.back().text = written.spelling;
        }
        const bool quoted = made.values.size() == 1 && clause.values.front().quoted;
        return quoted ? std::optional(made) : std::nullopt;
    }
    if (clause.comparison || !clause.values.empty() || clause.other_values) {
        return compare(clause, element);
    }
    const RegelElement* known = index_.find(element.path);
    const Field* field = known == nullptr ? nullptr : known->position->field();
    if (clause.ticked && field != nullptr && field->datentyp == Datentyp::Bool) {
        made.kind = Kind::Compare;
        RegelValue yes;
        yes.kind = RegelValue::Kind::Truth;
        yes.truth = true;
        yes.text = "Ja";
        made.values.push_back(std::move(yes));
        return made;
    }
    made.kind = Kind::Filled;
    if (clause.verb == Verb::Fill || clause.verb == Verb::Take) {
        return made;
    }
    return clause.verb == Verb::Empty ? std::optional(negate(std::move(made))) : std::nullopt;
}

std::optional<RegelCondition> FreitextParser::compare(const Clause& clause,
                                                      const RegelReference& element) {
    RegelCondition made;
    made.kind = Kind::Compare;
    made.elements.push_back(element);
    made.comparison = clause.comparison.value_or(Comparison::Equal);
    if (clause.other_values) {
        // Filled with the values that the rule names elsewhere; they are put in at its end.
        made.comparison = opposite(made.comparison);
        RegelCondition filled;
        filled.kind = Kind::Filled;
        filled.elements.push_back(element);
        std::vector<RegelCondition> both;
        both.push_back(std::move(filled));
        both.push_back(std::move(made));
        return clause.values.empty() ? std::optional(join_conditions(Kind::And, std::move(both)))
                                     : std::nullopt;
    }
    if (clause.values.empty()) {
        return std::nullopt;
    }
    for (const WrittenValue& written : clause.values) {
        made.values.push_back(finish_value(written, element));
    }
    const bool ordered =
        made.comparison != Comparison::Equal && made.comparison != Comparison::NotEqual;
    if (clause.between && made.values.size() == 2) {
        RegelCondition upper = made;
        made.comparison = Comparison::GreaterEqual;
        upper.comparison = Comparison::LessEqual;
        made.values.pop_back();
        upper.values.erase(upper.values.begin());
        std::vector<RegelCondition> both;
        both.push_back(std::move(made));
        both.push_back(std::move(upper));
        return join_conditions(Kind::And, std::move(both));
    }
    if (clause.between || (ordered && made.values.size() > 1)) {
        return std::nullopt;
    }
    // Only numbers, days and elements are more or less than another.
    const RegelValue& first = made.values.front();
    if (ordered && first.kind == RegelValue::Kind::Text && !is_digits(first.text.substr(0, 1))) {
        return std::nullopt;
    }
    // "= A UND B" can hold for a list of answers only, where each must be among them.
    const RegelElement* known = index_.find(element.path);
    const bool is_list = known != nullptr && known->position->multiplicity.is_repeated();
    if (is_list && made.values.size() > 1 && clause.value_link == Link::And &&
        made.comparison == Comparison::Equal) {
        std::vector<RegelCondition> each;
        for (const RegelValue& value : made.values) {
            RegelCondition one = made;
            one.values = {value};
            each.push_back(std::move(one));
        }
        return join_conditions(Kind::And, std::move(each));
    }
    return made;
}

std::optional<RegelCondition> FreitextParser::date_part(const Clause& clause,
                                                        const RegelReference& element) {
    RegelCondition made;
    made.kind = Kind::Compare;
    made.elements.push_back(element);
    RegelValue point;
    point.kind = RegelValue::Kind::Today;
    point.text = "heute";
    if (clause.values.size() == 1) {
        point = finish_value(clause.values.front(), element);
    } else if (!clause.values.empty()) {
        return std::nullopt;
    }
    const bool past = clause.direction == Clause::Direction::Past;
    if (!clause.duration) {
        if (clause.comparison) {
            return std::nullopt;
        }
        made.comparison = past ? Comparison::Less : Comparison::Greater;
        made.values.push_back(std::move(point));
        return made;
    }
    if (!clause.comparison || clause.direction == Clause::Direction::None) {
        return std::nullopt;
    }
    made.comparison = past ? mirrored(*clause.comparison) : *clause.comparison;
    (past ? point.before : point.after) = clause.duration;
    made.values.push_back(std::move(point));
    return made;
}

RegelCondition FreitextParser::age_of(const Clause& clause, const RegelReference& element) {
    RegelCondition made;
    made.kind = Kind::Filled;  // told by part_of: not understood
    made.elements.push_back(element);
    std::vector<std::size_t> counts;
    if (clause.duration && clause.duration->unit == RegelDuration::Unit::Year) {
        counts.push_back(clause.duration->count);
    }
    for (const WrittenValue& written : clause.values) {
        const auto count = parse_count(written.value.text);
        if (count) {
            counts.push_back(*count);
        } else if (written.value.kind != RegelValue::Kind::Today) {
            return made;
        }
    }
    if (clause.between && counts.size() == 2) {
        RegelCondition lower = made;
        lower.kind = Kind::Age;
        lower.comparison = Comparison::GreaterEqual;
        lower.count = std::min(counts[0], counts[1]);
        RegelCondition upper = lower;
        upper.comparison = Comparison::LessEqual;
        upper.count = std::max(counts[0], counts[1]);
        std::vector<RegelCondition> both;
        both.push_back(std::move(lower));
        both.push_back(std::move(upper));
        return join_conditions(Kind::And, std::move(both));
    }
    if (counts.size() == 1 && !clause.between && clause.comparison) {
        made.kind = Kind::Age;
        made.comparison = *clause.comparison;
        made.count = counts.front();
    }
    return made;
}

RegelValue FreitextParser::finish_value(const WrittenValue& written,
                                        const RegelReference& element) {
    RegelValue value = written.value;
    const RegelElement* known = index_.find(element.path);
    const Field* field = known == nullptr ? nullptr : known->position->field();
    if (value.kind == RegelValue::Kind::Element || value.kind == RegelValue::Kind::Today ||
        field == nullptr) {
        return value;
    }
    if (field->feldart == Feldart::Select) {
        match_code(value, written, *known);
        return value;
    }
    if (field->datentyp == Datentyp::Bool) {
        const auto truth = parse_truth(written.code.empty() ? written.name : written.code);
        if (truth || value.kind == RegelValue::Kind::Truth) {
            value.kind = RegelValue::Kind::Truth;
            value.truth = truth.value_or(value.truth);
            value.text = value.truth ? "Ja" : "Nein";
            value.name.clear();
            return value;
        }
        value.listing = RegelValue::Listing::Unlisted;
        warn("code_unknown", {{"value", written.spelling}, {"reference", element.spelling}});
        return value;
    }
    if (value.kind == RegelValue::Kind::Truth) {
        value.kind = RegelValue::Kind::Text;
        value.text = written.spelling;
    } else if (is_numeric(field->datentyp) && value.kind == RegelValue::Kind::Text &&
               is_digits(value.text)) {
        value.kind = RegelValue::Kind::Number;
    } else if (!is_numeric(field->datentyp) && value.kind == RegelValue::Kind::Number) {
        value.kind = RegelValue::Kind::Text;
        value.text = written.spelling;
    }
    return value;
}

void FreitextParser::match_code(RegelValue& value, const WrittenValue& written,
                                const RegelElement& element) {
    value.kind = RegelValue::Kind::Text;
    const Field& field = *element.position->field();
    const std::vector<Code>* codes = index_.codes_of(field);
    const std::string& first = written.code.empty() ? written.name : written.code;
    value.text = first;
    value.name = written.code.empty() ? std::string() : written.name;
    if (codes == nullptr) {
        value.listing = RegelValue::Listing::ListMissing;
        const bool only_name = written.code.empty();
        warn("list_missing", {{"value", written.spelling}, {"reference", element.position->id()}},
             only_name ? Severity::Warning : Severity::Note);
        if (only_name) {
            value.name = written.name;
        }
        return;
    }
    const Code* found = find_code(*codes, first);
    found = found == nullptr ? find_code_name(*codes, first) : found;
    found = found == nullptr ? find_code_name(*codes, written.spelling) : found;
    if (found == nullptr) {
        value.listing = RegelValue::Listing::Unlisted;
        warn("code_unknown", {{"value", written.spelling}, {"reference", element.position->id()}});
        return;
    }
    value.listing = RegelValue::Listing::Listed;
    value.text = found->code;
    value.name = found->name;
    const bool differs = !written.name.empty() && found->code != written.name &&
                         fold_german(written.name) != fold_german(found->name) &&
                         fold_german(written.spelling) != fold_german(found->name);
    if (differs) {
        warn("code_name_differs", {{"value", written.spelling}, {"expected", found->name}},
             Severity::Note);
    }
}

}  // namespace gordion::fim::internal
