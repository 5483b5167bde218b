// SPDX-License-Identifier: EUPL-1.2
#include "core/time.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace gordion {
namespace {

using namespace std::chrono;

Error invalid_date(std::string_view text) {
    return {ErrorKind::Invalid,
            "core.date_invalid",
            "",
            {{"text", std::string(text)}},
            "This is not a day of the calendar, or not written as asked (2026-11-23; in forms "
            "23.11.2026)."};
}

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int to_number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) {
        value = value * 10 + (c - '0');
    }
    return value;
}

sys_days last_sunday(year y, month m) {
    return sys_days{y / m / Sunday[last]};
}

// Summer time runs from the last Sunday of March, 01:00 UTC, to the last Sunday of October,
// 01:00 UTC. Earlier rules (before 1996) do not matter for instants that we make ourselves.
milliseconds german_offset(sys_time<milliseconds> utc) {
    const year y = year_month_day(floor<days>(utc)).year();
    const auto begin = last_sunday(y, March) + hours(1);
    const auto end = last_sunday(y, October) + hours(1);
    return utc >= begin && utc < end ? hours(2) : hours(1);
}

sys_time<milliseconds> to_utc(Instant instant) {
    return sys_time<milliseconds>(milliseconds(instant.ms));
}

}  // namespace

Result<Date> Date::make(int y, unsigned m, unsigned d) {
    const year_month_day day{std::chrono::year(y), std::chrono::month(m), std::chrono::day(d)};
    if (!day.ok() || y < 1 || y > 9999) {
        return invalid_date(fmt::format("{:04}-{:02}-{:02}", y, m, d));
    }
    return Date(day);
}

Date Date::from_days(std::int64_t days_since_epoch) {
    return Date(year_month_day(sys_days(days(days_since_epoch))));
}

std::int64_t Date::days_since_epoch() const {
    return sys_days(day_).time_since_epoch().count();
}

Date Date::plus_days(std::int64_t add) const {
    return from_days(days_since_epoch() + add);
}

std::string Date::to_iso() const {
    return fmt::format("{:04}-{:02}-{:02}", year(), month(), day());
}

std::string Date::to_german() const {
    return fmt::format("{:02}.{:02}.{:04}", day(), month(), year());
}

Result<Date> parse_date(std::string_view iso) {
    const bool shape = iso.size() == 10 && iso[4] == '-' && iso[7] == '-' &&
                       all_digits(iso.substr(0, 4)) && all_digits(iso.substr(5, 2)) &&
                       all_digits(iso.substr(8, 2));
    if (!shape) {
        return invalid_date(iso.substr(0, 40));
    }
    return Date::make(to_number(iso.substr(0, 4)),
                      static_cast<unsigned>(to_number(iso.substr(5, 2))),
                      static_cast<unsigned>(to_number(iso.substr(8, 2))));
}

Result<Date> parse_german_date(std::string_view text) {
    const auto first = text.find('.');
    const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos) {
        return invalid_date(text.substr(0, 40));
    }
    const std::string_view day = text.substr(0, first);
    const std::string_view month = text.substr(first + 1, second - first - 1);
    const std::string_view year = text.substr(second + 1);
    if (!all_digits(day) || !all_digits(month) || !all_digits(year) || day.size() > 2 ||
        month.size() > 2 || year.size() != 4) {
        return invalid_date(text.substr(0, 40));
    }
    Result<Date> date = Date::make(to_number(year), static_cast<unsigned>(to_number(month)),
                                   static_cast<unsigned>(to_number(day)));
    // Quoted as it was written, not as it would be kept.
    return date ? std::move(date) : Result<Date>(invalid_date(text));
}

std::string Instant::to_iso() const {
    const auto utc = to_utc(*this);
    const auto day = floor<days>(utc);
    const hh_mm_ss time(utc - day);
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z",
                       Date::from_days(day.time_since_epoch().count()).to_iso(),
                       time.hours().count(), time.minutes().count(), time.seconds().count(),
                       time.subseconds().count());
}

std::string Instant::to_german() const {
    const auto local = to_utc(*this) + german_offset(to_utc(*this));
    const auto day = floor<days>(local);
    const hh_mm_ss time(local - day);
    return fmt::format("{}, {:02}:{:02} Uhr",
                       Date::from_days(day.time_since_epoch().count()).to_german(),
                       time.hours().count(), time.minutes().count());
}

Date Instant::german_date() const {
    const auto local = to_utc(*this) + german_offset(to_utc(*this));
    return Date::from_days(floor<days>(local).time_since_epoch().count());
}

Instant SystemClock::now() const {
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

Result<void> Deadline::check() const {
    if (has_passed()) {
        return Error{ErrorKind::Deadline, "core.deadline", "", {}, "The time for this ran out."};
    }
    return {};
}

}  // namespace gordion
