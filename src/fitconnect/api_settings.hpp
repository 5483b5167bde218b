// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/sensitive.hpp"
#include "fitconnect/names.hpp"
#include "formats/json.hpp"

namespace gordion::fitconnect {

/// Where the parts of a delivery server are. Without version and without a slash at the end; they
/// may all be the same.
struct ServerAddress {
    std::string token_url;        ///< complete: "https://auth.example/token"
    std::string submission_url;   ///< "https://test.example/submission-api"
    std::string destination_url;  ///< "https://test.example/destination-api"
    std::string routing_url;      ///< "https://test.example/routing-api"
    /// What its own event tokens name as issuer; its keys are at "<issuer>/.well-known/jwks.json".
    /// Empty: submission_url.
    std::string issuer;
    /// Who signs routes (self-service portal), "https://test.example/portal"; its keys are below
    /// it. Empty: unknown, so no signature of a route can be believed.
    std::string portal_url = {};
    bool operator==(const ServerAddress&) const = default;

    [[nodiscard]] const std::string& event_issuer() const {
        return issuer.empty() ? submission_url : issuer;
    }
};

/// The address of a server that has everything below one origin, as our own has.
ServerAddress address_below(std::string_view origin);

/// "https://host/path" without user, query, fragment and slash at the end (http:// only if the
/// caller allows it). Error code: fitconnect.address (place: the member).
enum class PlainAddress { Refuse, Allow };
Result<void> check_address(const ServerAddress& address, PlainAddress plain);

/// Whether a destination that the Routing API names must be vouched for by the portal. Our own
/// server signs every route; how far others do is not known, so it can be switched off, and then
/// the Routing API is believed because it is asked over TLS.
enum class RouteSignatures { Demand, Ignore };

/// One client of one delivery server.
struct ApiSettings {
    ServerAddress server;
    ApiVersion version = ApiVersion::V2;
    std::string client_id;
    Sensitive<std::string> client_secret;
    RouteSignatures route_signatures = RouteSignatures::Demand;
    /// For one request with all its repetitions: how often, and how long one try may take.
    int tries = 3;
    std::int64_t timeout_ms = 30'000;
    /// How a try waits for the next; absent: the thread sleeps. For tests, and for whoever must
    /// stop.
    std::function<void(std::int64_t ms)> pause;
};

/// {"token_url","submission_url","destination_url","routing_url","issuer","portal_url","api",
/// "client_id","client_secret","route_signatures"}; or "origin" in place of the addresses. "api" is
/// "v1" or "v2" (default), "route_signatures" is "demand" (default) or "ignore".
/// Error codes: fitconnect.address, fitconnect.settings (place: the member).
Result<ApiSettings> read_api_settings(const formats::Json& json, PlainAddress plain);
/// The same members without the secret.
formats::Json write_api_settings(const ApiSettings& settings);

}  // namespace gordion::fitconnect
