// SPDX-License-Identifier: EUPL-1.2
#include "identity/providers/oidc/id_token.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "crypto/test_keys.hpp"
#include "identity/providers/oidc/test_provider.hpp"

namespace gordion::identity {
namespace {

using formats::Json;

class IdToken : public testing::Test {
protected:
    IdToken() { provider.nonce = "n-0S6"; }

    std::string refusal(const std::string& token) const {
        const auto claims = verify_id_token(token, keys, demands, clock.now());
        if (!claims) {
            EXPECT_EQ(claims.error().kind, ErrorKind::Forbidden);
        }
        return claims ? "" : claims.error().code;
    }
    std::string refusal_with(const char* claim, Json value) {
        provider.claims = Json::object({{claim, std::move(value)}});
        return refusal(provider.token());
    }
    std::int64_t seconds() const { return clock.now().ms / 1000; }

    FakeClock clock;
    TestProvider provider{clock};
    std::vector<crypto::PublicKey> keys{provider.key.public_key()};
    IdTokenDemands demands{test_issuer, test_client, "n-0S6", "zugang"};
};

TEST_F(IdToken, OfAnHonestProviderIsAccepted) {
    const auto claims = verify_id_token(provider.token(), keys, demands, clock.now());
    ASSERT_TRUE(claims) << claims.error().to_text();
    EXPECT_EQ(claims.value().text_at("sub"), "konto-4711");
    EXPECT_EQ(refusal_with("aud", Json::array({test_client})), "");
    EXPECT_EQ(refusal_with("azp", test_client), "");
    EXPECT_EQ(refusal_with("exp", static_cast<double>(seconds()) + 0.5), "");
    EXPECT_EQ(refusal_with("at_hash", crypto::to_base64url(crypto::sha256("zugang").substr(0, 16))),
              "");
}

TEST_F(IdToken, OfAnotherIssuerIsRefused) {
    for (const char* issuer : {"https://konto.example/", "https://evil.example", ""}) {
        EXPECT_EQ(refusal_with("iss", issuer), "identity.id_token_issuer") << issuer;
    }
    EXPECT_EQ(refusal_with("iss", Json()), "identity.id_token_issuer");
    EXPECT_EQ(refusal_with("iss", 5), "identity.id_token_issuer");
}

TEST_F(IdToken, ForAnotherAudienceIsRefused) {
    const Json both = Json::array({test_client, "another"});
    for (const Json& audience : {Json("another"), Json(), Json(""), Json(1), Json::array(), both,
                                 Json::array({"another"})}) {
        EXPECT_EQ(refusal_with("aud", audience), "identity.id_token_audience")
            << formats::write_json(audience);
    }
    EXPECT_EQ(refusal_with("azp", "another"), "identity.id_token_audience");
}

TEST_F(IdToken, IsHeldToItsTimes) {
    const std::int64_t skew = limits::clock_skew_ms / 1000;
    EXPECT_EQ(refusal_with("exp", seconds() - skew + 1), "");
    EXPECT_EQ(refusal_with("exp", seconds() - skew), "identity.id_token_expired");
    for (const Json& odd : {Json(), Json("soon"), Json(-1), Json(1e300), Json(true)}) {
        EXPECT_EQ(refusal_with("exp", odd), "identity.id_token_expired")
            << formats::write_json(odd);
        EXPECT_EQ(refusal_with("iat", odd), "identity.id_token_time") << formats::write_json(odd);
    }
    EXPECT_EQ(refusal_with("iat", seconds() + skew), "");
    EXPECT_EQ(refusal_with("iat", seconds() + skew + 1), "identity.id_token_time");
    EXPECT_EQ(refusal_with("iat", seconds() - limits::id_token_age_ms / 1000 - 1),
              "identity.id_token_time");
    EXPECT_EQ(refusal_with("nbf", seconds() + skew + 1), "identity.id_token_time");
    EXPECT_EQ(refusal_with("nbf", "later"), "identity.id_token_time");
}

TEST_F(IdToken, AnswersOneRequestOnly) {
    for (const Json& nonce : {Json("n-0S7"), Json("n-0S"), Json(""), Json(), Json(6)}) {
        EXPECT_EQ(refusal_with("nonce", nonce), "identity.id_token_nonce")
            << formats::write_json(nonce);
    }
    demands.nonce.clear();  // a request that remembers none proves nothing
    EXPECT_EQ(refusal_with("nonce", ""), "identity.id_token_nonce");
}

TEST_F(IdToken, BelongsToItsAccessToken) {
    EXPECT_EQ(refusal_with("at_hash", "AAAA"), "identity.id_token_hash");
    EXPECT_EQ(refusal_with("at_hash", 1), "identity.id_token_hash");
}

TEST_F(IdToken, IsSignedWithAKeyOfTheProvider) {
    const std::string token = provider.token();
    provider.key = test_signing_key('x');
    EXPECT_EQ(refusal(provider.token()), "identity.id_token_key");
    // Somebody who knows the name of the key but does not have it.
    provider.header = Json::object({{"kid", keys.front().kid()}});
    EXPECT_EQ(refusal(provider.token()), "identity.id_token_signature");
    const std::string other_claims = split(provider.token(), '.')[1];
    const std::vector<std::string> parts = split(token, '.');
    EXPECT_EQ(refusal(parts[0] + "." + other_claims + "." + parts[2]), "");  // the same second
    clock.advance_ms(1000);
    EXPECT_EQ(refusal(parts[0] + "." + split(provider.token(), '.')[1] + "." + parts[2]),
              "identity.id_token_signature");
    EXPECT_EQ(refusal(parts[0] + "." + parts[1] + "."), "identity.id_token_signature");
}

TEST_F(IdToken, KnowsThreeAlgorithms) {
    for (const char* name : {"none", "None", "HS256", "PS512", "ES384", "RS512", "", "es256"}) {
        const std::string header = crypto::to_base64url(
            formats::write_json(Json::object({{"alg", name}, {"kid", keys.front().kid()}})));
        const std::string payload = split(provider.token(), '.')[1];
        EXPECT_EQ(refusal(header + "." + payload + "."), "identity.id_token_algorithm") << name;
        EXPECT_EQ(refusal(header + "." + payload + ".AAAA"), "identity.id_token_algorithm");
    }
    // The public key as the secret of an HMAC: the oldest trick.
    const std::string header = crypto::to_base64url(R"({"alg":"HS256"})");
    const std::string body = header + "." + split(provider.token(), '.')[1];
    const std::string mac = crypto::hmac_sha256(formats::write_json(keys.front().to_jwk()), body);
    EXPECT_EQ(refusal(body + "." + crypto::to_base64url(mac)), "identity.id_token_algorithm");
}

TEST_F(IdToken, WithoutAKeyNameNeedsASetOfOne) {
    // sign_jws always names the key, so the header is written by hand.
    const std::string header = crypto::to_base64url(R"({"alg":"ES256"})");
    const std::string unnamed = header + "." + split(provider.token(), '.')[1] + ".AAAA";
    EXPECT_EQ(refusal(unnamed), "identity.id_token_signature");
    keys.push_back(test_signing_key('x').public_key());
    EXPECT_EQ(refusal(unnamed), "identity.id_token_key");
    keys.clear();
    EXPECT_EQ(refusal(unnamed), "identity.id_token_key");
}

TEST_F(IdToken, ThatIsNoTokenIsMalformed) {
    const std::string token = provider.token();
    for (const std::string& text :
         {std::string(), std::string("."), std::string("a.b.c"), token + ".", token + ".x",
          std::string(limits::id_token_bytes + 1, 'a'),
          crypto::sign_jws("[]", provider.key, Json()).value(),
          crypto::sign_jws("no json", provider.key, Json()).value()}) {
        EXPECT_EQ(refusal(text), "identity.id_token_malformed") << text.substr(0, 20);
    }
    for (std::size_t length = 0; length < token.size(); ++length) {
        EXPECT_NE(refusal(token.substr(0, length)), "") << length;
    }
}

TEST(KeySet, KeepsWhatCanCheckSignatures) {
    const Json good = test_signing_key().public_key().to_jwk();
    const Json rsa = crypto::test_rsa_2048().public_key().to_jwk();
    Json encryption = rsa;
    encryption.set("use", "enc");
    const Json curve = Json::object({{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", "AAAA"}});
    const Json set =
        Json::object({{"keys", Json::array({curve, Json("no key"), good, encryption, rsa})}});
    const auto keys = parse_key_set(formats::write_json(set));
    ASSERT_TRUE(keys);
    ASSERT_EQ(keys.value().size(), 2U);
    EXPECT_EQ(keys.value()[0].kid(), good.text_at("kid"));
    for (const char* bytes :
         {"", "{}", "[]", R"({"keys":{}})", R"({"keys":[]})", R"({"keys":[1]})"}) {
        EXPECT_EQ(parse_key_set(bytes).error().code, "identity.provider_keys") << bytes;
    }
    Json many = Json::array();
    for (std::size_t i = 0; i <= limits::key_set_keys; ++i) {
        many.push(good);
    }
    EXPECT_FALSE(parse_key_set(formats::write_json(Json::object({{"keys", many}}))));
}

}  // namespace
}  // namespace gordion::identity
