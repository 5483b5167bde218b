// SPDX-License-Identifier: EUPL-1.2
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "crypto/hashes.hpp"
#include "crypto/internal/compact.hpp"
#include "crypto/internal/key_material.hpp"
#include "crypto/internal/openssl.hpp"
#include "crypto/jose.hpp"

namespace gordion::crypto {
namespace {

using formats::Json;
using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;

// RFC 7518, section 3.5: the salt is as long as the digest.
constexpr int salt_bytes = 64;

bool set_pss(EVP_PKEY_CTX* context) {
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt_bytes) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha512()) == 1;
}

Error wrong_algorithm(std::string why) {
    return {ErrorKind::Invalid, "crypto.jws_algorithm", "", {}, std::move(why)};
}

bool is_for_signatures(const KeyMaterial& key) {
    return key.kind == KeyKind::Rsa && key.algorithm != rsa_encryption;
}

std::string sign_bytes(EVP_PKEY* key, std::string_view bytes) {
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key_context = nullptr;  // belongs to `context`
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key)), '\0');
    std::size_t length = signature.size();
    const bool done =
        context != nullptr &&
        EVP_DigestSignInit(context.get(), &key_context, EVP_sha512(), nullptr, key) == 1 &&
        set_pss(key_context) &&
        EVP_DigestSign(context.get(), to_bytes(signature), &length, to_bytes(bytes),
                       bytes.size()) == 1 &&
        length == signature.size();
    VERIFY(done, "every RSA private key that we accept can sign with PS512");
    return signature;
}

bool is_signature(EVP_PKEY* key, std::string_view bytes, std::string_view signature) {
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key_context = nullptr;
    const bool matches =
        context != nullptr &&
        EVP_DigestVerifyInit(context.get(), &key_context, EVP_sha512(), nullptr, key) == 1 &&
        set_pss(key_context) &&
        EVP_DigestVerify(context.get(), to_bytes(signature), signature.size(), to_bytes(bytes),
                         bytes.size()) == 1;
    ERR_clear_error();
    return matches;
}

}  // namespace

Result<std::string> sign_jws(std::string_view payload, const PrivateKey& key, const Json& header) {
    const KeyMaterial& material = key.impl().material;
    if (!is_for_signatures(material)) {
        return wrong_algorithm("The key is not for signatures.");
    }
    VERIFY(header.is_null() || header.is_object(), "a JOSE header is an object");
    Json complete = Json::object({{"alg", rsa_signature}, {"kid", key.kid()}});
    if (header.is_object()) {
        for (const auto& [name, value] : header.as_object()) {
            VERIFY(name != "alg" || value == Json(rsa_signature), "PS512 is the only algorithm");
            complete.set(name, value);
        }
    }
    const std::string signed_part = write_header(complete) + "." + to_base64url(payload);
    return signed_part + "." + to_base64url(sign_bytes(material.key.get(), signed_part));
}

Result<std::string> verify_jws(std::string_view jws, const PublicKey& key) {
    const KeyMaterial& material = key.impl().material;
    const Compact compact = TRY(read_compact(jws, 3, "crypto.jws_malformed"));
    if (compact.header.text_at("alg") != rsa_signature || !is_for_signatures(material)) {
        return wrong_algorithm("Only PS512 with an RSA key for signatures is accepted.");
    }
    Result<std::string> payload = from_base64url(compact.segments[1]);
    const Result<std::string> signature = from_base64url(compact.segments[2]);
    if (!payload || !signature) {
        return Error{ErrorKind::Invalid,
                     "crypto.jws_malformed",
                     "",
                     {},
                     "The payload or the signature is not base64url."};
    }
    const std::string_view signed_part =
        jws.substr(0, compact.segments[0].size() + 1 + compact.segments[1].size());
    const bool named =
        compact.header.find("kid") == nullptr || material.is_named(compact.header.text_at("kid"));
    if (!named || !is_signature(material.key.get(), signed_part, signature.value())) {
        return Error{
            ErrorKind::Invalid,
            "crypto.jws_signature",
            "",
            {},
            "The signature does not match: the JWS was signed with another key or changed."};
    }
    return payload;
}

}  // namespace gordion::crypto
