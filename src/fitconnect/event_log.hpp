// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fitconnect/api_client.hpp"
#include "fitconnect/key_check.hpp"

namespace gordion::fitconnect {

namespace internal {
class KeyCache;
}  // namespace internal

/// What the proved events of one submission or reply tell.
struct EventLog {
    std::vector<SecurityEvent> events;  ///< of this subject alone, oldest first
    TransportState state = TransportState::Incomplete;
    /// Accept or Reject, also after the server has deleted it.
    std::optional<EventVerb> answer;
    std::optional<AuthenticationTags> submitted_tags;
    std::optional<AuthenticationTags> accepted_tags;  ///< as the receiver states them
    std::vector<Problem> problems;                    ///< of the answer
    /// $schema of the submit-event: an answer names the same.
    std::string payload_schema;
};

/// Whom an event may come from, and how it follows on the one before. Pure; `events` are proved.
/// `service` is the server's issuer. Error code: fitconnect.event_log (place: "iss", "txn" or
/// "order"; value event).
Result<EventLog> read_event_log(const std::vector<SecurityEvent>& events, const ItemIds& ids,
                                std::string_view service);

/// Whether this error of an EventLogReader says that the log itself is wrong: an event that its
/// issuer may not issue or that cannot follow, or a signature that a checked key disowns. Every
/// other error tells nothing about the submission, whatever it is: keys, certificates and answers
/// may be right the next time. Only a proof is a reason to refuse or to give up.
bool is_proved_wrong(const Error& error);

/// Loads event logs of one server and proves every event about the subject by its issuer's key: the
/// server's key set, or the destination's signature key. A token is never the reason to ask a third
/// party for keys. Keys are kept for an hour, so that a withdrawn one is not believed for ever; a
/// key that is not known or could not be loaded is asked for at most once a minute. Shared between
/// threads.
class EventLogReader {
public:
    EventLogReader(ApiClient& api, const Clock& clock, KeyTrust trust);
    ~EventLogReader();

    /// Error codes: those of ApiClient::list_case_events() and read().
    Result<EventLog> load(const ItemIds& ids);
    /// The same of tokens that were listed. Tokens about other subjects are not looked at. Error
    /// codes: those of ApiClient, read_unproved_event(), verify_event(), check_signature_key() and
    /// read_event_log(). What is not proved wrong is Unavailable: to be tried later.
    Result<EventLog> read(const std::vector<std::string>& tokens, const ItemIds& ids);

private:
    Result<SecurityEvent> prove(std::string_view token, const ItemIds& ids);
    Result<crypto::PublicKey> key_of(const UnprovedEvent& event, const ItemIds& ids);
    Result<formats::Json> service_key(const std::string& kid);
    Result<formats::Json> destination_key(const ItemIds& ids, const std::string& kid);

    ApiClient* api_;
    KeyTrust trust_;
    std::unique_ptr<internal::KeyCache> keys_;
};

}  // namespace gordion::fitconnect
