// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "core/text.hpp"
#include "crypto/hashes.hpp"
#include "crypto/internal/aes_gcm.hpp"
#include "crypto/jose.hpp"
#include "crypto/test_keys.hpp"

// Published examples: RFC 7520 (sections 3.3, 3.4, 4.1, 4.2 and 5.2) and RFC 7516 (appendix A.1).
// What our functions take is verified or opened; what they do not take is refused with its code,
// and its parts are proved on their own, so that a typing error here would show.
namespace gordion::crypto {
namespace {

using formats::Json;

std::string error_of(const Result<std::string>& read) {
    return read ? "" : read.error().code;
}

// RFC 7520, figure 7.
const std::string payload =
    "It\u2019s a dangerous business, Frodo, going out your door. You step onto the road, and if "
    "you "
    "don't keep your feet, there\u2019s no knowing where you might be swept off to.";

// RFC 7520, section 4.1.
const std::string rs256_signature =
    "MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglI"
    "I7PNDi84wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8w"
    "W1Kt9eRo4QPocSadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI"
    "-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg";
// RFC 7520, section 4.2.
const std::string ps384_signature =
    "cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB"
    "5dDDItllVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRX"
    "e8P_ijQ7p8Vdz0TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64"
    "QQSUmFAAjVKPbByi7xho0uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw";

std::string signed_as(const char* algorithm, const std::string& signature) {
    return to_base64url(std::string(R"({"alg":")") + algorithm +
                        R"(","kid":"bilbo.baggins@hobbiton.example"})") +
           "." + to_base64url(payload) + "." + signature;
}

TEST(JoseCookbook, HasAKeyWithBothItsParts) {
    const Json jwk = test_jwk("rfc7520_3_4.jwk.json");
    const PrivateKey key = PrivateKey::from_jwk(jwk).value();
    EXPECT_EQ(key.kid(), "bilbo.baggins@hobbiton.example");
    Json open = Json::object({{"kty", "RSA"}, {"use", "sig"}});
    for (const char* member : {"kid", "n", "e"}) {
        open.set(member, *jwk.find(member));
    }
    const PublicKey reader = PublicKey::from_jwk(open).value();
    EXPECT_EQ(reader.bits(), 2048);
    EXPECT_EQ(reader.to_jwk(), key.public_key().to_jwk());
    EXPECT_EQ(verify_jws(sign_jws(payload, key, Json()).value(), reader).value(), payload);
    // Section 3.4 as a public key: refused, because it tells the private part.
    EXPECT_EQ(PublicKey::from_jwk(jwk).error().code, "crypto.key_invalid");
    EXPECT_EQ(PrivateKey::from_jwk(open).error().code, "crypto.key_invalid");
}

TEST(JoseCookbook, SignsItsTextWithRs256) {
    const PublicKey key =
        PrivateKey::from_jwk(test_jwk("rfc7520_3_4.jwk.json")).value().public_key();
    const std::string jws = signed_as("RS256", rs256_signature);
    EXPECT_EQ(verify_jws(jws, key, {SignatureAlgorithm::RS256}).value(), payload);
    EXPECT_EQ(error_of(verify_jws(jws, key)), "crypto.jws_algorithm");
    EXPECT_EQ(error_of(verify_jws(jws, key, {SignatureAlgorithm::PS256})), "crypto.jws_algorithm");
    std::string other = jws;
    other[other.find('.') + 4] ^= 1;
    EXPECT_EQ(error_of(verify_jws(other, key, {SignatureAlgorithm::RS256})),
              "crypto.jws_signature");
    const PublicKey stranger = test_rsa_2048().public_key();
    EXPECT_EQ(error_of(verify_jws(jws, stranger, {SignatureAlgorithm::RS256})),
              "crypto.jws_signature");
    // The same signature under the name of an algorithm with another padding or digest.
    for (const char* algorithm : {"PS256", "PS512"}) {
        const std::string renamed = signed_as(algorithm, rs256_signature);
        EXPECT_EQ(error_of(verify_jws(renamed, key,
                                      {SignatureAlgorithm::PS256, SignatureAlgorithm::PS512})),
                  "crypto.jws_signature");
    }
}

TEST(JoseCookbook, SignsItsTextWithPs384WhichNobodyHereTakes) {
    const PublicKey key =
        PrivateKey::from_jwk(test_jwk("rfc7520_3_4.jwk.json")).value().public_key();
    const std::string jws = signed_as("PS384", ps384_signature);
    EXPECT_EQ(read_jws_header(jws).value().text_at("kid"), key.kid());
    EXPECT_EQ(error_of(verify_jws(jws, key)), "crypto.jws_algorithm");
    EXPECT_EQ(error_of(verify_jws(jws, key,
                                  {SignatureAlgorithm::PS512, SignatureAlgorithm::PS256,
                                   SignatureAlgorithm::RS256, SignatureAlgorithm::ES256})),
              "crypto.jws_algorithm");
    for (const char* algorithm : {"PS256", "PS512", "RS256"}) {
        EXPECT_EQ(error_of(verify_jws(signed_as(algorithm, ps384_signature), key,
                                      {SignatureAlgorithm::PS256, SignatureAlgorithm::PS512,
                                       SignatureAlgorithm::RS256})),
                  "crypto.jws_signature")
            << algorithm;
    }
}

/// A JWE with RSA-OAEP, whose digest is SHA-1: the content is what we can open.
struct Example {
    std::string header;
    std::string wrapped_key;
    std::string content_key;
    std::string iv;
    std::string ciphertext;
    std::string tag;
    std::string plaintext;
    [[nodiscard]] std::string jwe() const {
        return to_base64url(header) + "." + wrapped_key + "." + iv + "." + ciphertext + "." + tag;
    }
};

// RFC 7520, section 5.2.
const Example cookbook{
    R"({"alg":"RSA-OAEP","kid":"samwise.gamgee@hobbiton.example","enc":"A256GCM"})",
    "rT99rwrBTbTI7IJM8fU3Eli7226HEB7IchCxNuh7lCiud48LxeolRdtFF4nzQibeYOl5S_PJsAXZwSXtDePz9hk-BbtsT"
    "BqC2UsPOdwjC9NhNupNNu9uHIVftDyucvI6hvALeZ6OGnhNV4v1zx2k7O1D89mAzfw-_kT3tkuorpDU-CpBENfIHX1Q58"
    "-Aad3FzMuo3Fn9buEP2yXakLXYa15BUXQsupM4A1GD4_H4Bd7V3u9h8Gkg8BpxKdUV9ScfJQTcYm6eJEBz3aSwIaK4T3-"
    "dwWpuBOhROQXBosJzS1asnuHtVMt2pKIIfux5BC6huIvmY7kzV7W7aIUrpYm_3H4zYvyMeq5pGqFmW2k8zpO878TRlZx7"
    "pZfPYDSXZyS0CfKKkMozT_qiCwZTSz4duYnt8hS4Z9sGthXn9uDqd6wycMagnQfOTs_lycTWmY-aqWVDKhjYNRf03NiwR"
    "tb5BE-tOdFwCASQj3uuAgPGrO2AWBe38UjQb0lvXn1SpyvYZ3WFc7WOJYaTa7A8DRn6MC6T-xDmMuxC0G7S2rscw5lQQU"
    "06MvZTlFOt0UvfuKBa03cxA_nIBIhLMjY2kOTxQMmpDPTr6Cbo8aKaOnx6ASE5Jx9paBpnNmOOKH35j_QlrQhDWUN6A2G"
    "g8iFayJ69xDEdHAVCGRzN3woEI2ozDRs",
    "mYMfsggkTAm0TbvtlFh2hyoXnbEzJQjMxmgLN3d8xXA",
    "-nBoKLH0YkLZPSI9",
    "o4k2cnGN8rSSw3IDo1YuySkqeS_t2m1GXklSgqBdpACm6UJuJowOHC5ytjqYgRL-I-soPlwqMUf4UgRWWeaOGNw6vGW-x"
    "yM01lTYxrXfVzIIaRdhYtEMRBvBWbEwP7ua1DRfvaOjgZv6Ifa3brcAM64d8p5lhhNcizPersuhw5f-pGYzseva-TUaL8"
    "iWnctc-sSwy7SQmRkfhDjwbz0fz6kFovEgj64X1I5s7E6GLp5fnbYGLa1QUiML7Cc2GxgvI7zqWo0YIEc7aCflLG1-8Bb"
    "oVWFdZKLK9vNoycrYHumwzKluLWEbSVmaPpOslY2n525DxDfWaVFUfKQxMF56vn4B9QMpWAbnypNimbM8zVOw",
    "UCGiqJxhBI3IFVdPalHHvA",
    "You can trust us to stick with you through thick and thin\u2013to the bitter end. And you can "
    "trust us to keep any secret of yours\u2013closer than you keep it yourself. But you cannot "
    "trust us to let you face trouble alone, and go off without a word. We are your friends, "
    "Frodo."};

// RFC 7516, appendix A.1.
const Example appendix{
    R"({"alg":"RSA-OAEP","enc":"A256GCM"})",
    "OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGeipsEdY3mx_etLbbWSrFr05kLzcSr4"
    "qKAq7YN7e9jwQRb23nfa6c9d-StnImGyFDbSv04uVuxIp5Zms1gNxKKK2Da14B8S4rzVRltdYwam_lDp5XnZAYpQdb76F"
    "dIKLaVmqgfwX7XWRxv2322i-vDxRfqNzo_tETKzpVLzfiwQyeyPGLBIO56YJ7eObdv0je81860ppamavo35UgoRdbYaBc"
    "oh9QcfylQr66oc6vFWXRcZ_ZT2LawVCWTIy3brGPi6UklfCpIMfIjf7iGdXKHzg",
    "saH0gFSP4XM_tAP_a5rU9ooHbltwLiJpL4LLLnrqQPw",
    "48V1_ALb6US04U3b",
    "5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A",
    "XFBoMYUZodetZdvTiFvSkQ",
    "The true sign of intelligence is not knowledge but imagination."};

std::string bytes_of(const std::string& base64url) {
    return from_base64url(base64url).value();
}

TEST(JoseCookbook, EncryptsItsContentAsWeDo) {
    for (const Example& example : {cookbook, appendix}) {
        const std::string key = bytes_of(example.content_key);
        const std::string nonce = bytes_of(example.iv);
        const std::string authenticated = to_base64url(example.header);
        const GcmBox box = encrypt_gcm(key, nonce, authenticated, example.plaintext);
        EXPECT_EQ(to_base64url(box.ciphertext), example.ciphertext);
        EXPECT_EQ(to_base64url(box.tag), example.tag);
        EXPECT_EQ(decrypt_gcm(key, nonce, authenticated, box.ciphertext, box.tag),
                  example.plaintext);
        EXPECT_FALSE(decrypt_gcm(key, nonce, authenticated + "A", box.ciphertext, box.tag));
    }
}

TEST(JoseCookbook, WrapsItsKeyAsNobodyHereTakes) {
    const PrivateKey key = PrivateKey::from_jwk(test_jwk("rfc7520_5_2.jwk.json")).value();
    EXPECT_EQ(key.public_key().bits(), 4096);
    for (const Example& example : {cookbook, appendix}) {
        const auto opened = decrypt_jwe(example.jwe(), key);
        ASSERT_FALSE(opened.has_value());
        EXPECT_EQ(opened.error().code, "crypto.jwe_algorithm");
        EXPECT_EQ(split(example.jwe(), '.').size(), 5U);
    }
    // Under the name that we take, the key behind it does not open: its digest is another.
    Example renamed = cookbook;
    renamed.header =
        R"({"alg":"RSA-OAEP-256","kid":"samwise.gamgee@hobbiton.example","enc":"A256GCM"})";
    EXPECT_EQ(decrypt_jwe(renamed.jwe(), key).error().code, "crypto.jwe_undecryptable");
    // Figure 85's key opens what is wrapped for it our way.
    const std::string own = encrypt_jwe(cookbook.plaintext, key.public_key(), "text/plain").value();
    EXPECT_EQ(decrypt_jwe(own, key).value().plaintext, cookbook.plaintext);
}

}  // namespace
}  // namespace gordion::crypto
