// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "core/text.hpp"
#include "core/verify.hpp"
#include "crypto/hashes.hpp"
#include "crypto/jose.hpp"
#include "crypto/test_keys.hpp"

namespace gordion::crypto {
namespace {

using formats::Json;

Json set_header() {
    return Json::object({{"typ", "secevent+jwt"}});
}

std::string error_of(std::string_view jws, const PublicKey& key) {
    const auto payload = verify_jws(jws, key);
    return payload ? "" : payload.error().code;
}

TEST(Jws, VerifiesWhatWasSigned) {
    const PrivateKey key = test_rsa_2048();
    for (const std::string& payload :
         {std::string(), std::string("{\"iss\":\"x\"}"), std::string(100'000, '\0')}) {
        const std::string jws = sign_jws(payload, key, set_header()).value();
        EXPECT_EQ(verify_jws(jws, key.public_key()).value(), payload);
    }
    const std::string jws = sign_jws("{}", key, set_header()).value();
    EXPECT_EQ(from_base64url(split(jws, '.')[0]).value(),
              R"({"alg":"PS512","kid":"test-rsa-2048","typ":"secevent+jwt"})");
    EXPECT_NE(jws, sign_jws("{}", key, set_header()).value());  // the salt differs
    EXPECT_TRUE(verify_jws(sign_jws("{}", key, Json()).value(), key.public_key()));
    EXPECT_THROW((void)sign_jws("{}", key, Json::object({{"alg", "none"}})), Bug);
}

TEST(Jws, NoticesAChangeInEverySegment) {
    const PrivateKey key = test_rsa_2048();
    const PublicKey reader = key.public_key();
    const std::string jws = sign_jws("{\"iss\":\"x\"}", key, set_header()).value();
    for (std::size_t at = 0; at < jws.size(); ++at) {
        std::string changed = jws;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(verify_jws(changed, reader)) << at;
    }
    for (std::size_t length = 0; length < jws.size(); ++length) {
        EXPECT_FALSE(verify_jws(jws.substr(0, length), reader)) << length;
    }
    const std::vector<std::string> segments = split(jws, '.');
    EXPECT_EQ(error_of(segments[0] + "." + segments[1] + ".", reader), "crypto.jws_signature");
    EXPECT_EQ(error_of(jws + ".", reader), "crypto.jws_malformed");
    EXPECT_EQ(error_of("", reader), "crypto.jws_malformed");
}

TEST(Jws, AcceptsPs512Only) {
    const PublicKey reader = test_rsa_2048().public_key();
    for (const char* algorithm : {"none", "None", "RS256", "PS256", "HS512", "ps512", ""}) {
        const std::string header = to_base64url(write_json(Json::object({{"alg", algorithm}})));
        EXPECT_EQ(error_of(header + ".e30.", reader), "crypto.jws_algorithm") << algorithm;
        EXPECT_EQ(error_of(header + ".e30.AAAA", reader), "crypto.jws_algorithm") << algorithm;
    }
    EXPECT_EQ(error_of(to_base64url(R"({"alg":"PS512","crit":["b64"],"b64":false})") + ".e30.AAAA",
                       reader),
              "crypto.jws_malformed");
    EXPECT_EQ(error_of("e30.e30.AAAA", reader), "crypto.jws_algorithm");
}

TEST(Jws, IsBoundToTheNameAndTheUseOfItsKey) {
    const PrivateKey key = test_rsa_2048();
    const std::string jws = sign_jws("{}", key, set_header()).value();
    Json jwk = key.public_key().to_jwk();
    jwk.set("kid", "another");
    EXPECT_EQ(error_of(jws, PublicKey::from_jwk(jwk).value()), "crypto.jws_signature");
    jwk.set("kid", key.kid());
    jwk.set("alg", "RSA-OAEP-256");
    EXPECT_EQ(error_of(jws, PublicKey::from_jwk(jwk).value()), "crypto.jws_algorithm");
    EXPECT_EQ(error_of(jws, test_p256().public_key()), "crypto.jws_algorithm");
    EXPECT_EQ(sign_jws("{}", test_p256(), set_header()).error().code, "crypto.jws_algorithm");
    const PrivateKey encryption = PrivateKey::from_jwk(Json(test_jwk("rsa_4096.jwk.json"))).value();
    EXPECT_EQ(error_of(jws, encryption.public_key()), "crypto.jws_signature");
}

}  // namespace
}  // namespace gordion::crypto
