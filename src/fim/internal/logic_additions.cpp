// SPDX-License-Identifier: EUPL-1.2
// What JsonLogic lacks for administrative rules; logic.hpp is the manual.
#include <cmath>

#include "core/money.hpp"
#include "core/text.hpp"
#include "fim/internal/logic_program.hpp"

namespace gordion::fim::internal {

using formats::Json;

namespace {

// Moving a date further than this is a mistake in a rule, and years beyond 9999 are no ISO dates.
constexpr double most_days = 366.0 * 1000;

std::optional<std::int64_t> whole_within(const Json& value, double most) {
    const double number = value.is_null() ? NAN : to_js_number(value);
    if (std::isnan(number) || std::abs(number) > most) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(std::trunc(number));
}

Json write_date(const Date& date) {
    return date.year() >= 1 && date.year() <= 9999 ? Json(date.to_iso()) : Json();
}

}  // namespace

std::optional<Date> date_of(const Json& value) {
    if (!value.is_string()) {
        return std::nullopt;
    }
    // The day of a date with time counts as well.
    const Result<Date> date = parse_date(std::string_view(value.as_string()).substr(0, 10));
    return date ? std::optional<Date>(date.value()) : std::nullopt;
}

Json date_diff_days(const Json& from, const Json& to) {
    const auto first = date_of(from);
    const auto last = date_of(to);
    if (!first || !last) {
        return nullptr;
    }
    return last->days_since_epoch() - first->days_since_epoch();
}

Json age_years(const Json& birth, const Json& on) {
    const auto born = date_of(birth);
    const auto then = date_of(on);
    if (!born || !then) {
        return nullptr;
    }
    // BGB § 188 (2), § 187 (2): a year of life is complete with the end of the day before the
    // birthday, so on the birthday itself. Born on 29 February: on 1 March in other years.
    const bool before =
        std::pair(then->month(), then->day()) < std::pair(born->month(), born->day());
    return std::int64_t{then->year()} - born->year() - (before ? 1 : 0);
}

Json date_part(const Json& date, Op part) {
    const auto day = date_of(date);
    if (!day) {
        return nullptr;
    }
    return part == Op::MonthOf ? Json(static_cast<int>(day->month())) : Json(day->year());
}

Json length_of(const Json& value) {
    if (value.is_array()) {
        return value.size();
    }
    return value.is_null() ? Json(0) : Json(count_characters(to_js_string(value)));
}

Json round_commercially(const Json& value, const Json& places) {
    const double number = to_js_number(value);
    const double wanted = places.is_null() ? 0 : to_js_number(places);
    if (value.is_null() || std::isnan(number) || !(wanted >= 0 && wanted <= 6)) {
        return nullptr;
    }
    const double scale = std::pow(10.0, std::trunc(wanted));
    // 1.005 is stored a little below; what differs from a half by less than any amount of money
    // in question counts as the half that was meant.
    const double scaled = std::abs(number) * scale;
    const double rounded = std::floor(scaled + 0.5 + scaled * 1e-14 + 1e-9);
    return to_json_number(std::copysign(rounded / scale, number));
}

Json to_cents(const Json& value) {
    if (value.is_number()) {
        return round_commercially(value.as_number() * 100, 0);
    }
    if (!value.is_string()) {
        return nullptr;
    }
    const Result<Money> money = parse_money(value.as_string());
    return money ? Json(money.value().cents) : Json();
}

Json substring(const std::string& text, double start, std::optional<double> count) {
    const auto length = static_cast<double>(count_characters(text));
    const auto clamp = [&](double at) { return std::min(std::max(at, 0.0), length); };
    start = std::isnan(start) ? 0 : std::trunc(start);
    const double first = clamp(start < 0 ? length + start : start);
    double last = length;
    if (count && !std::isnan(*count)) {
        last = *count < 0 ? length + std::trunc(*count) : first + std::trunc(*count);
    } else if (count) {
        last = first;
    }
    last = clamp(last);
    // Bytes that continue a character begin with the bits 10.
    std::string cut;
    double at = -1;
    for (const char byte : text) {
        at += (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U ? 0 : 1;
        if (at >= first && at < last) {
            cut += byte;
        }
    }
    return cut;
}

Json date_add_days(const Json& date, const Json& days) {
    const auto day = date_of(date);
    const auto count = whole_within(days, most_days);
    return day && count ? write_date(day->plus_days(*count)) : Json();
}

Json date_add_months(const Json& date, const Json& months) {
    const auto day = date_of(date);
    const auto count = whole_within(months, most_days / 30);
    if (!day || !count) {
        return nullptr;
    }
    const std::int64_t month = std::int64_t{day->year()} * 12 + day->month() - 1 + *count;
    if (month < 12 || month >= 120'000) {
        return nullptr;
    }
    // BGB § 188 (3): a month that lacks the day ends on its last one.
    for (unsigned number = day->day(); number > 27; --number) {
        const Result<Date> made =
            Date::make(static_cast<int>(month / 12), static_cast<unsigned>(month % 12 + 1), number);
        if (made) {
            return write_date(made.value());
        }
    }
    return write_date(
        Date::make(static_cast<int>(month / 12), static_cast<unsigned>(month % 12 + 1), day->day())
            .value());
}

Json floor_of(const Json& value) {
    return value.is_null() ? Json() : to_json_number(std::floor(to_js_number(value)));
}

bool is_filled(const Json& value) {
    if (value.is_string()) {
        return !value.as_string().empty();
    }
    if (value.is_array()) {
        return std::any_of(value.as_array().begin(), value.as_array().end(), is_filled);
    }
    if (value.is_object()) {
        return std::any_of(value.as_object().begin(), value.as_object().end(),
                           [](const Json::Member& member) { return is_filled(member.second); });
    }
    return !value.is_null();
}

Json date_of_parts(const Json& year, const Json& month, const Json& day) {
    const auto y = whole_within(year, 9999);
    const auto m = whole_within(month, 12);
    const auto d = whole_within(day, 31);
    if (!y || !m || !d || *y < 1 || *m < 1 || *d < 1) {
        return nullptr;
    }
    const Result<Date> made =
        Date::make(static_cast<int>(*y), static_cast<unsigned>(*m), static_cast<unsigned>(*d));
    return made ? Json(made.value().to_iso()) : Json();
}

// ISO 13616: the first four characters moved to the end, letters as 10 to 35, remainder 1 by 97.
bool is_valid_iban(const Json& value) {
    if (!value.is_string()) {
        return false;
    }
    std::string iban;
    for (const char c : value.as_string()) {
        if (c != ' ') {
            iban += c;
        }
    }
    if (iban.size() < 15 || iban.size() > 34) {
        return false;
    }
    unsigned remainder = 0;
    for (std::size_t i = 0; i < iban.size(); ++i) {
        const char c = iban[(i + 4) % iban.size()];
        if (c >= '0' && c <= '9') {
            remainder = (remainder * 10 + static_cast<unsigned>(c - '0')) % 97;
        } else if (c >= 'A' && c <= 'Z') {
            remainder = (remainder * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
        } else {
            return false;
        }
    }
    return remainder == 1;
}

}  // namespace gordion::fim::internal
