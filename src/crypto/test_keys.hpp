// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "crypto/jose.hpp"

// Keys that are published in this repository: for tests only.
namespace gordion::crypto {

inline formats::Json test_jwk(const std::string& name) {
    std::ifstream file(std::string(GORDION_SOURCE_DIR) + "/src/crypto/testdata/" + name);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return formats::parse_json(text).value();
}

inline PrivateKey test_rsa_2048() {
    static const PrivateKey key = PrivateKey::from_jwk(test_jwk("rsa_2048.jwk.json")).value();
    return key;
}

/// Bob's key in RFC 7518, appendix C.
inline formats::Json bob_jwk() {
    return formats::Json::object({{"kty", "EC"},
                                  {"crv", "P-256"},
                                  {"x", "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ"},
                                  {"y", "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck"},
                                  {"d", "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}});
}

inline PrivateKey test_p256() {
    return PrivateKey::from_jwk(bob_jwk()).value();
}

}  // namespace gordion::crypto
