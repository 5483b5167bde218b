// SPDX-License-Identifier: EUPL-1.2
#include "formats/internal/json_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/text.hpp"

namespace gordion::formats::internal {
namespace {

constexpr double two_to_63 = 9223372036854775808.0;

/// digits × 10^exponent, the digits without zeros at the end; zero is 0 × 10^0.
struct Decimal {
    std::uint64_t digits = 0;
    int exponent = 0;
};

Decimal strip_zeros(Decimal number) {
    if (number.digits == 0) {
        return {};
    }
    while (number.digits % 10 == 0) {
        number.digits /= 10;
        ++number.exponent;
    }
    return number;
}

// The absolute value; signs do not matter to multiples.
Decimal to_decimal(const Json& number) {
    if (number.is_int()) {
        const std::int64_t whole = number.as_int();
        const auto bits = static_cast<std::uint64_t>(whole);
        return strip_zeros({whole < 0 ? 0 - bits : bits, 0});
    }
    std::array<char, 40> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(),
                                       std::abs(number.as_number()), std::chars_format::scientific);
    VERIFY(written.ec == std::errc(), "40 characters hold every number in shortest form");
    Decimal decimal;
    bool is_fraction = false;
    const char* at = text.data();
    for (; at != written.ptr && *at != 'e'; ++at) {
        if (*at == '.') {
            is_fraction = true;
            continue;
        }
        decimal.digits = decimal.digits * 10 + static_cast<std::uint64_t>(*at - '0');
        decimal.exponent -= is_fraction ? 1 : 0;
    }
    if (at != written.ptr) {
        ++at;
        int exponent = 0;
        std::from_chars(at + (*at == '+' ? 1 : 0), written.ptr, exponent);
        decimal.exponent += exponent;
    }
    return strip_zeros(decimal);
}

std::uint64_t add_modulo(std::uint64_t left, std::uint64_t right, std::uint64_t modulus) {
    return left >= modulus - right ? left - (modulus - right) : left + right;
}

std::uint64_t ten_times_modulo(std::uint64_t value, std::uint64_t modulus) {
    const std::uint64_t twice = add_modulo(value, value, modulus);
    const std::uint64_t four = add_modulo(twice, twice, modulus);
    const std::uint64_t eight = add_modulo(four, four, modulus);
    return add_modulo(eight, twice, modulus);
}

std::uint64_t mix(std::uint64_t value) {
    value ^= value >> 33;
    value *= 0xff51afd7ed558ccdULL;
    value ^= value >> 33;
    value *= 0xc4ceb9fe1a85ec53ULL;
    return value ^ (value >> 33);
}

std::uint64_t hash_text(std::string_view text) {
    return mix(std::hash<std::string_view>()(text) + 0x9e3779b97f4a7c15ULL);
}

std::uint64_t hash_number(const Json& number) {
    const double rough = number.as_number();
    if (is_whole(number) && rough >= -two_to_63 && rough < two_to_63) {
        const std::int64_t whole =
            number.is_int() ? number.as_int() : static_cast<std::int64_t>(rough);
        return mix(static_cast<std::uint64_t>(whole) + 11);
    }
    return mix(std::hash<double>()(rough) + 13);
}

std::vector<const Json::Member*> by_name(const Json::Object& members) {
    std::vector<const Json::Member*> sorted;
    sorted.reserve(members.size());
    for (const Json::Member& member : members) {
        sorted.push_back(&member);
    }
    std::sort(sorted.begin(), sorted.end(),
              [](const auto* left, const auto* right) { return left->first < right->first; });
    return sorted;
}

bool equal_objects(const Json::Object& left, const Json::Object& right) {
    if (left.size() != right.size()) {
        return false;
    }
    const auto mine = by_name(left);
    const auto theirs = by_name(right);
    return std::equal(mine.begin(), mine.end(), theirs.begin(), [](const auto* a, const auto* b) {
        return a->first == b->first && equal_values(a->second, b->second);
    });
}

}  // namespace

bool is_whole(const Json& number) {
    return number.is_int() || std::trunc(number.as_number()) == number.as_number();
}

std::strong_ordering compare_numbers(const Json& left, const Json& right) {
    if (left.is_int() && right.is_int()) {
        return left.as_int() <=> right.as_int();
    }
    if (left.is_int()) {
        return 0 <=> compare_numbers(right, left);
    }
    const double mine = left.as_number();
    if (!right.is_int()) {
        const double theirs = right.as_number();
        return mine < theirs
                   ? std::strong_ordering::less
                   : (mine > theirs ? std::strong_ordering::greater : std::strong_ordering::equal);
    }
    if (mine >= two_to_63) {
        return std::strong_ordering::greater;
    }
    if (mine < -two_to_63) {
        return std::strong_ordering::less;
    }
    const double whole = std::trunc(mine);
    const auto order = static_cast<std::int64_t>(whole) <=> right.as_int();
    if (order != 0 || mine == whole) {
        return order;
    }
    return mine > whole ? std::strong_ordering::greater : std::strong_ordering::less;
}

bool is_multiple(const Json& number, const Json& divisor) {
    const Decimal value = to_decimal(number);
    const Decimal step = to_decimal(divisor);
    if (value.digits == 0) {
        return true;
    }
    if (step.digits == 0) {
        return false;
    }
    if (value.exponent >= step.exponent) {
        std::uint64_t rest = value.digits % step.digits;
        for (int i = value.exponent - step.exponent; i > 0 && rest != 0; --i) {
            rest = ten_times_modulo(rest, step.digits);
        }
        return rest == 0;
    }
    // The digits end with no zero, so only a step without further zeros of its own can divide them.
    return false;
}

bool equal_values(const Json& left, const Json& right) {
    if (left.is_number() && right.is_number()) {
        return compare_numbers(left, right) == 0;
    }
    if (left.is_object() && right.is_object()) {
        return equal_objects(left.as_object(), right.as_object());
    }
    if (left.is_array() && right.is_array()) {
        return std::equal(left.as_array().begin(), left.as_array().end(), right.as_array().begin(),
                          right.as_array().end(), equal_values);
    }
    return left == right;
}

std::uint64_t hash_value(const Json& value, std::size_t& work) {
    ++work;
    if (value.is_number()) {
        return hash_number(value);
    }
    if (value.is_string()) {
        work += value.as_string().size() / 16;
        return hash_text(value.as_string());
    }
    if (value.is_array()) {
        std::uint64_t hash = 17;
        for (const Json& item : value.as_array()) {
            hash = mix(hash + hash_value(item, work));
        }
        return hash;
    }
    if (value.is_object()) {
        std::uint64_t hash = 19;
        for (const auto& [name, member] : value.as_object()) {
            hash += mix(hash_text(name) ^ (hash_value(member, work) * 31));
        }
        return mix(hash);
    }
    return value.is_bool() ? mix(value.as_bool() ? 3 : 2) : mix(1);
}

void append_pointer_token(std::string& to, std::string_view token) {
    to += '/';
    for (const char c : token) {
        if (c == '~') {
            to += "~0";
        } else if (c == '/') {
            to += "~1";
        } else {
            to += c;
        }
    }
}

const Json* find_below(const Json& value, std::string_view token) {
    if (!value.is_array()) {
        return value.find(token);
    }
    std::size_t index = 0;
    const auto read = std::from_chars(token.data(), token.data() + token.size(), index);
    const bool is_index =
        is_digits(token) && read.ec == std::errc() && (token.size() == 1 || token.front() != '0');
    return is_index && index < value.size() ? &value.as_array()[index] : nullptr;
}

}  // namespace gordion::formats::internal
