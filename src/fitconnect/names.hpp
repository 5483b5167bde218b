// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gordion::fitconnect {

/// The two generations of the Submission API that are in use.
enum class ApiVersion { V1, V2 };

// Beginnings of the URIs that name things. Source: Submission API 1.1.3, FIT-Connect documentation.
inline constexpr std::string_view api_problems =
    "https://schema.fitko.de/fit-connect/submission-api/problems/";
inline constexpr std::string_view event_problems =
    "https://schema.fitko.de/fit-connect/events/problems/";
inline constexpr std::string_view event_uris = "https://schema.fitko.de/fit-connect/events/";
inline constexpr std::string_view callback_uris =
    "https://schema.fitko.de/fit-connect/submission-api/callbacks/";
inline constexpr std::string_view scope_uris = "https://schema.fitko.de/fit-connect/oauth/scopes/";
/// Of the metadata that we write.
inline constexpr std::string_view newest_metadata_version = "2.1.0";
/// Before the digits of an ARS in a destinationSignature.
inline constexpr std::string_view area_urns =
    "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:";
/// What our own event tokens say that they follow.
inline constexpr std::string_view set_payload_schema =
    "https://schema.fitko.de/fit-connect/set-payload/1.2.2/set-payload.schema.json";

/// "urn:de:fim:leika:leistung:99102013104000" for a Leistungsschluessel.
std::string service_identifier(std::string_view leistungsschluessel);
/// The fourteen digits of such an identifier; none for another URN.
std::optional<std::string> find_leistungsschluessel(std::string_view identifier);
/// A URN as services are identified by: 7 to 255 characters, "urn:NID:NSS" (Submission API 1.1.3,
/// ServiceIdentifier).
[[nodiscard]] bool is_service_identifier(std::string_view text);

/// "DE010545459" for the part of an ARS; "DE" is all of Germany.
std::string region_of(std::string_view ars);
/// "DE" and at most twelve digits.
[[nodiscard]] bool is_region(std::string_view text);
/// Whether the area of `outer` contains the one of `inner`: its digits begin with those of outer,
/// less the zeros that fill up lower levels ("DE000000000000" is Germany, "DE010000000000" a Land).
[[nodiscard]] bool region_contains(std::string_view outer, std::string_view inner);

/// Lower case with hyphens, of a UUID in either case, with or without hyphens; none for other text.
/// The examples of the official file are in upper case.
std::optional<std::string> normalize_uuid(std::string_view text);

/// "fit.example" of "https://fit.example:8443/submission-api": the name alone, without port, as
/// certificates and the submissionHost of a destinationSignature have it. An address of IPv6 keeps
/// its brackets.
std::string_view host_of(std::string_view url);
/// Without slashes at the end.
std::string_view without_slash(std::string_view url);

/// "1.2.3": three numbers without leading zeros.
[[nodiscard]] bool is_semantic_version(std::string_view text);

}  // namespace gordion::fitconnect
