// SPDX-License-Identifier: EUPL-1.2
#include "crypto/internal/signatures.hpp"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "crypto/internal/openssl.hpp"

namespace gordion::crypto {
namespace {

using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using EcSignature = Owned<ECDSA_SIG, ECDSA_SIG_free>;

struct AlgorithmFacts {
    SignatureAlgorithm algorithm;
    std::string_view name;
    KeyKind kind;
};
constexpr std::array<AlgorithmFacts, 4> facts{{
    {SignatureAlgorithm::PS512, rsa_signature, KeyKind::Rsa},
    {SignatureAlgorithm::PS256, "PS256", KeyKind::Rsa},
    {SignatureAlgorithm::RS256, "RS256", KeyKind::Rsa},
    {SignatureAlgorithm::ES256, p256_signature, KeyKind::P256},
}};

const AlgorithmFacts& facts_of(SignatureAlgorithm algorithm) {
    return *std::find_if(facts.begin(), facts.end(), [algorithm](const AlgorithmFacts& fact) {
        return fact.algorithm == algorithm;
    });
}

const EVP_MD* digest_of(SignatureAlgorithm algorithm) {
    return algorithm == SignatureAlgorithm::PS512 ? EVP_sha512() : EVP_sha256();
}

// RFC 7518, sections 3.3 and 3.5: PKCS #1 v1.5, or PSS with a salt as long as the digest.
bool set_padding(EVP_PKEY_CTX* context, SignatureAlgorithm algorithm) {
    if (algorithm == SignatureAlgorithm::ES256) {
        return true;
    }
    if (algorithm == SignatureAlgorithm::RS256) {
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
    }
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, EVP_MD_get_size(digest_of(algorithm))) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest_of(algorithm)) == 1;
}

// RFC 7518, section 3.4: JOSE writes the two numbers side by side, OpenSSL as DER.
std::string to_pair(const std::string& der) {
    const unsigned char* at = to_bytes(der);
    const EcSignature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    VERIFY(signature != nullptr, "OpenSSL has just written it");
    std::string pair(2 * p256_coordinate_bytes, '\0');
    const int width = static_cast<int>(p256_coordinate_bytes);
    VERIFY(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), to_bytes(pair), width) == width &&
               BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()),
                            to_bytes(pair) + p256_coordinate_bytes, width) == width,
           "both numbers are below the order of the curve");
    return pair;
}

// Empty for a pair of another length.
std::string to_der(std::string_view pair) {
    if (pair.size() != 2 * p256_coordinate_bytes) {
        return {};
    }
    const int width = static_cast<int>(p256_coordinate_bytes);
    const EcSignature signature(ECDSA_SIG_new());
    BIGNUM* r = BN_bin2bn(to_bytes(pair), width, nullptr);
    BIGNUM* s = BN_bin2bn(to_bytes(pair.substr(p256_coordinate_bytes)), width, nullptr);
    VERIFY(signature != nullptr && r != nullptr && s != nullptr &&
               ECDSA_SIG_set0(signature.get(), r, s) == 1,
           "small numbers fit into memory");
    unsigned char* bytes = nullptr;
    const int length = i2d_ECDSA_SIG(signature.get(), &bytes);
    VERIFY(length > 0, "two numbers can be written");
    std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
    OPENSSL_free(bytes);
    return der;
}

}  // namespace

std::optional<SignatureAlgorithm> find_signature_algorithm(std::string_view name) {
    for (const AlgorithmFacts& fact : facts) {
        if (fact.name == name) {
            return fact.algorithm;
        }
    }
    return {};
}

std::string_view to_string(SignatureAlgorithm algorithm) {
    return facts_of(algorithm).name;
}

bool fits(const KeyMaterial& key, SignatureAlgorithm algorithm) {
    const AlgorithmFacts& wanted = facts_of(algorithm);
    return key.kind == wanted.kind && key.is_for(KeyUse::Sign) &&
           (key.algorithm.empty() || key.algorithm == wanted.name);
}

std::string sign_bytes(SignatureAlgorithm algorithm, const KeyMaterial& key,
                       std::string_view bytes) {
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key_context = nullptr;  // belongs to `context`
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key.key.get())), '\0');
    std::size_t length = signature.size();
    const bool done = context != nullptr &&
                      EVP_DigestSignInit(context.get(), &key_context, digest_of(algorithm), nullptr,
                                         key.key.get()) == 1 &&
                      set_padding(key_context, algorithm) &&
                      EVP_DigestSign(context.get(), to_bytes(signature), &length, to_bytes(bytes),
                                     bytes.size()) == 1;
    VERIFY(done, "every private key that we accept can sign");
    signature.resize(length);
    return key.kind == KeyKind::P256 ? to_pair(signature) : signature;
}

bool is_signature(SignatureAlgorithm algorithm, const KeyMaterial& key, std::string_view bytes,
                  std::string_view signature) {
    const std::string encoded =
        key.kind == KeyKind::P256 ? to_der(signature) : std::string(signature);
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key_context = nullptr;
    const bool matches = !encoded.empty() && context != nullptr &&
                         EVP_DigestVerifyInit(context.get(), &key_context, digest_of(algorithm),
                                              nullptr, key.key.get()) == 1 &&
                         set_padding(key_context, algorithm) &&
                         EVP_DigestVerify(context.get(), to_bytes(encoded), encoded.size(),
                                          to_bytes(bytes), bytes.size()) == 1;
    ERR_clear_error();
    return matches;
}

}  // namespace gordion::crypto
