// SPDX-License-Identifier: EUPL-1.2
#include "crypto/jose.hpp"

namespace {

// Bob's key in RFC 7518, appendix C: public knowledge, and without a costly RSA operation.
constexpr const char* bob = R"({"kty":"EC","crv":"P-256",
    "x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
    "y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
    "d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion;
    static const crypto::PrivateKey key =
        crypto::PrivateKey::from_jwk(formats::parse_json(bob).value()).value();
    (void)crypto::decrypt_jwe({reinterpret_cast<const char*>(data), size}, key);
    return 0;
}
