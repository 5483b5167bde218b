// SPDX-License-Identifier: EUPL-1.2
// Days, ages and moved points of time as JsonLogic.
#include <algorithm>

#include "fim/internal/freitext_logic.hpp"

namespace gordion::fim::internal {

using formats::Json;

// A value that is computed: today or another element, perhaps moved by a span.
Json ConditionWriter::moved(const RegelValue& value) {
    Json point =
        value.kind == RegelValue::Kind::Today ? name("today") : variable(value.element->path);
    for (const auto& [span, sign] : {std::pair(&value.before, -1), std::pair(&value.after, 1)}) {
        if (!*span) {
            continue;
        }
        const bool days = (*span)->unit == RegelDuration::Unit::Day;
        const auto count = static_cast<std::int64_t>((*span)->count) *
                           ((*span)->unit == RegelDuration::Unit::Year ? 12 : 1) * sign;
        point = operation(days ? "date_add_days" : "date_add_months", {std::move(point), count});
    }
    return point;
}

// The parts of a date by the names of their fields, else in the order of the rule.
Json ConditionWriter::date_parts(const std::vector<std::string>& paths) {
    std::vector<std::string> sorted(3);
    for (const std::string& path : paths) {
        const RegelElement* element = index_.find(path);
        const WordSequence words =
            element == nullptr || element->names.empty() ? WordSequence() : element->names.front();
        const auto is = [&](std::string_view start) {
            return std::any_of(words.begin(), words.begin() + (words.empty() ? 0 : 1),
                               [&](const std::string& word) { return word.ends_with(start); });
        };
        const std::size_t slot = is("jahr") ? 0 : is("monat") ? 1 : is("tag") ? 2 : 3;
        if (slot < 3 && sorted[slot].empty()) {
            sorted[slot] = path;
        }
    }
    if (sorted[0].empty() || sorted[1].empty() || sorted[2].empty()) {
        sorted = {paths[2], paths[1], paths[0]};
    }
    return operation("date_of_parts",
                     {variable(sorted[0]), variable(sorted[1]), variable(sorted[2])});
}

Json ConditionWriter::calendar(const RegelCondition& condition) {
    std::vector<std::string> paths;
    for (const RegelReference& element : condition.elements) {
        paths.push_back(element.path);
    }
    if (paths.size() == 3) {
        return operation("!!", {date_parts(paths)});
    }
    if (paths.size() == 1) {
        return operation("!!", {birth(paths.front())});
    }
    return fail("value");
}

// A date field, or a group with the fields day, month and year.
Json ConditionWriter::birth(const std::string& path) {
    const RegelElement* element = index_.find(path);
    if (element == nullptr) {
        return fail("reference");
    }
    if (const Field* field = element->position->field()) {
        const bool date =
            field->datentyp == Datentyp::Date || field->datentyp == Datentyp::Datetime;
        return date ? variable(path) : fail("birth_date");
    }
    std::vector<std::string> paths;
    for (const Position& position : element->position->group()->positions) {
        if (position.field() != nullptr) {
            paths.push_back(path + "." + position.id());
        }
    }
    return paths.size() == 3 ? date_parts(paths) : fail("birth_date");
}

Json ConditionWriter::age(const RegelCondition& condition) {
    const std::string& path = condition.elements.front().path;
    const auto years = static_cast<std::int64_t>(condition.count);
    const RegelElement* element = index_.find(path);
    if (element == nullptr) {
        return fail("reference");
    }
    const auto judge = [&](Json born) {
        Json made;
        if (condition.comparison == Comparison::Greater) {
            // Older than 18 is who had the 18th birthday before today.
            Json birthday = operation("date_add_months", {born, years * 12});
            made = operation(
                ">", {operation("date_diff_days", {std::move(birthday), name("today")}), 0});
        } else {
            made = operation(name_of(condition.comparison),
                             {operation("age_years", {born, name("today")}), years});
        }
        return operation("and", {operation("filled", {std::move(born)}), std::move(made)});
    };
    if (element->position->group() != nullptr) {
        return judge(birth(path));
    }
    birth(path);  // Only for the judgement of its type; the instances are `over`'s.
    if (failure_ == "repeated") {
        failure_.clear();
    }
    return over(path, judge);
}

}  // namespace gordion::fim::internal
