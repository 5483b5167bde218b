// SPDX-License-Identifier: EUPL-1.2
#include "crypto/sealing.hpp"

#include <gtest/gtest.h>

#include "core/verify.hpp"
#include "crypto/hashes.hpp"
#include "crypto/internal/aes_gcm.hpp"

namespace gordion::crypto {
namespace {

TEST(AesGcm, GivesTheAnswerOfRfc7516) {
    // Appendix A.1: content key, nonce and header of an example; its key wrapping is not ours.
    const std::string key = from_base64url("saH0gFSP4XM_tAP_a5rU9ooHbltwLiJpL4LLLnrqQPw").value();
    const std::string nonce = from_base64url("48V1_ALb6US04U3b").value();
    const std::string_view header = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ";
    const std::string_view plaintext =
        "The true sign of intelligence is not knowledge but imagination.";
    const GcmBox box = encrypt_gcm(key, nonce, header, plaintext);
    EXPECT_EQ(
        to_base64url(box.ciphertext),
        "5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A");
    EXPECT_EQ(to_base64url(box.tag), "XFBoMYUZodetZdvTiFvSkQ");
    EXPECT_EQ(decrypt_gcm(key, nonce, header, box.ciphertext, box.tag), plaintext);
    EXPECT_FALSE(decrypt_gcm(key, nonce, "", box.ciphertext, box.tag));
    EXPECT_FALSE(decrypt_gcm(key, nonce, header, box.ciphertext, box.tag.substr(0, 15)));
    EXPECT_THROW(encrypt_gcm("short", nonce, "", ""), Bug);
}

TEST(Sealing, OpensOnlyWithTheSameKeyAtTheSamePlace) {
    SeededRandom random(7);
    const std::string key = random.bytes(32);
    for (const std::string& text :
         {std::string(), std::string("Geheim"), std::string(100'000, '\0')}) {
        const std::string sealed = seal(key, text, "draft:1", random);
        EXPECT_EQ(sealed.size(), 12 + text.size() + 16);
        EXPECT_EQ(unseal(key, sealed, "draft:1").value(), text);
        EXPECT_EQ(unseal(key, sealed, "draft:2").error().code, "crypto.seal_broken");
        EXPECT_EQ(unseal(random.bytes(32), sealed, "draft:1").error().code, "crypto.seal_broken");
        EXPECT_EQ(unseal(key, sealed, "draft:1").has_value(), true);
    }
    EXPECT_NE(seal(key, "x", "", random), seal(key, "x", "", random));
}

TEST(Sealing, NoticesEveryChangedByte) {
    SeededRandom random(7);
    const std::string key = random.bytes(32);
    const std::string sealed = seal(key, "Geheim", "", random);
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        std::string changed = sealed;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_FALSE(unseal(key, changed, "")) << at;
        EXPECT_FALSE(unseal(key, sealed.substr(0, at), "")) << at;
    }
    EXPECT_FALSE(unseal(key, sealed + "x", ""));
    EXPECT_FALSE(unseal(key, "", ""));
}

}  // namespace
}  // namespace gordion::crypto
