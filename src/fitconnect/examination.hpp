// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "core/sensitive.hpp"
#include "fitconnect/event_log.hpp"
#include "fitconnect/metadata.hpp"
#include "fitconnect/spooled_jwe.hpp"

namespace gordion::fitconnect {

/// What a subscriber needs of one of its destinations.
struct Subscription {
    Destination destination;  ///< as published: services, schemas, reply channels
    /// The newest first; older ones open what was encrypted before a key changed.
    std::vector<crypto::PrivateKey> encryption_keys;
    crypto::PrivateKey signing_key;
};

/// Everything of one submission as a server gave it, with its proved events.
struct PickedUp {
    FetchedItem item;
    /// In the order of item.attachments.
    std::vector<std::shared_ptr<const SpooledJwe>> attachment_jwes;
    EventLog log;
};

struct ReceivedAttachment {
    MetadataAttachment described;
    std::uint64_t bytes = 0;
    /// The file from its beginning, as often as it is asked for: it was read once to its end, and
    /// its tags and its hash are right. A large one is decrypted anew each time, piece by piece.
    OpenSource open;
};
/// All of it in memory. Error code: fitconnect.attachment_too_large (more than `most` bytes).
Result<std::string> load_attachment(const ReceivedAttachment& attachment, std::uint64_t most);

/// A submission that holds what its sender promised: authentic, complete, readable.
struct ReceivedSubmission {
    ItemIds ids;
    std::string service_identifier;
    std::string service_name;
    std::string region;
    AuthenticationTags tags;
    std::string metadata_jwe;
    std::string data_jwe;
    Sensitive<Metadata> metadata;
    /// The record as it was encrypted, byte for byte: with members and of versions that `metadata`
    /// does not know. Who keeps a submission keeps this.
    Sensitive<std::string> metadata_text;
    std::string schema_uri;
    std::string data_media_type;
    Sensitive<std::string> data;
    std::vector<ReceivedAttachment> attachments;
};

/// Judges decrypted data by the schema that was announced: problems, or none. Called from several
/// threads.
using DataJudge = std::function<std::vector<Problem>(const ReceivedSubmission& received)>;

/// A problem of the official kind: type by its slug, title as the standard has it.
Problem make_problem(std::string_view slug, std::string_view title, std::string_view instance,
                     std::string detail = {});

using Examined = std::variant<ReceivedSubmission, std::vector<Problem>>;

/// The checks of a subscriber in their order; the first failure ends it with that problem: event
/// log and tags, decryption, metadata by its schema, service, attachments, hashes, announced
/// schema, data by `judge`. No clock, no network; costs one private operation for each JWE, two for
/// one in the spool. What proves nothing is an Error. Error codes: fitconnect.decryption_key
/// (Conflict: a JWE names a key that is none of ours, which may be our fault; values kid and
/// instance), fitconnect.spool.
/// Source: FIT-Connect documentation, verification; domain/fitconnect-crypto.md, section 6.
Result<Examined> examine(const Subscription& subscription, PickedUp picked, const DataJudge& judge);

/// The tags of what was picked up. Error code: fitconnect.jwe_segments.
Result<AuthenticationTags> tags_of(const PickedUp& picked);

}  // namespace gordion::fitconnect
