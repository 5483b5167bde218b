// SPDX-License-Identifier: EUPL-1.2
#include "crypto/jose.hpp"

// Nobody has signed anything with this key, so nothing may verify.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion;
    static const crypto::PublicKey key =
        crypto::PrivateKey::make_rsa(2048, crypto::KeyUse::Sign).public_key();
    if (crypto::verify_jws({reinterpret_cast<const char*>(data), size}, key)) {
        __builtin_trap();
    }
    return 0;
}
