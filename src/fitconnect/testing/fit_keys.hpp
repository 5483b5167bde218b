// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "crypto/certificates.hpp"
#include "crypto/hashes.hpp"
#include "crypto/test_keys.hpp"
#include "fitconnect/key_check.hpp"

namespace gordion::fitconnect::testing {

inline constexpr const char* destination_id = "e9507c4a-46de-4a37-b4ab-70516631a954";
inline constexpr const char* service_urn = "urn:de:fim:leika:leistung:99102013104000";
inline constexpr const char* schema_uri = "https://schema.example/hund.schema.json";

/// One of the published keys as a key for one purpose.
inline crypto::PrivateKey make_test_key(const char* file, const char* algorithm, const char* kid) {
    formats::Json jwk = crypto::test_jwk(file);
    jwk.set("alg", algorithm);
    jwk.set("kid", kid);
    jwk.erase("key_ops");
    return crypto::PrivateKey::from_jwk(jwk).value();
}

/// Its public half, with a certificate of its own that is valid for two hours around `now`.
inline formats::Json publish_key(const crypto::PrivateKey& key, Instant now) {
    formats::Json jwk = key.public_key().to_jwk();
    jwk.set("x5c", formats::Json::array({crypto::to_base64(crypto::make_self_signed(
                       key, "Test", now.plus_seconds(-3600), now.plus_seconds(3600)))}));
    return jwk;
}

/// Believes such certificates.
inline KeyTrust trust_in_itself() {
    return {{{}, crypto::SelfSigned::Allow}, false};
}

}  // namespace gordion::fitconnect::testing
