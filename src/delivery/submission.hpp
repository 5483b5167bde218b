// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/result.hpp"

namespace gordion::delivery {

/// Where a submission stands. Changes only by an event, along next_state().
enum class SubmissionState {
    Submitted,          ///< stored durably, encrypted; not yet at its destination
    Forwarded,          ///< at the destination; nobody there has checked it yet
    Accepted,           ///< the authority could decrypt and check it, and works on it
    WaitingForCitizen,  ///< the authority asked a question
    Decided,            ///< the Bescheid is there
    Rejected,           ///< the authority cannot take it; the reason is in the event
};

/// What happened. The first four carry the names of FIT-Connect's event log (submit-submission,
/// forward-submission, accept-submission, reject-submission); the rest is our back office.
enum class EventKind {
    Submitted,
    Forwarded,
    Accepted,
    Rejected,
    Delayed,   ///< a delivery attempt failed; tried again
    Assigned,  ///< detail "team": the tenant that works on it
    QuestionAsked,
    AnswerReceived,
    BescheidIssued,
    ConsultationAsked,     ///< detail "tenant": the other authority that was asked
    ConsultationAnswered,  ///< the same detail
};

std::string_view to_string(SubmissionState state);
std::string_view to_string(EventKind kind);
Result<SubmissionState> parse_submission_state(std::string_view text);
Result<EventKind> parse_event_kind(std::string_view text);

/// The transition table: the state after the event, or nothing if the event is not allowed in
/// this state.
std::optional<SubmissionState> next_state(SubmissionState state, EventKind kind);

/// One entry of the append-only history. `details` holds ids and codes, never content.
struct Event {
    int number = 0;  ///< from 1, without gaps
    EventKind kind = EventKind::Submitted;
    Instant at;
    Values details;
};

enum class ReplyKind { Copy, Question, Answer, Bescheid };
std::string_view to_string(ReplyKind kind);
Result<ReplyKind> parse_reply_kind(std::string_view text);

/// A letter between authority and citizen, encrypted for both sides. Content types: "text/plain"
/// for questions and answers, "application/pdf" for Bescheid and copy.
struct Reply {
    std::string id;
    ReplyKind kind = ReplyKind::Question;
    Instant at;
    std::string for_citizen_jwe;
    std::string for_authority_jwe;  ///< empty for a copy, which the authority has as Fachdaten
};

/// Why somebody else than the competent authority got a part of a submission.
enum class CopyKind {
    Notice,        ///< by law, to take note of
    Consultation,  ///< asked by the competent authority for a statement
};
std::string_view to_string(CopyKind kind);
Result<CopyKind> parse_copy_kind(std::string_view text);

/// Of which submission this is a part for somebody else, and why.
struct CopyOf {
    std::string id;  ///< of the package's [[copy]] or [[consultation]]; empty: no copy
    TenantId tenant;
    SubmissionId submission;
    CopyKind kind = CopyKind::Notice;
};

/// What the platform knows of something handed over; the content is encrypted for the destination.
/// A copy is a submission of its own at its receiver: with its part of the Fachdaten, its own
/// events and job, without letters, and nobody decides on it.
struct Submission {
    SubmissionId id;
    TenantId tenant;      ///< the competent authority
    std::string number;   ///< "010545459-7KX3-9QWM": shown to the citizen; a copy has "/1" behind
                          ///< it, a consultation "/S1"
    std::string service;  ///< Leistungsschluessel
    std::string package_id;
    std::string package_version;
    std::string ars;
    DestinationId destination;
    std::string channel;
    SubmissionState state = SubmissionState::Submitted;
    Instant submitted_at;
    std::optional<Date> frist_on;  ///< by when the authority must decide, if the package says so
    CopyOf copy_of;

    [[nodiscard]] bool is_copy() const { return !copy_of.id.empty(); }
};

/// Who else received a part of a submission, as its competent authority and the citizen see it.
struct CopyDelivery {
    std::string id;                        ///< of the package's [[copy]]
    std::string receiver;                  ///< kind of body
    std::string name;                      ///< of the destination
    TenantId tenant;                       ///< empty: nobody was registered, nothing was sent
    SubmissionId submission;               ///< the copy, at its receiver
    std::optional<SubmissionState> state;  ///< of the copy
};

struct Attachment {
    std::string id;
    std::string blob_id;
    std::int64_t bytes = 0;  ///< of the JWE
};

}  // namespace gordion::delivery
