// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "crypto/jose.hpp"
#include "formats/json.hpp"

struct evp_pkey_st;

namespace gordion::crypto {

/// A key of OpenSSL, named without its headers.
struct FreeEvpKey {
    void operator()(evp_pkey_st* key) const;
};
using EvpKey = std::unique_ptr<evp_pkey_st, FreeEvpKey>;

enum class KeyKind { Rsa, P256 };
enum class KeyPart { Public, Private };

inline constexpr std::string_view rsa_encryption = "RSA-OAEP-256";
inline constexpr std::string_view rsa_signature = "PS512";
inline constexpr std::string_view p256_agreement = "ECDH-ES";
inline constexpr std::string_view p256_signature = "ES256";
inline constexpr std::size_t p256_coordinate_bytes = 32;

struct KeyMaterial {
    KeyKind kind = KeyKind::Rsa;
    EvpKey key;
    /// The one algorithm the key is meant for; "" if its JWK does not say.
    std::string algorithm;
    std::optional<KeyUse> use;  ///< from `alg` or `use`; none: either, for an RSA key
    std::string kid;
    std::string thumbprint;

    /// A JOSE header may name the key by its own kid or by its thumbprint: older FIT-Connect
    /// clients write the thumbprint whatever the key is called.
    [[nodiscard]] bool is_named(std::string_view kid_in_header) const;
    [[nodiscard]] bool is_for(KeyUse wanted) const { return !use || *use == wanted; }
};

struct PublicKey::Impl {
    KeyMaterial material;
};

struct PrivateKey::Impl {
    KeyMaterial material;
};

/// Error code: crypto.key_invalid.
Result<KeyMaterial> read_jwk(const formats::Json& jwk, KeyPart part);
formats::Json write_jwk(const KeyMaterial& material, KeyPart part);
/// Takes a new key of OpenSSL; its kid becomes the thumbprint.
KeyMaterial adopt_key(EvpKey key, KeyKind kind, std::string_view algorithm);

/// {"kty":"EC","crv":"P-256","x":…,"y":…} – also the form of an ephemeral key in a JWE header.
formats::Json write_p256_point(const evp_pkey_st& key);
/// Refuses points that do not lie on the curve. Error code: crypto.key_invalid.
Result<EvpKey> read_p256_point(const formats::Json& jwk);

}  // namespace gordion::crypto
