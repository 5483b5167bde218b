// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/spooled_jwe.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "core/ids.hpp"

namespace gordion::fitconnect {
namespace {

class SpooledJweTest : public ::testing::Test {
protected:
    void TearDown() override { std::filesystem::remove_all(folder); }
    std::string read_all(const std::shared_ptr<const SpooledJwe>& jwe) {
        const auto source = SpooledJwe::open(jwe).value();
        std::string all;
        std::string piece(100'000, '\0');
        while (const std::size_t got = source->read(piece).value()) {
            all.append(piece, 0, got);
        }
        return all;
    }
    SystemRandom random;
    std::filesystem::path folder = std::filesystem::temp_directory_path() /
                                   ("gordion-spool-" + make_uuid(SystemClock(), random));
    std::shared_ptr<Spool> spool = std::make_shared<Spool>(folder);
    const std::string large = "a.b.c." + std::string(1'000'000, 'x') + ".the-tag";
};

TEST_F(SpooledJweTest, KeepsASmallOneInMemory) {
    const auto jwe = std::make_shared<SpooledJwe>(spool);
    ASSERT_TRUE(jwe->append("a.b.c."));
    ASSERT_TRUE(jwe->append("d.tag"));
    EXPECT_EQ(*jwe->text(), "a.b.c.d.tag");
    EXPECT_EQ(jwe->tag().value(), "tag");
    EXPECT_EQ(read_all(jwe), "a.b.c.d.tag");
    EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(SpooledJweTest, KeepsALargeOneInAFileWithoutAName) {
    const auto jwe = std::make_shared<SpooledJwe>(spool);
    for (std::size_t at = 0; at < large.size(); at += 70'000) {
        ASSERT_TRUE(jwe->append(std::string_view(large).substr(at, 70'000)));
    }
    EXPECT_EQ(jwe->text(), nullptr);
    EXPECT_EQ(jwe->size(), large.size());
    EXPECT_EQ(jwe->tag().value(), "the-tag");
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    EXPECT_EQ(read_all(jwe), large);
    EXPECT_EQ(read_all(jwe), large) << "as often as one likes";
}

TEST_F(SpooledJweTest, BeginsAnewForAnotherTry) {
    const auto jwe = std::make_shared<SpooledJwe>(spool);
    ASSERT_TRUE(jwe->append(large.substr(0, 600'000)));
    ASSERT_TRUE(jwe->begin());
    ASSERT_TRUE(jwe->append(large));
    EXPECT_EQ(read_all(jwe), large);
    ASSERT_TRUE(jwe->begin());
    ASSERT_TRUE(jwe->append("a.b.c.d.e"));
    EXPECT_EQ(*jwe->text(), "a.b.c.d.e");
}

TEST_F(SpooledJweTest, CountsSegmentsAcrossPieces) {
    SpooledJwe jwe(spool);
    ASSERT_TRUE(jwe.append("a.b." + std::string(500'000, 'x')));
    ASSERT_TRUE(jwe.append(".tag"));
    EXPECT_EQ(jwe.tag().error().code, "fitconnect.jwe_segments");
    ASSERT_TRUE(jwe.append("."));
    EXPECT_EQ(jwe.tag().value(), "");
}

TEST_F(SpooledJweTest, HoldsBackWhoeverFetchesUntilThereIsRoom) {
    auto jwe = std::make_shared<SpooledJwe>(spool);
    ASSERT_TRUE(jwe->append(large));
    std::atomic<bool> went_on = false;
    std::jthread fetcher([&] {
        spool->wait_below(large.size());
        went_on = true;
    });
    EXPECT_FALSE(went_on);
    jwe.reset();
    fetcher.join();
    EXPECT_TRUE(went_on);
}

TEST_F(SpooledJweTest, SaysThatTheDiskDoesNotTakeIt) {
    SpooledJwe jwe(std::make_shared<Spool>("/dev/null/nowhere"));
    EXPECT_EQ(jwe.append(large).error().code, "fitconnect.spool");
}

}  // namespace
}  // namespace gordion::fitconnect
