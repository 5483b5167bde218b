// SPDX-License-Identifier: EUPL-1.2
#include "planning/coverage_csv.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "regions/germany_test.hpp"

namespace gordion::planning {
namespace {

std::string test_file(const std::string& name) {
    return load_file(std::string(GORDION_SOURCE_DIR) + "/src/planning/testdata/" + name,
                     limits::toml_bytes)
        .value();
}

std::string codes(const Findings& findings) {
    std::string all;
    for (const Finding& finding : findings) {
        all += finding.code + " ";
    }
    return all;
}

// Numbers as published; which bundle is which was not, so the files assign them at will.
TEST(CoverageVectors, StaedteregionAachen2022Is258) {
    auto import = read_coverage_csv(test_file("aachen-2022.csv"), {}, "test");
    ASSERT_TRUE(import.has_value()) << import.error().to_text();
    EXPECT_TRUE(import.value().findings.empty());
    std::vector<int> bundles;
    for (const CoverageFact& fact : import.value().value.facts) {
        bundles.push_back(fact.bundle);
    }
    const auto made = CoverageBook::make(regions::testing::germany(), bundles,
                                         std::move(import.value().value.facts));
    EXPECT_TRUE(made.findings.empty());
    const auto day = made.value->on(parse_date("2022-07-01").value(), 2);
    const Spread spread = day.spread_in("05334");
    EXPECT_EQ(spread.bund, 77U);
    EXPECT_EQ(spread.land, 1U);
    EXPECT_EQ(spread.area, 12U);
    EXPECT_EQ(spread.some, 168U);
    EXPECT_EQ(spread.sum(), 258U);
    EXPECT_EQ(day.area("05334").programme, 258U);
    EXPECT_EQ(day.area("05334").everywhere, 77U + 1U + 12U);
    EXPECT_EQ(made.value->on(parse_date("2022-06-29").value(), 2).spread_in("05334").sum(), 0U);
}

TEST(CoverageVectors, ProgrammeOfTheMiddleOf2022Is575) {
    const auto counted =
        count_programme_csv(test_file("programm-2022.csv"), parse_date("2022-06-30").value());
    ASSERT_TRUE(counted.has_value());
    const auto& states = counted.value().value;
    EXPECT_EQ(states, (std::map<std::string, std::size_t>{{"go-live", 71},
                                                          {"implementation", 202},
                                                          {"planning", 83},
                                                          {"federal-done", 77},
                                                          {"remaining", 142}}));
    EXPECT_EQ(
        std::accumulate(states.begin(), states.end(), std::size_t{0},
                        [](std::size_t sum, const auto& state) { return sum + state.second; }),
        575U);
    const auto later =
        count_programme_csv(test_file("programm-2022.csv"), parse_date("2022-12-31").value());
    EXPECT_EQ(later.value().value.at("go-live"), 72U);
    EXPECT_EQ(later.value().value.at("implementation"), 201U);
}

TEST(CoverageTables, AreReadAsOthersWriteThem) {
    const auto read = read_coverage_csv(
        "OZG\tARS\tReife\tseit\tbis\n10000\t5334\t3\t1.2.2024\t31.12.2024\n"
        "10001\t010545459039\t2\t2024-02-01\t\n",
        {"OZG", "ARS", "Reife", "seit", "bis", "wer"}, "Beispiel");
    ASSERT_TRUE(read.has_value()) << read.error().to_text();
    EXPECT_EQ(codes(read.value().findings), "");
    const auto& facts = read.value().value.facts;
    ASSERT_EQ(facts.size(), 2U);
    EXPECT_EQ(facts[0].area, "05334");
    EXPECT_EQ(facts[0].from, parse_date("2024-02-01").value());
    EXPECT_EQ(facts[0].until, parse_date("2024-12-31").value());
    EXPECT_EQ(facts[1].source, "Beispiel");
    EXPECT_FALSE(facts[1].until.has_value());
}

TEST(CoverageTables, SayWhatTheyCannotRead) {
    const auto read = read_coverage_csv(
        "bundle;area;level;from;source\n"
        "x;05;3;2024-01-01;a\n1;5x;3;2024-01-01;a\n"
        "1;05;three;2024-01-01;a\n1;05;3;yesterday;a\n"
        "1;05;3;2024-01-01;M\xfcnchen\n1;05;3;2024-01-01;M\xfcnchen\n"
        "1;05\n",
        {}, "");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(codes(read.value().findings),
              "planning.csv_encoding formats.csv_columns planning.csv_row planning.csv_row "
              "planning.csv_row planning.csv_row planning.csv_twice ");
    ASSERT_EQ(read.value().value.facts.size(), 1U);
    EXPECT_EQ(read.value().value.facts[0].source, "München");
    EXPECT_EQ(read.value().value.rows, 6U);
    EXPECT_FALSE(read_coverage_csv("", {}, "").has_value());
    EXPECT_FALSE(read_coverage_csv("a,b\n1,2\n", {}, "").has_value());
}

}  // namespace
}  // namespace gordion::planning
