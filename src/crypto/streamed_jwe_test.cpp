// SPDX-License-Identifier: EUPL-1.2
#include "crypto/streamed_jwe.hpp"

#include <gtest/gtest.h>

#include <array>

#include "core/text.hpp"
#include "crypto/compressed_jwe.hpp"
#include "crypto/hashes.hpp"
#include "crypto/streamed_hash.hpp"
#include "crypto/test_keys.hpp"

namespace gordion::crypto {
namespace {

Result<std::string> drain(ByteSource& source, std::size_t piece = 1000) {
    std::string all;
    std::string into(piece, '\0');
    for (;;) {
        const std::size_t got = TRY(source.read(into));
        if (got == 0) {
            return all;
        }
        all.append(into, 0, got);
    }
}

Result<std::string> open_in_pieces(std::string_view jwe, const PrivateKey& key, std::size_t piece,
                                   std::uint64_t most = 10'000'000) {
    const auto source = TRY(open_jwe_source(std::make_unique<MemorySource>(jwe, piece), key, most));
    return drain(*source);
}

std::string code_of(const Result<std::string>& opened) {
    return opened ? "opened" : opened.error().code;
}

std::string long_text() {
    std::string text;
    for (int i = 0; text.size() < 300'001; ++i) {
        text += std::to_string(i * 7919) + ";";
    }
    return text;
}

TEST(StreamedJwe, OpensWhatWasEncryptedInMemory) {
    for (const PrivateKey& key : {test_rsa_2048(), PrivateKey::make_p256()}) {
        for (const std::string& text : {std::string(), std::string("x"), long_text()}) {
            const std::string jwe = encrypt_jwe(text, key.public_key(), "text/plain").value();
            for (const std::size_t piece : {std::size_t(1009), std::size_t(64 * 1024)}) {
                EXPECT_EQ(open_in_pieces(jwe, key, piece).value(), text);
            }
        }
        const std::string jwe = encrypt_jwe("Geheim", key.public_key(), "").value();
        EXPECT_EQ(open_in_pieces(jwe, key, 1).value(), "Geheim");
    }
}

TEST(StreamedJwe, MakesWhatIsOpenedInMemory) {
    const PrivateKey key = PrivateKey::make_p256();
    for (const std::string& text : {std::string(), std::string("ab"), long_text()}) {
        for (const std::size_t piece : {std::size_t(1000), std::size_t(64 * 1024)}) {
            const auto source = make_jwe_source(std::make_unique<MemorySource>(text, piece),
                                                key.public_key(), "application/pdf");
            const std::string jwe = drain(*source.value(), 777).value();
            const auto opened = decrypt_jwe(jwe, key);
            ASSERT_TRUE(opened) << opened.error().to_text();
            EXPECT_EQ(opened.value().plaintext, text);
            EXPECT_EQ(opened.value().content_type, "application/pdf");
        }
    }
}

TEST(StreamedJwe, SaysAtTheEndThatAnythingWasChanged) {
    const PrivateKey key = PrivateKey::make_p256();
    const std::string jwe = encrypt_jwe(std::string(300, 'x'), key.public_key(), "").value();
    for (std::size_t at = 0; at < jwe.size(); ++at) {
        std::string changed = jwe;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(open_in_pieces(changed, key, 100)) << at;
        EXPECT_FALSE(open_in_pieces(jwe.substr(0, at), key, 100)) << at;
    }
    for (const char* behind : {".", "=", "A", ".x"}) {
        EXPECT_EQ(code_of(open_in_pieces(jwe + behind, key, 100)), "crypto.jwe_malformed");
    }
    EXPECT_EQ(code_of(open_in_pieces(jwe, test_rsa_2048(), 100)), "crypto.jwe_algorithm");
    EXPECT_EQ(code_of(open_in_pieces(jwe, PrivateKey::make_p256(), 100)), "crypto.jwe_other_key");
    EXPECT_EQ(code_of(open_in_pieces(std::string(100'000, 'a'), key, 100)), "crypto.jwe_malformed");
    EXPECT_EQ(code_of(open_in_pieces("", key, 100)), "crypto.jwe_malformed");
    EXPECT_EQ(code_of(open_in_pieces("....", key, 100)), "crypto.jwe_malformed");
}

TEST(StreamedJwe, DoesNotTellAWrongKeyFromWrongContent) {
    const PrivateKey rsa = test_rsa_2048();
    std::vector<std::string> segments =
        split(encrypt_jwe("Geheim", rsa.public_key(), "").value(), '.');
    segments[1] = to_base64url(std::string(256, '\x01'));
    EXPECT_EQ(code_of(open_in_pieces(join(segments, "."), rsa, 100)), "crypto.jwe_undecryptable");
}

TEST(StreamedJwe, HoldsItsBound) {
    const PrivateKey key = PrivateKey::make_p256();
    const std::string jwe = encrypt_jwe(long_text(), key.public_key(), "").value();
    EXPECT_EQ(code_of(open_in_pieces(jwe, key, 5000, long_text().size() - 1)),
              "crypto.jwe_too_large");
    EXPECT_EQ(code_of(open_in_pieces(jwe, key, 5000, long_text().size())), "opened");
}

class BrokenSource final : public ByteSource {
public:
    Result<std::size_t> read(std::span<char> into) override {
        if (++asked_ > 3) {
            return Error{ErrorKind::Unavailable, "test.broken", "", {}, ""};
        }
        into[0] = 'x';
        return std::size_t(1);
    }

private:
    int asked_ = 0;
};

TEST(StreamedJwe, PassesOnWhatItsSourceSaysAndStaysWithIt) {
    const PrivateKey key = PrivateKey::make_p256();
    const auto sealing = make_jwe_source(std::make_unique<BrokenSource>(), key.public_key(), "");
    EXPECT_EQ(code_of(drain(*sealing.value())), "test.broken");
    EXPECT_EQ(code_of(drain(*sealing.value())), "test.broken");
    const auto opening = open_jwe_source(std::make_unique<BrokenSource>(), key, 100);
    EXPECT_EQ(opening.error().code, "test.broken");
}

TEST(StreamedJwe, HashesInPiecesAsInOne) {
    Sha512 hash;
    hash.add("Ge");
    Sha512 other = hash;
    hash.add("heim");
    other.add("duld");
    EXPECT_EQ(hash.finish(), sha512("Geheim"));
    EXPECT_EQ(other.finish(), sha512("Geduld"));
}

}  // namespace
}  // namespace gordion::crypto
