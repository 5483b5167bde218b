// SPDX-License-Identifier: EUPL-1.2
#include "planning/coverage.hpp"

#include <gtest/gtest.h>

#include <array>

#include "planning/coverage_ranking.hpp"
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

TEST(Coverage, TellsWhatIsNotKnownFromWhatIsNotOffered) {
    CoverageFact refused = fact(2, "010545459", 0);
    const auto made = CoverageBook::make(germany(), {1, 2, 3, 4}, {fact(1, "010545459"), refused},
                                         {{"05", parse_date("2022-03-01").value()}});
    const auto before = made.value->on(begin_2022, 2);
    const AreaCoverage amt = before.area("010545459");
    EXPECT_EQ(amt.programme, 1U);
    EXPECT_EQ(amt.known_millionths, 500'000) << "also that it is not offered is known";
    EXPECT_EQ(amt.weighted_millionths, 250'000);
    EXPECT_EQ(amt.highest_millionths(), 750'000);
    EXPECT_EQ(before.area("010545459039").known_millionths, 500'000);
    EXPECT_EQ(before.known_in(2, "01").municipalities, before.known_in(1, "01").municipalities);
    EXPECT_EQ(before.bundle_in(2, "01").municipalities, 0U);
    EXPECT_FALSE(before.area("05").is_known());
    const auto after = made.value->on(parse_date("2022-03-01").value(), 2);
    EXPECT_TRUE(after.area("05").is_known());
    EXPECT_TRUE(after.area("05334").is_known());
    EXPECT_EQ(after.area("05").weighted_millionths, 0);
    EXPECT_EQ(after.area("05").highest_millionths(), 0);
    EXPECT_FALSE(after.area("00").is_known());
}

TEST(Coverage, IsTheSameOnACurve) {
    std::vector<CoverageFact> facts;
    for (int i = 0; i < 40; ++i) {
        const char* area = std::array{"00", "01", "01054", "010545459", "010545459039"}.at(
            static_cast<std::size_t>(i) % 5);
        CoverageFact one = fact(1 + i % 7, area, i % 5);
        one.from = begin_2022.plus_days(i * 9);
        if (i % 3 == 0) {
            one.until = one.from.plus_days(40);
        }
        facts.push_back(one);
    }
    const auto book = CoverageBook::make(germany(), {1, 2, 3, 4, 5, 6, 7, 8}, facts,
                                         {{"01054", begin_2022.plus_days(200)}})
                          .value;
    std::vector<Date> days;
    for (int month = 0; month < 14; ++month) {
        days.push_back(begin_2022.plus_days(month * 30));
    }
    for (const char* area : {"00", "01", "05", "01054", "010545459", "010545459039"}) {
        const auto curve = book->curve(area, days, 2);
        ASSERT_EQ(curve.size(), days.size());
        for (std::size_t i = 0; i < days.size(); ++i) {
            EXPECT_EQ(curve[i], book->on(days[i], 2).area(area)) << area << " " << i;
        }
    }
    EXPECT_TRUE(book->curve("01", {}, 2).empty());
}

TEST(Coverage, TakesMoreFactsLater) {
    const auto all = book_of({fact(1, "00"), fact(2, "01"), fact(1, "05", 4), fact(3, "09")});
    const auto some = book_of({fact(2, "01"), fact(3, "09")});
    const auto made = some->with({fact(1, "00"), fact(1, "05", 4), fact(9, "05")});
    ASSERT_EQ(made.findings.size(), 1U);
    EXPECT_EQ(made.findings.front().code, "planning.coverage_unknown");
    for (const int level : {2, 4}) {
        EXPECT_EQ(made.value->on(begin_2022, level).areas(), all->on(begin_2022, level).areas());
    }
    EXPECT_EQ(some->on(begin_2022, 2).area("00").programme, 2U) << "the first book stays as it is";
}

TEST(CoverageRanking, RanksWhatIsKnownOnlyAndTellsTies) {
    const auto area = [](const char* number, std::int64_t weighted, std::int64_t known) {
        return AreaCoverage{number, 10, 0, 0, weighted, known};
    };
    const auto ranked = rank_areas({area("01", 400'000, 1'000'000), area("02", 900'000, 999'999),
                                    area("03", 700'000, 1'000'000), area("04", 400'400, 1'000'000),
                                    area("05", 100'000, 1'000'000), area("06", 0, 0)},
                                   CoverageRule::Weighted);
    std::string order;
    for (const RankedArea& one : ranked) {
        order += one.area.area + ":" + (one.rank ? std::to_string(*one.rank) : "-") +
                 (one.is_tied ? "= " : " ");
    }
    EXPECT_EQ(order, "03:1 01:2= 04:2= 05:4 02:- 06:- ");
    EXPECT_EQ(highest_millionths_of(ranked[4].area, CoverageRule::Weighted), 900'001);
    EXPECT_EQ(highest_millionths_of(ranked[4].area, CoverageRule::Everywhere), 1'000'000);
    EXPECT_EQ(highest_millionths_of(ranked[0].area, CoverageRule::Everywhere), 0);
    EXPECT_TRUE(rank_areas({}, CoverageRule::Weighted).empty());
}

}  // namespace
}  // namespace gordion::planning
