// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/scope.hpp"
#include "core/sensitive.hpp"
#include "delivery/submission.hpp"
#include "storage/database.hpp"

namespace gordion::delivery {

struct StoredEnclosure {
    Attachment attachment;
};

/// Metadata, Fachdaten and files, encrypted for one destination.
struct EncryptedParts {
    std::string metadata_jwe;
    std::string data_jwe;
    std::vector<StoredEnclosure> enclosures;
};

struct NewCopy {
    Submission submission;
    EncryptedParts parts;
};

/// All columns of a new submission; everything about the matter in it is encrypted already.
struct NewSubmission {
    Submission submission;
    EncryptedParts parts;
    std::string mailbox_public_jwk;
    std::string sealed_mailbox;
    std::string code_check;
    std::string sealed_notify_address;  ///< empty if none was given
    Reply copy;
    std::string idempotency_hash;
    std::string sealed_receipt;
    std::vector<NewCopy> copies;
    std::vector<CopyDelivery> receivers;  ///< also those that nobody is registered for
};

/// What the destination's authority needs to read a submission.
struct EncryptedContent {
    std::string metadata_jwe;
    std::string data_jwe;
    std::string mailbox_public_jwk;
    std::vector<Attachment> attachments;
};

// The functions below run inside the caller's transaction, so that cases can write their own rows,
// the event and the reply together.

Result<void> insert_submission(storage::Connection& connection, const NewSubmission& made);
/// The copy's own row, at its receiver; the scope reaches that tenant.
Result<void> insert_copy(storage::Connection& connection, const NewCopy& copy);
/// What came from another delivery server: without code, receipt and copy; letters go to the key.
Result<void> insert_received(storage::Connection& connection, const Submission& submission,
                             const EncryptedParts& parts, std::string_view mailbox_public_jwk);
/// Appends with the next number and moves the state along next_state(). `event.number` is ignored.
/// Error codes: delivery.event_not_allowed (Conflict), delivery.changed (Conflict: somebody else
/// was faster).
Result<SubmissionState> append_event(storage::Connection& connection, const Submission& submission,
                                     const Event& event);
Result<void> insert_reply(storage::Connection& connection, const Submission& submission,
                          const Reply& reply);
Result<std::optional<std::string>> find_sealed_receipt(storage::Connection& connection,
                                                       const TenantId& tenant,
                                                       const std::string& idempotency_hash);

/// Reading, and the checks of codes. Shared between threads.
class SubmissionStore {
public:
    SubmissionStore(storage::Database& database, const Clock& clock);

    /// Error code: delivery.submission_missing (NotFound).
    Result<Submission> load_submission(const Scope& scope, const TenantId& tenant,
                                       const SubmissionId& id);
    Result<std::vector<Event>> list_events(const Scope& scope, const Submission& submission);
    Result<std::vector<Reply>> list_replies(const Scope& scope, const Submission& submission);
    /// Who else got a part of it, with the state of each copy, in the order of the package.
    Result<std::vector<CopyDelivery>> list_copies(const Scope& scope, const Submission& submission);
    Result<EncryptedContent> load_content(const Scope& scope, const Submission& submission);
    /// Empty if the citizen gave none.
    Result<std::string> load_sealed_notify_address(const Scope& scope,
                                                   const Submission& submission);

    /// Which services' submissions were accepted where, and the day of the last one: the proof that
    /// the way from the form to the receiver works. No content, no numbers.
    struct Reached {
        TenantId tenant;
        std::string service;
        Date last;
    };
    Result<std::vector<Reached>> list_reached(const Scope& scope);
    /// How many submissions of a package arrived from one day to the last one, by tenant; without
    /// copies.
    Result<std::map<std::string, std::int64_t>> count_of_package(const Scope& scope,
                                                                 std::string_view package_id,
                                                                 Date first, Date last);

    struct Opened {
        Submission submission;
        Sensitive<std::string> mailbox_jwk;  ///< the citizen's private key
    };
    /// For a citizen with number and code. An unknown number reads like a wrong code.
    /// limits::code_attempts wrong codes lock the number for limits::code_lock_ms.
    /// Error codes: delivery.code_wrong (value left), delivery.code_locked (value minutes).
    Result<Opened> open_by_code(std::string_view number, std::string_view code);

private:
    storage::Database* database_;
    const Clock* clock_;
};

std::vector<storage::Migration> delivery_migrations();

}  // namespace gordion::delivery
