// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/posted_events.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "zustelldienst/callbacks.hpp"
#include "zustelldienst/internal/event_rules.hpp"
#include "zustelldienst/periods.hpp"
#include "zustelldienst/transmission_desk.hpp"
#include "zustelldienst/transmission_store.hpp"

namespace gordion::zustelldienst {

using fitconnect::SecurityEvent;
using fitconnect::SubjectKind;
using fitconnect::TransportState;
using internal::event_error;
using storage::Connection;

namespace {

Result<fitconnect::UnprovedEvent> read_token(std::string_view token) {
    if (token.size() > limits::event_token_bytes) {
        return Error{ErrorKind::TooLarge,
                     "zustelldienst.event_size",
                     "",
                     {{"most", std::to_string(limits::event_token_bytes)}},
                     "An event token is much smaller than this."};
    }
    return fitconnect::read_unproved_event(token);
}

// Who may answer: for submissions whoever subscribes to the destination, for replies the sender.
Result<void> check_poster(const Caller& caller, const Transmission& of) {
    const bool may = of.kind == SubjectKind::Submission ? caller.subscribes_to(of.destination_id)
                                                        : of.receiver == caller.client_id;
    if (may) {
        return {};
    }
    return Error{ErrorKind::Forbidden,
                 "zustelldienst.not_receiver",
                 of.id,
                 {},
                 of.kind == SubjectKind::Submission
                     ? "The client does not subscribe to the destination of this submission."
                     : "This reply is for another client."};
}

// Inferred: a reply is answered under the id of the sender's client.
Result<void> check_issuer(const SecurityEvent& event, const Transmission& of) {
    const std::string& expected =
        of.kind == SubjectKind::Submission ? of.destination_id : of.receiver;
    if (event.issuer == expected) {
        return {};
    }
    return Error{ErrorKind::Forbidden,
                 "zustelldienst.event_issuer",
                 "iss",
                 {{"iss", event.issuer.substr(0, 100)}},
                 "iss must be " + expected + ", the receiver's side of this " +
                     (of.kind == SubjectKind::Submission ? "submission." : "reply.")};
}

Error state_conflict(const Transmission& of) {
    return {ErrorKind::Conflict,
            "zustelldienst.event_state",
            of.id,
            {{"state", std::string(to_string(of.state))}},
            "Invalid state transition: the event is not allowed in state " +
                std::string(to_string(of.state)) + "."};
}

}  // namespace

Result<EventDesk::Subject> EventDesk::load_subject(const Scope& scope, const SecurityEvent& event,
                                                   std::string_view case_id) {
    return parts_.database.read(scope, [&](Connection& connection) -> Result<Subject> {
        const auto found = TRY(find_transmission(connection, event.type.subject, event.subject_id));
        if (found && found->case_id == case_id) {
            auto tags = TRY(find_submitted_tags(connection, *found));
            return Subject{*found, std::move(tags)};
        }
        if (TRY(list_case(connection, case_id)).empty()) {
            return Error{ErrorKind::NotFound,
                         "zustelldienst.case_missing",
                         std::string(case_id),
                         {},
                         "There is no such case."};
        }
        return event_error("zustelldienst.event_subject", "sub",
                           "sub names no submission or reply of this case.");
    });
}

Result<SignatureKey> EventDesk::find_key(const Scope& scope, const Transmission& of,
                                         const std::string& kid) {
    const bool is_submission = of.kind == SubjectKind::Submission;
    const auto key =
        TRY(is_submission ? parts_.surroundings.find_signature_key(scope, of.destination_id, kid)
                          : parts_.surroundings.find_client_key(scope, of.receiver, kid));
    if (key) {
        return *key;
    }
    return event_error("zustelldienst.event_key", "kid",
                       is_submission ? "The destination has no signature key of this kid."
                                     : "The sender has no signature key of this kid.");
}

Result<Transmission> EventDesk::post(const Caller& caller, const PostedEvent& posted,
                                     CheckObserver& checks) {
    const Scope scope = caller.scope("fitconnect.post_event");
    // 1. to 3. Syntax, header, claims: nothing of it is proved yet.
    const auto unproved = TRY(report(checks, "event.claims", read_token(posted.token)));
    const SecurityEvent& event = unproved.event;
    // 4. and 5. The case of the path, and a subject in it.
    TRY(report(checks, "event.case", internal::check_case(event, posted.case_id)));
    const Subject subject =
        TRY(report(checks, "event.subject", load_subject(scope, event, posted.case_id)));
    const Transmission& of = subject.transmission;
    // 6. and 7. Who posts, and for whom.
    TRY(report(checks, "event.caller", check_poster(caller, of)));
    TRY(report(checks, "event.issuer", check_issuer(event, of)));
    // 8. and 9. The proof.
    const auto key = TRY(report(checks, "event.key", find_key(scope, of, unproved.kid)));
    const auto proved =
        report(checks, "event.signature", fitconnect::verify_event(posted.token, key.key));
    TRY(proved.has_value() ? Result<void>() : Result<void>(proved.error()));
    // 10. to 14. What it says.
    TRY(report(checks, "event.type", internal::check_type(event, posted.version)));
    TRY(report(checks, "event.schema", internal::check_schema(event, posted.version)));
    TRY(report(checks, "event.time",
               internal::check_time(event, of.created_at, parts_.clock.now())));
    TRY(report(checks, "event.key_time", internal::check_key_time(event, key)));
    TRY(report(checks, "event.tags", internal::check_tags(event, subject.tags, posted.version)));
    TRY(report(checks, "event.problems", internal::check_problems(event, posted.version)));
    // 15. and 16. Neither twice nor at the wrong moment.
    Transmission after =
        TRY(report(checks, "event.state", apply(scope, subject, event, posted.token)));
    parts_.wake_jobs();
    return after;
}

Result<Transmission> EventDesk::apply(const Scope& scope, const Subject& subject,
                                      const SecurityEvent& event, std::string_view token) {
    const auto known =
        parts_.surroundings.load_destination(scope, subject.transmission.destination_id);
    const bool tells_destination =
        known.has_value() && !known.value().destination->callback_url.empty();
    return parts_.database.write(scope, [&](Connection& connection) -> Result<Transmission> {
        // Read again: between judging and writing the state may have changed.
        const auto found = TRY(find_transmission(connection, event.type.subject, event.subject_id));
        if (!found) {
            return transmission_missing(event.type.subject, event.subject_id);
        }
        Transmission of = *found;
        const StoredEvent stored{of.tenant,
                                 of.id,
                                 event.type.verb,
                                 of.case_id,
                                 event.id,
                                 std::max(parts_.clock.now(), of.changed_at),
                                 formats::write_json(fitconnect::write_event(event)),
                                 std::string(token)};
        if (!TRY(claim_event_id(connection, stored, event.issuer))) {
            return Error{ErrorKind::Conflict,
                         "zustelldienst.event_replayed",
                         "jti",
                         {{"jti", event.id}},
                         "An event of this issuer with this jti was posted before."};
        }
        const auto next = fitconnect::next_state(of.state, event.type.verb);
        if (!next) {
            return state_conflict(of);
        }
        const TransportState before = of.state;
        of.state = *next;
        of.changed_at = stored.happened_at;
        of.due_at = next_due(of, parts_.settings, parts_.clock.now());
        if (!TRY(change_state(connection, of, {before, of.state, of.changed_at, of.due_at}))) {
            return state_conflict(*found);
        }
        TRY(append_events(connection, std::span(&stored, 1)));
        TRY(enqueue_callbacks(connection, parts_.clock, parts_.random,
                              {of, event.type.verb, EventCause::Client, tells_destination}));
        return of;
    });
}

}  // namespace gordion::zustelldienst
