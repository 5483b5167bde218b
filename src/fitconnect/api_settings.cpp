// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/api_settings.hpp"

#include <algorithm>

namespace gordion::fitconnect {

using formats::Json;

namespace {

constexpr std::size_t url_bytes = 500;
constexpr std::size_t credential_bytes = 1000;

bool is_base_url(std::string_view url, PlainAddress plain) {
    constexpr std::string_view secure = "https://";
    constexpr std::string_view open = "http://";
    std::string_view rest = url;
    if (rest.starts_with(secure)) {
        rest.remove_prefix(secure.size());
    } else if (plain == PlainAddress::Allow && rest.starts_with(open)) {
        rest.remove_prefix(open.size());
    } else {
        return false;
    }
    return !rest.empty() && rest.front() != '/' && rest.front() != ':' && rest.back() != '/' &&
           url.size() <= url_bytes && std::all_of(rest.begin(), rest.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      std::string_view("-._~:/[]%").find(c) != std::string_view::npos;
           });
}

Error settings_error(std::string place, std::string why) {
    return {ErrorKind::Invalid, "fitconnect.settings", std::move(place), {}, std::move(why)};
}

}  // namespace

ServerAddress address_below(std::string_view origin) {
    const std::string base(without_slash(origin));
    return {base + "/token",
            base + "/submission-api",
            base + "/destination-api",
            base + "/routing-api",
            "",
            base + "/portal"};
}

Result<void> check_address(const ServerAddress& address, PlainAddress plain) {
    const auto check = [&](const std::string& url, const char* place) -> Result<void> {
        if (!is_base_url(url, plain)) {
            return Error{ErrorKind::Invalid,
                         "fitconnect.address",
                         place,
                         {},
                         "An address of a delivery server is https://HOST/PATH without user, query "
                         "and slash at the end."};
        }
        return {};
    };
    TRY(check(address.token_url, "token_url"));
    TRY(check(address.submission_url, "submission_url"));
    TRY(check(address.destination_url, "destination_url"));
    TRY(check(address.routing_url, "routing_url"));
    if (!address.issuer.empty()) {
        TRY(check(address.issuer, "issuer"));
    }
    return address.portal_url.empty() ? Result<void>() : check(address.portal_url, "portal_url");
}

Result<ApiSettings> read_api_settings(const Json& json, PlainAddress plain) {
    ApiSettings settings;
    if (const std::string origin = json.text_at("origin"); !origin.empty()) {
        settings.server = address_below(origin);
    }
    const auto take = [&](const char* name, std::string& into) {
        const std::string text = json.text_at(name);
        if (const std::string_view url = without_slash(text); !url.empty()) {
            into = url;
        }
    };
    take("token_url", settings.server.token_url);
    take("submission_url", settings.server.submission_url);
    take("destination_url", settings.server.destination_url);
    take("routing_url", settings.server.routing_url);
    take("issuer", settings.server.issuer);
    take("portal_url", settings.server.portal_url);
    TRY(check_address(settings.server, plain));
    const std::string api = json.text_at("api");
    if (!api.empty() && api != "v1" && api != "v2") {
        return settings_error("api", "The generation of the interface is v1 or v2.");
    }
    settings.version = api == "v1" ? ApiVersion::V1 : ApiVersion::V2;
    const std::string signatures = json.text_at("route_signatures");
    if (!signatures.empty() && signatures != "demand" && signatures != "ignore") {
        return settings_error("route_signatures",
                              "The signatures of routes are demanded (demand) or not (ignore).");
    }
    settings.route_signatures =
        signatures == "ignore" ? RouteSignatures::Ignore : RouteSignatures::Demand;
    settings.client_id = json.text_at("client_id");
    settings.client_secret = Sensitive(json.text_at("client_secret"));
    if (settings.client_id.empty() || settings.client_id.size() > credential_bytes) {
        return settings_error("client_id", "The client's id is missing.");
    }
    if (settings.client_secret.reveal().size() > credential_bytes) {
        return settings_error("client_secret", "The client's secret is too long.");
    }
    return settings;
}

Json write_api_settings(const ApiSettings& settings) {
    Json json = Json::object({{"token_url", settings.server.token_url},
                              {"submission_url", settings.server.submission_url},
                              {"destination_url", settings.server.destination_url},
                              {"routing_url", settings.server.routing_url}});
    if (!settings.server.issuer.empty()) {
        json.set("issuer", settings.server.issuer);
    }
    if (!settings.server.portal_url.empty()) {
        json.set("portal_url", settings.server.portal_url);
    }
    if (settings.route_signatures == RouteSignatures::Ignore) {
        json.set("route_signatures", "ignore");
    }
    json.set("api", settings.version == ApiVersion::V1 ? "v1" : "v2");
    json.set("client_id", settings.client_id);
    return json;
}

}  // namespace gordion::fitconnect
