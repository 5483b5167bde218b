// SPDX-License-Identifier: EUPL-1.2
#include "formats/internal/schema_evaluator.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"
#include "formats/internal/json_values.hpp"

namespace gordion::formats::internal {
namespace {

unsigned type_bits(const Json& value) {
    if (value.is_number()) {
        return NumberBit | (is_whole(value) ? IntegerBit : 0U);
    }
    if (value.is_string()) {
        return StringBit;
    }
    if (value.is_object()) {
        return ObjectBit;
    }
    if (value.is_array()) {
        return ArrayBit;
    }
    return value.is_bool() ? BooleanBit : NullBit;
}

// What a finding says about that which a keyword demands.
struct Wording {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(std::uint64_t count) const { return std::to_string(count); }
    std::string operator()(std::string_view text) const {
        return std::string(first_characters(text, 200));
    }
    std::string operator()(const Json* value) const {
        return (*this)(value->is_string() ? value->as_string() : write_json(*value));
    }
    std::string operator()(const std::vector<Json>* values) const {
        std::string text;
        for (const Json& value : *values) {
            if (text.size() > 200) {
                return text + ", …";
            }
            text += (text.empty() ? "" : ", ") + (*this)(&value);
        }
        return text;
    }
};

}  // namespace

void ValueSet::add(Json value) {
    std::size_t work = 0;
    by_hash_.emplace(hash_value(value, work), values_.size());
    values_.push_back(std::move(value));
}

bool ValueSet::contains(const Json& value, std::size_t& work) const {
    const auto [first, last] = by_hash_.equal_range(hash_value(value, work));
    return std::any_of(
        first, last, [&](const auto& entry) { return equal_values(values_[entry.second], value); });
}

void Looked::mark(std::size_t index) {
    if (index >= seen_.size()) {
        seen_.resize(index + 1);
    }
    seen_[index] = true;
}

void Looked::add(const Looked& other) {
    all_ = all_ || other.all_;
    if (other.seen_.size() > seen_.size()) {
        seen_.resize(other.seen_.size());
    }
    for (std::size_t i = 0; i < other.seen_.size(); ++i) {
        if (other.seen_[i]) {
            seen_[i] = true;
        }
    }
}

bool Looked::has(std::size_t index) const {
    return all_ || (index < seen_.size() && seen_[index]);
}

bool SchemaEvaluator::judge(const Json& instance) {
    const bool ok = evaluate(*schema_.root, instance, nullptr);
    if (is_stopped_ && findings_ != nullptr) {
        findings_->push_back({"formats.instance_too_costly",
                              Severity::Fault,
                              stopped_at_,
                              {{"keyword", ""}},
                              "Judging this takes more work or depth than allowed."});
    }
    return ok && !is_stopped_;
}

bool SchemaEvaluator::evaluate(const SchemaNode& node, const Json& value, Looked* looked) {
    if (depth_ >= limits::json_schema_depth) {
        steps_ = schema_.most_steps;
    }
    if (!spend(1)) {
        return false;
    }
    if (node.refuses_all) {
        return fail("formats.instance_forbidden", "false", "Nothing may stand here.");
    }
    ++depth_;
    const bool is_entered = scopes_.empty() || scopes_.back() != node.scope;
    if (is_entered) {
        scopes_.push_back(node.scope);
    }
    const bool ok = evaluate_rules(node, value, looked);
    if (is_entered) {
        scopes_.pop_back();
    }
    --depth_;
    return ok;
}

bool SchemaEvaluator::evaluate_rules(const SchemaNode& node, const Json& value, Looked* looked) {
    const bool asks = node.in_place != nullptr && (node.in_place->unevaluated_items != nullptr ||
                                                   node.in_place->unevaluated_members != nullptr);
    Looked mine;
    Looked* const collected = asks || looked != nullptr ? &mine : nullptr;
    bool ok = check_values(node, value);
    if (!is_over(ok) && node.number != nullptr && value.is_number()) {
        ok = check_number(*node.number, value) && ok;
    }
    if (!is_over(ok) && node.text != nullptr && value.is_string()) {
        ok = check_text(*node.text, value) && ok;
    }
    if (!is_over(ok) && node.array != nullptr && value.is_array()) {
        ok = check_array(*node.array, value, collected) && ok;
    }
    if (!is_over(ok) && node.object != nullptr && value.is_object()) {
        ok = check_object(*node.object, value, collected) && ok;
    }
    if (!is_over(ok) && node.in_place != nullptr) {
        ok = check_in_place(*node.in_place, value, collected) && ok;
        // What is left over is only known once everything else holds.
        ok = ok && (!asks || check_unevaluated(*node.in_place, value, collected));
    }
    if (ok && looked != nullptr) {
        looked->add(mine);
        ok = spend(mine.size() / 16);
    }
    return ok;
}

bool SchemaEvaluator::check_values(const SchemaNode& node, const Json& value) {
    bool ok = true;
    if (node.types != 0 && (node.types & type_bits(value)) == 0) {
        ok = fail("formats.instance_type", "type", "The value has another type than demanded.",
                  std::string_view(node.type_names));
    }
    std::size_t work = 0;
    if (!is_over(ok) && node.one_of_values && !node.one_of_values->contains(value, work)) {
        ok = fail("formats.instance_enum", "enum", "The value is none of those that are allowed.",
                  &node.one_of_values->values());
    }
    if (!is_over(ok) && node.only_value && !node.only_value->contains(value, work)) {
        ok = fail("formats.instance_const", "const",
                  "The value is not the only one that is allowed.", &node.only_value->values());
    }
    return spend(work / 4) && ok;
}

bool SchemaEvaluator::check_number(const NumberRules& rules, const Json& value) {
    bool ok = true;
    const auto check = [&](bool holds, const char* keyword, const std::optional<Json>& bound) {
        if (!holds) {
            ok = fail("formats.instance_number", keyword,
                      "The number lies outside of what is allowed.", &*bound);
        }
    };
    check(!rules.maximum || compare_numbers(value, *rules.maximum) <= 0, "maximum", rules.maximum);
    check(!rules.exclusive_maximum || compare_numbers(value, *rules.exclusive_maximum) < 0,
          "exclusiveMaximum", rules.exclusive_maximum);
    check(!rules.minimum || compare_numbers(value, *rules.minimum) >= 0, "minimum", rules.minimum);
    check(!rules.exclusive_minimum || compare_numbers(value, *rules.exclusive_minimum) > 0,
          "exclusiveMinimum", rules.exclusive_minimum);
    if (rules.multiple_of && !is_multiple(value, *rules.multiple_of)) {
        ok = fail("formats.instance_multiple", "multipleOf",
                  "The number is no multiple of the one demanded.", &*rules.multiple_of);
    }
    return ok;
}

bool SchemaEvaluator::check_text(const TextRules& rules, const Json& value) {
    const std::string& text = value.as_string();
    if (!spend(text.size() / 8)) {
        return false;
    }
    bool ok = true;
    if (rules.longest || rules.shortest) {
        const std::size_t characters = count_characters(text);
        if (rules.longest && characters > *rules.longest) {
            ok = fail("formats.instance_long", "maxLength",
                      "The text has more characters than allowed.", *rules.longest);
        }
        if (rules.shortest && characters < *rules.shortest) {
            ok = fail("formats.instance_short", "minLength",
                      "The text has fewer characters than demanded.", *rules.shortest);
        }
    }
    if (!is_over(ok) && rules.pattern && !rules.pattern->second.occurs_in(text)) {
        ok = fail("formats.instance_pattern", "pattern", "The text does not match the pattern.",
                  std::string_view(rules.pattern->first));
    }
    if (!is_over(ok) && rules.format && !has_format(text, *rules.format)) {
        ok = fail("formats.instance_format", "format", "The text is not of the format.",
                  to_string(*rules.format));
    }
    return ok;
}

bool SchemaEvaluator::descend(const SchemaNode& node, const Json& value, Token token) {
    path_.push_back(token);
    const bool ok = evaluate(node, value, nullptr);
    path_.pop_back();
    return ok;
}

bool SchemaEvaluator::spend(std::size_t steps) {
    steps_ += steps;
    if (steps_ < schema_.most_steps) {
        return true;
    }
    if (!is_stopped_) {
        stopped_at_ = place();
    }
    is_stopped_ = true;
    return false;
}

bool SchemaEvaluator::is_over(bool ok) const {
    return !ok && (findings_ == nullptr || is_stopped_ ||
                   findings_->size() > limits::json_schema_findings);
}

bool SchemaEvaluator::fail(const char* code, const char* keyword, const char* message,
                           Expected expected) {
    if (findings_ == nullptr || findings_->size() > limits::json_schema_findings) {
        return false;
    }
    if (findings_->size() == limits::json_schema_findings) {
        findings_->push_back({"formats.instance_more",
                              Severity::Fault,
                              "",
                              {{"keyword", ""}},
                              "There are more faults than are listed."});
        return false;
    }
    Values values{{"keyword", keyword}};
    if (expected.index() != 0) {
        values.emplace_back("expected", std::visit(Wording(), expected));
    }
    findings_->push_back({code, Severity::Fault, place(), std::move(values), message});
    return false;
}

std::string SchemaEvaluator::place() const {
    std::string pointer;
    for (const Token& token : path_) {
        if (const auto* name = std::get_if<std::string_view>(&token)) {
            append_pointer_token(pointer, first_characters(*name, 200));
        } else {
            append_pointer_token(pointer, std::to_string(std::get<std::size_t>(token)));
        }
    }
    return pointer;
}

}  // namespace gordion::formats::internal
