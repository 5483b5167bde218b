// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "fitconnect/event.hpp"
#include "fitconnect/names.hpp"

namespace gordion::zustelldienst {

/// The service as a sender names it: serviceType in v1, publicService in v2.
struct ServiceName {
    std::string identifier;
    std::string name;
    std::string description;
    bool operator==(const ServiceName&) const = default;
};

/// Where somebody wants to be called when something is new. The secret is sealed.
struct SealedCallback {
    std::string url;
    std::string sealed_secret;
    bool operator==(const SealedCallback&) const = default;
};

/// What one side leaves for the other: a submission from sender to destination, or a reply from a
/// subscriber to the sender. Both go through the same states with the same rules, so they are one
/// kind of thing here and two in the API.
struct Transmission {
    fitconnect::SubjectKind kind = fitconnect::SubjectKind::Submission;
    std::string id;
    std::string case_id;
    TenantId tenant;  ///< the body that owns the destination
    std::string destination_id;
    fitconnect::ApiVersion version = fitconnect::ApiVersion::V1;  ///< in which it was announced
    std::string author;                                           ///< the client that announced it
    std::string receiver;  ///< the client that a reply is for; empty: whoever subscribes
    ServiceName service;   ///< of a reply: empty
    std::string region;
    std::vector<std::string> announced;  ///< ids of attachments, each once
    std::int64_t missing = 0;            ///< how many of these have not come yet
    fitconnect::TransportState state = fitconnect::TransportState::Incomplete;
    Instant created_at;
    Instant submitted_at;                    ///< 0: not yet
    Instant changed_at;                      ///< of the last event
    Instant due_at;                          ///< when a period of Settings ends
    std::optional<SealedCallback> callback;  ///< of the sender's side
    bool operator==(const Transmission&) const = default;
};

/// The two JWEs that are submitted at the end.
struct Content {
    std::string metadata;
    std::optional<std::string> data;
    bool operator==(const Content&) const = default;
};

struct StoredAttachment {
    std::string id;
    std::string blob_id;
    std::int64_t bytes = 0;
    std::string tag;
    bool operator==(const StoredAttachment&) const = default;
};

/// Which part of a list somebody wants.
struct Paging {
    std::int64_t offset = 0;
    std::int64_t limit = 100;
};

struct Waiting {
    std::string destination_id;
    std::string id;
    std::string case_id;
    bool operator==(const Waiting&) const = default;
};

template <typename T>
struct Slice {
    std::vector<T> items;
    std::int64_t offset = 0;
    std::int64_t total = 0;
};

}  // namespace gordion::zustelldienst
