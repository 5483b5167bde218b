// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "crypto/jose.hpp"
#include "formats/json.hpp"

namespace gordion::sandbox {

/// A key that everybody has. It protects nothing; it lets a sandbox start at once and a
/// configuration that names it stay valid.
struct PublishedKey {
    std::string name;           ///< "encryption-1", "signature-1", "events", "portal", "reply"
    formats::Json private_jwk;  ///< with kid, alg and key_ops
    std::string certificate;    ///< base64 DER, self-signed, valid until the end of 2049
    std::string expired_certificate;  ///< for the same key; ended in 2020
};

enum class Certificate { Valid, Expired };

/// The published keys of the sandbox, as data/sandbox/insecure-test-keys.json has them.
/// Immutable; shared between threads.
class PublishedKeys {
public:
    /// Those built into the program; that they cannot be read is a Bug.
    static PublishedKeys load();
    /// Error codes: sandbox.keys (Invalid; place: which), formats.json_*, crypto.key_invalid.
    static Result<PublishedKeys> read(std::string_view json);

    /// Another name is a Bug.
    [[nodiscard]] const PublishedKey& key(std::string_view name) const;
    [[nodiscard]] crypto::PrivateKey private_key(std::string_view name) const;
    /// As destinations publish it: kty, key_ops, alg, kid, n, e, x5c.
    [[nodiscard]] formats::Json public_jwk(std::string_view name,
                                           Certificate certificate = Certificate::Valid) const;

private:
    std::vector<PublishedKey> keys_;
};

}  // namespace gordion::sandbox
