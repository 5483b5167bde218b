// SPDX-License-Identifier: EUPL-1.2
// A certificate chain as it comes with a key: one certificate, or two with a byte between them that
// says where the first ends.
#include <cstdint>

#include "crypto/certificates.hpp"
#include "crypto/test_keys.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gordion;
    static const crypto::PublicKey key = crypto::test_rsa_2048().public_key();
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const crypto::CertificateTrust trust{{}, crypto::SelfSigned::Allow};
    (void)crypto::check_certificates({bytes}, key, trust, {1'763'900'000'000});
    if (size > 2) {
        const std::size_t first = 1 + data[0] % (size - 1);
        (void)crypto::check_certificates({bytes.substr(1, first), bytes.substr(first)}, key, trust,
                                         {1'763'900'000'000});
    }
    (void)crypto::TrustAnchors::from_pem(bytes);
    return 0;
}
