// SPDX-License-Identifier: EUPL-1.2
#include "storage/blobs.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
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

    [[nodiscard]] std::ptrdiff_t count_files() const {
        return std::distance(std::filesystem::directory_iterator(folder_), {});
    }

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

TEST_F(BlobStoreTest, ClearsAwayWhatACrashLeftButNotWhatIsBeingWritten) {
    BlobStore store(folder_, random_);
    BlobWriter writer = store.begin().value();
    ASSERT_TRUE(writer.append("half"));
    const pid_t child = ::fork();
    if (child == 0) {
        SeededRandom other(2);
        BlobStore dying(folder_, other);
        auto lost = dying.begin();
        if (lost && lost.value().append("half")) {
            ::raise(SIGKILL);
        }
        ::_exit(1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(count_files(), 2);
    SeededRandom third(3);
    const BlobStore restarted(folder_, third);
    EXPECT_EQ(count_files(), 1);
    ASSERT_TRUE(writer.append(" and half"));
    EXPECT_EQ(restarted.load(writer.commit().value()).value(), "half and half");
}

TEST_F(BlobStoreTest, WritesABlobInPieces) {
    BlobStore store(folder_, random_);
    BlobWriter writer = store.begin().value();
    std::string all;
    for (int i = 0; i < 40; ++i) {
        const std::string piece(300'000, static_cast<char>('a' + i % 26));
        ASSERT_TRUE(writer.append(piece));
        all += piece;
    }
    ASSERT_TRUE(writer.append(""));
    EXPECT_EQ(writer.size(), all.size());
    const std::string id = writer.commit().value();
    EXPECT_EQ(store.load(id).value(), all);
    EXPECT_EQ(count_files(), 1);
}

TEST_F(BlobStoreTest, KeepsNothingOfWhatIsNotCommitted) {
    BlobStore store(folder_, random_);
    {
        BlobWriter writer = store.begin().value();
        ASSERT_TRUE(writer.append("half"));
        BlobWriter moved = std::move(writer);
        ASSERT_TRUE(moved.append("half"));
        EXPECT_EQ(count_files(), 1);
    }
    EXPECT_EQ(count_files(), 0);
}

TEST_F(BlobStoreTest, ReadsABlobInPiecesEvenIfItIsRemovedMeanwhile) {
    BlobStore store(folder_, random_);
    const std::string id = store.put("0123456789").value();
    BlobReader reader = store.open(id).value();
    ASSERT_TRUE(store.remove(id));
    EXPECT_EQ(reader.size(), 10U);
    std::string piece(4, '\0');
    std::string all;
    while (const std::size_t count = reader.read(piece).value()) {
        all += piece.substr(0, count);
    }
    EXPECT_EQ(all, "0123456789");
    reader.seek(7);
    EXPECT_EQ(reader.read(piece).value(), 3U);
    EXPECT_EQ(piece.substr(0, 3), "789");
    reader.seek(11);
    EXPECT_EQ(reader.read(piece).value(), 0U);
    EXPECT_EQ(store.open(id).error().code, "storage.blob_missing");
    EXPECT_EQ(store.open("../etc/passwd").error().kind, ErrorKind::NotFound);
}

TEST_F(BlobStoreTest, KeepsNothingWhenTheDiskIsFull) {
    BlobStore store(folder_, random_);
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto ignored = ::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{100'000, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    {
        BlobWriter writer = store.begin().value();
        EXPECT_TRUE(writer.append(std::string(90'000, 'x')));
        EXPECT_EQ(writer.append(std::string(90'000, 'x')).error().code, "storage.full");
        EXPECT_EQ(count_files(), 0);
        EXPECT_EQ(writer.append("x").error().code, "storage.full");
        EXPECT_EQ(writer.commit().error().code, "storage.full");
    }
    EXPECT_EQ(store.put(std::string(200'000, 'x')).error().code, "storage.full");
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, ignored);
    EXPECT_EQ(count_files(), 0);
    EXPECT_TRUE(store.put("x"));
}

TEST_F(BlobStoreTest, SaysSoWhenItCannotWrite) {
    std::ofstream(folder_ / "file") << "x";
    BlobStore store(folder_ / "file", random_);
    EXPECT_EQ(store.put("bytes").error().code, "storage.blob_write");
}

}  // namespace
}  // namespace gordion::storage
