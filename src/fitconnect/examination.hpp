// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "core/sensitive.hpp"
#include "fitconnect/event_log.hpp"
#include "fitconnect/metadata.hpp"

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
    std::vector<std::string> attachment_jwes;  ///< in the order of item.attachments
    EventLog log;
};

struct ReceivedAttachment {
    MetadataAttachment described;
    std::string jwe;
    Sensitive<std::string> bytes;
};

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
    Sensitive<std::string> metadata_record;  ///< the JSON text as it was sent
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

/// The checks of a subscriber in their order; the first failure ends it with that problem: event
/// log and tags, decryption, metadata by its schema, service, attachments, hashes, announced
/// schema, data by `judge`. Pure: no clock, no network; costs one private operation for each JWE.
/// Source: FIT-Connect documentation, verification; domain/fitconnect-crypto.md, section 6.
std::variant<ReceivedSubmission, std::vector<Problem>> examine(const Subscription& subscription,
                                                               PickedUp picked,
                                                               const DataJudge& judge);

/// The tags of what was picked up. Error code: fitconnect.jwe_segments.
Result<AuthenticationTags> tags_of(const PickedUp& picked);

}  // namespace gordion::fitconnect
