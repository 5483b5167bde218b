// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "fitconnect/api_client.hpp"
#include "fitconnect/key_check.hpp"

namespace gordion::fitconnect {

/// Which destination receives a service in an area, as the Routing API says it. What it names is
/// believed only if the portal vouches for it with a destinationSignature over this destination,
/// the service, the area and the server that is used; see RouteSignatures. Source: FIT-Connect
/// documentation, destinationSignature; domain/fitconnect-crypto.md, section 8.
///
/// Error codes: fitconnect.route_missing (NotFound), fitconnect.route_ambiguous (Conflict, value
/// destinations: several receive it, so one has to be named), fitconnect.route_signature, those of
/// check_destination_signature() and ApiClient.
struct RouteWish {
    std::string_view leistungsschluessel;
    std::string_view ars;
};
Result<ApiRoute> find_route(ApiClient& api, const RouteWish& wish, const KeyTrust& trust,
                            Instant now);

}  // namespace gordion::fitconnect
