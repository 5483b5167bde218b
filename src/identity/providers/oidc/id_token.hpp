// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "crypto/jose.hpp"
#include "formats/json.hpp"

namespace gordion::identity {

/// Keys with which a provider signs. Those that we cannot use (other curves, for encryption) are
/// left out; a set without any usable key is an error. Error code: identity.provider_keys.
Result<std::vector<crypto::PublicKey>> parse_key_set(std::string_view bytes);

/// What an ID token must say.
struct IdTokenDemands {
    std::string issuer;
    std::string client_id;
    std::string nonce;
    std::string access_token;  ///< compared with `at_hash` where the token has one
};

/// Verifies an ID token as OpenID Connect Core 1.0, section 3.1.3.7 demands, and returns its
/// claims. Nothing in it is looked at before the signature fits, except which key to take.
/// Error codes, all Forbidden: identity.id_token_malformed, identity.id_token_algorithm,
/// identity.id_token_key (no key of that name), identity.id_token_signature,
/// identity.id_token_issuer, identity.id_token_audience, identity.id_token_expired,
/// identity.id_token_time (issued in the future or long ago), identity.id_token_nonce,
/// identity.id_token_hash (of the access token).
Result<formats::Json> verify_id_token(std::string_view token,
                                      const std::vector<crypto::PublicKey>& keys,
                                      const IdTokenDemands& demands, Instant now);

}  // namespace gordion::identity
