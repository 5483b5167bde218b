// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/random.hpp"
#include "storage/blobs.hpp"
#include "storage/database.hpp"
#include "zustelldienst/caller.hpp"
#include "zustelldienst/checks.hpp"
#include "zustelldienst/event_signer.hpp"
#include "zustelldienst/recent_announcements.hpp"
#include "zustelldienst/settings.hpp"
#include "zustelldienst/surroundings.hpp"
#include "zustelldienst/transmission.hpp"

namespace gordion::zustelldienst {

struct NewCallback {
    std::string url;
    std::string secret;
};

struct Announcement {
    fitconnect::ApiVersion version = fitconnect::ApiVersion::V1;
    std::string destination_id;
    std::vector<std::string> attachments;  ///< a set: naming one twice is naming it once
    ServiceName service;
    std::string region;                  ///< "DE…"; may be empty
    std::optional<std::string> case_id;  ///< to continue a case of the same two sides
    std::optional<NewCallback> callback;
};

struct ReplyAnnouncement {
    fitconnect::ApiVersion version = fitconnect::ApiVersion::V1;
    std::string case_id;
    std::vector<std::string> attachments;
};

/// Which submission or reply, and which of its attachments.
struct AttachmentKey {
    fitconnect::SubjectKind kind = fitconnect::SubjectKind::Submission;
    std::string id;
    std::string attachment_id;
};

/// What was uploaded and lies in the blob store under a name that nobody knows yet.
struct Upload {
    std::string blob_id;
    std::int64_t bytes = 0;
    std::string tag;
};

struct ContentToSubmit {
    fitconnect::SubjectKind kind = fitconnect::SubjectKind::Submission;
    fitconnect::ApiVersion version = fitconnect::ApiVersion::V1;
    std::string id;
    Content content;
};

/// As a receiver fetches it, or its author after submitting (then without content).
struct Parcel {
    Transmission transmission;
    std::vector<std::string> attachments;  ///< that were uploaded
    std::optional<Content> content;
};

struct TokenSlice {
    std::vector<std::string> tokens;
    std::int64_t offset = 0;
    std::int64_t total = 0;
};

/// What senders and subscribers do with submissions and replies: announce, upload, submit, fetch,
/// read the log. A deed and its events are one transaction; announcing and submitting have two
/// short statements each and no signature in them. Each step of judging goes to the observer.
/// Shared between threads.
///
/// Error codes (zustelldienst.): destination_missing, submission_missing, reply_missing,
/// case_missing, attachment_missing (NotFound); may_not_send, not_author, not_receiver, not_in_case
/// (Forbidden); attachments_many, transmission_too_large (TooLarge); destination_state,
/// service_not_offered, region_not_offered, case_differs, replies_off, attachment_not_announced,
/// attachments_incomplete (value ids), state_invalid (value state), data_missing, those of
/// jwe_shape.hpp and callback_targets.hpp, callback_secret (Invalid).
class TransmissionDesk {
public:
    struct Parts {
        storage::Database& database;
        storage::BlobStore& blobs;
        const Clock& clock;
        Random& random;
        const Settings& settings;
        Surroundings& surroundings;
        EventSigner& signer;
        std::string callback_key;         ///< of seal_callback()
        std::function<void()> wake_jobs;  ///< after a commit that wrote some
    };
    explicit TransmissionDesk(Parts parts) : parts_(std::move(parts)) {}

    Result<Transmission> announce_submission(const Caller& caller, const Announcement& wanted,
                                             CheckObserver& checks);
    /// By a subscriber of the case's destination, for the client that opened the case.
    Result<Transmission> announce_reply(const Caller& caller, const ReplyAnnouncement& wanted,
                                        CheckObserver& checks);

    /// Before the bytes are read: whether this caller may upload this attachment.
    Result<void> admit_attachment(const Caller& caller, const AttachmentKey& key,
                                  CheckObserver& checks);
    /// Names the blob. If it fails, the blob is removed; so is one that was replaced.
    Result<void> put_attachment(const Caller& caller, const AttachmentKey& key,
                                const Upload& upload, CheckObserver& checks);
    /// Submitting the same content once more is no error, so that a client may repeat it.
    Result<Parcel> submit(const Caller& caller, const ContentToSubmit& wanted,
                          CheckObserver& checks);

    /// Submissions at all destinations of the caller, or at the one that he names.
    Result<Slice<Waiting>> list_submissions(const Caller& caller,
                                            const std::optional<std::string>& destination,
                                            Paging paging);
    Result<Slice<Waiting>> list_replies(const Caller& caller, Paging paging);
    Result<Parcel> fetch(const Caller& caller, fitconnect::SubjectKind kind, std::string_view id,
                         CheckObserver& checks);
    Result<StoredAttachment> find_attachment(const Caller& caller, const AttachmentKey& key,
                                             CheckObserver& checks);

    /// Signed, newest last.
    Result<TokenSlice> read_case_log(const Caller& caller, std::string_view case_id, Paging paging);
    Result<TokenSlice> read_log(const Caller& caller, fitconnect::SubjectKind kind,
                                std::string_view id, Paging paging);

private:
    static constexpr std::size_t announcements_kept = 8'192;  ///< some 10 MB
    struct Told {
        bool has_callback = false;
        Instant seen_at;
    };
    struct SubmitFacts;
    Result<void> judge_announcement(const Caller& caller, const Announcement& wanted,
                                    const KnownDestination& known, CheckObserver& checks);
    Result<void> check_case(const Scope& scope, const Caller& caller, const Announcement& wanted);
    Result<std::optional<SealedCallback>> seal(const std::optional<NewCallback>& callback);
    Result<Transmission> write_announced(const Scope& scope, Transmission made);
    Result<Transmission> load_own(storage::Connection& connection, const Caller& caller,
                                  const AttachmentKey& key, CheckObserver& checks);
    Result<Transmission> load_visible(storage::Connection& connection, const Caller& caller,
                                      fitconnect::SubjectKind kind, std::string_view id,
                                      CheckObserver& checks);
    Result<Parcel> submit_in(storage::Connection& connection, const Caller& caller,
                             const ContentToSubmit& wanted, SubmitFacts& facts);
    Result<Parcel> repeat_or_refuse(storage::Connection& connection, const Caller& caller,
                                    const ContentToSubmit& wanted);
    Result<std::optional<Parcel>> submit_known(const Scope& scope, const Caller& caller,
                                               const ContentToSubmit& wanted, SubmitFacts& facts);
    Result<Parcel> store_submit(const Scope& scope, const Caller& caller,
                                const ContentToSubmit& wanted, SubmitFacts& facts);
    Result<void> enqueue_submitted(storage::Connection& connection, const Transmission& of,
                                   std::span<const StoredEvent> events, bool has_callback);
    Result<TokenSlice> sign(const Scope& scope, Slice<StoredEvent> events);
    void note_callback(const KnownDestination& known);
    std::optional<bool> find_noted_callback(const std::string& destination);

    Parts parts_;
    std::mutex mutex_;
    std::unordered_map<std::string, Told> told_;  ///< whether a destination wants to be called
    RecentAnnouncements announced_{announcements_kept};
};

/// Whether the caller has anything to do with it: as author, as receiver of a reply, or because he
/// subscribes to its destination.
bool is_involved(const Caller& caller, const Transmission& in);

/// "zustelldienst.submission_missing" or "…reply_missing".
Error transmission_missing(fitconnect::SubjectKind kind, std::string_view id);

}  // namespace gordion::zustelldienst
