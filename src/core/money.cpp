// SPDX-License-Identifier: EUPL-1.2
#include "core/money.hpp"

#include <fmt/format.h>

#include "core/text.hpp"

namespace gordion {
namespace {

Error invalid(std::string_view text) {
    return {ErrorKind::Invalid,
            "core.money_invalid",
            "",
            {{"text", std::string(text.substr(0, 40))}},
            "This is not an amount of money."};
}

std::string_view without_currency(std::string_view text) {
    for (const std::string_view sign : {"€", "EUR", "Euro"}) {
        if (text.ends_with(sign)) {
            return trim(text.substr(0, text.size() - sign.size()));
        }
    }
    return text;
}

// A dot groups thousands if exactly three digits follow each dot; otherwise it is the decimal sign.
bool dots_group_thousands(std::string_view whole) {
    const auto first = whole.find('.');
    if (first == 0 || first > 3) {
        return false;
    }
    for (std::size_t at = first; at < whole.size(); at += 4) {
        if (whole[at] != '.' || whole.size() - at < 4) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::string Money::to_german() const {
    const bool negative = cents < 0;
    const auto absolute =
        negative ? 0 - static_cast<std::uint64_t>(cents) : static_cast<std::uint64_t>(cents);
    std::string whole = std::to_string(absolute / 100);
    for (auto at = static_cast<std::ptrdiff_t>(whole.size()) - 3; at > 0; at -= 3) {
        whole.insert(static_cast<std::size_t>(at), ".");
    }
    return fmt::format("{}{},{:02} €", negative ? "-" : "", whole, absolute % 100);
}

std::string Money::to_decimal() const {
    const bool negative = cents < 0;
    const auto absolute =
        negative ? 0 - static_cast<std::uint64_t>(cents) : static_cast<std::uint64_t>(cents);
    return fmt::format("{}{}.{:02}", negative ? "-" : "", absolute / 100, absolute % 100);
}

Result<Money> parse_money(std::string_view text) {
    std::string_view rest = without_currency(trim(text));
    const bool negative = rest.starts_with('-');
    if (negative) {
        rest.remove_prefix(1);
    }
    std::string_view whole = rest;
    std::string_view decimals;
    if (const auto comma = rest.find(','); comma != std::string_view::npos) {
        whole = rest.substr(0, comma);
        decimals = rest.substr(comma + 1);
        if (whole.find('.') != std::string_view::npos && !dots_group_thousands(whole)) {
            return invalid(text);
        }
    } else if (const auto dot = rest.find('.');
               dot != std::string_view::npos && !dots_group_thousands(rest)) {
        whole = rest.substr(0, dot);
        decimals = rest.substr(dot + 1);
    }
    std::string digits;
    for (const char c : whole) {
        if (c != '.') {
            digits += c;
        }
    }
    const bool shape =
        is_digits(digits) && digits.size() <= 9 && decimals.size() <= 2 &&
        (decimals.empty() ? rest.back() != ',' && rest.back() != '.' : is_digits(decimals));
    if (!shape) {
        return invalid(text);
    }
    std::int64_t cents = 0;
    for (const char c : digits + std::string(decimals) + std::string(2 - decimals.size(), '0')) {
        cents = cents * 10 + (c - '0');
    }
    return Money{negative ? -cents : cents};
}

}  // namespace gordion
