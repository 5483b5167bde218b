// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/jwe_shape.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "crypto/hashes.hpp"
#include "crypto/test_keys.hpp"

namespace gordion::zustelldienst {
namespace {

std::string shaped(const std::string& header) {
    return crypto::to_base64url(header) + "." + std::string(683, 'k') + "." + std::string(16, 'i') +
           "." + std::string(80, 'c') + "." + std::string(22, 't');
}

std::string code_of(const std::string& jwe, JweRules rules) {
    CheckObserver silent;
    const auto tag = check_jwe(jwe, "data", rules, silent);
    if (tag.has_value()) {
        return "";
    }
    EXPECT_EQ(tag.error().place, "data");
    const auto& values = tag.error().values;
    return values.empty() || values[0].first != "reason" ? tag.error().code : values[0].second;
}

constexpr const char* good = R"({"alg":"RSA-OAEP-256","enc":"A256GCM","cty":"application/json"})";

TEST(FitJweShape, TakesWhatTheKeyAndTheRulesDemand) {
    const auto key = crypto::PrivateKey::from_jwk(crypto::test_jwk("rsa_4096.jwk.json")).value();
    const std::string jwe = crypto::encrypt_jwe("{}", key.public_key(), "application/json").value();
    EXPECT_EQ(code_of(jwe, JweRules::V2), "");
    EXPECT_EQ(code_of(shaped(good), JweRules::V2), "");
    const std::string bare = R"({"alg":"RSA-OAEP-256","enc":"A256GCM","zip":"DEF"})";
    EXPECT_EQ(code_of(shaped(bare), JweRules::V1), "");
    EXPECT_EQ(code_of(shaped(bare), JweRules::Attachment), "");
    CheckObserver silent;
    EXPECT_EQ(check_jwe(shaped(good), "data", JweRules::V2, silent).value(), std::string(22, 't'));
}

TEST(FitJweShape, RefusesEveryWrongHeader) {
    const auto with = [](const std::string& members) {
        return shaped("{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\"," + members + "}");
    };
    EXPECT_EQ(code_of(with(R"("x":1)"), JweRules::V2), "zustelldienst.jwe_content_type");
    EXPECT_EQ(code_of(with(R"("cty":"text/plain")"), JweRules::V2),
              "zustelldienst.jwe_content_type");
    EXPECT_EQ(code_of(with(R"("cty":"application/xml","zip":"DEF")"), JweRules::V2),
              "zustelldienst.jwe_compressed");
    EXPECT_EQ(code_of(with(R"("zip":"GZ")"), JweRules::V1), "zustelldienst.jwe_compressed");
    EXPECT_EQ(code_of(with(R"("cty":"image/png","zip":"DEF")"), JweRules::AttachmentV2),
              "zustelldienst.jwe_compressed");
    EXPECT_EQ(code_of(with(R"("crit":["b64"])"), JweRules::V1), "algorithm");
    EXPECT_EQ(code_of(with(R"("kid":7)"), JweRules::V1), "kid");
    EXPECT_EQ(code_of(with("\"kid\":\"" + std::string(65, 'k') + "\""), JweRules::V1), "kid");
    EXPECT_EQ(code_of(shaped(R"({"alg":"RSA1_5","enc":"A256GCM"})"), JweRules::V1), "algorithm");
    EXPECT_EQ(code_of(shaped(R"({"alg":"none","enc":"A256GCM"})"), JweRules::V1), "algorithm");
    EXPECT_EQ(code_of(shaped(R"({"alg":"RSA-OAEP-256","enc":"A128GCM"})"), JweRules::V1),
              "algorithm");
    EXPECT_EQ(code_of(with(R"("kid":"")"), JweRules::V1), "kid");
    EXPECT_EQ(code_of(with(R"("kid":null)"), JweRules::V1), "kid");
    EXPECT_EQ(code_of(shaped(R"({"enc":"A256GCM"})"), JweRules::V1), "algorithm");
    EXPECT_EQ(code_of(shaped(R"({"alg":"RSA-OAEP-256"})"), JweRules::V1), "algorithm");
    EXPECT_EQ(code_of(shaped(R"({"alg":["RSA-OAEP-256"],"enc":"A256GCM"})"), JweRules::V1),
              "algorithm");
    EXPECT_EQ(code_of(shaped("{}"), JweRules::Attachment), "algorithm");
    EXPECT_EQ(code_of(shaped(""), JweRules::V1), "header");
    EXPECT_EQ(code_of(shaped("[]"), JweRules::V1), "header");
    EXPECT_EQ(code_of(shaped("{"), JweRules::V1), "header");
    EXPECT_EQ(code_of(shaped(std::string(limits::jwe_header_bytes, ' ')), JweRules::V1), "header");
}

TEST(FitJweShape, RefusesEveryWrongSegment) {
    const std::string head = crypto::to_base64url(good) + ".";
    const std::string key(683, 'k');
    const std::string iv(16, 'i');
    const std::string tag(22, 't');
    const auto parts = [&](const std::string& k, const std::string& i, const std::string& t) {
        return code_of(head + k + "." + i + ".cccc." + t, JweRules::V2);
    };
    EXPECT_EQ(parts(key, iv, tag), "");
    EXPECT_EQ(parts(std::string(342, 'k'), iv, tag), "key");
    EXPECT_EQ(parts("", iv, tag), "key");
    // The longest key that we take has 8192 bit.
    EXPECT_EQ(parts(std::string(1366, 'k'), iv, tag), "");
    EXPECT_EQ(parts(std::string(1367, 'k'), iv, tag), "key");
    EXPECT_EQ(parts(std::string(1 << 20, 'k'), iv, tag), "key");
    EXPECT_EQ(parts(key, "i", tag), "iv");
    EXPECT_EQ(parts(key, "", tag), "iv");
    EXPECT_EQ(parts(key, std::string(17, 'i'), tag), "iv");
    EXPECT_EQ(parts(key, std::string(1 << 20, 'i'), tag), "iv");
    EXPECT_EQ(parts(key, iv, "t"), "tag");
    EXPECT_EQ(parts(key, iv, std::string(23, 't')), "tag");
    EXPECT_EQ(parts(key, iv, tag + ".x"), "segments");
    EXPECT_EQ(parts(key, iv, tag + "="), "alphabet");
    EXPECT_EQ(parts(key, iv, tag + "\n"), "alphabet");
    EXPECT_EQ(code_of("", JweRules::V1), "segments");
    EXPECT_EQ(code_of("a.b.c.d", JweRules::V1), "segments");
    EXPECT_EQ(code_of("....", JweRules::V1), "header");
    // Five characters of base64url stand for no number of bytes, and a last one has bits left.
    const std::string rest = "." + key + "." + iv + ".cccc." + tag;
    EXPECT_EQ(code_of("eyJhb" + rest, JweRules::V1), "header");
    EXPECT_EQ(code_of("e31" + rest, JweRules::V1), "header");
}

TEST(FitJweShape, SaysTheSameHoweverThePiecesFall) {
    const std::string jwe = shaped(good);
    CheckObserver silent;
    for (std::size_t size = 1; size < jwe.size(); size += 7) {
        JweInspector inspector;
        for (std::size_t at = 0; at < jwe.size(); at += size) {
            ASSERT_TRUE(inspector.append(std::string_view(jwe).substr(at, size)));
        }
        EXPECT_EQ(inspector.finish("data", JweRules::V2, silent).value(), std::string(22, 't'));
    }
    for (std::size_t length = 0; length + 1 < jwe.size(); ++length) {
        EXPECT_NE(code_of(jwe.substr(0, length), JweRules::V2), "") << length;
    }
}

}  // namespace
}  // namespace gordion::zustelldienst
