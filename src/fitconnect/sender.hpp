// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fitconnect/event_log.hpp"

namespace gordion::fitconnect {

/// The JWE of one attachment, wherever it lies.
struct SealedFile {
    std::string tag;  ///< its authentication tag
    UploadSource jwe;
};
/// Error code: fitconnect.jwe_segments.
Result<SealedFile> seal_in_memory(std::string jwe);

/// Everything of one submission, encrypted: nothing in it can be read without the destination's
/// private key. The JWEs of attachments are loaded one by one when they are sent.
struct SealedSubmission {
    Announcement announcement;  ///< its list of attachments is what is uploaded
    std::string metadata_jwe;
    std::string data_jwe;
    /// The compact JWE of an attachment of that id.
    std::function<Result<SealedFile>(const std::string& id)> open_attachment;
};

/// How far a submission came: kept by the caller after every step, so that a later try goes on from
/// there. `tags` is what the events of the log are compared with.
struct SendProgress {
    ItemIds ids;  ///< empty: not announced
    std::set<std::string> uploaded;
    AuthenticationTags tags;
    bool submitted = false;
    bool operator==(const SendProgress&) const = default;
};
formats::Json write_progress(const SendProgress& progress);
/// Error code: fitconnect.progress (Corrupt).
Result<SendProgress> read_progress(const formats::Json& json);

/// What became of a submission, as its event log proves.
struct SendOutcome {
    enum class Kind { Pending, Accepted, Rejected, Deleted };
    Kind kind = Kind::Pending;
    std::vector<Problem> problems;
};

/// What is in a log about something that was sent with these tags. A server or receiver that tells
/// other tags has exchanged something: fitconnect.tags_differ.
Result<SendOutcome> judge_outcome(const EventLog& log, const AuthenticationTags& tags);

/// Brings sealed submissions to one delivery server. Shared between threads.
class Sender {
public:
    Sender(ApiClient& api, EventLogReader& events);

    /// Called with the progress after every step that must not be done twice.
    using Keep = std::function<Result<void>(const SendProgress&)>;
    /// Announces once, uploads what is missing, submits. `begun` is what an earlier try kept.
    ///
    /// When the server refuses to go on, the event log decides: what it shows as submitted with our
    /// tags is sent; what it shows as deleted before a submit, or whose case the server does not
    /// have (404 from the log itself), is announced again. Everything else, above all a log that
    /// cannot be read, is an error and announces nothing, so that nothing is delivered twice.
    /// Error codes: those of ApiClient and EventLogReader, fitconnect.tags_differ,
    /// fitconnect.jwe_segments, and what `keep` and open_attachment return. Invalid, NotFound and
    /// Unsupported are final; what may still turn out well is Unavailable.
    Result<SendProgress> send(const SealedSubmission& sealed, SendProgress begun, const Keep& keep);

    /// Asks the event log. Error codes: those of EventLogReader, fitconnect.tags_differ.
    Result<SendOutcome> load_outcome(const SendProgress& sent);

private:
    enum class Fate { Submitted, Gone };
    /// The server did not go on: what it has must be read from the log.
    using Refusal = std::optional<Error>;

    Result<void> announce(const SealedSubmission& sealed, SendProgress& progress, const Keep& keep);
    Result<void> upload(const SealedSubmission& sealed, SendProgress& progress, const Keep& keep,
                        Refusal& refusal);
    Result<void> submit(const SealedSubmission& sealed, SendProgress& progress, const Keep& keep,
                        Refusal& refusal);
    Result<Fate> find_fate(const SealedSubmission& sealed, SendProgress& progress,
                           const Error& refusal);

    ApiClient* api_;
    EventLogReader* events_;
};

/// Before anything is encrypted for a destination: that it is active, takes the service in the
/// region and the metadata's version; then its key, checked. Error codes:
/// fitconnect.destination_state (Conflict, value status), fitconnect.service_not_offered,
/// fitconnect.metadata_version, those of ApiClient and check_encryption_key().
struct DestinationQuestion {
    std::string_view destination_id;
    std::string_view service_identifier;
    std::string_view region;  ///< "DE…"; empty: any
    std::string_view metadata_version = newest_metadata_version;
};
struct ReadyDestination {
    Destination destination;
    DestinationService service;
    crypto::PublicKey key;
};
Result<ReadyDestination> prepare_destination(ApiClient& api, const DestinationQuestion& asked,
                                             const KeyTrust& trust, Instant now);

}  // namespace gordion::fitconnect
