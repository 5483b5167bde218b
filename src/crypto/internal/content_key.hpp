// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;

// How the key that encrypts the content of a JWE reaches its reader.
namespace gordion::crypto {

/// RSA-OAEP with SHA-256 for both digest and mask (RFC 7518, section 4.3).
std::string wrap_rsa(const evp_pkey_st& key, std::string_view content_key);
/// Nothing if the key does not open it.
std::optional<std::string> unwrap_rsa(const evp_pkey_st& key, std::string_view wrapped);

/// The x coordinate that both sides of a Diffie-Hellman agreement on P-256 arrive at.
std::string agree_p256(const evp_pkey_st& own, const evp_pkey_st& other);

/// What goes into the derivation besides the shared secret (RFC 7518, section 4.6.2).
struct AgreementInput {
    std::string_view algorithm;  ///< `enc`, for direct agreement
    std::string_view party_u;    ///< decoded `apu`
    std::string_view party_v;    ///< decoded `apv`
    std::size_t key_bytes = 32;
};
std::string derive_agreed_key(std::string_view shared_secret, const AgreementInput& input);

}  // namespace gordion::crypto
