// SPDX-License-Identifier: EUPL-1.2
#include "formats/csv.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"

namespace gordion::formats {
namespace {

using Cells = std::vector<std::string>;

TEST(Csv, ReadsQuotesLineEndsAndUmlauts) {
    const auto csv = parse_csv(
        "\xEF\xBB\xBFplz,ort,note\r\n25869,Gröde,\"a \"\"b\"\", c\"\r\n50667,"
        "Köln,\"two\nlines\"\n\n80331,München,");
    ASSERT_TRUE(csv);
    EXPECT_TRUE(csv.value().findings.empty());
    const Csv& value = csv.value().value;
    EXPECT_EQ(value.header, (Cells{"plz", "ort", "note"}));
    ASSERT_EQ(value.rows.size(), 3U);
    EXPECT_EQ(value.rows[0].cells, (Cells{"25869", "Gröde", "a \"b\", c"}));
    EXPECT_EQ(value.rows[1].cells[2], "two\nlines");
    EXPECT_EQ(value.rows[1].line, 3);
    EXPECT_EQ(value.rows[2].line, 6);
    EXPECT_EQ(value.rows[2].cells[2], "");
}

TEST(Csv, TakesTheSeparatorFromTheHeader) {
    EXPECT_EQ(parse_csv("a;b\n1,5;2\n").value().value.rows[0].cells, (Cells{"1,5", "2"}));
    EXPECT_EQ(parse_csv("a\tb\n1,5\t2;3\n").value().value.rows[0].cells, (Cells{"1,5", "2;3"}));
    EXPECT_EQ(parse_csv("\"a;b;c\",d\n1,2\n").value().value.header, (Cells{"a;b;c", "d"}));
    EXPECT_EQ(parse_csv("only\nx\n").value().value.rows[0].cells, Cells{"x"});
}

TEST(Csv, LeavesOutRowsWithAnotherNumberOfColumns) {
    const auto csv = parse_csv("a,b\n1\n1,2\n1,2,3\n");
    ASSERT_TRUE(csv);
    ASSERT_EQ(csv.value().findings.size(), 2U);
    EXPECT_EQ(csv.value().findings[0].code, "formats.csv_columns");
    EXPECT_EQ(csv.value().findings[0].place, "line 2");
    EXPECT_EQ(csv.value().findings[1].place, "line 4");
    ASSERT_EQ(csv.value().value.rows.size(), 1U);
    EXPECT_EQ(csv.value().value.rows[0].line, 3);
}

TEST(Csv, BoundsItsFindings) {
    std::string text = "a,b\n";
    for (std::size_t i = 0; i < limits::findings + 50; ++i) {
        text += "x\n";
    }
    const auto csv = parse_csv(text);
    ASSERT_EQ(csv.value().findings.size(), limits::findings + 1);
    EXPECT_EQ(csv.value().findings.back().code, "formats.csv_columns_more");
}

TEST(Csv, RefusesWhatItCannotRead) {
    EXPECT_EQ(parse_csv("").error().code, "formats.csv_empty");
    EXPECT_EQ(parse_csv("\n\r\n\n").error().code, "formats.csv_empty");
    EXPECT_EQ(parse_csv("a,b\n1,\"2\n3,4\n").error().code, "formats.csv_quote");
    EXPECT_EQ(parse_csv("a,b\n1,\"2\n3,4\n").error().place, "line 2");
    EXPECT_EQ(parse_csv("Stra\xdf"
                        "e\n1\n")
                  .error()
                  .code,
              "formats.not_utf8");
}

TEST(Csv, NamesTheColumnsThatAreThere) {
    const Csv csv = parse_csv("ars;name\n1;2\n").value().value;
    EXPECT_EQ(csv.column("name").value(), 1U);
    const auto missing = csv.column("Name");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, "formats.csv_column_missing");
    EXPECT_EQ(missing.error().values[1].second, "ars, name");
}

TEST(Csv, WritesRowsThatItReadsBack) {
    const Cells cells{"plain", "a,b", "semi;colon", "quo\"te", "two\nlines", "", "ä"};
    const std::string text =
        write_csv_row({"1", "2", "3", "4", "5", "6", "7"}) + write_csv_row(cells);
    EXPECT_EQ(parse_csv(text).value().value.rows[0].cells, cells);
    EXPECT_EQ(write_csv_row({""}), "\"\"\r\n");
}

}  // namespace
}  // namespace gordion::formats
