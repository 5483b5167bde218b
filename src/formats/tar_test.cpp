// SPDX-License-Identifier: EUPL-1.2
#include "formats/tar.hpp"

#include <gtest/gtest.h>

#include "core/verify.hpp"

namespace gordion::formats {
namespace {

unsigned sum_of(std::string header) {
    header.replace(148, 8, "        ");
    unsigned sum = 0;
    for (const char c : header) {
        sum += static_cast<unsigned char>(c);
    }
    return sum;
}

// tests/journeys unpacks one with tar itself.
TEST(Tar, WritesHeadersAndPaddedBytes) {
    const std::string bytes(513, 'x');
    const std::string archive = write_tar({{"p/service.toml", bytes}, {"p/empty", ""}});
    ASSERT_EQ(archive.size(), (1 + 1 + 2 + 2) * 512U);
    EXPECT_STREQ(archive.c_str(), "p/empty");
    const std::string header = archive.substr(512, 512);
    EXPECT_STREQ(header.c_str(), "p/service.toml");
    EXPECT_EQ(header.substr(124, 11), "00000001001") << "513, octal";
    EXPECT_EQ(header.substr(257, 5), "ustar");
    EXPECT_EQ(std::stoul(header.substr(148, 6), nullptr, 8), sum_of(header));
    EXPECT_EQ(archive.substr(1024, 513), bytes);
    EXPECT_EQ(archive.find_first_not_of('\0', 1024 + 513), std::string::npos);
}

TEST(Tar, SaysLongNamesInAHeaderOfTheirOwn) {
    for (const std::size_t length : {101U, 150U, 200U}) {
        const std::string name(length, 'n');
        const std::string archive = write_tar({{name, "1"}});
        EXPECT_EQ(archive[156], 'x');
        const std::string record = archive.substr(512, archive.find('\n', 512) - 511);
        EXPECT_EQ(std::stoul(record), record.size());
        EXPECT_NE(record.find(" path=" + name + "\n"), std::string::npos);
        EXPECT_EQ(archive[1024 + 156], '0');
    }
}

TEST(Tar, GivesTheSameBytesAndRefusesStrangeNames) {
    EXPECT_EQ(write_tar({}).size(), 1024U);
    EXPECT_EQ(write_tar({{"a", "1"}}), write_tar({{"a", "1"}}));
    EXPECT_EQ(write_tar({{"a", std::string(512, 'x')}}).size(), 4U * 512U);
    for (const char* name : {"", "/etc/passwd", "../x", "a/../b"}) {
        EXPECT_THROW(write_tar({{name, ""}}), Bug) << name;
    }
    EXPECT_EQ(write_tar({{"a..b", ""}}).size(), 3U * 512U) << "two dots in a name are a name";
}

}  // namespace
}  // namespace gordion::formats
