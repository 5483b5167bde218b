// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "fitconnect/names.hpp"
#include "formats/json.hpp"

namespace gordion::fitconnect {

// A Zustellpunkt as both sides of the wire speak of it. Source: Submission API 1.1.3, schemas
// PublicDestination to PatchDestination; what v2 does otherwise: domain/fitconnect-api.md, section
// 4.

enum class DestinationStatus { Created, Active, Inactive, Decommissioned };
std::string_view to_string(DestinationStatus status);
std::optional<DestinationStatus> find_destination_status(std::string_view text);

struct SubmissionSchema {
    std::string uri;
    std::string media_type;  ///< application/json or application/xml
    bool operator==(const SubmissionSchema&) const = default;
};

/// What a destination takes: one service in some regions, as one of some schemas.
struct DestinationService {
    std::string identifier;
    std::vector<std::string> regions;  ///< "DE010545459"
    std::vector<SubmissionSchema> schemas;
    bool operator==(const DestinationService&) const = default;
};

struct Contact {
    std::string legal_name;
    std::string address;
    std::string phone;
    std::string email;
    std::string unit;
    bool operator==(const Contact&) const = default;
};

struct Destination {
    std::string id;
    std::string name;  ///< v2 only; may be empty
    DestinationStatus status = DestinationStatus::Created;
    std::string encryption_kid;
    std::vector<std::string> metadata_versions;  ///< "2.1.0"
    std::vector<DestinationService> services;
    std::optional<Contact> contact;  ///< for the owner
    std::string callback_url;        ///< for the owner; empty: none
    formats::Json reply_channels;    ///< v1, deprecated: kept as it came; null: none
    bool operator==(const Destination&) const = default;
};

enum class Audience { Public, Owner };

/// As the API answers: `services` in v1, `publicServices` in v2. Contact and callback (never its
/// secret) only for the owner.
formats::Json write_destination(const Destination& destination, ApiVersion version,
                                Audience audience);
/// Of another server: both spellings are read, members we do not know are ignored; what a sender
/// needs (id, status, kid) must be there. Error code: fitconnect.destination_member (place: path).
Result<Destination> read_destination(const formats::Json& json);

/// "services" of a request, in the spelling of either version: at least one, at most
/// limits::destination_services, unique, each with identifier, regions and schemas as the official
/// file demands. Error code: fitconnect.destination_member (place: path, value reason).
Result<std::vector<DestinationService>> read_services(const formats::Json& list);
Result<Contact> read_contact(const formats::Json& json);
Result<std::vector<std::string>> read_metadata_versions(const formats::Json& list);

/// Whether it is that service, and offered in the region; an empty region asks for no place.
bool is_offered(const DestinationService& service, std::string_view identifier,
                std::string_view region);
/// The first service of that identifier that is offered in the region; nullptr if none.
const DestinationService* find_offered_service(const Destination& destination,
                                               std::string_view identifier,
                                               std::string_view region);

}  // namespace gordion::fitconnect
