// SPDX-License-Identifier: EUPL-1.2
#include "crypto/jose.hpp"

// A key that is accepted comes back as the same key.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion;
    const auto jwk = formats::parse_json({reinterpret_cast<const char*>(data), size});
    if (!jwk) {
        return 0;
    }
    if (const auto key = crypto::PublicKey::from_jwk(jwk.value()); key) {
        const auto again = crypto::PublicKey::from_jwk(key.value().to_jwk());
        if (!again || again.value().to_jwk() != key.value().to_jwk()) {
            __builtin_trap();
        }
    }
    if (const auto key = crypto::PrivateKey::from_jwk(jwk.value()); key) {
        (void)key.value().public_key();
    }
    return 0;
}
