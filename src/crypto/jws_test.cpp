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
    const PrivateKey silent = test_p256();  // for agreements
    EXPECT_EQ(sign_jws("{}", silent, set_header()).error().code, "crypto.jws_algorithm");
    const PrivateKey encryption = PrivateKey::from_jwk(Json(test_jwk("rsa_4096.jwk.json"))).value();
    EXPECT_EQ(error_of(jws, encryption.public_key()), "crypto.jws_signature");
}

// The payload of RFC 7515, appendices A.2 and A.3.
const std::string rfc_payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
    "Q";
constexpr auto any_provider = {SignatureAlgorithm::RS256, SignatureAlgorithm::PS256,
                               SignatureAlgorithm::ES256};

std::string provider_error(std::string_view jws, const PublicKey& key) {
    const auto payload = verify_jws(jws, key, any_provider);
    return payload ? "" : payload.error().code;
}

TEST(Jws, VerifiesTheExamplesOfTheStandard) {
    const PublicKey rsa = PublicKey::from_jwk(test_jwk("rfc7515_a2.jwk.json")).value();
    const std::string rs256 =
        "eyJhbGciOiJSUzI1NiJ9." + rfc_payload +
        ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W"
        "2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSj"
        "tQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh"
        "6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    EXPECT_EQ(provider_error(rs256, rsa), "");
    EXPECT_EQ(error_of(rs256, rsa), "crypto.jws_algorithm");  // FIT-Connect takes PS512 only
    const PublicKey p256 =
        PublicKey::from_jwk(Json::object({{"kty", "EC"},
                                          {"crv", "P-256"},
                                          {"use", "sig"},
                                          {"x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"},
                                          {"y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}}))
            .value();
    const std::string es256 =
        "eyJhbGciOiJFUzI1NiJ9." + rfc_payload +
        ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    EXPECT_EQ(provider_error(es256, p256), "");
    EXPECT_EQ(provider_error(es256, rsa), "crypto.jws_algorithm");
    EXPECT_EQ(provider_error(rs256, p256), "crypto.jws_algorithm");
}

TEST(Jws, OnP256KnowsNoSignatureOfZeros) {
    const PrivateKey key = PrivateKey::make_p256(KeyUse::Sign);
    const std::string jws = sign_jws("{}", key, Json()).value();
    EXPECT_EQ(provider_error(jws, key.public_key()), "");
    const std::string signed_part = jws.substr(0, jws.rfind('.') + 1);
    for (const std::size_t bytes : {0U, 1U, 63U, 64U, 65U, 128U}) {
        for (const char filler : {'\0', '\1', '\xff'}) {
            EXPECT_EQ(provider_error(signed_part + to_base64url(std::string(bytes, filler)),
                                     key.public_key()),
                      "crypto.jws_signature")
                << bytes;
        }
    }
    EXPECT_EQ(provider_error(jws, PrivateKey::make_p256(KeyUse::Sign).public_key()),
              "crypto.jws_signature");
    EXPECT_FALSE(encrypt_jwe("x", key.public_key(), ""));
}

TEST(Jws, HoldsAKeyToTheAlgorithmItNames) {
    const PrivateKey key = test_rsa_2048();
    const std::string jws = sign_jws("{}", key, Json()).value();
    Json jwk = key.public_key().to_jwk();
    jwk.set("alg", "RS256");
    const PublicKey named = PublicKey::from_jwk(jwk).value();
    EXPECT_EQ(error_of(jws, named), "crypto.jws_algorithm");
    EXPECT_EQ(provider_error(jws, key.public_key()), "crypto.jws_algorithm");
}

TEST(Jws, ShowsItsHeaderBeforeTheKeyIsKnown) {
    const std::string jws = sign_jws("{}", test_rsa_2048(), Json()).value();
    EXPECT_EQ(read_jws_header(jws).value().text_at("kid"), "test-rsa-2048");
    for (const char* text : {"", ".", "..", "e30", "e30.e30", "e30.e30.e30.e30", "W10.e30.e30"}) {
        EXPECT_EQ(read_jws_header(text).error().code, "crypto.jws_malformed") << text;
    }
}

}  // namespace
}  // namespace gordion::crypto
