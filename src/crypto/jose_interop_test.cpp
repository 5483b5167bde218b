// SPDX-License-Identifier: EUPL-1.2
// Both directions against the npm package "jose" (tests/interop/jose_peer.mjs).
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "crypto/jose.hpp"
#include "crypto/test_keys.hpp"

namespace gordion::crypto {
namespace {

using formats::Json;

// One file of our own, gone when the test is over.
class RequestFile {
public:
    RequestFile() {
        std::string name =
            (std::filesystem::temp_directory_path() / "gordion-jose-XXXXXX").string();
        const int descriptor = mkstemp(name.data());
        file_ = descriptor < 0 ? nullptr : fdopen(descriptor, "w");
        path_ = name;
    }
    ~RequestFile() { std::filesystem::remove(path_); }
    RequestFile(const RequestFile&) = delete;
    RequestFile& operator=(const RequestFile&) = delete;

    bool write(const std::string& text) {
        return file_ != nullptr && std::fwrite(text.data(), 1, text.size(), file_) == text.size() &&
               std::fclose(file_) == 0;
    }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::FILE* file_ = nullptr;
    std::string path_;
};

std::string output_of(const std::string& command) {
    std::string output;
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) {
        return output;
    }
    std::array<char, 4096> buffer{};
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
        output.append(buffer.data(), got);
    }
    return pclose(pipe) == 0 ? output : std::string();
}

Json both_halves(const PrivateKey& key) {
    return Json::object({{"private", key.to_jwk()}, {"public", key.public_key().to_jwk()}});
}

// A key for each algorithm of identity providers, in both halves.
Json provider_keys() {
    Json keys = Json::array();
    for (const char* algorithm : {"RS256", "PS256"}) {
        Json jwk = test_jwk("rsa_2048.jwk.json");
        jwk.set("alg", algorithm);
        keys.push(both_halves(PrivateKey::from_jwk(jwk).value()));
    }
    keys.push(both_halves(PrivateKey::derive_p256(std::string(32, 's'), KeyUse::Sign)));
    for (Json& key : keys.as_array()) {
        key.set("alg", key.find("public")->text_at("alg"));
    }
    return keys;
}

const std::string root = GORDION_SOURCE_DIR;

TEST(JoseInterop, AgreesWithTheNpmPackageBothWays) {
    if (!std::filesystem::exists(root + "/node_modules/jose")) {
        GTEST_SKIP() << "The npm package jose is not installed (npm ci).";
    }
    if (output_of("node --version 2>/dev/null").empty()) {
        GTEST_SKIP() << "There is no node.";
    }
    const PrivateKey rsa = PrivateKey::from_jwk(test_jwk("rsa_4096.jwk.json")).value();
    const PrivateKey p256 = test_p256();
    Json signing_jwk = test_jwk("rsa_2048.jwk.json");
    signing_jwk.set("alg", "PS512");
    const PrivateKey signing = PrivateKey::from_jwk(signing_jwk).value();
    const std::string text = "{\"name\":\"Größe €\"}";
    const Json request = Json::object(
        {{"keys", Json::object({{"rsa", both_halves(rsa)},
                                {"p256", both_halves(p256)},
                                {"signing", both_halves(signing)}})},
         {"plaintext", text},
         {"jwe_rsa", encrypt_jwe(text, rsa.public_key(), "application/json").value()},
         {"jwe_p256", encrypt_jwe(text, p256.public_key(), "application/json").value()},
         {"provider", provider_keys()},
         {"jws_es256",
          sign_jws(text, PrivateKey::derive_p256(std::string(32, 's'), KeyUse::Sign), Json())
              .value()},
         {"jws", sign_jws(text, signing, Json::object({{"typ", "secevent+jwt"}})).value()}});
    RequestFile file;
    ASSERT_TRUE(file.write(write_json(request)));
    const std::string output =
        output_of("node " + root + "/tests/interop/jose_peer.mjs " + file.path());
    ASSERT_FALSE(output.empty()) << "The peer failed; its message stands above.";
    const Json answer = formats::parse_json(output).value();

    for (const char* opened : {"opened_rsa", "opened_p256"}) {
        EXPECT_EQ(answer.find(opened)->text_at("plaintext"), text) << opened;
        EXPECT_EQ(answer.find(opened)->find("header")->text_at("cty"), "application/json");
    }
    EXPECT_EQ(answer.find("verified")->text_at("payload"), text);
    EXPECT_EQ(decrypt_jwe(answer.text_at("jwe_rsa"), rsa).value().plaintext, text);
    EXPECT_EQ(decrypt_jwe(answer.text_at("jwe_p256"), p256).value().plaintext, text);
    EXPECT_EQ(decrypt_jwe(answer.text_at("jwe_p256"), p256).value().content_type, "text/plain");
    EXPECT_EQ(verify_jws(answer.text_at("jws"), signing.public_key()).value(), text);
    const Json keys = provider_keys();
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const PublicKey key = PublicKey::from_jwk(*keys.as_array()[i].find("public")).value();
        const std::string jws = answer.find("provider")->as_array()[i].as_string();
        EXPECT_EQ(verify_jws(jws, key,
                             {SignatureAlgorithm::RS256, SignatureAlgorithm::PS256,
                              SignatureAlgorithm::ES256})
                      .value(),
                  text);
    }
    EXPECT_EQ(answer.text_at("verified_es256"), text);
    Json unnamed = rsa.to_jwk();
    unnamed.erase("kid");
    EXPECT_EQ(PrivateKey::from_jwk(unnamed).value().kid(), answer.text_at("thumbprint_rsa"));
    EXPECT_EQ(p256.kid(), answer.text_at("thumbprint_p256"));
}

}  // namespace
}  // namespace gordion::crypto
