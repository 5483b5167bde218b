// SPDX-License-Identifier: EUPL-1.2
#include "formats/json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/limits.hpp"

namespace gordion::formats {
namespace {

// Reads the text, writes it again and compares with what is expected.
void check_written(std::string_view text, std::string_view expected) {
    const auto value = parse_json(text);
    ASSERT_TRUE(value) << text << ": " << value.error().to_text();
    EXPECT_EQ(write_json(value.value()), expected) << text;
}

void check_refused(std::string_view text, std::string_view code, std::string_view place) {
    const auto value = parse_json(text);
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().code, code) << text;
    EXPECT_EQ(value.error().place, place) << text << ": " << value.error().to_text();
}

TEST(Json, KeepsTheOrderOfMembers) {
    check_written(R"({"z":1,"a":{"m":[],"b":{}},"k":[1,[2,"x"],null,true,false]})",
                  R"({"z":1,"a":{"m":[],"b":{}},"k":[1,[2,"x"],null,true,false]})");
    check_written(" \t\r\n[ 1 , 2 ] \n", "[1,2]");
    check_written(R"("")", R"("")");
}

TEST(Json, LendsNothingOfAValueThatEnds) {
    const auto make = [] {
        return Json::object({{"list", Json::array({Json("a long text that is no short string")})}});
    };
    std::string seen;
    for (const auto& [name, value] : make().as_object()) {
        seen += name + ":" + value.as_array().front().as_string();
    }
    EXPECT_EQ(seen, "list:a long text that is no short string");
}

TEST(Json, TellsWholeNumbersFromOthers) {
    EXPECT_TRUE(parse_json("9223372036854775807").value().is_int());
    EXPECT_TRUE(parse_json("-9223372036854775808").value().is_int());
    EXPECT_FALSE(parse_json("9223372036854775808").value().is_int());
    EXPECT_DOUBLE_EQ(parse_json("9223372036854775808").value().as_number(), 9223372036854775808.0);
    EXPECT_DOUBLE_EQ(parse_json("18446744073709551616").value().as_number(),
                     18446744073709551616.0);
    EXPECT_FALSE(parse_json("1.0").value().is_int());
    EXPECT_DOUBLE_EQ(parse_json("12").value().as_number(), 12.0);
}

TEST(Json, ReadsDecimalsToTheNearestDouble) {
    // These are rounded to a neighbour by parsers that multiply by powers of ten.
    for (const char* number :
         {"0.1", "12.5", "1.7976931348623157e+308", "5e-324", "-0.3", "9007199254740993.5",
          "123456789012345.67", "7.2057594037927933e+16", "2.2250738585072011e-308", "0.000001"}) {
        ASSERT_TRUE(parse_json(number)) << number;
        EXPECT_EQ(parse_json(number).value().as_number(), std::strtod(number, nullptr)) << number;
    }
    EXPECT_EQ(parse_json("1e-400").value().as_number(), 0.0);
    EXPECT_EQ(parse_json("0.00000000000e5").value().as_number(), 0.0);
    EXPECT_EQ(parse_json("0." + std::string(400, '0') + "1").value().as_number(), 0.0);
    check_refused("1e400", "formats.json_invalid", "1:6");
    check_refused("-" + std::string(400, '9'), "formats.json_invalid", "1:402");
}

TEST(Json, WritesDoublesThatReadBackTheSame) {
    for (const double number : {0.1, 12.5, 1e300, -1.0 / 3, 5e-324, 1e15, 123456789.125}) {
        EXPECT_EQ(parse_json(write_json(Json(number))).value().as_number(), number);
    }
    EXPECT_EQ(write_json(Json(12.5)), "12.5");
    EXPECT_EQ(write_json(Json(12.0)), "12");
    EXPECT_EQ(write_json(Json(-0.0)), "0");
    EXPECT_THROW((void)write_json(Json(std::numeric_limits<double>::infinity())), Bug);
    EXPECT_THROW((void)write_json(Json::array({std::nan("")})), Bug);
}

TEST(Json, EscapesWhatMustNotStandInAText) {
    EXPECT_EQ(write_json(Json("a\"b\\c\n\r\t\x01\x1f")), R"("a\"b\\c\n\r\t\u0001\u001f")");
    EXPECT_EQ(write_json(Json("Größe € 😀")), "\"Größe € 😀\"");
    // Wrong bytes can only come from our own code; the text stays valid all the same.
    EXPECT_EQ(write_json(Json("a\xff\xc3")), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
    EXPECT_EQ(write_json(Json(std::string("\0", 1))), R"("\u0000")");
    check_written(R"("\u00e4\ud83d\ude00\/")", "\"ä😀/\"");
    check_written(R"({"a\nb":1})", R"({"a\nb":1})");
}

TEST(Json, RefusesWhatIsNotJson) {
    check_refused("", "formats.json_invalid", "1:1");
    check_refused("{", "formats.json_invalid", "1:2");
    check_refused("[1,]", "formats.json_invalid", "1:4");
    check_refused("{\n  \"a\": tru\n}", "formats.json_invalid", "2:8");
    check_refused("[1] x", "formats.json_invalid", "1:5");
    check_refused("[1] [2]", "formats.json_invalid", "1:5");
    check_refused("/* no */ 1", "formats.json_invalid", "1:1");
    for (const char* wrong :
         {"01", "1.", ".5", "+1", "NaN", "Infinity", "'a'", "\"a", "\"\t\"", "\"\\x\"",
          R"("\ud800")", R"("\ude00")", "{1:2}", "{\"a\"}", "\xEF\xBB\xBF{}", "[1 2]", "nul"}) {
        const auto value = parse_json(wrong);
        ASSERT_FALSE(value) << wrong;
        EXPECT_EQ(value.error().code, "formats.json_invalid") << wrong;
    }
}

TEST(Json, RefusesBytesThatAreNotUtf8) {
    for (const char* wrong :
         {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "{\"\xc3\":1}"}) {
        EXPECT_FALSE(parse_json(wrong)) << wrong;
    }
}

TEST(Json, RefusesAMemberThatIsNamedTwice) {
    check_refused(R"({"a":1,"a":2})", "formats.json_invalid", "1:13");
    check_refused(R"({"a":1,"\u0061":2})", "formats.json_invalid", "1:18");
    std::string many = "{";
    for (int i = 0; i < 100; ++i) {
        many += "\"name" + std::to_string(i) + "\":0,";
    }
    EXPECT_TRUE(parse_json(many + "\"x\":0}"));
    EXPECT_FALSE(parse_json(many + "\"name50\":0}"));
    EXPECT_TRUE(parse_json(R"([{"a":1},{"a":{"a":2}}])"));
}

TEST(Json, KeepsToTheLimits) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_TRUE(parse_json(nested(limits::json_depth)));
    const auto deep = parse_json(nested(limits::json_depth + 1));
    ASSERT_FALSE(deep);
    EXPECT_EQ(deep.error().code, "formats.too_deep");
    const auto large = parse_json(std::string(limits::json_bytes + 1, ' '));
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().code, "formats.too_large");
    EXPECT_EQ(large.error().kind, ErrorKind::TooLarge);
}

