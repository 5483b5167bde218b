// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace gordion::identity {

/// What a provider says about itself (OpenID Connect Discovery 1.0, section 3), as far as a relying
/// party with authorization code needs it.
struct Discovery {
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string userinfo_endpoint;  ///< "" if it has none
    std::string jwks_uri;
    bool secret_in_body = false;  ///< client_secret_post only; the default is basic
    bool names_itself = false;    ///< sends `iss` with every answer (RFC 9207)
};

/// The document must name exactly the issuer that was asked, and every address in it must be
/// https:// (or of the own machine, where the issuer is). Error code: identity.provider_discovery.
Result<Discovery> parse_discovery(std::string_view bytes, std::string_view issuer);

}  // namespace gordion::identity
