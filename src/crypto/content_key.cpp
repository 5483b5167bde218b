// SPDX-License-Identifier: EUPL-1.2
#include "crypto/internal/content_key.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rsa.h>

#include "core/verify.hpp"
#include "crypto/internal/key_material.hpp"
#include "crypto/internal/openssl.hpp"

namespace gordion::crypto {
namespace {

using EvpKeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

EvpKeyContext make_context(const EVP_PKEY& key) {
    // OpenSSL counts references on the key and changes nothing else, but does not say so.
    EvpKeyContext context(EVP_PKEY_CTX_new(const_cast<EVP_PKEY*>(&key), nullptr));
    VERIFY(context != nullptr, "a small object fits into memory");
    return context;
}

bool set_oaep(EVP_PKEY_CTX* context) {
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1;
}

std::string length_of(std::size_t number) {
    std::string four;
    for (int shift = 24; shift >= 0; shift -= 8) {
        four += static_cast<char>(number >> shift & 0xFF);
    }
    return four;
}

std::string with_length(std::string_view text) {
    return length_of(text.size()) + std::string(text);
}

}  // namespace

std::string wrap_rsa(const EVP_PKEY& key, std::string_view content_key) {
    const EvpKeyContext context = make_context(key);
    std::string wrapped(static_cast<std::size_t>(EVP_PKEY_get_size(&key)), '\0');
    std::size_t length = wrapped.size();
    const bool done = EVP_PKEY_encrypt_init(context.get()) == 1 && set_oaep(context.get()) &&
                      EVP_PKEY_encrypt(context.get(), to_bytes(wrapped), &length,
                                       to_bytes(content_key), content_key.size()) == 1 &&
                      length == wrapped.size();
    VERIFY(done, "32 bytes fit into the padding of every RSA key we accept");
    return wrapped;
}

std::optional<std::string> unwrap_rsa(const EVP_PKEY& key, std::string_view wrapped) {
    const EvpKeyContext context = make_context(key);
    VERIFY(EVP_PKEY_decrypt_init(context.get()) == 1 && set_oaep(context.get()),
           "an RSA key can decrypt");
    std::string content_key(static_cast<std::size_t>(EVP_PKEY_get_size(&key)), '\0');
    std::size_t length = content_key.size();
    const int opened = EVP_PKEY_decrypt(context.get(), to_bytes(content_key), &length,
                                        to_bytes(wrapped), wrapped.size());
    // What went wrong inside stays inside; it would also be found by the next caller of OpenSSL.
    ERR_clear_error();
    if (opened != 1) {
        OPENSSL_cleanse(content_key.data(), content_key.size());
        return std::nullopt;
    }
    content_key.resize(length);
    return content_key;
}

std::string agree_p256(const EVP_PKEY& own, const EVP_PKEY& other) {
    const EvpKeyContext context = make_context(own);
    std::string secret(p256_coordinate_bytes, '\0');
    std::size_t length = secret.size();
    const bool done = EVP_PKEY_derive_init(context.get()) == 1 &&
                      EVP_PKEY_derive_set_peer(context.get(), const_cast<EVP_PKEY*>(&other)) == 1 &&
                      EVP_PKEY_derive(context.get(), to_bytes(secret), &length) == 1 &&
                      length == secret.size();
    VERIFY(done, "both keys were checked to lie on P-256 when they were read");
    return secret;
}

std::string derive_agreed_key(std::string_view shared_secret, const AgreementInput& input) {
    // RFC 7518, section 4.6.2: AlgorithmID, PartyUInfo, PartyVInfo each with their length, then the
    // number of bits as SuppPubInfo. OpenSSL calls the Concat KDF of NIST SP 800-56A "SSKDF".
    std::string other_info = with_length(input.algorithm) + with_length(input.party_u) +
                             with_length(input.party_v) + length_of(input.key_bytes * 8);
    std::string secret(shared_secret);
    std::string digest = "SHA256";
    const std::array<OSSL_PARAM, 4> params{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), digest.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, secret.data(), secret.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, other_info.data(),
                                          other_info.size()),
        OSSL_PARAM_construct_end()};
    const Owned<EVP_KDF, EVP_KDF_free> algorithm(EVP_KDF_fetch(nullptr, "SSKDF", nullptr));
    const Owned<EVP_KDF_CTX, EVP_KDF_CTX_free> context(EVP_KDF_CTX_new(algorithm.get()));
    std::string key(input.key_bytes, '\0');
    const bool done = context != nullptr &&
                      EVP_KDF_derive(context.get(), to_bytes(key), key.size(), params.data()) == 1;
    OPENSSL_cleanse(secret.data(), secret.size());
    VERIFY(done, "deriving from bytes in memory does not fail");
    return key;
}

}  // namespace gordion::crypto
