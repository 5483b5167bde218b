// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "storage/database.hpp"
#include "zustelldienst/internal/statement.hpp"
#include "zustelldienst/transmission.hpp"

namespace gordion::zustelldienst {

/// One line of an event log. The claims are the payload of its token, as bytes; an event of the
/// service has no token until somebody reads it (event_signer.hpp), a posted one brings its own.
struct StoredEvent {
    TenantId tenant;
    std::string subject_id;
    fitconnect::EventVerb verb = fitconnect::EventVerb::Create;
    std::string case_id;
    std::string event_id;
    Instant happened_at;
    std::string claims;
    std::optional<std::string> token;
    bool operator==(const StoredEvent&) const = default;
};

/// What the service says about a transmission, without a signature. `issuer` is its base URL.
struct ServiceEvent {
    fitconnect::EventVerb verb = fitconnect::EventVerb::Create;
    std::string event_id;
    Instant happened_at;
    std::optional<fitconnect::AuthenticationTags> tags;
    std::vector<fitconnect::Problem> problems;
};
StoredEvent make_service_event(const Transmission& of, std::string_view issuer,
                               const ServiceEvent& event);

/// In one statement, so that the hot path stays short. A subject has each verb at most once, and
/// accept or reject: the primary key sees to it. Error code: storage.unique.
Result<void> append_events(storage::Connection& connection, std::span<const StoredEvent> events);
internal::Statement write_events(std::span<const StoredEvent> events);
/// Remembers the id of a posted event; false if its issuer used it before.
Result<bool> claim_event_id(storage::Connection& connection, const StoredEvent& event,
                            std::string_view issuer);

// Newest last. Events of one subject are in the order of their verbs, which is that of the
// transition table; events of different subjects in the order of time.
Result<Slice<StoredEvent>> list_case_events(storage::Connection& connection,
                                            std::string_view case_id, Paging paging);
Result<Slice<StoredEvent>> list_events(storage::Connection& connection, const Transmission& of,
                                       Paging paging);
/// The tags that the submit event of a transmission published; nothing before that.
Result<std::optional<fitconnect::AuthenticationTags>> find_submitted_tags(
    storage::Connection& connection, const Transmission& of);
/// Happened last in the case.
Result<Instant> find_last_event_at(storage::Connection& connection, std::string_view case_id);

/// Keeps a token unless there is one already, and returns the one that is kept: the first writer
/// wins, everybody reads the same bytes. Nothing if the event is gone.
Result<std::optional<std::string>> keep_token(storage::Connection& connection,
                                              const StoredEvent& event, std::string_view token);

}  // namespace gordion::zustelldienst
