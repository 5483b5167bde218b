// SPDX-License-Identifier: EUPL-1.2
#include "app/contact_reminder.hpp"

#include "core/log.hpp"
#include "formats/json.hpp"
#include "zustelldienst/transmission_store.hpp"

namespace gordion::app {
namespace {

using fitconnect::SubjectKind;
using fitconnect::TransportState;
using formats::Json;

constexpr std::string_view remind_job = "fitconnect.remind-contact";

// A mail server that refuses an address will refuse it again.
bool is_final(const Error& error) {
    return error.kind == ErrorKind::Invalid || error.kind == ErrorKind::NotFound;
}

}  // namespace

Result<void> ContactMails::remind(const zustelldienst::KnownDestination& destination,
                                  const zustelldienst::Transmission& waiting, int day) {
    if (waiting.kind != SubjectKind::Submission) {
        return {};
    }
    const Json payload =
        Json::object({{"submission", waiting.id}, {"day", static_cast<std::int64_t>(day)}});
    const Scope scope{destination.tenant, {"system"}, std::string(remind_job), {}, false};
    return parts_.database.write(scope, [&](storage::Connection& connection) {
        return storage::enqueue(
            connection, parts_.clock, parts_.random,
            {std::string(remind_job) + "." + waiting.id + "." + std::to_string(day),
             destination.tenant, std::string(remind_job), formats::write_json(payload),
             parts_.clock.now(), 0});
    });
}

Result<void> ContactMails::send(const storage::Job& job,
                                zustelldienst::DestinationStore& destinations,
                                const std::function<mail::Mail(const Reminder&)>& writer) {
    const Json payload = TRY(formats::parse_json(job.payload));
    const Json* day = payload.find("day");
    VERIFY(day != nullptr && day->is_int(), "remind() has written the day");
    const Scope scope = system_scope(std::string(remind_job));
    const auto waiting = TRY(parts_.database.read(scope, [&](storage::Connection& connection) {
        return zustelldienst::find_transmission(connection, SubjectKind::Submission,
                                                payload.text_at("submission"));
    }));
    if (!waiting || (waiting->state != TransportState::Submitted &&
                     waiting->state != TransportState::Forwarded)) {
        return {};
    }
    const auto stored = TRY(destinations.load_destination(scope, waiting->destination_id));
    const fitconnect::Destination& destination = stored->destination;
    if (!destination.contact || destination.contact->email.empty()) {
        return {};
    }
    constexpr std::int64_t day_ms = 24LL * 3600 * 1000;
    const Instant rejected_at{waiting->submitted_at.ms + parts_.settings.reject_days * day_ms};
    mail::Mail reminder = writer(
        {destination.id, destination.name.empty() ? destination.id : destination.name, waiting->id,
         waiting->case_id, static_cast<int>(day->as_int()), rejected_at.german_date()});
    reminder.to = Sensitive(destination.contact->email);
    return parts_.sender.send(reminder);
}

void ContactMails::add_handler(storage::JobRunner& jobs,
                               zustelldienst::DestinationStore& destinations,
                               std::function<mail::Mail(const Reminder&)> writer) {
    jobs.add_handler(std::string(remind_job),
                     [this, &destinations,
                      writer = std::move(writer)](const storage::Job& job) -> storage::JobVerdict {
                         const Result<void> sent = send(job, destinations, writer);
                         if (sent) {
                             return {};
                         }
                         log(LogLevel::Warning, "fitconnect.reminder_failed",
                             {{"job", job.id}, {"code", sent.error().code}});
                         return {is_final(sent.error()) ? storage::JobOutcome::GiveUp
                                                        : storage::JobOutcome::Retry,
                                 sent.error().code};
                     });
}

}  // namespace gordion::app
