// SPDX-License-Identifier: EUPL-1.2
#include "storage/blob_sweep.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>

#include "storage/blobs.hpp"
#include "tests/support/databases.hpp"

namespace gordion::storage {
namespace {

constexpr std::int64_t grace_ms = 3'600'000;
using Ids = std::vector<std::string>;

Result<Ids> named_by_letters(Connection& connection, std::span<const std::string> ids) {
    return find_with_rows(connection, "SELECT 1 FROM letters WHERE blob_id = $1", ids);
}
Result<Ids> named_by_files(Connection& connection, std::span<const std::string> ids) {
    return find_with_rows(connection, "SELECT 1 FROM files WHERE blob_id = $1", ids);
}
Result<Ids> fails(Connection&, std::span<const std::string>) {
    return Error{ErrorKind::Unavailable, "test.fails", "", {}, "It fails."};
}

// Two modules that name blobs of one folder.
class BlobSweepTest : public testing::OnBothDatabases {
protected:
    void begin() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "gordion-sweep-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder = pattern;
        blobs = std::make_unique<BlobStore>(folder, random);
        database = &open({{{"test", 1, "two modules",
                            "CREATE TABLE letters (tenant_id text NOT NULL, blob_id text NOT NULL,"
                            " PRIMARY KEY (tenant_id, blob_id));"
                            "CREATE TABLE files (tenant_id text NOT NULL, blob_id text NOT NULL,"
                            " PRIMARY KEY (tenant_id, blob_id));"}}});
    }
    void TearDown() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
        testing::OnBothDatabases::TearDown();
    }
    // Of different bodies: a sweep reaches all of them.
    std::string put_named(const std::string& table, const std::string& tenant) {
        const std::string id = blobs->put("bytes").value();
        Scope scope = system_scope("test");
        EXPECT_TRUE(database->write(scope, [&](Connection& connection) {
            return connection.execute(
                "INSERT INTO " + table + " (tenant_id, blob_id) VALUES ($1, $2)", {tenant, id});
        }));
        return id;
    }
    // A process that is killed between the blob and its row; another one begins a blob only.
    void be_killed(bool commits) const {
        const pid_t child = ::fork();
        if (child == 0) {
            SystemRandom own;
            BlobStore store(folder, own);
            auto writer = store.begin().value();
            (void)writer.append("cut off");
            const auto id = commits ? writer.commit().has_value() : false;
            (void)id;
            ::kill(::getpid(), SIGKILL);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status));
    }
    [[nodiscard]] Ids files() const {
        Ids names;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            names.push_back(entry.path().filename().string());
        }
        std::ranges::sort(names);
        return names;
    }
    Result<std::uint64_t> sweep(BlobSweep::Deed deed, std::int64_t later_ms,
                                std::vector<FindNamedBlobs> namers = {named_by_letters,
                                                                      named_by_files}) {
        seen.clear();
        return sweep_blobs(*database,
                           {folder, std::move(namers), grace_ms, deed,
                            [&](const OrphanedBlob& blob) { seen.push_back(blob); }},
                           SystemClock().now().plus_ms(later_ms));
    }

    SystemRandom random;
    std::filesystem::path folder;
    std::unique_ptr<BlobStore> blobs;
    Database* database = nullptr;
    std::vector<OrphanedBlob> seen;
};
GORDION_ON_BOTH_DATABASES(BlobSweepTest);

TEST_P(BlobSweepTest, RemovesOnlyWhatNoModuleNamesAndIsOldEnough) {
    begin();
    Ids named{put_named("letters", "01"), put_named("files", "02"),
              put_named("files", "091620000")};
    std::ranges::sort(named);
    be_killed(true);
    EXPECT_EQ(files().size(), 4U);
    EXPECT_EQ(sweep(BlobSweep::Deed::Remove, 0).value(), 0U) << "its row may still come";
    EXPECT_EQ(sweep(BlobSweep::Deed::Show, grace_ms + 1000).value(), 1U);
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen.front().bytes, 7U);
    EXPECT_GT(seen.front().written_at.ms, 0);
    EXPECT_EQ(files().size(), 4U) << "only shown";
    EXPECT_EQ(sweep(BlobSweep::Deed::Remove, grace_ms + 1000).value(), 1U);
    EXPECT_EQ(files(), named);
    EXPECT_EQ(sweep(BlobSweep::Deed::Remove, grace_ms + 1000).value(), 0U);
}

TEST_P(BlobSweepTest, LeavesEverythingWhereOneModuleDoesNotAnswer) {
    begin();
    be_killed(true);
    EXPECT_EQ(
        sweep(BlobSweep::Deed::Remove, grace_ms + 1000, {named_by_letters, fails, named_by_files})
            .error()
            .code,
        "test.fails");
    EXPECT_EQ(files().size(), 1U);
}

TEST_P(BlobSweepTest, TakesNothingElseForABlob) {
    begin();
    be_killed(false);
    ASSERT_EQ(files().size(), 1U);
    std::ofstream(folder / "notes.txt") << "x";
    std::filesystem::create_directory(folder / std::string(32, 'a'));
    std::filesystem::create_symlink("/etc/passwd", folder / std::string(32, 'b'));
    EXPECT_EQ(sweep(BlobSweep::Deed::Remove, grace_ms + 1000).value(), 0U);
    EXPECT_EQ(files().size(), 4U);
    BlobStore next(folder, random);
    EXPECT_EQ(files().size(), 3U) << "what was only begun goes with the next start";
}

TEST_P(BlobSweepTest, AsksInGroupsAndSaysWhatItCannotRead) {
    begin();
    const std::string named = put_named("files", "01");
    for (int i = 0; i < 1'201; ++i) {
        std::ofstream(folder / random.characters(32, "0123456789abcdef")) << i;
    }
    EXPECT_EQ(sweep(BlobSweep::Deed::Remove, grace_ms + 1000).value(), 1'201U);
    EXPECT_EQ(files(), Ids{named});
    std::filesystem::remove_all(folder);
    EXPECT_EQ(sweep(BlobSweep::Deed::Remove, grace_ms + 1000).error().code, "storage.blob_write");
}

}  // namespace
}  // namespace gordion::storage
