// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "formats/json.hpp"

namespace gordion::crypto {

/// A public key from or for a JWK (RFC 7517). RSA (for RSA-OAEP-256 and signatures) and EC P-256
/// (for ECDH-ES, or for ES256 if `use` or `alg` says so). Copies share the key. Used from any
/// thread.
class PublicKey {
public:
    /// Refuses private members, RSA under 2048 bit, exponents other than 65537, curves other than
    /// P-256. Error code: crypto.key_invalid.
    static Result<PublicKey> from_jwk(const formats::Json& jwk);
    [[nodiscard]] formats::Json to_jwk() const;  ///< kty, n, e (or crv, x, y), kid, alg, key_ops
    [[nodiscard]] const std::string& kid() const { return kid_; }
    [[nodiscard]] int bits() const;

    struct Impl;
    explicit PublicKey(std::shared_ptr<const Impl> impl, std::string kid);
    [[nodiscard]] const Impl& impl() const { return *impl_; }

private:
    std::shared_ptr<const Impl> impl_;
    std::string kid_;
};

/// One key, one use: a key that says what it is for is refused for anything else.
enum class KeyUse { Encrypt, Sign };

/// A private key. `kid` is the RFC 7638 thumbprint unless the JWK names another.
class PrivateKey {
public:
    static Result<PrivateKey> from_jwk(const formats::Json& jwk);
    /// 4096 bit take a second or so.
    static PrivateKey make_rsa(int bits, KeyUse use = KeyUse::Encrypt);
    static PrivateKey make_p256(KeyUse use = KeyUse::Encrypt);
    /// Always the same key from the same secret of at least 32 bytes (FIPS 186-5, A.2.1): for a key
    /// that every node of an installation needs and nobody has to store.
    static PrivateKey derive_p256(std::string_view secret, KeyUse use);
    [[nodiscard]] formats::Json to_jwk() const;  ///< with the private members: seal before storing
    [[nodiscard]] PublicKey public_key() const;
    [[nodiscard]] const std::string& kid() const { return kid_; }

    struct Impl;
    explicit PrivateKey(std::shared_ptr<const Impl> impl, std::string kid);
    [[nodiscard]] const Impl& impl() const { return *impl_; }

private:
    std::shared_ptr<const Impl> impl_;
    std::string kid_;
};

/// Encrypts to a compact JWE (RFC 7516) with A256GCM. An RSA key uses RSA-OAEP-256, as FIT-Connect
/// demands for destinations; a P-256 key uses ECDH-ES (RFC 7518, section 4.6). `content_type` goes
/// into `cty`.
Result<std::string> encrypt_jwe(std::string_view plaintext, const PublicKey& to,
                                std::string_view content_type);

struct Decrypted {
    std::string plaintext;
    std::string content_type;
};

/// Only the algorithms of encrypt_jwe are accepted, checked before any key is used. Which step
/// failed is not told apart (RFC 7516, section 11.5). Error codes: crypto.jwe_malformed,
/// crypto.jwe_algorithm, crypto.jwe_undecryptable.
Result<Decrypted> decrypt_jwe(std::string_view jwe, const PrivateKey& key);

/// What may sign a JWS. FIT-Connect knows PS512 only; identity providers sign with the others.
enum class SignatureAlgorithm { PS512, PS256, RS256, ES256 };

/// Compact JWS (RFC 7515): PS512 (salt of 64 bytes) with an RSA key, ES256 with one on P-256.
Result<std::string> sign_jws(std::string_view payload, const PrivateKey& key,
                             const formats::Json& header);
/// The payload. Error codes: crypto.jws_malformed, crypto.jws_algorithm, crypto.jws_signature.
Result<std::string> verify_jws(std::string_view jws, const PublicKey& key,
                               std::initializer_list<SignatureAlgorithm> accepted = {
                                   SignatureAlgorithm::PS512});
/// The header alone, to choose the key by its `kid`; nothing in it is proved. Error code:
/// crypto.jws_malformed.
Result<formats::Json> read_jws_header(std::string_view jws);

}  // namespace gordion::crypto
