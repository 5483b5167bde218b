// SPDX-License-Identifier: EUPL-1.2
#include <charconv>
#include <cmath>

#include "core/limits.hpp"
#include "core/money.hpp"
#include "core/text.hpp"
#include "forms/internal/latin.hpp"
#include "forms/internal/values.hpp"

namespace gordion::forms::internal {
namespace {

using formats::Json;

ParsedValue fault(std::string code) {
    return {nullptr, ValueFault{std::move(code), {}}};
}

// "1.234,5", "1234,5", "-7", "1 234", and "1.5" as machines write it. A dot before exactly three
// digits separates thousands, as a German reader means it.
std::optional<std::string> normalize_number(std::string_view text) {
    std::string digits;
    bool negative = false;
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    const auto comma = text.find(',');
    std::string_view whole = text.substr(0, comma);
    std::string_view decimals = comma == std::string_view::npos ? "" : text.substr(comma + 1);
    const auto dot = whole.rfind('.');
    const bool thousands = dot != std::string_view::npos && whole.size() - dot == 4;
    if (comma == std::string_view::npos && dot != std::string_view::npos && !thousands) {
        decimals = whole.substr(dot + 1);
        whole = whole.substr(0, dot);
        if (decimals.empty()) {
            return std::nullopt;
        }
    }
    std::size_t since_separator = 0;
    bool separated = false;
    for (const char c : whole) {
        if (c == '.' || c == ' ') {
            // Groups have three digits, the first one up to three.
            if (since_separator == 0 || since_separator > 3 ||
                (separated && since_separator != 3)) {
                return std::nullopt;
            }
            separated = true;
            since_separator = 0;
        } else if (c >= '0' && c <= '9') {
            digits += c;
            ++since_separator;
        } else {
            return std::nullopt;
        }
    }
    if (digits.empty() || (separated && since_separator != 3) ||
        (!decimals.empty() && !is_digits(decimals)) ||
        (comma != std::string_view::npos && decimals.empty())) {
        return std::nullopt;
    }
    return (negative ? "-" : "") + digits +
           (decimals.empty() ? std::string() : "." + std::string(decimals));
}

ParsedValue parse_number(const Node& node, std::string_view text) {
    const auto number = normalize_number(text);
    constexpr std::size_t exact_digits = 16;  // with sign or point a double keeps them
    if (!number || number->size() > exact_digits) {
        return fault("number_invalid");
    }
    const bool has_decimals = number->find('.') != std::string::npos;
    if (node.field->datentyp == fim::Datentyp::NumInt) {
        std::int64_t whole = 0;
        const auto [end, error] =
            std::from_chars(number->data(), number->data() + number->size(), whole);
        if (has_decimals || error != std::errc() || end != number->data() + number->size()) {
            return fault("integer_invalid");
        }
        return {whole, {}};
    }
    double value = 0;
    std::from_chars(number->data(), number->data() + number->size(), value);
    return {has_decimals && std::trunc(value) != value ? Json(value)
                                                       : Json(static_cast<std::int64_t>(value)),
            {}};
}

ParsedValue parse_money_value(std::string_view text) {
    const Result<Money> money = parse_money(text);
    if (!money) {
        return fault("money_invalid");
    }
    const std::int64_t cents = money.value().cents;
    return {cents % 100 == 0 ? Json(cents / 100) : Json(static_cast<double>(cents) / 100), {}};
}

ParsedValue parse_date_text(std::string_view text) {
    Result<Date> date = parse_date(text);
    if (!date) {
        date = parse_german_date(text);
    }
    if (!date || date.value().year() < 1000) {
        return fault("date_invalid");
    }
    return {date.value().to_iso(), {}};
}

// "8:30", "08:30", "08.30 Uhr", "08:30:15".
std::optional<std::string> normalize_time(std::string_view text) {
    std::string plain(trim(text));
    if (const auto uhr = plain.find(" Uhr"); uhr != std::string::npos) {
        plain = plain.substr(0, uhr);
    }
    const std::vector<std::string> parts = split(replace_all(plain, ".", ":"), ':');
    if (parts.size() < 2 || parts.size() > 3) {
        return std::nullopt;
    }
    std::string made;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!is_digits(parts[i]) || parts[i].size() > 2 || (i > 0 && parts[i].size() != 2) ||
            std::stoul(parts[i]) > (i == 0 ? 23U : 59U)) {
            return std::nullopt;
        }
        made += (i == 0 ? "" : ":") + std::string(2 - parts[i].size(), '0') + parts[i];
    }
    return made;
}

