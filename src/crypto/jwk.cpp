// SPDX-License-Identifier: EUPL-1.2
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "crypto/internal/key_material.hpp"
#include "crypto/jose.hpp"

namespace gordion::crypto {

PublicKey::PublicKey(std::shared_ptr<const Impl> impl, std::string kid)
    : impl_(std::move(impl)), kid_(std::move(kid)) {}

Result<PublicKey> PublicKey::from_jwk(const formats::Json& jwk) {
    auto impl = std::make_shared<const Impl>(Impl{TRY(read_jwk(jwk, KeyPart::Public))});
    std::string kid = impl->material.kid;
    return PublicKey(std::move(impl), std::move(kid));
}

formats::Json PublicKey::to_jwk() const {
    return write_jwk(impl_->material, KeyPart::Public);
}

int PublicKey::bits() const {
    return EVP_PKEY_get_bits(impl_->material.key.get());
}

PrivateKey::PrivateKey(std::shared_ptr<const Impl> impl, std::string kid)
    : impl_(std::move(impl)), kid_(std::move(kid)) {}

Result<PrivateKey> PrivateKey::from_jwk(const formats::Json& jwk) {
    auto impl = std::make_shared<const Impl>(Impl{TRY(read_jwk(jwk, KeyPart::Private))});
    std::string kid = impl->material.kid;
    return PrivateKey(std::move(impl), std::move(kid));
}

PrivateKey PrivateKey::make_rsa(int bits, KeyUse use) {
    VERIFY(bits >= 2048, "shorter RSA keys are not accepted back");
    EvpKey key(EVP_RSA_gen(static_cast<unsigned int>(bits)));
    VERIFY(key != nullptr, "making a key fails only without memory or chance");
    auto impl = std::make_shared<const Impl>(Impl{adopt_key(
        std::move(key), KeyKind::Rsa, use == KeyUse::Encrypt ? rsa_encryption : rsa_signature)});
    std::string kid = impl->material.kid;
    return PrivateKey(std::move(impl), std::move(kid));
}

PrivateKey PrivateKey::make_p256(KeyUse use) {
    EvpKey key(EVP_EC_gen("P-256"));
    VERIFY(key != nullptr, "making a key fails only without memory or chance");
    auto impl = std::make_shared<const Impl>(Impl{adopt_key(
        std::move(key), KeyKind::P256, use == KeyUse::Encrypt ? p256_agreement : p256_signature)});
    std::string kid = impl->material.kid;
    return PrivateKey(std::move(impl), std::move(kid));
}

formats::Json PrivateKey::to_jwk() const {
    return write_jwk(impl_->material, KeyPart::Private);
}

PublicKey PrivateKey::public_key() const {
    // By way of the JWK, so that the public key holds nothing private even in memory.
    Result<PublicKey> key = PublicKey::from_jwk(write_jwk(impl_->material, KeyPart::Public));
    VERIFY(key.has_value(), "the public part of a key that was checked is a key");
    return std::move(key).value();
}

}  // namespace gordion::crypto
