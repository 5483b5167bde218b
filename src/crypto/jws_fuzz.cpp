// SPDX-License-Identifier: EUPL-1.2
#include "crypto/jose.hpp"

// Nobody has signed anything with these keys, so nothing may verify.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion;
    static const crypto::PublicKey key =
        crypto::PrivateKey::make_rsa(2048, crypto::KeyUse::Sign).public_key();
    static const crypto::PublicKey small =
        crypto::PrivateKey::make_p256(crypto::KeyUse::Sign).public_key();
    const std::string_view jws(reinterpret_cast<const char*>(data), size);
    const auto every = {crypto::SignatureAlgorithm::PS512, crypto::SignatureAlgorithm::PS256,
                        crypto::SignatureAlgorithm::RS256, crypto::SignatureAlgorithm::ES256};
    if (crypto::verify_jws(jws, key, every) || crypto::verify_jws(jws, small, every)) {
        __builtin_trap();
    }
    return 0;
}
