// SPDX-License-Identifier: EUPL-1.2
#include "identity/providers/oidc/id_token.hpp"
#include "identity/providers/oidc/test_provider.hpp"

// A token that nobody signed is refused, whatever it says; the same bytes, signed, are judged too.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion;
    static const crypto::PrivateKey key = identity::test_signing_key();
    static const std::vector<crypto::PublicKey> nobody{
        crypto::PrivateKey::make_p256(crypto::KeyUse::Sign).public_key()};
    static const std::vector<crypto::PublicKey> keys{key.public_key()};
    const identity::IdTokenDemands demands{identity::test_issuer, identity::test_client, "nonce",
                                           "zugang"};
    const Instant now{1'763'900'000'000};
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (identity::verify_id_token(bytes, nobody, demands, now)) {
        __builtin_trap();
    }
    const auto token = crypto::sign_jws(bytes, key, formats::Json());
    const auto claims = identity::verify_id_token(token.value(), keys, demands, now);
    if (claims && claims.value().text_at("iss") != identity::test_issuer) {
        __builtin_trap();
    }
    return 0;
}
