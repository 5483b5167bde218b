// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/result.hpp"

namespace gordion::crypto {

std::string sha256(std::string_view bytes);  ///< 32 raw bytes
/// SHA-256 of bytes that come in pieces. Not shared between threads.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void add(std::string_view bytes);
    /// 32 raw bytes; nothing may be added afterwards.
    std::string finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string sha512(std::string_view bytes);  ///< 64 raw bytes
std::string hmac_sha256(std::string_view key, std::string_view bytes);
std::string hmac_sha512(std::string_view key, std::string_view bytes);
/// HKDF-SHA-256 (RFC 5869) with an empty salt; `purpose` separates keys from one secret.
std::string derive_key(std::string_view secret, std::string_view purpose, std::size_t bytes = 32);
/// Takes the same time wherever two texts of one length differ.
bool equal_in_constant_time(std::string_view left, std::string_view right);

std::string to_hex(std::string_view bytes);
std::string to_base64(std::string_view bytes);  ///< RFC 4648, section 4, padded
Result<std::string> from_base64(std::string_view text);
std::string to_base64url(std::string_view bytes);  ///< RFC 4648, section 5, without padding
/// Strict: no padding, no other character, no stray bits. Error code: crypto.base64_invalid.
Result<std::string> from_base64url(std::string_view text);

/// argon2id (RFC 9106) with the parameters in its text, as crypt(5) writes it.
std::string hash_password(std::string_view password, Random& random);
/// False also for a text that is no hash.
bool is_password(std::string_view password, std::string_view hash);

}  // namespace gordion::crypto
