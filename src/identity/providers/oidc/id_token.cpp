// SPDX-License-Identifier: EUPL-1.2
#include "identity/providers/oidc/id_token.hpp"

#include "core/limits.hpp"
#include "crypto/hashes.hpp"

namespace gordion::identity {
namespace {

using formats::Json;

constexpr auto accepted = {crypto::SignatureAlgorithm::RS256, crypto::SignatureAlgorithm::PS256,
                           crypto::SignatureAlgorithm::ES256};

Error refused(std::string_view code, std::string why) {
    return {ErrorKind::Forbidden, std::string(code), "", {}, std::move(why)};
}

// The errors of crypto in our own words: what is wrong is the token, not a key of ours.
Error refused(const Error& error) {
    if (error.code == "crypto.jws_algorithm") {
        return refused("identity.id_token_algorithm",
                       "The token is not signed with RS256, PS256 or ES256.");
    }
    if (error.code == "crypto.jws_signature") {
        return refused("identity.id_token_signature",
                       "The token was signed with another key or changed.");
    }
    return refused("identity.id_token_malformed", "The token is no signed JWT.");
}

// Without a name there must be no choice (section 10.1).
const crypto::PublicKey* choose_key(const std::vector<crypto::PublicKey>& keys,
                                    const Json& header) {
    if (header.find("kid") == nullptr) {
        return keys.size() == 1 ? &keys.front() : nullptr;
    }
    const std::string kid = header.text_at("kid");
    for (const crypto::PublicKey& key : keys) {
        if (key.kid() == kid) {
            return &key;
        }
    }
    return nullptr;
}

// One audience, and it is us. A token that names others too could have been obtained by them.
bool is_for(const Json& claims, const std::string& client_id) {
    const Json* audience = claims.find("aud");
    if (audience == nullptr) {
        return false;
    }
    const bool single = audience->is_array() && audience->size() == 1;
    const Json& only = single ? audience->as_array().front() : *audience;
    const Json* party = claims.find("azp");
    return only == Json(client_id) && (party == nullptr || *party == Json(client_id));
}

// Seconds since 1970; a fraction is allowed and dropped. None: absent, or not a sensible time.
std::optional<Instant> time_at(const Json& claims, std::string_view name) {
    const Json* value = claims.find(name);
    if (value == nullptr || !value->is_number() || value->as_number() < 0 ||
        value->as_number() > 253'402'300'799.0) {  // the end of the year 9999
        return {};
    }
    return Instant{static_cast<std::int64_t>(value->as_number()) * 1000};
}

Result<void> check_times(const Json& claims, Instant now) {
    const auto expires_at = time_at(claims, "exp");
    if (!expires_at || now >= expires_at->plus_ms(limits::clock_skew_ms)) {
        return refused("identity.id_token_expired",
                       "The token has no time of expiry, or it has passed.");
    }
    const auto issued_at = time_at(claims, "iat");
    if (!issued_at || *issued_at > now.plus_ms(limits::clock_skew_ms) ||
        now > issued_at->plus_ms(limits::id_token_age_ms)) {
        return refused("identity.id_token_time",
                       "The token was issued in the future, too long ago, or never.");
    }
    const bool has_start = claims.find("nbf") != nullptr;
    const auto starts_at = time_at(claims, "nbf");
    if (has_start && (!starts_at || *starts_at > now.plus_ms(limits::clock_skew_ms))) {
        return refused("identity.id_token_time", "The token is not valid yet.");
    }
    return {};
}

// Section 3.1.3.6: the left half of the hash. All accepted algorithms hash with SHA-256.
bool fits_access_token(const Json& claims, const std::string& access_token) {
    const Json* hash = claims.find("at_hash");
    if (hash == nullptr) {
        return true;
    }
    const std::string expected = crypto::to_base64url(crypto::sha256(access_token).substr(0, 16));
    return hash->is_string() && hash->as_string() == expected;
}

}  // namespace

Result<std::vector<crypto::PublicKey>> parse_key_set(std::string_view bytes) {
    const Result<Json> parsed = formats::parse_json(bytes);
    const Json* list = parsed ? parsed.value().find("keys") : nullptr;
    std::vector<crypto::PublicKey> keys;
    if (list != nullptr && list->is_array() && list->size() <= limits::key_set_keys) {
        for (const Json& jwk : list->as_array()) {
            auto key = crypto::PublicKey::from_jwk(jwk);
            if (key && jwk.text_at("use") != "enc") {
                keys.push_back(std::move(key).value());
            }
        }
    }
    if (keys.empty()) {
        return Error{ErrorKind::Unavailable,
                     "identity.provider_keys",
                     "",
                     {},
                     "The provider publishes no key that can be used here."};
    }
    return keys;
}

Result<Json> verify_id_token(std::string_view token, const std::vector<crypto::PublicKey>& keys,
                             const IdTokenDemands& demands, Instant now) {
    // OpenID Connect Core 1.0, section 3.1.3.7.
    if (token.size() > limits::id_token_bytes) {
        return refused("identity.id_token_malformed", "The token is larger than allowed.");
    }
    const Result<Json> header = crypto::read_jws_header(token);
    if (!header) {
        return refused(header.error());
    }
    // Steps 6 to 8: the signature, with an algorithm of our choice and a key of the provider's.
    const std::string algorithm = header.value().text_at("alg");
    if (algorithm != "RS256" && algorithm != "PS256" && algorithm != "ES256") {
        return refused("identity.id_token_algorithm",
                       "The token is not signed with RS256, PS256 or ES256.");
    }
    const crypto::PublicKey* key = choose_key(keys, header.value());
    if (key == nullptr) {
        return refused("identity.id_token_key",
                       "The provider publishes no key of the name in the token.");
    }
    const Result<std::string> payload = crypto::verify_jws(token, *key, accepted);
    if (!payload) {
        return refused(payload.error());
    }
    const Result<Json> claims = formats::parse_json(payload.value());
    if (!claims || !claims.value().is_object()) {
        return refused("identity.id_token_malformed", "The token holds no JSON object.");
    }
    // Step 2: the issuer.
    if (claims.value().text_at("iss") != demands.issuer) {
        return refused("identity.id_token_issuer", "The token comes from another issuer.");
    }
    // Steps 3 to 5: the audience and the authorized party.
    if (!is_for(claims.value(), demands.client_id)) {
        return refused("identity.id_token_audience", "The token was made for another client.");
    }
    // Steps 9 and 10: not expired, and fresh.
    TRY(check_times(claims.value(), now));
    // Step 11: it answers this very request.
    const std::string nonce = claims.value().text_at("nonce");
    if (demands.nonce.empty() || !crypto::equal_in_constant_time(nonce, demands.nonce)) {
        return refused("identity.id_token_nonce", "The token answers another request.");
    }
    if (!fits_access_token(claims.value(), demands.access_token)) {
        return refused("identity.id_token_hash", "The token belongs to another access token.");
    }
    return claims.value();
}

}  // namespace gordion::identity
