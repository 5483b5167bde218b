// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/key_checks.hpp"

#include <algorithm>

#include "fitconnect/key_check.hpp"

namespace gordion::zustelldienst {
namespace {

using formats::Json;

constexpr std::size_t shortest_kid = 8;
constexpr std::size_t longest_kid = 64;

Error wrong_key(const char* member, const char* message) {
    return {ErrorKind::Invalid, "zustelldienst.key", member, {}, message};
}

Result<KeyRole> read_role(const Json& jwk) {
    const Json* operations = jwk.find("key_ops");
    const bool one = operations != nullptr && operations->is_array() && operations->size() == 1 &&
                     operations->as_array().front().is_string();
    const std::string operation = one ? operations->as_array().front().as_string() : "";
    if (operation == "wrapKey" && jwk.text_at("alg") == "RSA-OAEP-256") {
        return KeyRole::Encryption;
    }
    if (operation == "verify" && jwk.text_at("alg") == "PS512") {
        return KeyRole::Signature;
    }
    return wrong_key("key_ops",
                     "A key for encryption has key_ops [\"wrapKey\"] and alg RSA-OAEP-256, one for "
                     "signatures [\"verify\"] and PS512.");
}

Result<std::string> read_kid(const Json& jwk) {
    std::string kid = jwk.text_at("kid");
    const bool fits =
        kid.size() >= shortest_kid && kid.size() <= longest_kid &&
        std::ranges::all_of(kid, [](char c) { return c > ' ' && c < '\x7f' && c != '/'; });
    if (!fits) {
        return wrong_key("kid", "A kid has 8 to 64 characters that fit into a path.");
    }
    return kid;
}

}  // namespace

Result<DestinationKey> read_destination_key(const Json& jwk, const Settings& settings,
                                            Instant now) {
    if (!jwk.is_object() || jwk.text_at("kty") != "RSA") {
        return wrong_key("kty", "A key is a JWK object with kty RSA.");
    }
    DestinationKey read;
    read.role = TRY(read_role(jwk));
    read.kid = TRY(read_kid(jwk));
    if (settings.certificates != CertificatePolicy::Optional && jwk.find("x5c") == nullptr) {
        return wrong_key("x5c", "The key needs its certificate chain in x5c.");
    }
    fitconnect::KeyTrust trust;
    trust.allow_insecure = settings.certificates != CertificatePolicy::Trusted;
    trust.certificates.anchors = settings.trust_anchors;
    TRY(read.role == KeyRole::Encryption
            ? fitconnect::check_encryption_key(jwk, read.kid, trust, now)
            : fitconnect::check_signature_key(jwk, read.kid, trust, now));
    for (const char* member : {"kty", "key_ops", "alg", "kid", "n", "e", "x5c"}) {
        if (const Json* value = jwk.find(member)) {
            read.jwk.set(member, *value);
        }
    }
    return read;
}

}  // namespace gordion::zustelldienst
