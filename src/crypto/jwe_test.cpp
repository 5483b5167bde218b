// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "crypto/hashes.hpp"
#include "crypto/internal/content_key.hpp"
#include "crypto/internal/key_material.hpp"
#include "crypto/jose.hpp"
#include "crypto/test_keys.hpp"

namespace gordion::crypto {
namespace {

using formats::Json;

std::string error_of(std::string_view jwe, const PrivateKey& key) {
    const auto opened = decrypt_jwe(jwe, key);
    return opened ? "" : opened.error().code;
}

Json header_of(const std::string& jwe) {
    return formats::parse_json(from_base64url(jwe.substr(0, jwe.find('.'))).value()).value();
}

// The JWE with another header; its authentication does not hold any more.
std::string with_header(const std::string& jwe, const Json& header) {
    return to_base64url(write_json(header)) + jwe.substr(jwe.find('.'));
}

std::string with_member(const std::string& jwe, std::string_view name, Json value) {
    Json header = header_of(jwe);
    header.set(name, std::move(value));
    return with_header(jwe, header);
}

const std::vector<PrivateKey>& both_keys() {
    static const std::vector<PrivateKey> keys{test_rsa_2048(), test_p256()};
    return keys;
}

TEST(Jwe, OpensWithTheKeyItWasMadeFor) {
    for (const PrivateKey& key : both_keys()) {
        for (const std::string& text :
             {std::string(), std::string("{\"a\":1}"), std::string(300'000, '\xff')}) {
            const std::string jwe = encrypt_jwe(text, key.public_key(), "application/json").value();
            const Decrypted opened = decrypt_jwe(jwe, key).value();
            EXPECT_EQ(opened.plaintext, text);
            EXPECT_EQ(opened.content_type, "application/json");
        }
        const std::string plain = encrypt_jwe("x", key.public_key(), "").value();
        EXPECT_EQ(header_of(plain).find("cty"), nullptr);
        EXPECT_EQ(decrypt_jwe(plain, key).value().content_type, "");
        EXPECT_NE(plain, encrypt_jwe("x", key.public_key(), "").value());
    }
}

TEST(Jwe, HasTheFormThatFitConnectChecks) {
    const PrivateKey key = PrivateKey::from_jwk(test_jwk("rsa_4096.jwk.json")).value();
    const std::string jwe = encrypt_jwe("{}", key.public_key(), "application/json").value();
    const auto segments = split(jwe, '.');
    ASSERT_EQ(segments.size(), 5U);
    EXPECT_EQ(
        from_base64url(segments[0]).value(),
        R"({"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"test-rsa-4096","cty":"application/json"})");
    EXPECT_EQ(segments[1].size(), 683U);
    EXPECT_EQ(segments[2].size(), 16U);
    EXPECT_EQ(segments[4].size(), 22U);
    EXPECT_EQ(decrypt_jwe(jwe, key).value().plaintext, "{}");
}

TEST(Jwe, DerivesAsRfc7518AppendixC) {
    const Json alice = Json::object({{"kty", "EC"},
                                     {"crv", "P-256"},
                                     {"x", "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0"},
                                     {"y", "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"},
                                     {"d", "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"}});
    const KeyMaterial own = read_jwk(alice, KeyPart::Private).value();
    const EvpKey other = read_p256_point(bob_jwk()).value();
    const std::string shared = agree_p256(*own.key, *other);
    EXPECT_EQ(to_hex(shared), "9e56d91d817135d372834283bf84269cfb316ea3da806a48f6daa7798cfe90c4");
    EXPECT_EQ(to_base64url(derive_agreed_key(shared, {"A128GCM", "Alice", "Bob", 16})),
              "VqqN6vgjbSBcIijNcacQGg");
}

TEST(Jwe, NoticesAChangeInEverySegment) {
    for (const PrivateKey& key : both_keys()) {
        const std::string jwe = encrypt_jwe("Geheim", key.public_key(), "text/plain").value();
        for (std::size_t at = 0; at < jwe.size(); ++at) {
            // Every seventh place, and all around the dots: enough, and fast.
            const bool near_dot = jwe.substr(at, 2).find('.') != std::string::npos;
            if (at % 7 != 0 && !near_dot) {
                continue;
            }
            std::string changed = jwe;
            changed[at] = changed[at] == 'A' ? 'B' : 'A';
            EXPECT_FALSE(decrypt_jwe(changed, key)) << at;
        }
        EXPECT_EQ(error_of(with_member(jwe, "cty", "text/html"), key), "crypto.jwe_undecryptable");
        EXPECT_EQ(error_of(with_member(jwe, "new", 1), key), "crypto.jwe_undecryptable");
    }
}

TEST(Jwe, RefusesATruncatedObject) {
    for (const PrivateKey& key : both_keys()) {
        const std::string jwe = encrypt_jwe("Geheim", key.public_key(), "").value();
        for (std::size_t length = 0; length < jwe.size(); length += 5) {
            EXPECT_FALSE(decrypt_jwe(jwe.substr(0, length), key)) << length;
        }
        EXPECT_EQ(error_of(jwe.substr(0, jwe.size() - 1), key), "crypto.jwe_malformed");
        EXPECT_EQ(error_of(jwe + ".", key), "crypto.jwe_malformed");
        EXPECT_EQ(error_of(jwe + "=", key), "crypto.jwe_malformed");
        EXPECT_EQ(error_of("....", key), "crypto.jwe_malformed");
    }
}

TEST(Jwe, DoesNotTellAWrongKeyFromWrongContent) {
    const PrivateKey rsa = test_rsa_2048();
    const std::string jwe = encrypt_jwe("Geheim", rsa.public_key(), "").value();
    std::vector<std::string> segments = split(jwe, '.');
    segments[1] = to_base64url(std::string(256, '\x01'));  // opens to nothing
    const auto unwrapping_fails = decrypt_jwe(join(segments, "."), rsa);
    segments = split(jwe, '.');
    segments[3] = to_base64url("Gehein");
    const auto content_fails = decrypt_jwe(join(segments, "."), rsa);
    EXPECT_EQ(unwrapping_fails.error().to_text(), content_fails.error().to_text());
    EXPECT_EQ(content_fails.error().code, "crypto.jwe_undecryptable");
}

TEST(Jwe, RefusesAContentKeyOfAnotherLength) {
    const PrivateKey rsa = test_rsa_2048();
    const std::string jwe = encrypt_jwe("Geheim", rsa.public_key(), "").value();
    std::vector<std::string> segments = split(jwe, '.');
    segments[1] = to_base64url(wrap_rsa(*rsa.impl().material.key, "sixteen bytes ab"));
    EXPECT_EQ(error_of(join(segments, "."), rsa), "crypto.jwe_undecryptable");
}

TEST(Jwe, IsNotOpenedUnderAnotherName) {
    const PrivateKey rsa = test_rsa_2048();
    Json renamed = rsa.to_jwk();
    renamed.set("kid", "another-name");
    const PrivateKey same_key = PrivateKey::from_jwk(renamed).value();
    const std::string jwe = encrypt_jwe("Geheim", rsa.public_key(), "").value();
    EXPECT_EQ(error_of(jwe, same_key), "crypto.jwe_other_key");
    // The thumbprint is a name that every key has.
    renamed.erase("kid");
    const PrivateKey by_thumbprint = PrivateKey::from_jwk(renamed).value();
    const std::string other = encrypt_jwe("Geheim", by_thumbprint.public_key(), "").value();
    EXPECT_EQ(decrypt_jwe(other, rsa).value().plaintext, "Geheim");
    EXPECT_FALSE(decrypt_jwe(jwe, PrivateKey::make_p256()));
}

TEST(Jwe, AcceptsItsOwnAlgorithmsOnly) {
    for (const PrivateKey& key : both_keys()) {
        const std::string jwe = encrypt_jwe("Geheim", key.public_key(), "").value();
        for (const char* algorithm : {"none", "RSA1_5", "RSA-OAEP", "dir", "A256KW",
                                      "ECDH-ES+A256KW", "rsa-oaep-256", "PS512", ""}) {
            EXPECT_EQ(error_of(with_member(jwe, "alg", algorithm), key), "crypto.jwe_algorithm");
        }
        for (const char* encryption : {"A128GCM", "A256CBC-HS512", "none", "a256gcm", ""}) {
            EXPECT_EQ(error_of(with_member(jwe, "enc", encryption), key), "crypto.jwe_algorithm");
        }
        EXPECT_EQ(error_of(with_member(jwe, "alg", Json()), key), "crypto.jwe_algorithm");
        EXPECT_EQ(error_of(with_member(jwe, "zip", "DEF"), key), "crypto.jwe_algorithm");
        EXPECT_EQ(decrypt_jwe(with_member(jwe, "zip", "DEF"), key).error().kind,
                  ErrorKind::Unsupported);
        EXPECT_EQ(error_of(with_member(jwe, "crit", Json::array({"exp"})), key),
                  "crypto.jwe_malformed");
    }
    EXPECT_EQ(error_of(encrypt_jwe("x", test_p256().public_key(), "").value(), test_rsa_2048()),
              "crypto.jwe_algorithm");
    // RFC 7516, appendix A.1, without its last segments: RSA-OAEP with SHA-1.
    EXPECT_EQ(
        error_of("eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.AA.AA.AA.AA", test_rsa_2048()),
        "crypto.jwe_algorithm");
}

TEST(Jwe, RefusesHeadersThatAreNone) {
    const PrivateKey key = test_rsa_2048();
    const std::string rest = ".AA.AA.AA.AA";
    for (const std::string& header :
         {std::string(), std::string("[]"), std::string("1"), std::string("{"),
          std::string(R"({"alg":"RSA-OAEP-256","alg":"RSA-OAEP-256","enc":"A256GCM"})"),
          std::string("{\"alg\":\"\xff\"}"), std::string(limits::jose_header_bytes, ' ') + "{}",
          std::string(1'000'000, '[')}) {
        EXPECT_EQ(error_of(to_base64url(header) + rest, key), "crypto.jwe_malformed");
    }
    EXPECT_EQ(error_of("{}" + rest, key), "crypto.jwe_malformed");
    const auto large = decrypt_jwe(std::string(limits::jose_bytes + 1, 'A'), key);
    EXPECT_EQ(large.error().kind, ErrorKind::TooLarge);
}

TEST(Jwe, RefusesEphemeralKeysOffTheCurve) {
    const PrivateKey key = test_p256();
    const std::string jwe = encrypt_jwe("Geheim", key.public_key(), "").value();
    Json point = *header_of(jwe).find("epk");
    point.set("x", point.text_at("y"));
    EXPECT_EQ(error_of(with_member(jwe, "epk", point), key), "crypto.jwe_malformed");
    EXPECT_EQ(error_of(with_member(jwe, "epk", "x"), key), "crypto.jwe_malformed");
    EXPECT_EQ(error_of(with_member(jwe, "epk", test_rsa_2048().public_key().to_jwk()), key),
              "crypto.jwe_malformed");
    EXPECT_EQ(error_of(with_member(jwe, "apu", "=="), key), "crypto.jwe_malformed");
    EXPECT_EQ(error_of(with_member(jwe, "apu", "QWxpY2U"), key), "crypto.jwe_undecryptable");
    Json header = header_of(jwe);
    header.erase("epk");
    EXPECT_EQ(error_of(with_header(jwe, header), key), "crypto.jwe_malformed");
}

TEST(Jwe, IsNotMadeWithAKeyForSignatures) {
    Json jwk = test_rsa_2048().to_jwk();
    jwk.set("alg", "PS512");
    const PrivateKey key = PrivateKey::from_jwk(jwk).value();
    EXPECT_EQ(encrypt_jwe("x", key.public_key(), "").error().code, "crypto.jwe_algorithm");
    const std::string jwe = encrypt_jwe("x", test_rsa_2048().public_key(), "").value();
    EXPECT_EQ(error_of(jwe, key), "crypto.jwe_algorithm");
}

}  // namespace
}  // namespace gordion::crypto
