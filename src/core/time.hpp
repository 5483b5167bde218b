// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace gordion {

/// A calendar day without time zone. Always a day that exists.
class Date {
public:
    Date() = default;  ///< 1970-01-01
    static Result<Date> make(int year, unsigned month, unsigned day);
    static Date from_days(std::int64_t days_since_epoch);

    [[nodiscard]] int year() const { return static_cast<int>(day_.year()); }
    [[nodiscard]] unsigned month() const { return static_cast<unsigned>(day_.month()); }
    [[nodiscard]] unsigned day() const { return static_cast<unsigned>(day_.day()); }
    [[nodiscard]] std::int64_t days_since_epoch() const;
    [[nodiscard]] Date plus_days(std::int64_t days) const;

    [[nodiscard]] std::string to_iso() const;     ///< "2025-11-30"
    [[nodiscard]] std::string to_german() const;  ///< "30.11.2025"

    auto operator<=>(const Date& other) const {
        return days_since_epoch() <=> other.days_since_epoch();
    }
    bool operator==(const Date& other) const = default;

private:
    explicit Date(std::chrono::year_month_day day) : day_(day) {}
    std::chrono::year_month_day day_{std::chrono::year(1970), std::chrono::January,
                                     std::chrono::day(1)};
};

/// The day for which a question about law or competence is asked.
using Stichtag = Date;

/// Accepts exactly YYYY-MM-DD. Error code: core.date_invalid.
Result<Date> parse_date(std::string_view iso);

/// Accepts D.M.YYYY and DD.MM.YYYY as people write it. Error code: core.date_invalid.
Result<Date> parse_german_date(std::string_view text);

/// A point in time, UTC, in milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t ms = 0;

    [[nodiscard]] Instant plus_ms(std::int64_t add) const { return {ms + add}; }
    [[nodiscard]] Instant plus_seconds(std::int64_t add) const { return {ms + add * 1000}; }
    [[nodiscard]] std::string to_iso() const;  ///< "2026-11-23T15:54:00.000Z"
    /// "23.11.2026, 16:54 Uhr" – German legal time (CET/CEST, rule of 2001/Directive 2000/84/EC).
    [[nodiscard]] std::string to_german() const;
    /// The calendar day in Germany.
    [[nodiscard]] Date german_date() const;
    auto operator<=>(const Instant&) const = default;
};

/// The only source of time. Shared between threads.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
    [[nodiscard]] Date today() const { return now().german_date(); }
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override;
};

/// Stands still until told otherwise. For tests; not shared between threads while it is moved.
class FakeClock final : public Clock {
public:
    explicit FakeClock(Instant start = {1'763'900'000'000}) : now_(start) {}
    [[nodiscard]] Instant now() const override { return now_; }
    void advance_ms(std::int64_t ms) { now_ = now_.plus_ms(ms); }
    void set(Instant now) { now_ = now; }

private:
    Instant now_;
};

/// The latest moment at which a request or job may still work; checked at seams.
class Deadline {
public:
    Deadline(const Clock& clock, std::int64_t timeout_ms)
        : clock_(&clock), at_(clock.now().plus_ms(timeout_ms)) {}
    [[nodiscard]] bool has_passed() const { return clock_->now() >= at_; }
    /// Error code core.deadline, kind Deadline, once the moment has passed.
    [[nodiscard]] Result<void> check() const;

private:
    const Clock* clock_;
    Instant at_;
};

}  // namespace gordion
