// SPDX-License-Identifier: EUPL-1.2
#include "storage/blobs.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include <fstream>

namespace gordion::storage {
namespace {

class BlobStoreTest : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "gordion-blobs-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_;
    SeededRandom random_{1};
};

TEST_F(BlobStoreTest, GivesBackWhatWasPut) {
    BlobStore store(folder_ / "deep" / "blobs", random_);
    for (const std::string& bytes :
         {std::string(), std::string("\0\n\xff", 3), std::string(300'000, 'x')}) {
        const std::string id = store.put(bytes).value();
        EXPECT_EQ(store.load(id).value(), bytes);
        EXPECT_TRUE(store.remove(id));
        EXPECT_TRUE(store.remove(id));
        EXPECT_EQ(store.load(id).error().code, "storage.blob_missing");
    }
    struct stat found {};
    ASSERT_EQ(::stat((folder_ / "deep" / "blobs").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0700U);
}

TEST_F(BlobStoreTest, TakesNothingButAnIdForAName) {
    BlobStore store(folder_ / "blobs", random_);
    std::ofstream(folder_ / "secret") << "x";
    for (const char* id : {"", "../secret", "/etc/passwd", "..", "A0000000000000000000000000000000",
                           "0000000000000000000000000000000"}) {
        EXPECT_EQ(store.load(id).error().kind, ErrorKind::NotFound) << id;
        EXPECT_TRUE(store.remove(id));
    }
    EXPECT_TRUE(std::filesystem::exists(folder_ / "secret"));
}

TEST_F(BlobStoreTest, ClearsAwayWhatACrashLeftButNothingYoung) {
    const auto old = folder_ / "00000000000000000000000000000000.partial";
    const auto young = folder_ / "00000000000000000000000000000001.partial";
    std::ofstream(old) << "half";
    std::ofstream(young) << "half";
    const utimbuf long_ago{1'000'000, 1'000'000};
    ASSERT_EQ(utime(old.c_str(), &long_ago), 0);
    const BlobStore store(folder_, random_);
    EXPECT_FALSE(std::filesystem::exists(old));
    EXPECT_TRUE(std::filesystem::exists(young));
    EXPECT_FALSE(store.load("00000000000000000000000000000001").has_value());
}

TEST_F(BlobStoreTest, SaysSoWhenItCannotWrite) {
    std::ofstream(folder_ / "file") << "x";
    BlobStore store(folder_ / "file", random_);
    EXPECT_EQ(store.put("bytes").error().code, "storage.blob_write");
}

}  // namespace
}  // namespace gordion::storage
