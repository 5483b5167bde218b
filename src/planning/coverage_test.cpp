// SPDX-License-Identifier: EUPL-1.2
#include "planning/coverage.hpp"

#include <gtest/gtest.h>

#include "regions/germany_test.hpp"

namespace gordion::planning {
namespace {

using regions::testing::germany;

const Date begin_2022{parse_date("2022-01-01").value()};

CoverageFact fact(int bundle, const char* area, int level = 3) {
    return {bundle, area, level, begin_2022, std::nullopt, "test"};
}

std::shared_ptr<const CoverageBook> book_of(std::vector<CoverageFact> facts,
                                            std::vector<int> bundles = {1, 2, 3}) {
    auto made = CoverageBook::make(germany(), std::move(bundles), std::move(facts));
    EXPECT_TRUE(made.findings.empty());
    return made.value;
}

TEST(Coverage, CountsInThreeWays) {
    const auto book = book_of({fact(1, "00"), fact(2, "010545459"), fact(3, "010545459039")});
    const auto day = book->on(begin_2022, 2);
    // The Amt Pellworm has four municipalities; Gröde has a handful of inhabitants.
    const AreaCoverage amt = day.area("010545459");
    EXPECT_EQ(amt.bundles, 3U);
    EXPECT_EQ(amt.programme, 3U);
    EXPECT_EQ(amt.everywhere, 2U);
    EXPECT_GT(amt.weighted_millionths, 2'000'000 / 3);
    EXPECT_LT(amt.weighted_millionths, 2'000'000 / 3 + 10'000);
    const AreaCoverage groede = day.area("010545459039");
    EXPECT_EQ(groede.everywhere, 3U);
    EXPECT_EQ(groede.weighted_millionths, 1'000'000);
    const AreaCoverage bund = day.area("00");
    EXPECT_EQ(bund.programme, 3U);
    EXPECT_EQ(bund.everywhere, 1U);
    EXPECT_EQ(day.area("09").programme, 1U);
    EXPECT_EQ(day.bundle_in(3, "01").municipalities, 1U);
}

TEST(Coverage, IsThatOfTheDayAndTheLevel) {
    CoverageFact ended = fact(1, "01", 2);
    ended.until = parse_date("2022-06-30").value();
    CoverageFact later = fact(1, "01", 4);
    later.from = parse_date("2023-01-01").value();
    const auto book = book_of({ended, later});
    const auto programme = [&](const char* day, int level) {
        return book->on(parse_date(day).value(), level).area("01").programme;
    };
    EXPECT_EQ(programme("2021-12-31", 2), 0U);
    EXPECT_EQ(programme("2022-06-30", 2), 1U);
    EXPECT_EQ(programme("2022-06-30", 3), 0U);
    EXPECT_EQ(programme("2022-07-01", 2), 0U);
    EXPECT_EQ(programme("2023-01-01", 4), 1U);
    EXPECT_EQ(book->changes().size(), 3U);
}

TEST(Coverage, CountsWhatTwoOffersServeOnce) {
    const auto book = book_of({fact(1, "01"), fact(1, "00"), fact(1, "010545459")});
    const auto day = book->on(begin_2022, 2);
    EXPECT_EQ(day.bundle_in(1, "00").municipalities, 10'751U);
    EXPECT_EQ(day.area("00").everywhere, 1U);
}

TEST(Coverage, ComputesTheSameForEveryArea) {
    const auto book = book_of({fact(1, "05334"), fact(2, "09"), fact(3, "010545459039")});
    const auto day = book->on(begin_2022, 2);
    EXPECT_EQ(day.areas().size(), 1U + 16U + 400U + 4'389U);
    // A Regierungsbezirk is not among those that are computed ahead.
    EXPECT_EQ(day.area("053").programme, 1U);
    EXPECT_EQ(day.area("053").everywhere, 0U);
    std::size_t served = 0;
    for (const AreaCoverage& area : day.areas()) {
        served += area.area.size() == 9 ? area.everywhere : 0;
    }
    EXPECT_GT(served, 1'000U);
}

TEST(Coverage, LeavesOutWhatCannotBe) {
    CoverageFact backwards = fact(1, "01");
    backwards.until = parse_date("2021-01-01").value();
    const auto made = CoverageBook::make(
        germany(), {1}, {fact(7, "01"), fact(1, "99"), fact(1, ""), backwards, fact(1, "01", 9)});
    ASSERT_EQ(made.findings.size(), 5U);
    EXPECT_EQ(made.findings[0].code, "planning.coverage_unknown");
    EXPECT_EQ(made.findings[3].code, "planning.coverage_days");
    EXPECT_EQ(made.findings[4].code, "planning.coverage_level");
    EXPECT_FALSE(made.value->has_area("99"));
}

}  // namespace
}  // namespace gordion::planning
