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

CoverageMapping mapping_of(std::string_view toml) {
    auto read = read_coverage_mapping(toml);
    EXPECT_TRUE(read.has_value());
    return std::move(read).value();
}

std::string utf16(std::string_view ascii, bool is_little) {
    std::string bytes = is_little ? "\xFF\xFE" : "\xFE\xFF";
    for (const char c : ascii) {
        bytes += is_little ? std::string{c, '\0'} : std::string{'\0', c};
    }
    return bytes;
}

constexpr const char* theirs = R"(
[bundle]
column = "OZG"
[area]
column = "ARS"
[level]
column = "Reife"
words = { "online" = 3, "Formular" = "1" }
[from]
column = "seit"
value = "2024-01-01"
[until]
column = "bis"
)";

TEST(CoverageTables, AreReadAsOthersWriteThem) {
    const auto read = read_coverage_csv(
        "OZG\tARS\tReife\tseit\tbis\n10000\t5334\tonline\t1.2.2024\t31.12.2024\n"
        "10001\t010545459039\t2\t2024-02-01 00:00:00\t\n10002\t05\tFormular\t\t\n",
        mapping_of(theirs), "Beispiel");
    ASSERT_TRUE(read.has_value()) << read.error().to_text();
    EXPECT_EQ(codes(read.value().findings), "");
    const auto& facts = read.value().value.facts;
    ASSERT_EQ(facts.size(), 3U);
    EXPECT_EQ(facts[0].area, "05334");
    EXPECT_EQ(facts[0].level, 3);
    EXPECT_EQ(facts[0].from, parse_date("2024-02-01").value());
    EXPECT_EQ(facts[0].until, parse_date("2024-12-31").value());
    EXPECT_EQ(facts[1].source, "Beispiel");
    EXPECT_FALSE(facts[1].until.has_value());
    EXPECT_EQ(facts[2].from, parse_date("2024-01-01").value());
    EXPECT_EQ(facts[2].level, 1);
}

TEST(CoverageTables, AreReadInEveryEncodingThatTablesCome) {
    const std::string table = "bundle;area;level;from\r\n7;05;3;2024-01-01\r\n";
    for (const std::string& bytes :
         {table, "\xEF\xBB\xBF" + table, utf16(table, true), utf16(table, false)}) {
        const auto read = read_coverage_csv(bytes, {}, "x");
        ASSERT_TRUE(read.has_value()) << read.error().to_text();
        EXPECT_EQ(read.value().value.facts.size(), 1U);
    }
    const auto old =
        read_coverage_csv("bundle,area,level,from,source\n7,05,3,2024-01-01,\x80 \xfc\n", {}, "x");
    EXPECT_EQ(codes(old.value().findings), "planning.csv_encoding ");
    EXPECT_EQ(old.value().value.facts.at(0).source, "€ ü");
}

TEST(CoverageTables, AreRefusedWhereTheyAreNone) {
    const auto code = [](std::string_view bytes) {
        const auto read = read_coverage_csv(bytes, {}, "x");
        return read ? std::string("read") : read.error().code;
    };
    EXPECT_EQ(code(""), "formats.csv_empty");
    EXPECT_EQ(code("PK\x03\x04 more"), "planning.csv_spreadsheet");
    EXPECT_EQ(code("%PDF-1.7"), "planning.csv_spreadsheet");
    EXPECT_EQ(code(utf16("bundle", true) + "x"), "planning.csv_encoding_unknown");
    EXPECT_EQ(code(std::string("\xFF\xFE\x00\xD8\x41\x00", 6)), "planning.csv_encoding_unknown");
    EXPECT_EQ(code(utf16("bundle;area", true).substr(2)), "planning.csv_encoding_unknown");
    EXPECT_EQ(code("sep=;\nbundle;area\n"), "planning.csv_sep_line");
    EXPECT_EQ(code("bundle|area|level|from\n1|05|3|2024-01-01\n"), "formats.csv_column_missing");
    EXPECT_EQ(code("bundle;area;level;from\n\"1;05;3;2024-01-01\n"), "formats.csv_quote");
}

