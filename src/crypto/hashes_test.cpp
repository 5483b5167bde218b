// SPDX-License-Identifier: EUPL-1.2
#include "crypto/hashes.hpp"

#include <gtest/gtest.h>

namespace gordion::crypto {
namespace {

TEST(Hashes, GiveTheKnownAnswers) {
    EXPECT_EQ(to_hex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(sha256("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(sha512("abc")),
              "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
              "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    // RFC 4231, test case 2.
    EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hmac_sha256("", "").size(), 32U);
}

TEST(Hashes, AreTheSameInPieces) {
    Sha256 pieces;
    pieces.add("a");
    pieces.add("");
    Sha256 moved = std::move(pieces);
    moved.add("bc");
    EXPECT_EQ(moved.finish(), sha256("abc"));
    EXPECT_EQ(Sha256().finish(), sha256(""));
}

TEST(Hashes, DeriveKeysAsRfc5869Says) {
    // Appendix A.3: no salt, no info.
    EXPECT_EQ(to_hex(derive_key(std::string(22, '\x0b'), "", 42)),
              "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
              "9d201395faa4b61a96c8");
    const std::string secret(32, 's');
    EXPECT_NE(derive_key(secret, "session"), derive_key(secret, "resume"));
    EXPECT_EQ(derive_key(secret, "session").size(), 32U);
    EXPECT_EQ(derive_key(secret, "session", 16), derive_key(secret, "session").substr(0, 16));
}

TEST(Hashes, CompareOnlyEqualLengthsAsEqual) {
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abcd"));
    EXPECT_FALSE(equal_in_constant_time("abc", ""));
}

TEST(Base64, WritesAndReadsAsRfc4648Says) {
    struct Case {
        const char* bytes;
        const char* text;
    };
    for (const Case& c : {Case{"", ""}, Case{"f", "Zg=="}, Case{"fo", "Zm8="}, Case{"foo", "Zm9v"},
                          Case{"foob", "Zm9vYg=="}, Case{"fooba", "Zm9vYmE="},
                          Case{"foobar", "Zm9vYmFy"}, Case{"\xfb\xff\xbf", "+/+/"}}) {
        EXPECT_EQ(to_base64(c.bytes), c.text);
        EXPECT_EQ(from_base64(c.text).value(), c.bytes);
    }
    EXPECT_EQ(to_base64url("\xfb\xff\xbf"), "-_-_");
    EXPECT_EQ(from_base64url("-_-_").value(), "\xfb\xff\xbf");
    EXPECT_EQ(to_base64url("fo"), "Zm8");
    std::string all;
    for (int byte = 0; byte < 256; ++byte) {
        all += static_cast<char>(byte);
        EXPECT_EQ(from_base64url(to_base64url(all)).value(), all);
        EXPECT_EQ(from_base64(to_base64(all)).value(), all);
    }
}

TEST(Base64, RefusesEverySecondSpelling) {
    for (const char* wrong : {"Zg", "Zg=", "Zg===", "=", "Zm9v=", "Z===", "Zm 9", "Zm9v\n", "Zm8-",
                              "Zh==", "Zm9=", "Zg==Zg=="}) {
        const auto bytes = from_base64(wrong);
        ASSERT_FALSE(bytes) << wrong;
        EXPECT_EQ(bytes.error().code, "crypto.base64_invalid");
    }
    for (const char* wrong :
         {"Z", "Zg==", "Zh", "Zm9", "Zm9v+", "ab/d", "Zm9vZ", "Zg\n", "Zg ", "ä"}) {
        EXPECT_FALSE(from_base64url(wrong)) << wrong;
    }
}

TEST(Passwords, AreKnownByTheirHash) {
    SeededRandom random(1);
    const std::string hash = hash_password("correct horse", random);
    EXPECT_EQ(hash.substr(0, 31), "$argon2id$v=19$m=19456,t=2,p=1$");
    EXPECT_TRUE(is_password("correct horse", hash));
}

TEST(Passwords, GiveTheKnownAnswerOfTheReferenceImplementation) {
    constexpr std::string_view hash =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    EXPECT_TRUE(is_password("password", hash));
    EXPECT_FALSE(is_password("", hash));
    EXPECT_FALSE(is_password(std::string_view("password\0", 9), hash));
}

TEST(Passwords, DoNotMatchWhatIsNoHash) {
    for (const char* wrong :
         {"", "x", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$",
          "$argon2id$v=19$m=19456,t=2,p=1$c29t$",
          "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
          // Each would cost far more than ours.
          "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/"
          "4",
          "$argon2id$v=19$m=256,t=400000000,p=1$c29tZXNhbHQ$nf65EOgLrQMR/"
          "uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"}) {
        EXPECT_FALSE(is_password("password", wrong)) << wrong;
    }
}

}  // namespace
}  // namespace gordion::crypto
