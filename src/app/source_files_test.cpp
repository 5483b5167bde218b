// SPDX-License-Identifier: EUPL-1.2
#include "app/source_files.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "crypto/hashes.hpp"

namespace gordion::app {
namespace {

class SourceFileTest : public ::testing::Test {
protected:
    void SetUp() override {
        file_ = std::filesystem::temp_directory_path() /
                ("gordion-source-" + std::to_string(::getpid()));
        write("the bytes");
    }
    void TearDown() override { std::filesystem::remove(file_); }
    void write(const std::string& bytes) const {
        std::ofstream(file_, std::ios::binary | std::ios::trunc) << bytes;
    }

    std::filesystem::path file_;
};

Result<std::string> drain(ByteSource& source) {
    std::string all;
    std::array<char, 4> piece{};
    while (const std::size_t count = TRY(source.read(piece))) {
        all.append(piece.data(), count);
    }
    return all;
}

TEST_F(SourceFileTest, GivesTheSameBytesAsOftenAsAsked) {
    const SourceFile file = find_source_file(file_, 100).value();
    EXPECT_EQ(file.sha256, crypto::to_hex(crypto::sha256("the bytes")));
    for (int i = 0; i < 2; ++i) {
        const auto source = open_source_file(file).value();
        EXPECT_EQ(drain(*source).value(), "the bytes");
        EXPECT_EQ(drain(*source).value(), "") << "the end stays the end";
    }
}

TEST_F(SourceFileTest, SaysWhenTheFileIsAnotherOneNow) {
    const SourceFile file = find_source_file(file_, 100).value();
    for (const char* other : {"The bytes", "the byte", "", "the bytes and more"}) {
        write(other);
        EXPECT_EQ(drain(*open_source_file(file).value()).error().code, "app.file_changed") << other;
    }
    EXPECT_EQ(find_source_file(file_, 3).error().code, "core.file_too_large");
    std::filesystem::remove(file_);
    EXPECT_EQ(find_source_file(file_, 100).error().code, "core.file_missing");
    EXPECT_EQ(open_source_file(file).error().code, "core.file_missing");
}

}  // namespace
}  // namespace gordion::app
