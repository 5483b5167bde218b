// SPDX-License-Identifier: EUPL-1.2
#include "crypto/internal/aes_gcm.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>

#include "core/verify.hpp"
#include "crypto/internal/openssl.hpp"

namespace gordion::crypto {
namespace {

using CipherContext = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

// EVP counts in int; a longer text is fed in pieces of this size.
constexpr std::size_t piece_bytes = std::size_t(1) << 30;

void verify_sizes(std::string_view key, std::string_view nonce) {
    VERIFY(key.size() == gcm_key_bytes, "callers check the length of a key before using it");
    VERIFY(nonce.size() == gcm_nonce_bytes, "callers check the length of a nonce before using it");
}

// Runs `update` over the bytes in pieces; `out` is null for bytes that are only authenticated.
template <typename Update>
bool feed(const Update& update, std::string_view bytes, unsigned char* out) {
    for (std::size_t at = 0; at < bytes.size(); at += piece_bytes) {
        const std::string_view piece = bytes.substr(at, piece_bytes);
        int written = 0;
        if (update(out == nullptr ? nullptr : out + at, &written, to_bytes(piece),
                   static_cast<int>(piece.size())) != 1) {
            return false;
        }
    }
    return true;
}

}  // namespace

GcmBox encrypt_gcm(std::string_view key, std::string_view nonce, std::string_view authenticated,
                   std::string_view plaintext) {
    verify_sizes(key, nonce);
    const CipherContext context(EVP_CIPHER_CTX_new());
    GcmBox box{std::string(plaintext.size(), '\0'), std::string(gcm_tag_bytes, '\0')};
    const auto update = [&](unsigned char* out, int* written, const unsigned char* in, int length) {
        return EVP_EncryptUpdate(context.get(), out, written, in, length);
    };
    int rest = 0;
    unsigned char nothing = 0;
    const bool done = context != nullptr &&
                      EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, to_bytes(key),
                                         to_bytes(nonce)) == 1 &&
                      feed(update, authenticated, nullptr) &&
                      feed(update, plaintext, to_bytes(box.ciphertext)) &&
                      EVP_EncryptFinal_ex(context.get(), &nothing, &rest) == 1 &&
                      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG,
                                          static_cast<int>(gcm_tag_bytes), box.tag.data()) == 1;
    VERIFY(done, "AES-GCM of bytes in memory fails only without memory");
    return box;
}

std::optional<std::string> decrypt_gcm(std::string_view key, std::string_view nonce,
                                       std::string_view authenticated, std::string_view ciphertext,
                                       std::string_view tag) {
    verify_sizes(key, nonce);
    // A shorter tag would be accepted by the library and is far easier to guess.
    if (tag.size() != gcm_tag_bytes) {
        return std::nullopt;
    }
    const CipherContext context(EVP_CIPHER_CTX_new());
    std::string plaintext(ciphertext.size(), '\0');
    std::string expected(tag);
    const auto update = [&](unsigned char* out, int* written, const unsigned char* in, int length) {
        return EVP_DecryptUpdate(context.get(), out, written, in, length);
    };
    int rest = 0;
    unsigned char nothing = 0;
    const bool opened =
        context != nullptr &&
        EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, to_bytes(key),
                           to_bytes(nonce)) == 1 &&
        feed(update, authenticated, nullptr) && feed(update, ciphertext, to_bytes(plaintext)) &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(expected.size()),
                            expected.data()) == 1 &&
        EVP_DecryptFinal_ex(context.get(), &nothing, &rest) == 1;
    if (!opened) {
        ERR_clear_error();
        OPENSSL_cleanse(plaintext.data(), plaintext.size());
        return std::nullopt;
    }
    return plaintext;
}

struct GcmStream::State {
    CipherContext context{EVP_CIPHER_CTX_new()};
};

GcmStream::GcmStream(Way way, std::string_view key, std::string_view nonce,
                     std::string_view authenticated)
    : state_(std::make_unique<State>()) {
    verify_sizes(key, nonce);
    EVP_CIPHER_CTX* context = state_->context.get();
    int written = 0;
    const bool ready = context != nullptr &&
                       EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nullptr, to_bytes(key),
                                         to_bytes(nonce), way == Way::Seal ? 1 : 0) == 1 &&
                       EVP_CipherUpdate(context, nullptr, &written, to_bytes(authenticated),
                                        static_cast<int>(authenticated.size())) == 1;
    VERIFY(ready, "AES-GCM begins unless there is no memory");
}

GcmStream::~GcmStream() = default;

std::optional<std::string> GcmStream::add(std::string_view piece) {
    VERIFY(piece.size() <= piece_bytes, "a piece of a stream is small");
    std::string out(piece.size(), '\0');
    int written = 0;
    if (!piece.empty() && EVP_CipherUpdate(state_->context.get(), to_bytes(out), &written,
                                           to_bytes(piece), static_cast<int>(piece.size())) != 1) {
        ERR_clear_error();
        return std::nullopt;
    }
    return out;
}

std::string GcmStream::finish_sealing() {
    std::string tag(gcm_tag_bytes, '\0');
    int rest = 0;
    unsigned char nothing = 0;
    EVP_CIPHER_CTX* context = state_->context.get();
    const bool done = EVP_CipherFinal_ex(context, &nothing, &rest) == 1 &&
                      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG,
                                          static_cast<int>(gcm_tag_bytes), tag.data()) == 1;
    VERIFY(done, "AES-GCM ends unless there is no memory");
    return tag;
}

bool GcmStream::finish_opening(std::string_view tag) {
    if (tag.size() != gcm_tag_bytes) {
        return false;
    }
    std::string expected(tag);
    int rest = 0;
    unsigned char nothing = 0;
    EVP_CIPHER_CTX* context = state_->context.get();
    const bool opened =
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, static_cast<int>(expected.size()),
                            expected.data()) == 1 &&
        EVP_CipherFinal_ex(context, &nothing, &rest) == 1;
    ERR_clear_error();
    return opened;
}

}  // namespace gordion::crypto
