// SPDX-License-Identifier: EUPL-1.2
#include "identity/providers/oidc/discovery.hpp"

#include <algorithm>

#include "formats/json.hpp"
#include "identity/provider_settings.hpp"

namespace gordion::identity {
namespace {

using formats::Json;

Error broken(std::string place, std::string why) {
    return {ErrorKind::Unavailable,
            "identity.provider_discovery",
            std::move(place),
            {},
            std::move(why)};
}

Result<std::string> read_address(const Json& document, const char* member,
                                 std::string_view issuer) {
    const std::string address = document.text_at(member);
    const bool is_safe =
        address.starts_with("https://") || (is_loopback_url(issuer) && is_loopback_url(address));
    const bool is_plain = std::none_of(address.begin(), address.end(), [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '#' || c == '"' || c == '\x7f';
    });
    if (!is_safe || !is_plain) {
        return broken(member, "The provider's document has no safe address here.");
    }
    return address;
}

bool lists(const Json& document, const char* member, std::string_view wanted) {
    const Json* list = document.find(member);
    return list != nullptr && list->is_array() &&
           std::any_of(list->as_array().begin(), list->as_array().end(),
                       [wanted](const Json& item) { return item == Json(wanted); });
}

}  // namespace

Result<Discovery> parse_discovery(std::string_view bytes, std::string_view issuer) {
    const Result<Json> parsed = formats::parse_json(bytes);
    if (!parsed || !parsed.value().is_object()) {
        return broken("", "The provider's document is not a JSON object.");
    }
    const Json& document = parsed.value();
    // OpenID Connect Discovery 1.0, section 4.3: the same text, without any normalization.
    if (document.text_at("issuer") != issuer) {
        return broken("issuer", "The document belongs to another issuer.");
    }
    Discovery discovery;
    discovery.authorization_endpoint =
        TRY(read_address(document, "authorization_endpoint", issuer));
    discovery.token_endpoint = TRY(read_address(document, "token_endpoint", issuer));
    discovery.jwks_uri = TRY(read_address(document, "jwks_uri", issuer));
    if (document.find("userinfo_endpoint") != nullptr) {
        discovery.userinfo_endpoint = TRY(read_address(document, "userinfo_endpoint", issuer));
    }
    constexpr const char* methods = "token_endpoint_auth_methods_supported";
    discovery.secret_in_body = lists(document, methods, "client_secret_post") &&
                               !lists(document, methods, "client_secret_basic");
    const Json* names_itself = document.find("authorization_response_iss_parameter_supported");
    discovery.names_itself = names_itself != nullptr && *names_itself == Json(true);
    return discovery;
}

}  // namespace gordion::identity
