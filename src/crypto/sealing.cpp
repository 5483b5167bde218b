// SPDX-License-Identifier: EUPL-1.2
#include "crypto/sealing.hpp"

#include "core/verify.hpp"
#include "crypto/internal/aes_gcm.hpp"

namespace gordion::crypto {

std::string seal(std::string_view key, std::string_view plaintext, std::string_view bound_to,
                 Random& random) {
    const std::string nonce = random.bytes(gcm_nonce_bytes);
    GcmBox box = encrypt_gcm(key, nonce, bound_to, plaintext);
    return nonce + box.ciphertext + box.tag;
}

Result<std::string> unseal(std::string_view key, std::string_view sealed,
                           std::string_view bound_to) {
    const Error broken{ErrorKind::Invalid,
                       "crypto.seal_broken",
                       "",
                       {},
                       "The sealed value does not open: the key is another, it was moved to "
                       "another place, or its bytes were changed."};
    if (sealed.size() < gcm_nonce_bytes + gcm_tag_bytes) {
        return broken;
    }
    const std::size_t length = sealed.size() - gcm_nonce_bytes - gcm_tag_bytes;
    std::optional<std::string> plaintext = decrypt_gcm(
        key, sealed.substr(0, gcm_nonce_bytes), bound_to, sealed.substr(gcm_nonce_bytes, length),
        sealed.substr(gcm_nonce_bytes + length));
    if (!plaintext) {
        return broken;
    }
    return std::move(*plaintext);
}

}  // namespace gordion::crypto