TEST(Json, ReadsLongTextsAndNamesInOnePiece) {
    const std::string text(100'000, 'x');
    const auto value = parse_json("{\"" + text + "\":\"" + text + "\\n" + text + "\"}");
    ASSERT_TRUE(value);
    EXPECT_EQ(value.value().text_at(text), text + "\n" + text);
}

TEST(Json, ChangesMembersInPlace) {
    Json value;
    value.set("a", 1).operator=(Json(2));
    value.set("b", Json::array()).push("x");
    value.set("a", "new");
    EXPECT_EQ(write_json(value), R"({"a":"new","b":["x"]})");
    EXPECT_EQ(value.text_at("a"), "new");
    EXPECT_EQ(value.text_at("b"), "");
    EXPECT_EQ(value.find("c"), nullptr);
    EXPECT_EQ(value.size(), 2U);
    value.erase("a");
    value.erase("never there");
    EXPECT_EQ(write_json(value), R"({"b":["x"]})");
    EXPECT_THROW((void)value.as_int(), Bug);
    EXPECT_THROW(value.push(1), Bug);
    EXPECT_EQ(Json(1), Json(1));
    EXPECT_NE(Json(1), Json(1.0));
}

TEST(Json, IndentsForPeople) {
    EXPECT_EQ(write_json_pretty(parse_json(R"({"a":[1,{}],"b":[],"c":{"d":null}})").value()),
              "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": [],\n  \"c\": {\n    \"d\": null\n  "
              "}\n}");
}

}  // namespace
}  // namespace gordion::formats
