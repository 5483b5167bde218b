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

// Submissions, replies and their attachments. The functions run inside the caller's transaction, so
// that a change and its event are written together; the scope reaches every tenant, because a
// request names an object by its UUID alone.

internal::Statement write_insertion(const Transmission& made);
Result<std::optional<Transmission>> find_transmission(storage::Connection& connection,
                                                      fitconnect::SubjectKind kind,
                                                      std::string_view id);
/// Everybody's submissions and replies of one case, oldest first, also those already deleted.
Result<std::vector<Transmission>> list_case(storage::Connection& connection,
                                            std::string_view case_id);
/// Nothing if it was not submitted yet, or is deleted.
Result<std::optional<Content>> find_content(storage::Connection& connection,
                                            const Transmission& of);

/// Makes an incomplete transmission of this author, none of whose attachments is missing, submitted
/// in one statement. Nothing if there is none such: find_transmission() tells why.
struct Submitting {
    fitconnect::SubjectKind kind = fitconnect::SubjectKind::Submission;
    std::string_view id;
    std::string_view author;
    const Content& content;
    Instant now;
    Instant due_at;
};
Result<std::optional<Transmission>> mark_submitted(storage::Connection& connection,
                                                   const Submitting& submitting);
/// The same for one that is known as it was announced, without attachments: changes one row, or
/// none. `submitted` is how it shall be, with the changes of submitting.
internal::Statement write_submission(const Transmission& submitted, const Content& content);

/// What an event changes; returns false if the state is no longer `from`.
struct StateChange {
    fitconnect::TransportState from = fitconnect::TransportState::Incomplete;
    fitconnect::TransportState to = fitconnect::TransportState::Incomplete;
    Instant now;
    Instant due_at;
};
Result<bool> change_state(storage::Connection& connection, const Transmission& of,
                          const StateChange& change);
/// Another end of the running period; the state stays.
Result<void> set_due(storage::Connection& connection, const Transmission& of, Instant due_at);
/// Forgets metadata and data; the row stays for the event log and its callbacks.
Result<void> erase_content(storage::Connection& connection, const Transmission& of);
/// The row and its events; the log has outlived its period.
Result<void> erase_transmission(storage::Connection& connection, const Transmission& of);
/// The first `most` whose period has ended.
Result<std::vector<Transmission>> list_due(storage::Connection& connection, Instant now,
                                           std::int64_t most);

/// Inserts or replaces; returns the blob that was replaced. The number of missing ones follows.
Result<std::optional<std::string>> put_attachment(storage::Connection& connection,
                                                  const Transmission& of,
                                                  const StoredAttachment& attachment);
Result<std::vector<StoredAttachment>> list_attachments(storage::Connection& connection,
                                                       const Transmission& of);
/// Forgets them and returns their blobs, to be removed after the commit.
Result<std::vector<std::string>> erase_attachments(storage::Connection& connection,
                                                   const Transmission& of);
/// Of these blobs, those that a row names; see storage::sweep_blobs().
Result<std::vector<std::string>> find_named_blobs(storage::Connection& connection,
                                                  std::span<const std::string> ids);

/// Submissions that wait for pick-up at any of these destinations, oldest first.
Result<Slice<Waiting>> list_waiting_submissions(storage::Connection& connection,
                                                std::span<const std::string> destinations,
                                                Paging paging);
/// Replies that wait for this client.
Result<Slice<Waiting>> list_waiting_replies(storage::Connection& connection,
                                            std::string_view receiver, Paging paging);

/// Tables of transmissions, attachments and events.
std::vector<storage::Migration> transmission_migrations();

}  // namespace gordion::zustelldienst
