// SPDX-License-Identifier: EUPL-1.2
#include "reuse/parameter.hpp"

#include <gtest/gtest.h>

namespace gordion::reuse {
namespace {

ParameterDeclaration declare(ParameterType type) {
    ParameterDeclaration declaration;
    declaration.key = "wert";
    declaration.type = type;
    return declaration;
}

struct Reading {
    ParameterType type;
    const char* text;
    const char* canonical;
};

TEST(ParseParameter, AcceptsGermanAndCanonicalNotation) {
    for (const Reading& reading :
         {Reading{ParameterType::Money, "1.234,50 €", "1234.50"},
          Reading{ParameterType::Money, "120", "120.00"},
          Reading{ParameterType::Number, "12,50", "12.5"},
          Reading{ParameterType::Number, "1.000,25", "1000.25"},
          Reading{ParameterType::Integer, " 7 ", "7"}, Reading{ParameterType::Integer, "-3", "-3"},
          Reading{ParameterType::Bool, "Ja", "true"},
          Reading{ParameterType::Bool, "false", "false"},
          Reading{ParameterType::Date, "1.2.2026", "2026-02-01"},
          Reading{ParameterType::Date, "2026-02-28", "2026-02-28"},
          Reading{ParameterType::Text, "  Rathaus  ", "Rathaus"},
          Reading{ParameterType::ListText, "a\nb", R"(["a","b"])"},
          Reading{ParameterType::ListText, R"(["a", "b"])", R"(["a","b"])"}}) {
        const Result<std::string> parsed = parse_parameter(declare(reading.type), reading.text);
        ASSERT_TRUE(parsed) << reading.text << ": " << parsed.error().to_text();
        EXPECT_EQ(parsed.value(), reading.canonical);
        EXPECT_EQ(parse_parameter(declare(reading.type), parsed.value()).value(), reading.canonical)
            << "reading the canonical form changes it";
    }
}

TEST(ParseParameter, SaysWhatItExpectedOfTheWrongType) {
    for (const Reading& reading :
         {Reading{ParameterType::Money, "viel", "reuse.parameter_type"},
          Reading{ParameterType::Money, "1,234", "reuse.parameter_type"},
          Reading{ParameterType::Number, "1e9", "reuse.parameter_type"},
          Reading{ParameterType::Number, "1.2.3", "reuse.parameter_type"},
          Reading{ParameterType::Integer, "1,5", "reuse.parameter_type"},
          Reading{ParameterType::Bool, "vielleicht", "reuse.parameter_type"},
          Reading{ParameterType::Date, "31.2.2026", "reuse.parameter_type"},
          Reading{ParameterType::Text, "a\x01z", "reuse.parameter_type"},
          Reading{ParameterType::Text, "\xff", "reuse.parameter_type"},
          Reading{ParameterType::Text, "   ", "reuse.parameter_empty"},
          Reading{ParameterType::ListText, "[]", "reuse.parameter_empty"}}) {
        const Result<std::string> parsed = parse_parameter(declare(reading.type), reading.text);
        ASSERT_FALSE(parsed) << reading.text;
        EXPECT_EQ(parsed.error().code, reading.canonical) << reading.text;
        EXPECT_EQ(parsed.error().kind, ErrorKind::Invalid);
        EXPECT_FALSE(parsed.error().place.empty());
    }
    EXPECT_EQ(parse_parameter(declare(ParameterType::Text), std::string(4001, 'x')).error().code,
              "reuse.parameter_too_long");
}

TEST(ParseParameter, KeepsWithinItsBounds) {
    ParameterDeclaration percent = declare(ParameterType::Integer);
    percent.minimum = "0";
    percent.maximum = "100";
    EXPECT_TRUE(parse_parameter(percent, "0"));
    EXPECT_TRUE(parse_parameter(percent, "100"));
    EXPECT_EQ(parse_parameter(percent, "101").error().code, "reuse.parameter_range");
    EXPECT_EQ(parse_parameter(percent, "-1").error().values,
              (Values{{"min", "0"}, {"max", "100"}}));
    ParameterDeclaration day = declare(ParameterType::Date);
    day.minimum = "2000-01-01";
    EXPECT_EQ(parse_parameter(day, "31.12.1999").error().code, "reuse.parameter_range");
    ParameterDeclaration rate = declare(ParameterType::Money);
    rate.maximum = "9.99";
    EXPECT_EQ(parse_parameter(rate, "10,00").error().code, "reuse.parameter_range");
}

ParameterDeclaration declare_table() {
    ParameterDeclaration table = declare(ParameterType::Table);
    table.columns = {{"code", ParameterType::Text, {}}, {"gebuehr", ParameterType::Money, {}}};
    return table;
}

TEST(ParseParameter, ReadsTablesFromJsonAndFromCsv) {
    const ParameterDeclaration table = declare_table();
    const std::string canonical = R"([{"code":"m12","gebuehr":"99.90"}])";
    EXPECT_EQ(parse_parameter(table, R"([{"gebuehr":"99,90","code":"m12"}])").value(), canonical);
    EXPECT_EQ(parse_parameter(table, "code;gebuehr\nm12;99,90 €\n").value(), canonical);
    EXPECT_EQ(to_logic(table, canonical).as_array().front().find("gebuehr")->as_int(), 9990);
    EXPECT_EQ(to_display(table, canonical, "de").as_array().front().text_at("gebuehr"), "99,90 €");
}

TEST(ParseParameter, NamesRowAndColumnOfABrokenTable) {
    const ParameterDeclaration table = declare_table();
    const Error cell =
        parse_parameter(table, R"([{"code":"a","gebuehr":"1"},{"code":"b","gebuehr":"x"}])")
            .error();
    EXPECT_EQ(cell.code, "reuse.parameter_type");
    EXPECT_EQ(cell.place, "wert[1].gebuehr");
    EXPECT_EQ(parse_parameter(table, R"([{"code":"a","gebuehr":"1","x":"1"}])").error().code,
              "reuse.parameter_column");
    EXPECT_EQ(parse_parameter(table, R"([{"code":"a"}])").error().code, "reuse.parameter_empty");
    EXPECT_EQ(parse_parameter(table, "code,gebuehr\na,1\na,2\n").error().code,
              "reuse.parameter_column")
        << "the first column tells rows apart";
    for (const char* wrong : {"[", "[1]", "{}", "", "code\n"}) {
        EXPECT_FALSE(parse_parameter(table, wrong)) << wrong;
    }
}

TEST(ShowParameter, SpeaksTheLanguageOfTheReader) {
    EXPECT_EQ(to_display(declare(ParameterType::Money), "1234.50", "de").as_string(), "1.234,50 €");
    EXPECT_EQ(to_display(declare(ParameterType::Date), "2026-01-31", "de").as_string(),
              "31.01.2026");
    EXPECT_EQ(to_display(declare(ParameterType::Bool), "true", "de").as_string(), "ja");
    EXPECT_EQ(to_display(declare(ParameterType::Bool), "true", "en").as_string(), "yes");
    ParameterDeclaration choice = declare(ParameterType::Choice);
    choice.choices = {{"klage", {{"de", "Klage"}, {"en", "court action"}}}};
    EXPECT_EQ(to_display(choice, "klage", "en").as_string(), "court action");
    EXPECT_EQ(to_display(choice, "klage", "ls").as_string(), "Klage");
    EXPECT_EQ(parse_parameter(choice, "bitte").error().code, "reuse.parameter_choice");
}

TEST(RegionChain, GoesFromTheMunicipalityToTheBund) {
    EXPECT_EQ(region_chain("010545459039"),
              (std::vector<std::string>{"010545459039", "010545459", "01054", "01", "00"}));
    EXPECT_EQ(region_chain("01"), (std::vector<std::string>{"01", "00"}));
    EXPECT_EQ(region_chain("00"), (std::vector<std::string>{"00"}));
    for (const char* wrong : {"", "0", "010", "01054545903", "0105454590390", "01x"}) {
        EXPECT_TRUE(region_chain(wrong).empty()) << wrong;
    }
}

TEST(AllowedLevels, TakeAMunicipalityWithoutVerbandAsBoth) {
    ParameterDeclaration declaration = declare(ParameterType::Text);
    declaration.levels = {ParameterLevel::Gemeinde};
    EXPECT_TRUE(is_allowed_at(declaration, "053150000"));
    EXPECT_TRUE(is_allowed_at(declaration, "053150000000"));
    EXPECT_TRUE(is_allowed_at(declaration, "010545459039"));
    EXPECT_FALSE(is_allowed_at(declaration, "010545459")) << "an Amt is no Gemeinde";
    EXPECT_FALSE(is_allowed_at(declaration, "05"));
    EXPECT_FALSE(is_allowed_at(declaration, "0531500"));
    declaration.levels = {ParameterLevel::Land};
    EXPECT_TRUE(is_allowed_at(declaration, "05"));
    EXPECT_FALSE(is_allowed_at(declaration, "00"));
    EXPECT_FALSE(is_allowed_at(declaration, "053150000"));
}

}  // namespace
}  // namespace gordion::reuse
