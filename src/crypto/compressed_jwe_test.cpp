// SPDX-License-Identifier: EUPL-1.2
#include "crypto/compressed_jwe.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include "crypto/hashes.hpp"
#include "crypto/internal/aes_gcm.hpp"
#include "crypto/internal/content_key.hpp"
#include "crypto/internal/inflate.hpp"
#include "crypto/internal/key_material.hpp"
#include "crypto/streamed_jwe.hpp"
#include "crypto/test_keys.hpp"

namespace gordion::crypto {
namespace {

std::string deflate_raw(const std::string& plain) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY),
              Z_OK);
    std::string input = plain;
    std::string compressed(deflateBound(&stream, plain.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
    stream.avail_out = static_cast<uInt>(compressed.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    compressed.resize(stream.total_out);
    deflateEnd(&stream);
    return compressed;
}

// As a sender of FIT-Connect v1 makes it.
std::string make_jwe(const std::string& content, const char* zip = "DEF") {
    const PrivateKey key = test_rsa_2048();
    SystemRandom random;
    const std::string content_key = random.bytes(32);
    const std::string header = to_base64url(R"({"alg":"RSA-OAEP-256","enc":"A256GCM","zip":")" +
                                            std::string(zip) + R"("})");
    const std::string nonce = random.bytes(12);
    const GcmBox box = encrypt_gcm(content_key, nonce, header, content);
    return header + "." + to_base64url(wrap_rsa(*key.impl().material.key, content_key)) + "." +
           to_base64url(nonce) + "." + to_base64url(box.ciphertext) + "." + to_base64url(box.tag);
}

TEST(CompressedJwe, IsInflatedWhereItIsAllowed) {
    const std::string plain = R"({"dog":"Rex"})" + std::string(10'000, ' ');
    const std::string jwe = make_jwe(deflate_raw(plain));
    const auto opened = decrypt_compressed_jwe(jwe, test_rsa_2048());
    ASSERT_TRUE(opened.has_value()) << opened.error().to_text();
    EXPECT_EQ(opened.value().plaintext, plain);
    EXPECT_EQ(decrypt_jwe(jwe, test_rsa_2048()).error().code, "crypto.jwe_algorithm");
    EXPECT_EQ(decrypt_compressed_jwe(make_jwe("x", "GZ"), test_rsa_2048()).error().code,
              "crypto.jwe_algorithm");
}

Result<std::string> open_streamed(const std::string& jwe, std::uint64_t most) {
    const auto source =
        TRY(open_jwe_source(std::make_unique<MemorySource>(jwe, 1000), test_rsa_2048(), most));
    std::string all;
    std::string into(777, '\0');
    for (;;) {
        const std::size_t got = TRY(source->read(into));
        if (got == 0) {
            return all;
        }
        all.append(into, 0, got);
    }
}

TEST(CompressedJwe, IsInflatedInPiecesToo) {
    std::string plain;
    for (int i = 0; i < 20'000; ++i) {
        plain += std::to_string(i * 7919) + ";";
    }
    const std::string compressed = deflate_raw(plain);
    EXPECT_EQ(open_streamed(make_jwe(compressed), plain.size()).value(), plain);
    EXPECT_EQ(open_streamed(make_jwe(compressed), plain.size() - 1).error().code,
              "crypto.jwe_too_large");
    const std::string cut = compressed.substr(0, compressed.size() - 5);
    EXPECT_EQ(open_streamed(make_jwe(cut), plain.size()).error().code, "crypto.jwe_inflate");
    EXPECT_EQ(open_streamed(make_jwe(compressed + "x"), plain.size()).error().code,
              "crypto.jwe_inflate");
    EXPECT_EQ(open_streamed(make_jwe("no deflate"), plain.size()).error().code,
              "crypto.jwe_inflate");
    const std::string bomb = deflate_raw(std::string(20'000'000, 'x'));
    EXPECT_EQ(open_streamed(make_jwe(bomb), 1'000'000).error().code, "crypto.jwe_too_large");
}

TEST(CompressedJwe, OpensPlainOnesAsWell) {
    const auto jwe = encrypt_jwe("plain", test_rsa_2048().public_key(), "text/plain");
    const auto opened = decrypt_compressed_jwe(jwe.value(), test_rsa_2048());
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened.value().plaintext, "plain");
    EXPECT_EQ(opened.value().content_type, "text/plain");
}

TEST(CompressedJwe, RefusesWhatIsNoDeflate) {
    const std::string good = deflate_raw(std::string(5'000, 'a') + "b");
    for (const std::string& bad :
         {std::string(), std::string("plain text"), good.substr(0, good.size() - 1), good + "x"}) {
        EXPECT_EQ(decrypt_compressed_jwe(make_jwe(bad), test_rsa_2048()).error().code,
                  "crypto.jwe_inflate");
    }
}

TEST(CompressedJwe, IsBoundedWhenItIsABomb) {
    const std::string bomb = deflate_raw(std::string(1'000'000, '\0'));
    EXPECT_LT(bomb.size(), 2'000U);
    EXPECT_EQ(inflate_raw(bomb, 999'999).error().code, "crypto.jwe_too_large");
    EXPECT_EQ(inflate_raw(bomb, 1'000'000).value().size(), 1'000'000U);
}

}  // namespace
}  // namespace gordion::crypto