ParsedValue parse_time(std::string_view text) {
    const auto time = normalize_time(text);
    return time ? ParsedValue{*time, {}} : fault("time_invalid");
}

ParsedValue parse_datetime(std::string_view text) {
    const auto gap = text.find_first_of("T ,");
    if (gap == std::string_view::npos) {
        return fault("datetime_invalid");
    }
    const ParsedValue date = parse_date_text(trim(text.substr(0, gap)));
    std::string_view rest = text.substr(gap + 1);
    while (!rest.empty() && (rest[0] == ' ' || rest[0] == ',')) {
        rest.remove_prefix(1);
    }
    const auto time = normalize_time(rest);
    if (date.fault || !time) {
        return fault("datetime_invalid");
    }
    return {date.value.as_string() + "T" + *time, {}};
}

ParsedValue parse_bool(std::string_view text) {
    if (text == "true" || text == "ja" || text == "on" || text == "1") {
        return {true, {}};
    }
    return text == "false" || text == "nein" || text == "0" ? ParsedValue{false, {}}
                                                            : fault("bool_invalid");
}

ParsedValue parse_text(const Node& node, std::string_view text) {
    std::string clean = replace_all(replace_all(std::string(text), "\r\n", "\n"), "\r", "\n");
    if (node.control != Control::TextArea) {
        clean = replace_all(std::move(clean), "\n", " ");
    }
    if (node.field->datentyp == fim::Datentyp::TextLatin) {
        clean = plain_signs(clean);
    }
    clean = compose_latin(trim(clean));
    return clean.empty() ? ParsedValue{} : ParsedValue{std::move(clean), {}};
}

}  // namespace

ParsedValue parse_value(const Node& node, std::string_view text) {
    // Four bytes are the longest character; what is longer is not worth a look.
    if (text.size() > limits::form_text_characters * 4) {
        return {nullptr,
                ValueFault{"too_long", {{"max", std::to_string(limits::form_text_characters)}}}};
    }
    if (!is_utf8(text)) {
        return fault("characters");
    }
    const std::string_view trimmed = trim(text);
    if (trimmed.empty()) {
        return {};
    }
    if (node.field->feldart == fim::Feldart::Select) {
        return {std::string(trimmed), {}};
    }
    switch (node.field->datentyp) {
        case fim::Datentyp::Num:
        case fim::Datentyp::NumInt:
            return parse_number(node, trimmed);
        case fim::Datentyp::NumCurrency:
            return parse_money_value(trimmed);
        case fim::Datentyp::Date:
            return parse_date_text(trimmed);
        case fim::Datentyp::Time:
            return parse_time(trimmed);
        case fim::Datentyp::Datetime:
            return parse_datetime(trimmed);
        case fim::Datentyp::Bool:
            return parse_bool(trimmed);
        case fim::Datentyp::File:
            return fault("type_invalid");
        case fim::Datentyp::Text:
        case fim::Datentyp::TextLatin:
        case fim::Datentyp::Obj:
            break;
    }
    return parse_text(node, text);
}

ParsedValue parse_date_parts(std::string_view day, std::string_view month, std::string_view year) {
    day = trim(day);
    month = trim(month);
    year = trim(year);
    if (day.empty() && month.empty() && year.empty()) {
        return {};
    }
    if (day.empty() || month.empty() || year.empty()) {
        return fault("date_incomplete");
    }
    const auto fits = [](std::string_view part, std::size_t most) {
        return is_digits(part) && part.size() <= most;
    };
    if (!fits(day, 2) || !fits(month, 2) || !fits(year, 4)) {
        return fault("date_invalid");
    }
    return parse_date_text(std::string(day) + "." + std::string(month) + "." + std::string(year));
}

}  // namespace gordion::forms::internal
