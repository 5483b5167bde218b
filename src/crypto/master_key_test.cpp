// SPDX-License-Identifier: EUPL-1.2
#include "crypto/master_key.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "core/verify.hpp"

namespace gordion::crypto {
namespace {

class MasterKeyFile : public testing::Test {
protected:
    void SetUp() override {
        unsetenv("GORDION_MASTER_KEY");
        std::string name = (std::filesystem::temp_directory_path() / "gordion-key-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override {
        unsetenv("GORDION_MASTER_KEY");
        std::filesystem::remove_all(folder_);
    }
    [[nodiscard]] std::filesystem::path file() const { return folder_ / "master.key"; }
    void write(const std::string& text) { std::ofstream(file()) << text; }

    SeededRandom random_{1};

private:
    std::filesystem::path folder_;
};

TEST_F(MasterKeyFile, IsMadeOnceAndOnlyForItsOwner) {
    const MasterKey made = MasterKey::load_or_make(file(), random_).value();
    struct stat status {};
    ASSERT_EQ(stat(file().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    const MasterKey loaded = MasterKey::load_or_make(file(), random_).value();
    EXPECT_EQ(loaded.key_for("destination"), made.key_for("destination"));
    EXPECT_NE(loaded.key_for("destination"), loaded.key_for("notice"));
    EXPECT_EQ(loaded.key_for("destination").size(), 32U);
}

TEST_F(MasterKeyFile, GivesWayToTheEnvironment) {
    const MasterKey made = MasterKey::load_or_make(file(), random_).value();
    setenv("GORDION_MASTER_KEY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 1);
    const MasterKey zero = MasterKey::load_or_make(file(), random_).value();
    EXPECT_EQ(zero.key_for("x"), MasterKey::from_bytes(std::string(32, '\0')).key_for("x"));
    EXPECT_NE(zero.key_for("x"), made.key_for("x"));
    setenv("GORDION_MASTER_KEY", "AAAA", 1);
    const auto wrong = MasterKey::load_or_make(file(), random_);
    EXPECT_EQ(wrong.error().code, "crypto.master_key_invalid");
    EXPECT_EQ(wrong.error().place, "GORDION_MASTER_KEY");
}

TEST_F(MasterKeyFile, IsNeverReplacedWhereItIsBroken) {
    for (const char* broken :
         {"", "AAAA\n", "not base64 at all", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
        write(broken);
        EXPECT_EQ(MasterKey::load_or_make(file(), random_).error().code,
                  "crypto.master_key_invalid");
        std::ifstream stream(file());
        EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), broken);
    }
    EXPECT_EQ(MasterKey::load_or_make("/nowhere/at/all/master.key", random_).error().code,
              "crypto.master_key_file");
    EXPECT_THROW((void)MasterKey::from_bytes("short"), Bug);
}

}  // namespace
}  // namespace gordion::crypto