TEST(CoverageTables, SayWhatTheyCannotReadAndKeepIt) {
    const auto read = read_coverage_csv(
        "bundle;area;level;from;source\n"
        "x;05;3;2024-01-01;a\n1;5x;3;2024-01-01;a\n"
        "1;05;three;2024-01-01;a\n1;05;5;2024-01-01;a\n1;05;3;yesterday;a\n"
        "1;05;3;2024-01-01;M\xfcnchen\n1;05;3;2024-01-01;M\xfcnchen\n"
        "1;05;\"a;b\"\n",
        {}, "");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(codes(read.value().findings),
              "planning.csv_encoding formats.csv_columns planning.csv_row planning.csv_row "
              "planning.csv_row planning.csv_row planning.csv_row planning.csv_twice ");
    const CoverageImport& import = read.value().value;
    ASSERT_EQ(import.facts.size(), 1U);
    EXPECT_EQ(import.facts[0].source, "München");
    EXPECT_EQ(import.rows, 8U);
    EXPECT_EQ(import.refused, 6U);
    EXPECT_EQ(import.refused_rows.substr(0, import.refused_rows.find('\r')),
              "bundle;area;level;from;source;gordion:line;gordion:reason");
    EXPECT_NE(import.refused_rows.find("1;05;\"a;b\";;;9;formats.csv_columns"), std::string::npos)
        << import.refused_rows;
    EXPECT_NE(import.refused_rows.find("1;05;3;yesterday;a;6;planning.csv_row"), std::string::npos);
    // What is refused can be given again: the same rows are refused once more.
    const auto again = read_coverage_csv(import.refused_rows, {}, "");
    EXPECT_EQ(again.value().value.refused, 6U);
}

TEST(CoverageTables, AreComparedWithDirectoryAndCatalogue) {
    services::CatalogueContent content;
    content.bundles = {{10000, 0, "Elterngeld"}};
    services::PublicService service;
    service.number = 1;
    service.key = services::Leistungsschluessel{"99041006000000"};
    service.bundle_id = 10000;
    content.services = {service};
    const auto catalogue = services::Catalogue::make(content, "x");
    const CoverageReference reference{regions::testing::germany().get(), catalogue.get()};
    const auto read = read_coverage_csv(
        "bundle,area,level,from,until\n10000,01054,3,2024-01-01,\n99999,01054,3,2024-01-01,\n"
        "10000,01099,3,2024-01-01,\n10000,01054,3,2024-01-01,2023-01-01\n",
        {}, "x", reference);
    EXPECT_EQ(codes(read.value().findings),
              "planning.coverage_unknown planning.coverage_unknown planning.coverage_days ");
    EXPECT_EQ(read.value().value.facts.size(), 1U);
    const auto keyed = read_coverage_csv(
        "LeiKa,AGS,level,from\n99041006000000,1054039,3,2024-01-01\n99041006000001,01054039,3,"
        "2024-01-01\n",
        mapping_of("[service]\ncolumn = \"LeiKa\"\n[ags]\ncolumn = \"AGS\"\n"), "x", reference);
    ASSERT_TRUE(keyed.has_value()) << keyed.error().to_text();
    ASSERT_EQ(keyed.value().value.facts.size(), 1U);
    EXPECT_EQ(keyed.value().value.facts[0].area, "010545459039");
    EXPECT_EQ(keyed.value().value.facts[0].bundle, 10000);
    EXPECT_EQ(codes(keyed.value().findings), "planning.csv_row ");
}

TEST(CoverageTables, ListNoMoreFindingsThanAnybodyReads) {
    std::string table = "bundle,area,level,from\n";
    for (int row = 0; row < 3'000; ++row) {
        table += "x,05,3,2024-01-01\n";
    }
    const auto read = read_coverage_csv(table, {}, "x");
    EXPECT_EQ(read.value().findings.size(), limits::findings + 1);
    EXPECT_EQ(read.value().findings.back().code, "planning.csv_more");
    EXPECT_EQ(read.value().value.refused, 3'000U);
}

TEST(CoverageMappings, AreRefusedWithTheirPlace) {
    const auto place = [](std::string_view toml) {
        const auto read = read_coverage_mapping(toml);
        return read ? std::string("read") : read.error().place;
    };
    EXPECT_EQ(place("[colour]\ncolumn = \"x\"\n"), "colour");
    EXPECT_EQ(place("level = 3\n"), "level");
    EXPECT_EQ(place("[level]\ncolumn = true\n"), "level.column");
    EXPECT_EQ(place("[level]\nwords = { \"ja\" = [] }\n"), "level.words");
    EXPECT_EQ(place("[level]\nname = \"x\"\n"), "level.name");
    EXPECT_EQ(place(""), "read");
    EXPECT_FALSE(read_coverage_mapping("[level").has_value());
}

}  // namespace
}  // namespace gordion::planning
