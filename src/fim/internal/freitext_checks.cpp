// SPDX-License-Identifier: EUPL-1.2
#include "fim/internal/freitext_checks.hpp"

#include <algorithm>

namespace gordion::fim::internal {

using Kind = RegelCondition::Kind;

namespace {

void find_elements(const RegelCondition& condition, std::vector<std::string>& paths) {
    const auto add = [&](const RegelReference& reference) {
        if (reference.is_resolved() &&
            std::find(paths.begin(), paths.end(), reference.path) == paths.end()) {
            paths.push_back(reference.path);
        }
    };
    for (const RegelReference& element : condition.elements) {
        add(element);
    }
    for (const RegelValue& value : condition.values) {
        if (value.element) {
            add(*value.element);
        }
    }
    for (const RegelCondition& part : condition.parts) {
        find_elements(part, paths);
    }
}

bool are_filled(const RegelCondition& condition) {
    return std::all_of(condition.parts.begin(), condition.parts.end(),
                       [](const RegelCondition& part) { return part.kind == Kind::Filled; });
}

// The first field that a person can answer.
std::string first_field(const Position& position, const std::string& path) {
    if (const Field* field = position.field()) {
        const bool asked = field->feldart == Feldart::Input || field->feldart == Feldart::Select;
        return asked ? path : std::string();
    }
    // A repeated group is asked for on a page of its own.
    if (position.multiplicity.is_repeated()) {
        return path;
    }
    for (const Position& inner : position.group()->positions) {
        if (std::string found = first_field(inner, path + "." + inner.id()); !found.empty()) {
            return found;
        }
    }
    return {};
}

std::string compare_code(const RegelCondition& condition) {
    const RegelValue& value = condition.values.front();
    const bool later = condition.comparison == Comparison::Greater ||
                       condition.comparison == Comparison::GreaterEqual;
    const bool earlier =
        condition.comparison == Comparison::Less || condition.comparison == Comparison::LessEqual;
    const bool moved = value.before || value.after;
    if (value.kind == RegelValue::Kind::Today && !moved && (later || earlier)) {
        return later ? "forms.rule.not_past" : "forms.rule.not_future";
    }
    const bool yes = value.kind == RegelValue::Kind::Truth && value.truth &&
                     condition.comparison == Comparison::Equal;
    return yes ? "forms.rule.must_be_yes" : "forms.rule.not_met";
}

std::string age_code(Comparison comparison) {
    switch (comparison) {
        case Comparison::GreaterEqual:
            return "forms.rule.age_min";
        case Comparison::Less:
            return "forms.rule.age_below";
        default:
            return "forms.rule.age";
    }
}

}  // namespace

CheckKind kind_of_check(const RegelElements::Index& index, const RegelCondition& holds) {
    CheckKind made;
    find_elements(holds, made.elements);
    made.code = "forms.rule.not_met";
    const std::string count = std::to_string(holds.count);
    switch (holds.kind) {
        case Kind::Or:
            made.code = are_filled(holds) ? "forms.rule.at_least_one" : made.code;
            break;
        case Kind::AtLeast:
            made.code = are_filled(holds) ? "forms.rule.at_least" : made.code;
            made.values.emplace_back("min", count);
            break;
        case Kind::Exactly:
            made.code =
                are_filled(holds) && holds.count == 1 ? "forms.rule.exactly_one" : made.code;
            break;
        case Kind::AtMost:
            made.code = are_filled(holds) ? "forms.rule.at_most" : made.code;
            made.values.emplace_back("max", count);
            break;
        case Kind::Not: {
            const RegelCondition& inner = holds.parts.front();
            if (inner.kind == Kind::And && are_filled(inner) && inner.parts.size() == 2) {
                made.code = "forms.rule.at_most";
                made.values.emplace_back("max", "1");
            }
            break;
        }
        case Kind::Compare:
            made.code = compare_code(holds);
            break;
        case Kind::CalendarDate:
            made.code = "forms.rule.calendar_date";
            break;
        case Kind::Age:
            made.code = age_code(holds.comparison);
            made.values.emplace_back("years", count);
            break;
        case Kind::Filled:
            made.code = "forms.rule.at_least_one";
            break;
        case Kind::And:
        case Kind::Pattern:
        case Kind::Length:
            break;
    }
    std::erase_if(made.elements,
                  [&](const std::string& path) { return index.find(path) == nullptr; });
    return made;
}

std::string place_of_check(const RegelElements::Index& index, const RegelCondition& holds) {
    std::vector<std::string> paths;
    find_elements(holds, paths);
    for (const std::string& path : paths) {
        const RegelElement* element = index.find(path);
        std::string place =
            element == nullptr ? std::string() : first_field(*element->position, path);
        if (!place.empty()) {
            return place;
        }
    }
    return {};
}

}  // namespace gordion::fim::internal
