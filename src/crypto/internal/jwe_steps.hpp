// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/result.hpp"
#include "crypto/internal/key_material.hpp"
#include "formats/json.hpp"

// The steps that JWEs in memory and JWEs in pieces have in common.
namespace gordion::crypto {

Error jwe_malformed(std::string why);
/// One error for every step in which a key is used, so that nobody learns from our answer how far
/// a forged message came.
Error jwe_undecryptable();

enum class Zip { Refuse, Inflate };

/// Algorithms and the name of the key, before the key is used. Error codes: crypto.jwe_algorithm,
/// crypto.jwe_other_key (the header names a key that is not this one).
Result<void> check_jwe_header(const formats::Json& header, const KeyMaterial& key, Zip zip);

/// The decoded second segment has the length that this key gives it.
bool is_wrapped_length(const KeyMaterial& key, std::size_t bytes);

/// The content key; a wrong one where unwrapping failed. Error code: crypto.jwe_malformed.
Result<std::string> find_content_key(const formats::Json& header, const KeyMaterial& key,
                                     std::string_view wrapped);

/// How a new JWE begins: its first segment, then "." and the wrapped key, "." and the nonce, ".".
struct JweBeginning {
    std::string header;  ///< the first segment, which is authenticated
    std::string text;    ///< all of it, as it is written
    std::string content_key;
    std::string nonce;
};
/// Error code: crypto.jwe_algorithm (a key that is for signatures).
Result<JweBeginning> begin_jwe(const PublicKey& to, std::string_view content_type, Random& random);

}  // namespace gordion::crypto
