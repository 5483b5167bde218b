// SPDX-License-Identifier: EUPL-1.2
#include "cli/file_writer.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/files.hpp"

namespace gordion::cli {
namespace {

namespace fs = std::filesystem;

class FileWriterTest : public ::testing::Test {
protected:
    FileWriterTest() {
        std::string name = (fs::temp_directory_path() / "gordion-writer-XXXXXX").string();
        folder = ::mkdtemp(name.data());
    }
    ~FileWriterTest() override { fs::remove_all(folder); }
    std::string content(const fs::path& file) { return load_file(file, 1'000'000).value(); }
    std::size_t count_files(const fs::path& in) {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(in), fs::directory_iterator()));
    }

    fs::path folder;
};

TEST_F(FileWriterTest, WritesANewFileOfASourceForItsOwnerAlone) {
    const std::string bytes(200'001, 'x');
    MemorySource source(bytes, 1009);
    const fs::path file = folder / "new";
    ASSERT_TRUE(write_new_file(file, source, Readers::OwnerAlone));
    EXPECT_EQ(content(file), bytes);
    struct stat found {};
    ASSERT_EQ(::stat(file.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
    MemorySource again(bytes);
    EXPECT_EQ(write_new_file(file, again, Readers::OwnerAlone).error().code, "cli.file_write");
    EXPECT_EQ(write_new_file("/dev/null/x", again, Readers::OwnerAlone).error().code,
              "cli.file_write");
}

TEST_F(FileWriterTest, WritesWholeFilesAndMakesTheirFolders) {
    const std::string bytes("a\0b\n", 4);
    const fs::path file = folder / "a" / "b" / "file.bin";
    ASSERT_TRUE(write_file(file, bytes));
    EXPECT_EQ(content(file), bytes);
    ASSERT_TRUE(write_file(file, ""));
    EXPECT_EQ(content(file), "");
    EXPECT_EQ(count_files(file.parent_path()), 1U) << "nothing is left beside it";
}

TEST_F(FileWriterTest, LeavesWhatIsThereWhenItCannotWrite) {
    const fs::path file = folder / "file";
    ASSERT_TRUE(write_file(file, "old"));
    // A folder stands where the new bytes would be written first.
    fs::create_directory(folder / (".file." + std::to_string(::getpid()) + ".part"));
    const auto written = write_file(file, "new");
    EXPECT_EQ(written.error().code, "cli.file_write");
    EXPECT_EQ(content(file), "old");
    EXPECT_EQ(write_file(folder, "new").error().code, "cli.file_write");
    EXPECT_EQ(write_file(file / "below", "new").error().code, "cli.file_write");
    EXPECT_EQ(write_file("", "new").error().code, "cli.file_write");
}

TEST_F(FileWriterTest, WritesThroughLinksAndIntoDevices) {
    ASSERT_TRUE(write_file(folder / "file", "old"));
    fs::create_symlink(folder / "file", folder / "link");
    ASSERT_TRUE(write_file(folder / "link", "new"));
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(content(folder / "file"), "new");
    ASSERT_TRUE(write_file("/dev/null", "gone"));
    EXPECT_FALSE(fs::is_regular_file("/dev/null"));
    EXPECT_EQ(write_file("/dev/full", "too much").error().code, "cli.file_write");
}

TEST_F(FileWriterTest, KeepsSecretsForTheirOwnerAlone) {
    const fs::path key = folder / "keys" / "sign.jwk";
    ASSERT_TRUE(write_file(key, "public", Readers::Everybody));
    ASSERT_TRUE(write_file(key, "secret", Readers::OwnerAlone));
    EXPECT_EQ(content(key), "secret");
    EXPECT_EQ(fs::status(key).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(FileWriterTest, GivesAFolderItsNameWhenItIsComplete) {
    const fs::path begun = folder / ".one.begun";
    ASSERT_TRUE(write_file(begun / "left-over", "of a broken try"));
    ASSERT_TRUE(make_empty_folder(begun));
    EXPECT_EQ(count_files(begun), 0U);
    ASSERT_TRUE(write_file(begun / "data", "1"));
    ASSERT_TRUE(publish_folder(begun, folder / "one"));
    EXPECT_EQ(content(folder / "one" / "data"), "1");
    EXPECT_FALSE(fs::exists(begun));
    // What has its name already stays as it is.
    ASSERT_TRUE(write_file(begun / "data", "2"));
    EXPECT_EQ(publish_folder(begun, folder / "one").error().code, "cli.file_write");
    EXPECT_EQ(content(folder / "one" / "data"), "1");
    EXPECT_EQ(make_empty_folder(folder / "one" / "data" / "x").error().code, "cli.file_write");
}

}  // namespace
}  // namespace gordion::cli
