// SPDX-License-Identifier: EUPL-1.2
#include "crypto/jwe_inspector.hpp"

#include <gtest/gtest.h>

#include "crypto/hashes.hpp"
#include "crypto/test_keys.hpp"

namespace gordion::crypto {
namespace {

using formats::Json;

Json good_header() {
    return Json::object({{"alg", "RSA-OAEP-256"},
                         {"enc", "A256GCM"},
                         {"kid", "key-of-a-destination"},
                         {"cty", "application/json"}});
}

std::string jwe_with(const Json& header, const std::string& rest) {
    return to_base64url(write_json(header)) + rest;
}

// Wrapped key of 4096 bit, nonce, ciphertext, tag.
std::string good_rest() {
    return "." + to_base64url(std::string(512, 'k')) + "." + to_base64url(std::string(12, 'n')) +
           "." + to_base64url(std::string(1000, 'c')) + "." + to_base64url(std::string(16, 't'));
}

// The code and values of the violation, "" if there is none; the same in whatever pieces.
std::string violation_of(const std::string& jwe, const JweRules& rules = {}) {
    std::string seen;
    for (const std::size_t step : {std::string::npos, std::size_t{1}, std::size_t{7}}) {
        JweInspector inspector(rules);
        for (std::size_t at = 0; at < jwe.size(); at += std::min(step, jwe.size())) {
            (void)inspector.append(std::string_view(jwe).substr(at, step));
        }
        const Result<JweFacts> facts = inspector.finish();
        std::string found;
        if (!facts) {
            found = facts.error().code;
            for (const auto& [name, value] : facts.error().values) {
                found.append(" ").append(name).append("=").append(value);
            }
        }
        EXPECT_TRUE(step == std::string::npos || seen == found) << step << " " << found;
        seen = found;
    }
    return seen;
}

TEST(JweInspector, TellsHeaderAndTagOfAWellMadeOne) {
    const std::string jwe = jwe_with(good_header(), good_rest());
    EXPECT_EQ(violation_of(jwe), "");
    const JweFacts facts = inspect_jwe(jwe).value();
    EXPECT_EQ(facts.kid, "key-of-a-destination");
    EXPECT_EQ(facts.content_type, "application/json");
    EXPECT_EQ(facts.header, good_header());
    EXPECT_EQ(facts.ciphertext_bytes, 1000U);
    EXPECT_EQ(facts.authentication_tag, to_base64url(std::string(16, 't')));
    EXPECT_FALSE(facts.is_compressed);
}

TEST(JweInspector, AcceptsWhatWeEncrypt) {
    JweRules rules;
    rules.wrapped_key_bytes = 256;
    const PublicKey key = test_rsa_2048().public_key();
    const std::string jwe = encrypt_jwe("{}", key, "application/json").value();
    const JweFacts facts = inspect_jwe(jwe, rules).value();
    EXPECT_EQ(facts.kid, key.kid());
    EXPECT_EQ(facts.authentication_tag, jwe.substr(jwe.rfind('.') + 1));
    EXPECT_EQ(violation_of(jwe), "crypto.jwe_key_length found=342 expected=683");
}

TEST(JweInspector, NamesEachViolationOfTheHeader) {
    const auto with = [](const char* name, Json value, const JweRules& rules = {}) {
        Json header = good_header();
        header.set(name, std::move(value));
        return violation_of(jwe_with(header, good_rest()), rules);
    };
    const auto without = [](const char* name, const JweRules& rules = {}) {
        Json header = good_header();
        header.erase(name);
        return violation_of(jwe_with(header, good_rest()), rules);
    };
    EXPECT_EQ(with("alg", "none"), "crypto.jwe_alg found=none");
    EXPECT_EQ(with("alg", 5), "crypto.jwe_alg found=5");
    EXPECT_EQ(without("alg"), "crypto.jwe_alg found=");
    EXPECT_EQ(with("enc", "A128GCM"), "crypto.jwe_enc found=A128GCM");
    EXPECT_EQ(with("zip", "DEF"), "crypto.jwe_zip found=DEF");
    JweRules old;
    old.zip = JweRules::Member::Optional;
    EXPECT_EQ(with("zip", "DEF", old), "");
    EXPECT_EQ(with("zip", "GZIP", old), "crypto.jwe_zip found=GZIP");
    JweRules typed;
    typed.cty = JweRules::Member::Required;
    typed.content_types = {"application/json", "application/xml"};
    EXPECT_EQ(without("cty"), "");
    EXPECT_EQ(without("cty", typed), "crypto.jwe_cty found=");
    EXPECT_EQ(with("cty", "text/html", typed), "crypto.jwe_cty found=text/html");
    EXPECT_EQ(with("cty", Json::array(), typed), "crypto.jwe_cty found=[]");
    EXPECT_EQ(with("kid", "short"), "crypto.jwe_kid found=short");
    EXPECT_EQ(with("kid", std::string(65, 'k')),
              "crypto.jwe_kid found=" + std::string(40, 'k') + "…");
    EXPECT_EQ(without("kid"), "");
    JweRules named;
    named.kid = JweRules::Member::Required;
    EXPECT_EQ(without("kid", named), "crypto.jwe_kid found=");
    EXPECT_EQ(with("crit", Json::array({"x"})), "crypto.jwe_crit");
    for (const char* text : {"", "[]", "{", "5", "{}{}", "{\"alg\":1,\"alg\":2}"}) {
        EXPECT_EQ(violation_of(to_base64url(text) + good_rest()), "crypto.jwe_header_json");
    }
    EXPECT_EQ(violation_of(std::string(8193, 'A') + good_rest()),
              "crypto.jwe_header_size limit=8192");
}

TEST(JweInspector, NamesEachViolationOfTheSegments) {
    const std::string first = to_base64url(write_json(good_header()));
    const std::string key = "." + std::string(683, 'A');
    const std::string nonce = "." + std::string(16, 'A');
    const std::string tag = "." + std::string(22, 'A');
    EXPECT_EQ(violation_of(first + key + nonce + "." + tag), "");
    EXPECT_EQ(violation_of(""), "crypto.jwe_segments found=1");
    EXPECT_EQ(violation_of(first + key + nonce), "crypto.jwe_segments found=3");
    EXPECT_EQ(violation_of(first + key + nonce + ".AA" + tag + tag), "crypto.jwe_segments found=6");
    EXPECT_EQ(violation_of(first + key + "A" + nonce + ".AA" + tag),
              "crypto.jwe_key_length found=684 expected=683");
    EXPECT_EQ(violation_of(first + "." + nonce + ".AA" + tag),
              "crypto.jwe_key_length found=0 expected=683");
    EXPECT_EQ(violation_of(first + key + ".AAAA.AA" + tag),
              "crypto.jwe_iv_length found=4 expected=16");
    EXPECT_EQ(violation_of(first + key + nonce + ".AA." + std::string(21, 'A')),
              "crypto.jwe_tag_length found=21 expected=22");
    EXPECT_EQ(violation_of(first + key + nonce + ".AA." + std::string(2000, 'A')),
              "crypto.jwe_tag_length found=23 expected=22");
    EXPECT_EQ(violation_of(first + key + nonce + ".AA+A" + tag),
              "crypto.jwe_alphabet segment=4 position=2");
    EXPECT_EQ(violation_of(first + key + nonce + ".AA==" + tag),
              "crypto.jwe_alphabet segment=4 position=2");
    EXPECT_EQ(violation_of(first + key + nonce + ".AA" + tag + "\n"),
              "crypto.jwe_alphabet segment=5 position=22");
    EXPECT_EQ(violation_of(first + key + nonce + ".AA." + std::string(50, 'A') + "+"),
              "crypto.jwe_tag_length found=23 expected=22");
    EXPECT_EQ(violation_of(first + key + nonce + ".AAAAA" + tag), "crypto.jwe_bits segment=4");
    EXPECT_EQ(violation_of(first + key + nonce + ".AB" + tag), "crypto.jwe_bits segment=4");
    EXPECT_EQ(violation_of(first + key + nonce + ".AAB" + tag), "crypto.jwe_bits segment=4");
    EXPECT_EQ(violation_of(first + key + nonce + ".AAE" + tag), "");
    EXPECT_EQ(violation_of(first + key + nonce + ".AA." + std::string(21, 'A') + "B"),
              "crypto.jwe_bits segment=5");
}

}  // namespace
}  // namespace gordion::crypto
