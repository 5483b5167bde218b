// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/result.hpp"

namespace gordion::crypto {

/// AES-256-GCM with a random 96-bit nonce: nonce | ciphertext | tag. `bound_to` is authenticated
/// with it (id of the row it belongs to), so a sealed value cannot be moved to another place.
std::string seal(std::string_view key, std::string_view plaintext, std::string_view bound_to,
                 Random& random);
/// Error code: crypto.seal_broken (kind Invalid): wrong key, wrong place, or changed bytes.
Result<std::string> unseal(std::string_view key, std::string_view sealed,
                           std::string_view bound_to);

}  // namespace gordion::crypto
