// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "crypto/jose.hpp"
#include "formats/json.hpp"

namespace gordion::fitconnect {

/// What an event is about.
enum class SubjectKind { Submission, Reply };

/// What happened to it. Source: FIT-Connect documentation, event log; the same verbs exist for
/// submissions and for replies, except Forward.
enum class EventVerb {
    Create,   ///< announced; incomplete
    Submit,   ///< complete; ready for pick-up
    Notify,   ///< the receiver's side was told
    Forward,  ///< v1 only: passed on inside the authority
    Accept,
    Reject,
    Delete,
};

struct EventType {
    SubjectKind subject = SubjectKind::Submission;
    EventVerb verb = EventVerb::Create;
    bool operator==(const EventType&) const = default;
};

/// "https://schema.fitko.de/fit-connect/events/accept-submission".
std::string event_uri(EventType type);
std::optional<EventType> find_event_type(std::string_view uri);

/// The fifth segments of the JWEs that belong together, as text (base64url, 22 characters).
struct AuthenticationTags {
    std::string metadata;
    std::optional<std::string> data;  ///< v1 allows submissions without data
    std::map<std::string, std::string> attachments;
    bool operator==(const AuthenticationTags&) const = default;
};

/// One reason in a reject- or accept-event (RFC 7807). `instance` is "metadata", "data",
/// "attachment:<id>" or "submission".
struct Problem {
    std::string type;
    std::string title;
    std::string detail;
    std::string instance;
    bool operator==(const Problem&) const = default;
};

/// The claims of a security event token (RFC 8417) as FIT-Connect uses them: exactly one event.
/// Source: set-payload 1.2.2, as far as domain/fitconnect-crypto.md section 5 tells it.
struct SecurityEvent {
    std::string schema;      ///< $schema; may be absent in tokens of v1
    std::string id;          ///< jti
    std::string issuer;      ///< a destination's id, or the base URL of the delivery server
    Instant issued_at;       ///< whole seconds on the wire
    std::string subject_id;  ///< of the submission or reply, lower case
    std::string case_id;     ///< lower case
    EventType type;
    std::optional<AuthenticationTags> tags;
    std::vector<Problem> problems;
    bool operator==(const SecurityEvent&) const = default;
};

/// The payload, members in a fixed order, so that the same event gives the same bytes.
formats::Json write_event(const SecurityEvent& event);

/// Strict about what an event means (one event, patterns of jti, sub and txn, iat not before 2020,
/// tags that are texts), lenient about further members and the case of UUIDs. Tokens without
/// $schema are read; whether they are allowed is the server's to say.
/// Error codes: fitconnect.event_claim (place: the claim), fitconnect.event_unknown (value uri),
/// fitconnect.event_count, fitconnect.event_schema (a $schema that is none of FIT-Connect's).
Result<SecurityEvent> read_event(const formats::Json& payload);

/// A compact JWS: PS512, typ "secevent+jwt", kid of the key.
/// Source: FIT-Connect documentation, event log, set creation.
Result<std::string> sign_event(const SecurityEvent& event, const crypto::PrivateKey& key);

/// What a token says, nothing of it proved: to find the key that proves it.
struct UnprovedEvent {
    std::string kid;
    SecurityEvent event;
};
/// Error codes: those of read_event, crypto.jws_malformed, crypto.jws_algorithm (another alg than
/// PS512), fitconnect.event_header (typ or kid missing or wrong).
Result<UnprovedEvent> read_unproved_event(std::string_view token);

/// Which submission or reply a token is about, if that much of it can be read: one that says
/// nothing else we understand must not stand in the way of the others in its case. Nothing is
/// proved.
std::optional<std::string> find_event_subject(std::string_view token);

/// Reads and proves. The key's kid must be the token's.
/// Error codes: those above, crypto.jws_signature, fitconnect.event_key (another kid).
Result<SecurityEvent> verify_event(std::string_view token, const crypto::PublicKey& key);

/// Where a submission or reply stands at the delivery server.
enum class TransportState { Incomplete, Submitted, Forwarded, Accepted, Rejected, Deleted };

std::string_view to_string(TransportState state);
std::optional<TransportState> find_transport_state(std::string_view text);

/// The transition table: the state after an event, or none where the event is not allowed.
/// Source: domain/fitconnect.md, section 3.
std::optional<TransportState> next_state(TransportState state, EventVerb verb);

/// Compares what a submission was sent with and what arrived. Error code: fitconnect.tags_differ
/// (place: "metadata", "data", "attachments" or "attachment:<id>").
Result<void> compare_tags(const AuthenticationTags& expected, const AuthenticationTags& found);

/// The fifth segment of a compact JWE; nothing else of it is looked at. Error code:
/// fitconnect.jwe_segments.
Result<std::string> authentication_tag(std::string_view jwe);

}  // namespace gordion::fitconnect
