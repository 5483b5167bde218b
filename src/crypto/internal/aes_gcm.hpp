// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gordion::crypto {

inline constexpr std::size_t gcm_key_bytes = 32;
inline constexpr std::size_t gcm_nonce_bytes = 12;
inline constexpr std::size_t gcm_tag_bytes = 16;

/// AES-256-GCM (NIST SP 800-38D): what the callers of this module put into their own envelopes.
/// A nonce must never come twice under one key; callers draw it at random. Key and nonce of
/// another length are a Bug.
struct GcmBox {
    std::string ciphertext;
    std::string tag;
};
GcmBox encrypt_gcm(std::string_view key, std::string_view nonce, std::string_view authenticated,
                   std::string_view plaintext);

/// Nothing if key, nonce, authenticated bytes, ciphertext and tag do not belong together.
std::optional<std::string> decrypt_gcm(std::string_view key, std::string_view nonce,
                                       std::string_view authenticated, std::string_view ciphertext,
                                       std::string_view tag);

/// The same piece by piece. What opening gives is proved only when finish() said so.
class GcmStream {
public:
    enum class Way { Seal, Open };
    GcmStream(Way way, std::string_view key, std::string_view nonce,
              std::string_view authenticated);
    ~GcmStream();
    GcmStream(const GcmStream&) = delete;
    GcmStream& operator=(const GcmStream&) = delete;

    /// As many bytes as come in go out; nothing if the cipher takes no more (64 GiB).
    std::optional<std::string> add(std::string_view piece);
    std::string finish_sealing();               ///< the tag
    bool finish_opening(std::string_view tag);  ///< false: nothing of it may be used

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gordion::crypto
