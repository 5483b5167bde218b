// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/key_check.hpp"

#include <gtest/gtest.h>

#include "crypto/hashes.hpp"
#include "crypto/test_keys.hpp"
#include "fitconnect/names.hpp"

namespace gordion::fitconnect {
namespace {

using formats::Json;

constexpr Instant now{1'763'900'000'000};
constexpr std::int64_t day_s = 24LL * 3600;
const KeyTrust self_signed{{{}, crypto::SelfSigned::Allow}, false};

crypto::PrivateKey key_for(const char* algorithm, const char* kid) {
    Json jwk = crypto::test_jwk("rsa_4096.jwk.json");
    jwk.set("alg", algorithm);
    jwk.set("kid", kid);
    jwk.erase("key_ops");
    return crypto::PrivateKey::from_jwk(jwk).value();
}

Json published(const crypto::PrivateKey& key) {
    Json jwk = key.public_key().to_jwk();
    jwk.set("x5c", Json::array({crypto::to_base64(crypto::make_self_signed(
                       key, "Test", now.plus_seconds(-day_s), now.plus_seconds(day_s)))}));
    return jwk;
}

std::string judgement(const Json& jwk, const KeyTrust& trust = self_signed, Instant at = now) {
    const auto checked = check_encryption_key(jwk, "the-key", trust, at);
    return checked ? "good" : checked.error().code + " " + checked.error().place;
}

TEST(KeyCheck, TakesAKeyAsTheOfficialFileDescribesIt) {
    const Json jwk = published(key_for("RSA-OAEP-256", "the-key"));
    EXPECT_EQ(judgement(jwk), "good");
    Json with_use = jwk;
    with_use.set("use", "enc");
    EXPECT_EQ(judgement(with_use), "good");
    EXPECT_TRUE(check_signature_key(published(key_for("PS512", "s")), "s", self_signed, now));
}

TEST(KeyCheck, RefusesEveryWrongMemberByItsName) {
    const Json good = published(key_for("RSA-OAEP-256", "the-key"));
    const std::vector<std::tuple<std::string, Json, std::string>> cases = {
        {"kty", "EC", "fitconnect.key_check kty"},
        {"alg", "RSA-OAEP", "fitconnect.key_check alg"},
        {"alg", "PS512", "fitconnect.key_check alg"},
        {"key_ops", Json::array({"verify"}), "fitconnect.key_check key_ops"},
        {"key_ops", "wrapKey", "fitconnect.key_check key_ops"},
        {"key_ops", Json::array({7}), "fitconnect.key_check key_ops"},
        {"e", "Aw", "fitconnect.key_check n"},
        {"n", "x", "fitconnect.key_check n"},
        {"d", "AQAB", "fitconnect.key_check n"},
        {"kid", "another", "fitconnect.key_check kid"},
        {"x5c", "text", "fitconnect.key_check x5c"},
        {"x5c", Json::array({7}), "crypto.certificate_malformed x5c/0"},
        {"x5c", Json::array({"***"}), "fitconnect.key_check x5c"},
        {"x5c", Json::array(), "crypto.certificate_malformed x5c"},
    };
    for (const auto& [member, value, refusal] : cases) {
        Json jwk = good;
        jwk.set(member, value);
        EXPECT_EQ(judgement(jwk), refusal) << member;
    }
    for (const char* member : {"kty", "alg", "key_ops", "kid", "n", "e", "x5c"}) {
        Json jwk = good;
        jwk.erase(member);
        EXPECT_NE(judgement(jwk), "good") << member;
    }
    EXPECT_NE(judgement(Json()), "good");
}

TEST(KeyCheck, RefusesSmallKeys) {
    Json jwk = crypto::test_rsa_2048().public_key().to_jwk();
    jwk.set("alg", "RSA-OAEP-256");
    jwk.set("key_ops", Json::array({"wrapKey"}));
    jwk.set("kid", "the-key");
    EXPECT_EQ(judgement(jwk, {{}, true}), "fitconnect.key_check n");
}

TEST(KeyCheck, DemandsACertificateUnlessToldOtherwise) {
    const Json with = published(key_for("RSA-OAEP-256", "the-key"));
    Json without = with;
    without.erase("x5c");
    const KeyTrust insecure{{}, true};
    EXPECT_EQ(judgement(with, {}), "crypto.certificate_untrusted ");
    EXPECT_EQ(judgement(with, insecure), "good");
    EXPECT_EQ(judgement(without, insecure), "good");
    EXPECT_EQ(judgement(with, self_signed, now.plus_seconds(2 * day_s)),
              "crypto.certificate_period x5c/0");
    Json foreign = with;
    foreign.set("x5c", Json::array({crypto::to_base64(crypto::make_self_signed(
                           crypto::test_rsa_2048(), "Other", now, now.plus_seconds(day_s)))}));
    EXPECT_EQ(judgement(foreign, insecure), "crypto.certificate_key x5c/0");
}

TEST(KeyCheck, TakesReplyKeysWithoutCertificate) {
    Json jwk = published(key_for("RSA-OAEP-256", "the-key"));
    jwk.erase("x5c");
    EXPECT_TRUE(check_reply_key(jwk));
    jwk.set("alg", "PS512");
    EXPECT_FALSE(check_reply_key(jwk));
}

Json claims() {
    return Json::object(
        {{"submissionHost", "fit.example"},
         {"iss", "https://portal.example"},
         {"destinationId", "e9507c4a-46de-4a37-b4ab-70516631a954"},
         {"iat", now.ms / 1000 - 10},
         {"jti", "0b4c6a1e-7b2a-4a64-9c39-2ad1e3a1c0de"},
         {"services",
          Json::array({Json::object(
              {{"gebietIDs",
                Json::array(
                    {"urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:010000000000"})},
               {"leistungIDs", Json::array({"urn:de:fim:leika:leistung:99102013104000"})}})})}});
}

std::string route_judgement(const Json& said, const RouteQuestion& asked) {
    const crypto::PrivateKey key = key_for("PS512", "portal-key");
    const std::string token =
        crypto::sign_jws(formats::write_json(said), key,
                         Json::object({{"kid", "portal-key"}, {"typ", "JWT"}}))
            .value();
    const Json keys = Json::object({{"keys", Json::array({published(key)})}});
    const auto checked = check_destination_signature(token, asked, keys, self_signed, now);
    return checked ? "good" : checked.error().code + " " + checked.error().place;
}

TEST(DestinationSignature, SaysWhatWasAsked) {
    const RouteQuestion asked{"E9507C4A-46DE-4A37-B4AB-70516631A954", "99102013104000",
                              "010545459108", "https://fit.example:8443/submission-api",
                              "https://portal.example"};
    EXPECT_EQ(route_judgement(claims(), asked), "good");
    const auto with = [&](const auto& change) {
        RouteQuestion other = asked;
        change(other);
        return route_judgement(claims(), other);
    };
    EXPECT_EQ(with([](RouteQuestion& q) { q.ars = "02"; }), "fitconnect.route_signature services");
    EXPECT_EQ(with([](RouteQuestion& q) { q.leistungsschluessel = "99102013104001"; }),
              "fitconnect.route_signature services");
    EXPECT_EQ(with([](RouteQuestion& q) { q.submission_url = "https://evil.example/"; }),
              "fitconnect.route_signature submissionHost");
    EXPECT_EQ(with([](RouteQuestion& q) { q.issuer = "https://evil.example"; }),
              "fitconnect.route_signature iss");
    EXPECT_EQ(with([](RouteQuestion& q) { q.destination_id = "0"; }),
              "fitconnect.route_signature destinationId");
    for (const char* claim : {"iss", "submissionHost", "destinationId", "services", "iat"}) {
        Json said = claims();
        said.erase(claim);
        EXPECT_EQ(route_judgement(said, asked), std::string("fitconnect.route_signature ") + claim);
    }
    Json future = claims();
    future.set("iat", now.ms / 1000 + 3600);
    EXPECT_EQ(route_judgement(future, asked), "fitconnect.route_signature iat");
}

TEST(DestinationSignature, IsProvedByAKeyOfTheIssuer) {
    const crypto::PrivateKey key = key_for("PS512", "portal-key");
    const RouteQuestion asked{"e9507c4a-46de-4a37-b4ab-70516631a954", "99102013104000", "01",
                              "https://fit.example", "https://portal.example"};
    const Json keys = Json::object({{"keys", Json::array({published(key)})}});
    const auto code_of = [&](const std::string& token) {
        const auto checked = check_destination_signature(token, asked, keys, self_signed, now);
        return checked ? "good" : checked.error().code;
    };
    std::string token =
        crypto::sign_jws(formats::write_json(claims()), key, Json::object({{"kid", "portal-key"}}))
            .value();
    EXPECT_EQ(code_of(token), "good");
    EXPECT_EQ(code_of(crypto::sign_jws("{}", key, Json::object({{"kid", "other"}})).value()),
              "fitconnect.key_unknown");
    token[token.size() / 2] = token[token.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_NE(code_of(token), "good");
    EXPECT_NE(code_of(""), "good");
}

}  // namespace
}  // namespace gordion::fitconnect
