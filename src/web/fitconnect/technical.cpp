// SPDX-License-Identifier: EUPL-1.2
#include "crypto/hashes.hpp"
#include "http/form.hpp"
#include "http/percent.hpp"
#include "web/fitconnect/fit_call.hpp"

namespace gordion::web {
namespace {

using formats::Json;
using zustelldienst::TokenRequest;

// A Basic header's id and secret (RFC 6749, section 2.3.1): both form-encoded before base64.
Result<void> read_basic(std::string_view header, TokenRequest& request) {
    constexpr std::string_view scheme = "basic ";
    const Error wrong{ErrorKind::Invalid,
                      "zustelldienst.oauth_request",
                      "",
                      {{"error", "invalid_request"}},
                      "The Basic header is no base64 of client id, colon and secret."};
    if (header.size() <= scheme.size() ||
        !http::equals_ignoring_case(header.substr(0, scheme.size()), scheme)) {
        return wrong;
    }
    const auto decoded = crypto::from_base64(header.substr(scheme.size()));
    const std::size_t colon = decoded ? decoded.value().find(':') : std::string::npos;
    if (colon == std::string::npos) {
        return wrong;
    }
    const std::string_view both = decoded.value();
    const auto id = http::percent_decode(both.substr(0, colon), http::Plus::Blank);
    const auto secret = http::percent_decode(both.substr(colon + 1), http::Plus::Blank);
    if (!id || !secret) {
        return wrong;
    }
    request.client_id = id.value();
    request.client_secret = Sensitive<std::string>(secret.value());
    return {};
}

Result<TokenRequest> read_token_request(FitCall& call) {
    const auto fields = http::parse_urlencoded(call.request.body);
    for (const char* name : {"grant_type", "client_id", "client_secret", "scope"}) {
        if (!fields || fields.value().find_all(name).size() > 1) {
            return Error{ErrorKind::Invalid,
                         "zustelldienst.oauth_request",
                         "",
                         {{"error", "invalid_request"}},
                         "The body is a form in which no parameter comes twice."};
        }
    }
    const auto text = [&](std::string_view name) {
        return std::string(fields.value().find_or(name, ""));
    };
    TokenRequest request{text("grant_type"), text("client_id"),
                         Sensitive<std::string>(text("client_secret")), text("scope"),
                         call.request.remote_address};
    const auto header = call.request.find_header("Authorization");
    if (header && call.in.settings.basic_authentication) {
        TRY(read_basic(*header, request));
    }
    return request;
}

// RFC 6749, section 5: errors are no problem+json, and no answer may be kept.
http::Response token_error(const Error& error, bool with_basic) {
    std::string word = "server_error";
    for (const auto& [name, value] : error.values) {
        word = name == "error" ? value : word;
    }
    const bool client = word == "invalid_client";
    const int status = error.kind == ErrorKind::TooMany ? 429 : client ? 401 : 400;
    http::Response response =
        fit_json(Json::object({{"error", word}, {"error_description", error.message}}), status);
    if (client && with_basic) {
        response.set_header("WWW-Authenticate", "Basic realm=\"token\"");
    }
    return response;
}

Result<http::Response> give_token(FitCall& call) {
    const auto asked = read_token_request(call);
    const auto issued = asked ? call.in.tokens.issue(asked.value(), call.checks)
                              : Result<zustelldienst::IssuedToken>(asked.error());
    if (!issued && issued.error().code.find(".oauth_") == std::string::npos) {
        return issued.error();
    }
    http::Response response =
        issued ? fit_json(Json::object({{"access_token", issued.value().access_token},
                                        {"token_type", "Bearer"},
                                        {"expires_in", issued.value().expires_in},
                                        {"scope", issued.value().scope}}))
               : token_error(issued.error(), call.request.find_header("Authorization").has_value());
    response.set_header("Cache-Control", "no-store");
    return response;
}

Result<http::Response> show_event_keys(FitCall& call) {
    return http::Response::json(call.in.keys.events_jwks);
}

Result<http::Response> show_portal_keys(FitCall& call) {
    return http::Response::json(call.in.keys.portal_jwks);
}

Json version(int major, int minor, int patch) {
    return Json::object(
        {{"version", Json::object({{"major", major}, {"minor", minor}, {"patch", patch}})}});
}

// The versions of the official files that this server follows.
Result<http::Response> show_submission_info(FitCall& call) {
    return fit_json(call.is_v2() ? version(2, 0, 0) : version(1, 1, 3));
}

Result<http::Response> show_routing_info(FitCall&) {
    return fit_json(version(2, 0, 0));
}

FitEndpoint unversioned(FitEndpoint endpoint) {
    endpoint.access = FitAccess::Public;
    endpoint.is_versioned = false;
    return endpoint;
}

}  // namespace

std::vector<FitEndpoint> technical_fit_endpoints() {
    using http::Method;
    return {
        unversioned({Method::Post, "/token", fit_every, {}, FitBody::Form, give_token}),
        unversioned({Method::Get, "/.well-known/jwks.json", fit_every, {}, {}, show_event_keys}),
        unversioned(
            {Method::Get, "/portal/.well-known/jwks.json", fit_every, {}, {}, show_portal_keys}),
        {Method::Get,
         "/info",
         fit_submission | fit_destination,
         FitAccess::Public,
         {},
         show_submission_info},
        {Method::Get, "/info", fit_routing, FitAccess::Public, {}, show_routing_info},
    };
}

}  // namespace gordion::web
