// SPDX-License-Identifier: EUPL-1.2
#include <charconv>
#include <cmath>
#include <limits>

#include "core/text.hpp"
#include "fim/internal/logic_program.hpp"

namespace gordion::fim::internal {
namespace {

using formats::Json;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// Longest beginning that is a decimal number, as parseFloat reads it; `used` is its length.
double read_decimal(std::string_view text, std::size_t& used) {
    used = 0;
    std::string_view rest = text;
    if (!rest.empty() && rest[0] == '+') {
        rest.remove_prefix(1);
    }
    for (const std::string_view word : {"Infinity", "-Infinity"}) {
        if (rest.substr(0, word.size()) == word) {
            used = text.size() - rest.size() + word.size();
            return word[0] == '-' ? -HUGE_VAL : HUGE_VAL;
        }
    }
    const bool digit_first =
        !rest.empty() && (std::isdigit(static_cast<unsigned char>(rest[0])) != 0 ||
                          rest[0] == '.' || (rest[0] == '-' && text[0] != '+'));
    double value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    // from_chars also reads "inf" and "nan", which JavaScript does not.
    if (!digit_first || error == std::errc::invalid_argument || std::isnan(value) ||
        (std::isinf(value) && error == std::errc())) {
        return not_a_number;
    }
    used = static_cast<std::size_t>(end - text.data());
    return error == std::errc::result_out_of_range ? HUGE_VAL : value;
}

std::string format_number(const Json& value) {
    if (value.is_int()) {
        return std::to_string(value.as_int());
    }
    const double number = value.as_number();
    if (std::isnan(number)) {
        return "NaN";
    }
    if (std::isinf(number)) {
        return number > 0 ? "Infinity" : "-Infinity";
    }
    return formats::write_json(to_json_number(number));
}

}  // namespace

Json to_json_number(double value) {
    constexpr double exact = 9007199254740992.0;  // 2^53
    if (std::abs(value) <= exact && std::trunc(value) == value) {
        return static_cast<std::int64_t>(value);
    }
    return value;
}

double to_js_number(const Json& value) {
    if (value.is_number()) {
        return value.as_number();
    }
    if (value.is_null()) {
        return 0;
    }
    if (value.is_bool()) {
        return value.as_bool() ? 1 : 0;
    }
    if (value.is_object()) {
        return not_a_number;
    }
    const std::string written = to_js_string(value);
    const std::string_view text = trim(written);
    if (text.empty()) {
        return 0;
    }
    std::size_t used = 0;
    const double number = read_decimal(text, used);
    return used == text.size() ? number : not_a_number;
}

double parse_js_float(const Json& value) {
    if (value.is_number()) {
        return value.as_number();
    }
    const std::string written = to_js_string(value);
    if (value.is_null() || value.is_bool()) {
        return not_a_number;
    }
    std::size_t used = 0;
    return read_decimal(trim(written), used);
}

std::string to_js_string(const Json& value) {
    if (value.is_string()) {
        return value.as_string();
    }
    if (value.is_null()) {
        return "null";
    }
    if (value.is_bool()) {
        return value.as_bool() ? "true" : "false";
    }
    if (value.is_number()) {
        return format_number(value);
    }
    if (value.is_object()) {
        return "[object Object]";
    }
    std::string joined;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const Json& item = value.as_array()[i];
        joined += (i == 0 ? "" : ",") + (item.is_null() ? std::string() : to_js_string(item));
    }
    return joined;
}

bool is_strictly_equal(const Json& left, const Json& right) {
    if (left.is_number() && right.is_number()) {
        return left.as_number() == right.as_number();
    }
    // Two lists or objects are equal in JavaScript only if they are the same one.
    const bool plain = !left.is_array() && !left.is_object();
    return plain ? left == right : &left == &right;
}

bool is_loosely_equal(const Json& left, const Json& right) {
    const bool left_plain = !left.is_array() && !left.is_object();
    const bool right_plain = !right.is_array() && !right.is_object();
    if (left.is_null() || right.is_null()) {
        return left.is_null() && right.is_null();
    }
    if (!left_plain && !right_plain) {
        return &left == &right;
    }
    const bool both_text = (left.is_string() || !left_plain) && (right.is_string() || !right_plain);
    if (both_text) {
        return to_js_string(left) == to_js_string(right);
    }
    if (left.is_object() || right.is_object()) {
        return false;
    }
    return to_js_number(left) == to_js_number(right);
}

std::optional<int> compare_js(const Json& left, const Json& right) {
    const auto texty = [](const Json& value) {
        return value.is_string() || value.is_array() || value.is_object();
    };
    if (texty(left) && texty(right)) {
        const int order = to_js_string(left).compare(to_js_string(right));
        return order < 0 ? -1 : order > 0 ? 1 : 0;
    }
    const double first = to_js_number(left);
    const double second = to_js_number(right);
    if (std::isnan(first) || std::isnan(second)) {
        return std::nullopt;
    }
    return first < second ? -1 : first > second ? 1 : 0;
}

const Json* find_row(const Json& table, const std::string& column, const Json& wanted) {
    if (!table.is_array() || wanted.is_null()) {
        return nullptr;
    }
    for (const Json& row : table.as_array()) {
        const Json* cell = row.find(column);
        if (cell != nullptr && is_loosely_equal(*cell, wanted)) {
            return &row;
        }
    }
    return nullptr;
}

}  // namespace gordion::fim::internal
