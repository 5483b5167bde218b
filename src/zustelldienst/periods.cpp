// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/periods.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "core/log.hpp"
#include "zustelldienst/callbacks.hpp"
#include "zustelldienst/event_store.hpp"
#include "zustelldienst/transmission_store.hpp"

namespace gordion::zustelldienst {

using fitconnect::EventVerb;
using fitconnect::TransportState;
using storage::Connection;

namespace {

Instant days_after(const Settings& settings, Instant start, int days) {
    return start.plus_ms(settings.days_ms(days));
}

}  // namespace

Instant next_due(const Transmission& of, const Settings& settings, Instant after) {
    switch (of.state) {
        case TransportState::Incomplete:
            return days_after(settings, of.created_at, settings.incomplete_days);
        case TransportState::Submitted:
        case TransportState::Forwarded: {
            const Instant reject_at = days_after(settings, of.submitted_at, settings.reject_days);
            for (const int days : {settings.reminder_days, settings.second_reminder_days}) {
                const Instant reminder = days_after(settings, of.submitted_at, days);
                if (reminder > after && reminder < reject_at) {
                    return reminder;
                }
            }
            return reject_at;
        }
        case TransportState::Accepted:
        case TransportState::Rejected:
            return days_after(settings, of.changed_at, settings.delete_answered_days);
        case TransportState::Deleted:
            return days_after(settings, of.changed_at, settings.event_log_days);
    }
    return after;
}

Result<std::int64_t> Periods::run() {
    const Scope scope = system_scope("fitconnect.periods");
    std::int64_t steps = 0;
    // Each step moves the end of the period into the future or removes the row, so this ends;
    // what fails is skipped until the next run.
    for (;;) {
        const auto due = TRY(parts_.database.read(scope, [&](Connection& connection) {
            return list_due(connection, parts_.clock.now(), limits::transmissions_due);
        }));
        std::int64_t done = 0;
        for (const Transmission& of : due) {
            const auto outcome = step(scope, of);
            if (outcome.has_value()) {
                ++done;
            } else {
                log(LogLevel::Warning, "zustelldienst.period",
                    {{"id", of.id}, {"code", outcome.error().code}});
            }
        }
        steps += done;
        if (done == 0) {
            return steps;
        }
    }
}

Result<void> Periods::step(const Scope& scope, const Transmission& of) {
    const Instant now = parts_.clock.now();
    switch (of.state) {
        case TransportState::Submitted:
        case TransportState::Forwarded:
            if (now >= days_after(parts_.settings, of.submitted_at, parts_.settings.reject_days)) {
                return reject(scope, of);
            }
            return remind(scope, of,
                          now >= days_after(parts_.settings, of.submitted_at,
                                            parts_.settings.second_reminder_days)
                              ? parts_.settings.second_reminder_days
                              : parts_.settings.reminder_days);
        case TransportState::Incomplete:
        case TransportState::Accepted:
        case TransportState::Rejected:
            return erase(scope, of);
        case TransportState::Deleted:
            return forget_log(scope, of);
    }
    return {};
}

Result<void> Periods::remind(const Scope& scope, const Transmission& of, int day) {
    if (parts_.reminder != nullptr) {
        const auto known = parts_.surroundings.load_destination(scope, of.destination_id);
        if (known.has_value()) {
            // A mail that does not leave is no reason to keep the submission longer.
            const auto told = parts_.reminder->remind(known.value(), of, day);
            if (!told.has_value()) {
                log(LogLevel::Warning, "zustelldienst.reminder",
                    {{"destination", of.destination_id}, {"code", told.error().code}});
            }
        }
    }
    return parts_.database.write(scope, [&](Connection& connection) {
        return set_due(connection, of, next_due(of, parts_.settings, parts_.clock.now()));
    });
}

Result<bool> Periods::has_callback(const Scope& scope, const Transmission& of) {
    const auto known = parts_.surroundings.load_destination(scope, of.destination_id);
    if (!known.has_value() && known.error().kind != ErrorKind::NotFound) {
        return known.error();
    }
    return known.has_value() && !known.value().destination->callback_url.empty();
}

namespace {

// Nobody answered in time. The slug is ours: the official list could not be read.
fitconnect::Problem too_late(int days) {
    return {std::string(fitconnect::event_problems) + "not-accepted-in-time",
            "Not accepted in time",
            "The receiver did not answer within " + std::to_string(days) + " days.", "submission"};
}

}  // namespace

// Source: FIT-Connect documentation, notifications and deletion deadlines: day 14.
Result<void> Periods::reject(const Scope& scope, const Transmission& of) {
    const bool tells_destination = TRY(has_callback(scope, of));
    const Instant now = std::max(parts_.clock.now(), of.changed_at);
    const Instant due_at = std::max(
        days_after(parts_.settings, of.submitted_at, parts_.settings.delete_days), now.plus_ms(1));
    const StoredEvent event = make_service_event(of, parts_.settings.issuer(),
                                                 {EventVerb::Reject,
                                                  make_uuid(parts_.clock, parts_.random),
                                                  now,
                                                  {},
                                                  {too_late(parts_.settings.reject_days)}});
    TRY(parts_.database.write(scope, [&](Connection& connection) -> Result<void> {
        if (!TRY(change_state(connection, of, {of.state, TransportState::Rejected, now, due_at}))) {
            return {};
        }
        TRY(append_events(connection, std::span(&event, 1)));
        return enqueue_callbacks(connection, parts_.clock, parts_.random,
                                 {of, EventVerb::Reject, EventCause::Service, tells_destination});
    }));
    parts_.wake_jobs();
    return {};
}

Result<void> Periods::erase(const Scope& scope, const Transmission& of) {
    const bool tells_destination = TRY(has_callback(scope, of));
    Transmission after = of;
    after.state = TransportState::Deleted;
    after.changed_at = std::max(parts_.clock.now(), of.changed_at);
    const StoredEvent event = make_service_event(
        of, parts_.settings.issuer(),
        {EventVerb::Delete, make_uuid(parts_.clock, parts_.random), after.changed_at, {}, {}});
    const auto blobs = TRY(parts_.database.write(
        scope, [&](Connection& connection) -> Result<std::vector<std::string>> {
            if (!TRY(change_state(connection, of,
                                  {of.state, after.state, after.changed_at,
                                   next_due(after, parts_.settings, {0})}))) {
                return std::vector<std::string>();
            }
            TRY(erase_content(connection, of));
            TRY(append_events(connection, std::span(&event, 1)));
            TRY(enqueue_callbacks(connection, parts_.clock, parts_.random,
                                  {of, EventVerb::Delete, EventCause::Service, tells_destination}));
            return erase_attachments(connection, of);
        }));
    for (const std::string& blob : blobs) {
        TRY(parts_.blobs.remove(blob));
    }
    parts_.wake_jobs();
    return {};
}

// The log of a case stays until so long after its last event.
Result<void> Periods::forget_log(const Scope& scope, const Transmission& of) {
    return parts_.database.write(scope, [&](Connection& connection) -> Result<void> {
        const Instant end =
            days_after(parts_.settings, TRY(find_last_event_at(connection, of.case_id)),
                       parts_.settings.event_log_days);
        if (end > parts_.clock.now()) {
            return set_due(connection, of, end);
        }
        return erase_transmission(connection, of);
    });
}

}  // namespace gordion::zustelldienst
