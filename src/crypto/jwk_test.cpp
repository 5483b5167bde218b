// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "core/verify.hpp"
#include "crypto/hashes.hpp"
#include "crypto/jose.hpp"
#include "crypto/test_keys.hpp"

namespace gordion::crypto {
namespace {

using formats::Json;

// The key of RFC 7638, section 3.1.
Json rfc7638_jwk() {
    return Json::object({{"kty", "RSA"},
                         {"n",
                          "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aP"
                          "FFxuhDR1L6tSoc_BJECP"
                          "ebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_"
                          "RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY"
                          "368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-"
                          "bFTWhAI4vMQFh6WeZu0f"
                          "M4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"},
                         {"e", "AQAB"},
                         {"alg", "RS256"},
                         {"kid", "2011-04-29"}});
}

Json with(Json jwk, std::string_view name, Json value) {
    jwk.set(name, std::move(value));
    return jwk;
}

Json without(Json jwk, std::string_view name) {
    jwk.erase(name);
    return jwk;
}

void check_refused(const Result<PublicKey>& key, std::string_view what) {
    ASSERT_FALSE(key) << what;
    EXPECT_EQ(key.error().code, "crypto.key_invalid") << what;
}

TEST(Jwk, IsNamedByItsThumbprint) {
    const Json jwk = without(without(rfc7638_jwk(), "kid"), "alg");
    EXPECT_EQ(PublicKey::from_jwk(jwk).value().kid(),
              "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    EXPECT_EQ(PublicKey::from_jwk(with(jwk, "kid", "2011-04-29")).value().kid(), "2011-04-29");
    // A leading zero byte, as some writers add it, is the same key.
    const std::string padded = std::string(1, '\0') + from_base64url(jwk.text_at("n")).value();
    EXPECT_EQ(PublicKey::from_jwk(with(jwk, "n", to_base64url(padded))).value().kid(),
              "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

TEST(Jwk, ComesBackAsItWas) {
    const PrivateKey rsa = test_rsa_2048();
    Json expected = test_jwk("rsa_2048.jwk.json");
    for (const char* name : {"kty", "n", "e", "d", "p", "q", "dp", "dq", "qi", "kid"}) {
        EXPECT_EQ(rsa.to_jwk().text_at(name), expected.text_at(name)) << name;
    }
    EXPECT_EQ(PrivateKey::from_jwk(rsa.to_jwk()).value().to_jwk(), rsa.to_jwk());
    const PrivateKey p256 = test_p256();
    for (const char* name : {"kty", "crv", "x", "y", "d"}) {
        EXPECT_EQ(p256.to_jwk().text_at(name), bob_jwk().text_at(name)) << name;
    }
    EXPECT_EQ(p256.public_key().bits(), 256);
    EXPECT_EQ(rsa.public_key().bits(), 2048);
    EXPECT_EQ(rsa.public_key().kid(), rsa.kid());
}

TEST(Jwk, KeepsPrivateMembersOutOfPublicKeys) {
    for (const PrivateKey& key : {test_rsa_2048(), test_p256()}) {
        const Json jwk = key.public_key().to_jwk();
        for (const char* name : {"d", "p", "q", "dp", "dq", "qi"}) {
            EXPECT_EQ(jwk.find(name), nullptr) << name;
        }
        check_refused(PublicKey::from_jwk(key.to_jwk()), "a leaked private key");
    }
    check_refused(PublicKey::from_jwk(with(bob_jwk(), "d", Json())), "an empty private member");
}

TEST(Jwk, SaysWhatTheKeyIsFor) {
    const Json plain = without(without(rfc7638_jwk(), "alg"), "kid");
    EXPECT_EQ(PublicKey::from_jwk(plain).value().to_jwk().find("alg"), nullptr);
    const Json wrap = PublicKey::from_jwk(with(plain, "use", "enc")).value().to_jwk();
    EXPECT_EQ(wrap.text_at("alg"), "RSA-OAEP-256");
    EXPECT_EQ(write_json(*wrap.find("key_ops")), R"(["wrapKey"])");
    const Json verify = PublicKey::from_jwk(with(plain, "alg", "PS512")).value().to_jwk();
    EXPECT_EQ(write_json(*verify.find("key_ops")), R"(["verify"])");
    for (const char* name : {"RS256", "PS256"}) {
        const Json named = PublicKey::from_jwk(with(plain, "alg", name)).value().to_jwk();
        EXPECT_EQ(named.text_at("alg"), name);
        EXPECT_EQ(write_json(*named.find("key_ops")), R"(["verify"])");
    }
    const Json any = PublicKey::from_jwk(with(plain, "use", "sig")).value().to_jwk();
    EXPECT_EQ(any.find("alg"), nullptr);
    EXPECT_EQ(any.text_at("use"), "sig");
    check_refused(PublicKey::from_jwk(with(plain, "alg", "HS256")), "a secret's algorithm");
    check_refused(PublicKey::from_jwk(with(plain, "alg", "ES256")), "another kind of key");
    check_refused(PublicKey::from_jwk(with(rfc7638_jwk(), "use", "enc")), "RS256 for encryption");
}

TEST(Jwk, OfP256IsForAgreementsUnlessItSaysOtherwise) {
    const Json silent = without(bob_jwk(), "d");
    EXPECT_EQ(PublicKey::from_jwk(silent).value().to_jwk().text_at("alg"), "ECDH-ES");
    EXPECT_EQ(PublicKey::from_jwk(with(silent, "use", "sig")).value().to_jwk().text_at("alg"),
              "ES256");
    EXPECT_EQ(PublicKey::from_jwk(with(silent, "alg", "ES256")).value().to_jwk().text_at("alg"),
              "ES256");
    check_refused(PublicKey::from_jwk(with(silent, "alg", "RS256")), "another kind of key");
}

TEST(Jwk, IsDerivedFromASecretInTheSameWayEverywhere) {
    const std::string secret(32, 's');
    const PrivateKey key = PrivateKey::derive_p256(secret, KeyUse::Sign);
    EXPECT_EQ(key.to_jwk(), PrivateKey::derive_p256(secret, KeyUse::Sign).to_jwk());
    EXPECT_NE(key.kid(), PrivateKey::derive_p256(std::string(32, 't'), KeyUse::Sign).kid());
    EXPECT_EQ(key.to_jwk().text_at("alg"), "ES256");
    EXPECT_EQ(key.public_key().to_jwk().find("d"), nullptr);
    EXPECT_THROW((void)PrivateKey::derive_p256("short", KeyUse::Sign), Bug);
}

TEST(Jwk, RefusesWhatIsNoKeyOfOurs) {
    const Json rsa = test_rsa_2048().public_key().to_jwk();
    const Json p256 = test_p256().public_key().to_jwk();
    check_refused(PublicKey::from_jwk(Json()), "null");
    check_refused(PublicKey::from_jwk(Json("text")), "text");
    check_refused(PublicKey::from_jwk(with(rsa, "kty", "oct")), "oct");
    check_refused(PublicKey::from_jwk(with(rsa, "e", "Aw")), "e = 3");
    check_refused(PublicKey::from_jwk(with(rsa, "e", "")), "no exponent");
    check_refused(PublicKey::from_jwk(with(rsa, "n", "AQAB")), "a tiny modulus");
    check_refused(PublicKey::from_jwk(with(rsa, "n", 5)), "a number");
    check_refused(PublicKey::from_jwk(with(rsa, "n", std::string(5000, 'A'))), "a huge modulus");
    check_refused(PublicKey::from_jwk(with(rsa, "n", rsa.text_at("n") + "=")), "padding");
    check_refused(PublicKey::from_jwk(without(rsa, "n")), "no modulus");
    check_refused(PublicKey::from_jwk(with(rsa, "kid", std::string(129, 'k'))), "a long kid");
    check_refused(PublicKey::from_jwk(with(p256, "crv", "P-384")), "another curve");
    check_refused(PublicKey::from_jwk(with(p256, "x", p256.text_at("y"))), "a point off the curve");
    check_refused(PublicKey::from_jwk(with(p256, "x", "AA")), "a short coordinate");
    check_refused(PublicKey::from_jwk(with(p256, "alg", "ES384")), "another algorithm");
    const std::string nothing(43, 'A');
    check_refused(PublicKey::from_jwk(with(with(p256, "x", nothing), "y", nothing)), "infinity");
}

TEST(Jwk, RefusesPrivateMembersThatDoNotBelongTogether) {
    const Json rsa = test_rsa_2048().to_jwk();
    EXPECT_EQ(PrivateKey::from_jwk(with(rsa, "p", rsa.text_at("q"))).error().code,
              "crypto.key_invalid");
    for (const char* name : {"d", "p", "q", "dp", "dq", "qi"}) {
        EXPECT_FALSE(PrivateKey::from_jwk(without(rsa, name))) << name;
    }
    EXPECT_FALSE(PrivateKey::from_jwk(test_rsa_2048().public_key().to_jwk()));
    const Json p256 = test_p256().to_jwk();
    EXPECT_FALSE(PrivateKey::from_jwk(with(p256, "d", p256.text_at("x"))));
    EXPECT_FALSE(PrivateKey::from_jwk(with(p256, "d", std::string(43, 'A'))));
    EXPECT_FALSE(PrivateKey::from_jwk(without(p256, "d")));
}

TEST(Jwk, OfNewKeysIsReadBack) {
    const PrivateKey p256 = PrivateKey::make_p256();
    EXPECT_EQ(PrivateKey::from_jwk(p256.to_jwk()).value().kid(), p256.kid());
    EXPECT_EQ(p256.kid().size(), 43U);
    EXPECT_THROW((void)PrivateKey::make_rsa(1024), Bug);
}

}  // namespace
}  // namespace gordion::crypto
