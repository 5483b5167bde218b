// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <string>

#include "core/random.hpp"
#include "storage/blobs.hpp"
#include "storage/database.hpp"
#include "zustelldienst/settings.hpp"
#include "zustelldienst/surroundings.hpp"
#include "zustelldienst/transmission.hpp"

namespace gordion::zustelldienst {

/// When a state's next period ends: deletion of what stays incomplete, reminders, automatic
/// rejection, deletion, end of the event log. Source: domain/fitconnect.md, section 4; what is
/// inferred: a rejected one goes as an accepted one does, one that was rejected automatically on
/// Settings::delete_days. `after`: the period that ended just now, 0 for none.
Instant next_due(const Transmission& of, const Settings& settings, Instant after);

/// Tells the technical contact of a destination that something waits. `app` sends a mail.
class ContactReminder {
public:
    virtual ~ContactReminder() = default;
    /// `day`: how many days it has been waiting. Called at least once.
    virtual Result<void> remind(const KnownDestination& destination, const Transmission& waiting,
                                int day) = 0;
};

/// Applies the periods. Run it as often as a period may be late; every step is idempotent and a
/// transaction of its own, so several nodes may do it at the same time. One thread at a time.
class Periods {
public:
    struct Parts {
        storage::Database& database;
        storage::BlobStore& blobs;
        const Clock& clock;
        Random& random;
        const Settings& settings;
        Surroundings& surroundings;
        ContactReminder* reminder = nullptr;  ///< null: nobody is reminded
        std::function<void()> wake_jobs;
    };
    explicit Periods(Parts parts) : parts_(std::move(parts)) {}

    /// Everything that is due now; returns how many steps were made.
    Result<std::int64_t> run();

private:
    Result<void> step(const Scope& scope, const Transmission& of);
    Result<void> remind(const Scope& scope, const Transmission& of, int day);
    Result<void> reject(const Scope& scope, const Transmission& of);
    Result<void> erase(const Scope& scope, const Transmission& of);
    Result<void> forget_log(const Scope& scope, const Transmission& of);
    Result<bool> has_callback(const Scope& scope, const Transmission& of);

    Parts parts_;
};

}  // namespace gordion::zustelldienst
