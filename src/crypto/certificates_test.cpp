// SPDX-License-Identifier: EUPL-1.2
#include "crypto/certificates.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "crypto/hashes.hpp"
#include "crypto/test_keys.hpp"

namespace gordion::crypto {
namespace {

constexpr Instant now{1'763'900'000'000};
constexpr std::int64_t day_s = 24LL * 3600;

PrivateKey strong_key() {
    static const PrivateKey key = PrivateKey::from_jwk(test_jwk("rsa_4096.jwk.json")).value();
    return key;
}

std::string self_signed(const PrivateKey& key) {
    return make_self_signed(key, "Gemeinde Trappenkamp", now.plus_seconds(-day_s),
                            now.plus_seconds(day_s));
}

std::string pem_of(const std::string& der) {
    std::string body = to_base64(der);
    std::string pem = "-----BEGIN CERTIFICATE-----\n";
    for (std::size_t i = 0; i < body.size(); i += 64) {
        pem += body.substr(i, 64) + "\n";
    }
    return pem + "-----END CERTIFICATE-----\n";
}

std::string judgement(const std::vector<std::string>& chain, const CertificateTrust& trust,
                      Instant at = now) {
    const auto checked = check_certificates(chain, strong_key().public_key(), trust, at);
    return checked ? "good" : checked.error().code;
}

TEST(Certificates, AreTakenFromThemselvesOnlyWhereThatIsAllowed) {
    const std::string der = self_signed(strong_key());
    EXPECT_EQ(judgement({der}, {{}, SelfSigned::Allow}), "good");
    EXPECT_EQ(judgement({der}, {}), "crypto.certificate_untrusted");
    EXPECT_EQ(judgement({der}, {TrustAnchors::from_pem("a comment\n" + pem_of(der)).value()}),
              "good");
    const std::string other = self_signed(test_rsa_2048());
    EXPECT_EQ(judgement({der}, {TrustAnchors::from_pem(pem_of(other)).value()}),
              "crypto.certificate_untrusted");
    EXPECT_EQ(judgement({other}, {{}, SelfSigned::Allow}), "crypto.certificate_key");
}

TEST(Certificates, HoldOnlyInTheirPeriod) {
    const std::string der = self_signed(strong_key());
    const CertificateTrust trust{{}, SelfSigned::Allow};
    EXPECT_EQ(judgement({der}, trust, now.plus_seconds(2 * day_s)), "crypto.certificate_period");
    EXPECT_EQ(judgement({der}, trust, now.plus_seconds(-2 * day_s)), "crypto.certificate_period");
}

TEST(Certificates, AreRefusedWhenDamagedAtAnyByte) {
    const std::string der = self_signed(strong_key());
    const CertificateTrust trust{{}, SelfSigned::Allow};
    for (std::size_t i = 0; i < der.size(); i += 7) {
        EXPECT_NE(judgement({der.substr(0, i)}, trust), "good") << i;
        std::string changed = der;
        changed[i] = static_cast<char>(changed[i] ^ 0x01);
        EXPECT_NE(judgement({changed}, trust), "good") << i;
    }
    EXPECT_EQ(judgement({der + "x"}, trust), "crypto.certificate_malformed");
    EXPECT_EQ(judgement({}, trust), "crypto.certificate_malformed");
    EXPECT_EQ(judgement(std::vector<std::string>(11, der), trust), "crypto.certificate_malformed");
    EXPECT_EQ(judgement({std::string(20'000, 'x')}, trust), "crypto.certificate_malformed");
    for (const char* pem :
         {"", "nothing here", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}) {
        EXPECT_EQ(TrustAnchors::from_pem(pem).error().code, "crypto.certificate_malformed") << pem;
    }
}

// A chain made by the openssl program, so that not only our own certificates are read.
TEST(Certificates, LeadOverAnIntermediateToTheRootThatIsTrusted) {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("gordion-chain-" + to_hex(SystemRandom().bytes(8)));
    std::filesystem::create_directory(folder);
    const std::string commands =
        "cd " + folder.string() +
        " && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "
        "root.key -out root.pem -days 2"
        " -subj /CN=Root"
        " && openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout mid.key "
        "-out mid.csr -subj /CN=Mid"
        " && printf 'basicConstraints=critical,CA:TRUE\\nkeyUsage=keyCertSign\\n' > mid.ext"
        " && openssl x509 -req -in mid.csr -CA root.pem -CAkey root.key -CAcreateserial"
        " -out mid.pem -days 2 -extfile mid.ext"
        " && openssl req -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=Leaf"
        " && openssl x509 -req -in leaf.csr -CA mid.pem -CAkey mid.key -CAcreateserial"
        " -out leaf.pem -days 2"
        " && for c in root mid leaf; do openssl x509 -in $c.pem -outform der -out $c.der; done"
        " && openssl rsa -in leaf.key -noout -modulus > modulus.txt";
    std::FILE* shell = popen(("( " + commands + " ) >/dev/null 2>&1").c_str(), "r");
    ASSERT_NE(shell, nullptr);
    ASSERT_EQ(pclose(shell), 0);
    const auto read = [&](const std::string& name) {
        std::ifstream file(folder / name, std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(file), {}};
    };
    std::string modulus;
    const std::string hex = read("modulus.txt").substr(8, 512);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        modulus.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    }
    const auto key = PublicKey::from_jwk(
        formats::Json::object({{"kty", "RSA"}, {"n", to_base64url(modulus)}, {"e", "AQAB"}}));
    ASSERT_TRUE(key) << key.error().to_text();
    const auto judge = [&](const std::vector<std::string>& names, const char* anchor) {
        std::vector<std::string> chain;
        for (const std::string& name : names) {
            chain.push_back(read(name + ".der"));
        }
        const CertificateTrust trust{TrustAnchors::from_pem(read(anchor)).value(),
                                     SelfSigned::Allow};
        const auto checked = check_certificates(chain, key.value(), trust, SystemClock().now());
        return checked ? "good" : checked.error().code;
    };
    EXPECT_EQ(judge({"leaf", "mid"}, "root.pem"), "good");
    EXPECT_EQ(judge({"leaf", "mid", "root"}, "root.pem"), "good");
    EXPECT_EQ(judge({"leaf"}, "mid.pem"), "good");
    EXPECT_EQ(judge({"leaf"}, "root.pem"), "crypto.certificate_untrusted");
    EXPECT_EQ(judge({"leaf", "mid"}, "leaf.pem"), "good");
    EXPECT_EQ(judge({"mid", "leaf"}, "root.pem"), "crypto.certificate_key");
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace gordion::crypto
