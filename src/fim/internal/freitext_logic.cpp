// SPDX-License-Identifier: EUPL-1.2
#include "fim/internal/freitext_logic.hpp"

#include <algorithm>
#include <charconv>

#include "core/text.hpp"
#include "fim/pattern.hpp"

namespace gordion::fim::internal {

using formats::Json;
using Kind = RegelCondition::Kind;

namespace {

constexpr std::size_t most_levels = 4;  // forms/internal/visibility.cpp names as many

std::string below(const std::string& path, const std::string& group) {
    return path.size() > group.size() ? path.substr(group.size() + 1) : std::string();
}

Json literal(const RegelValue& value) {
    if (value.kind == RegelValue::Kind::Truth) {
        return value.truth;
    }
    if (value.kind == RegelValue::Kind::Number) {
        double number = 0;
        const char* end = value.text.data() + value.text.size();
        const auto [last, error] = std::from_chars(value.text.data(), end, number);
        if (error == std::errc() && last == end) {
            const auto whole = static_cast<std::int64_t>(number);
            return static_cast<double>(whole) == number ? Json(whole) : Json(number);
        }
    }
    return value.text;
}

bool is_leaf(const RegelCondition& condition) {
    switch (condition.kind) {
        case Kind::And:
        case Kind::Or:
        case Kind::Not:
        case Kind::AtLeast:
        case Kind::Exactly:
        case Kind::AtMost:
            return false;
        default:
            return true;
    }
}

// Whether an answer must be there before it can be wrong.
bool needs_answers(const RegelCondition& condition) {
    if (condition.kind == Kind::Filled) {
        return false;
    }
    const bool plain = condition.kind == Kind::Compare &&
                       condition.comparison == Comparison::Equal && !condition.values.empty() &&
                       condition.values.front().kind != RegelValue::Kind::Element &&
                       condition.values.front().kind != RegelValue::Kind::Today;
    return !plain;
}

}  // namespace

Json operation(const char* name, std::initializer_list<Json> arguments) {
    Json made = Json::object();
    made.set(name, Json::array(arguments));
    return made;
}

const char* name_of(Comparison comparison) {
    switch (comparison) {
        case Comparison::Less:
            return "<";
        case Comparison::LessEqual:
            return "<=";
        case Comparison::Greater:
            return ">";
        case Comparison::GreaterEqual:
            return ">=";
        case Comparison::NotEqual:
            return "!=";
        case Comparison::Equal:
            break;
    }
    return "==";
}

std::vector<std::string> containers_of(const RegelElements::Index& index, const std::string& path) {
    std::vector<std::string> containers;
    for (std::size_t dot = path.find('.'); dot != std::string::npos;
         dot = path.find('.', dot + 1)) {
        const std::string prefix = path.substr(0, dot);
        const RegelElement* element = index.find(prefix);
        if (element != nullptr && element->position->group() != nullptr &&
            element->position->multiplicity.is_repeated()) {
            containers.push_back(prefix);
        }
    }
    return containers;
}

ConditionWriter::ConditionWriter(const RegelElements::Index& index, std::string target)
    : index_(index), target_(std::move(target)), containers_(containers_of(index, target_)) {}

Json ConditionWriter::fail(const char* reason) {
    failure_ = failure_.empty() ? reason : failure_;
    return nullptr;
}

// Inside "some" the data is the item; what lies outside is reached from the root.
Json ConditionWriter::name(const std::string& variable) const {
    return Json::object({{depth_ > 0 ? "root" : "var", variable}});
}

// The answer of an element, where it is one.
Json ConditionWriter::variable(const std::string& path) {
    const std::vector<std::string> around = containers_of(index_, path);
    const bool shared = around.size() <= containers_.size() &&
                        std::equal(around.begin(), around.end(), containers_.begin());
    if (!shared) {
        return fail("repeated");
    }
    if (around.empty()) {
        return name("answers." + path);
    }
    const std::string rest = below(path, around.back());
    if (around.size() == containers_.size()) {
        return name("item." + rest);
    }
    return around.size() <= most_levels
               ? name("level_" + std::to_string(around.size()) + "." + rest)
               : fail("repeated");
}

// The predicate over an element; where it stands in further repeated groups, over any instance.
Json ConditionWriter::over(const std::string& path, const Predicate& predicate) {
    const std::vector<std::string> around = containers_of(index_, path);
    std::size_t shared = 0;
    while (shared < around.size() && shared < containers_.size() &&
           around[shared] == containers_[shared]) {
        ++shared;
    }
    if (shared == around.size()) {
        return predicate(variable(path));
    }
    Json list = variable(around[shared]);
    ++depth_;
    Json body = predicate(Json::object({{"var", below(path, around.back())}}));
    for (std::size_t level = around.size() - 1; level > shared; --level) {
        body = operation("some", {Json::object({{"var", below(around[level], around[level - 1])}}),
                                  std::move(body)});
    }
    --depth_;
    return operation("some", {std::move(list), std::move(body)});
}

Json ConditionWriter::filled(const std::string& path) {
    return over(path, [](Json value) { return operation("filled", {std::move(value)}); });
}

Json ConditionWriter::equal(const RegelCondition& condition, const RegelElement& element) {
    const bool list =
        element.position->field() != nullptr && element.position->multiplicity.is_repeated();
    Json made = over(element.path, [&](Json value) {
        if (condition.values.size() > 1 && !list) {
            Json all = Json::array();
            for (const RegelValue& each : condition.values) {
                all.push(literal(each));
            }
            return operation("in", {std::move(value), std::move(all)});
        }
        std::vector<Json> each;
        for (const RegelValue& one : condition.values) {
            const bool computed =
                one.kind == RegelValue::Kind::Element || one.kind == RegelValue::Kind::Today;
            Json wanted = computed ? moved(one) : literal(one);
            each.push_back(list ? operation("in", {std::move(wanted), value})
                                : operation("==", {value, std::move(wanted)}));
        }
        if (each.size() == 1) {
            return std::move(each.front());
        }
        return Json::object({{"or", Json(Json::Array(each.begin(), each.end()))}});
    });
    return condition.comparison == Comparison::NotEqual ? operation("!", {std::move(made)})
                                                        : std::move(made);
}

Json ConditionWriter::ordered(const RegelCondition& condition, const RegelElement& element) {
    const Field* field = element.position->field();
    if (field == nullptr || condition.values.size() != 1) {
        return fail("value");
    }
    const RegelValue& value = condition.values.front();
    const bool computed =
        value.kind == RegelValue::Kind::Element || value.kind == RegelValue::Kind::Today;
    const char* sign = name_of(condition.comparison);
    return over(element.path, [&](Json answer) {
        Json wanted = computed ? moved(value) : literal(value);
        Json made;
        if (field->datentyp == Datentyp::Date || field->datentyp == Datentyp::Datetime) {
            made = operation(sign, {operation("date_diff_days", {std::move(wanted), answer}), 0});
        } else if (field->datentyp == Datentyp::NumCurrency && !computed) {
            made = operation(
                sign, {operation("money", {answer}), operation("money", {std::move(wanted)})});
        } else {
            made = operation(sign, {answer, std::move(wanted)});
        }
        Json both = Json::array({operation("filled", {std::move(answer)})});
        if (value.kind == RegelValue::Kind::Element) {
            both.push(operation("filled", {variable(value.element->path)}));
        }
        both.push(std::move(made));
        return Json::object({{"and", std::move(both)}});
    });
}

Json ConditionWriter::compare(const RegelCondition& condition) {
    const RegelElement* element = index_.find(condition.elements.front().path);
    if (element == nullptr || condition.values.empty()) {
        return fail(element == nullptr ? "reference" : "value");
    }
    const bool group = element->position->group() != nullptr;
    const bool same =
        condition.comparison == Comparison::Equal || condition.comparison == Comparison::NotEqual;
    if (group) {
        return fail("value");
    }
    return same ? equal(condition, *element) : ordered(condition, *element);
}

Json ConditionWriter::pattern(const RegelCondition& condition) {
    const std::string& written = condition.values.front().text;
    if (!Pattern::compile(written)) {
        return fail("pattern");
    }
    return over(condition.elements.front().path, [&](Json value) {
        return operation("matches", {operation("cat", {std::move(value)}), written});
    });
}

Json ConditionWriter::length(const RegelCondition& condition) {
    return over(condition.elements.front().path, [&](Json value) {
        return operation(name_of(condition.comparison),
                         {operation("length", {std::move(value)}), condition.count});
    });
}

Json ConditionWriter::leaf(const RegelCondition& condition) {
    for (const RegelReference& element : condition.elements) {
        if (!element.is_resolved()) {
            return fail("reference");
        }
    }
    switch (condition.kind) {
        case Kind::Compare:
            return compare(condition);
        case Kind::Filled:
            return filled(condition.elements.front().path);
        case Kind::CalendarDate:
            return calendar(condition);
        case Kind::Age:
            return age(condition);
        case Kind::Pattern:
            return pattern(condition);
        case Kind::Length:
            return length(condition);
        default:
            return fail("value");
    }
}

Json ConditionWriter::parts(const RegelCondition& condition, const char* how, bool lenient) {
    Json all = Json::array();
    for (const RegelCondition& part : condition.parts) {
        all.push(write_any(part, lenient));
    }
    Json made = Json::object();
    made.set(how, std::move(all));
    return made;
}

Json ConditionWriter::counted(const RegelCondition& condition, bool lenient) {
    Json sum = Json::array();
    for (const RegelCondition& part : condition.parts) {
        sum.push(operation("if", {write_any(part, lenient), 1, 0}));
    }
    Json total = Json::object();
    total.set("+", std::move(sum));
    const char* sign = condition.kind == Kind::AtLeast   ? ">="
                       : condition.kind == Kind::Exactly ? "=="
                                                         : "<=";
    return operation(sign, {std::move(total), condition.count});
}

Json ConditionWriter::write_any(const RegelCondition& condition, bool lenient) {
    if (!failure_.empty()) {
        return nullptr;
    }
    switch (condition.kind) {
        case Kind::And:
            return parts(condition, "and", lenient);
        case Kind::Or:
            return parts(condition, "or", lenient);
        case Kind::AtLeast:
        case Kind::Exactly:
        case Kind::AtMost:
            return counted(condition, lenient);
        case Kind::Not:
            if (!lenient || !is_leaf(condition.parts.front())) {
                return operation("!", {write_any(condition.parts.front(), false)});
            }
            break;
        default:
            break;
    }
    const bool turned = condition.kind == Kind::Not;
    const RegelCondition& judged = turned ? condition.parts.front() : condition;
    Json made = leaf(judged);
    made = turned ? operation("!", {std::move(made)}) : std::move(made);
    if (!lenient || !needs_answers(judged) || !failure_.empty()) {
        return made;
    }
    Json open = Json::array();
    for (const RegelReference& element : judged.elements) {
        open.push(operation("!", {filled(element.path)}));
    }
    for (const RegelValue& value : judged.values) {
        if (value.kind == RegelValue::Kind::Element) {
            open.push(operation("!", {filled(value.element->path)}));
        }
    }
    open.push(std::move(made));
    return Json::object({{"or", std::move(open)}});
}

Json ConditionWriter::write(const RegelCondition& condition) {
    return write_any(condition, false);
}

Json ConditionWriter::write_lenient(const RegelCondition& condition) {
    return write_any(condition, true);
}

}  // namespace gordion::fim::internal
