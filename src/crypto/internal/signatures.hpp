// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/internal/key_material.hpp"

// The signatures of RFC 7518, section 3, as bytes.
namespace gordion::crypto {

/// Nothing for a name that is not known here, `none` among them.
std::optional<SignatureAlgorithm> find_signature_algorithm(std::string_view name);
std::string_view to_string(SignatureAlgorithm algorithm);

/// Whether the key may be used with it: right kind, and not meant for anything else.
bool fits(const KeyMaterial& key, SignatureAlgorithm algorithm);

/// The key fits.
std::string sign_bytes(SignatureAlgorithm algorithm, const KeyMaterial& key,
                       std::string_view bytes);
/// The key fits. False for every signature that is not exactly right.
bool is_signature(SignatureAlgorithm algorithm, const KeyMaterial& key, std::string_view bytes,
                  std::string_view signature);

}  // namespace gordion::crypto
