// SPDX-License-Identifier: EUPL-1.2
#include "fim/logic.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"

namespace gordion::fim {
namespace {

using formats::Json;

Json read(std::string_view text) {
    auto parsed = formats::parse_json(text);
    EXPECT_TRUE(parsed.has_value()) << text;
    return parsed ? parsed.value() : Json();
}

struct Case {
    const char* logic;
    const char* data;
    const char* result;
};

void check_case(const Case& tested) {
    const auto result = evaluate(read(tested.logic), read(tested.data));
    ASSERT_TRUE(result.has_value()) << tested.logic << " " << result.error().to_text();
    EXPECT_EQ(formats::write_json(result.value()), formats::write_json(read(tested.result)))
        << tested.logic << " over " << tested.data;
}

TEST(Logic, ComparesAsJavaScriptDoes) {
    for (const Case& tested : std::initializer_list<Case>{
             {R"({"==":[1,1]})", "{}", "true"},
             {R"({"==":[1,"1"]})", "{}", "true"},
             {R"({"==":["1.0",1]})", "{}", "true"},
             {R"({"==":[0,""]})", "{}", "true"},
             {R"({"==":[null,0]})", "{}", "false"},
             {R"({"==":[null,false]})", "{}", "false"},
             {R"({"==":[true,1]})", "{}", "true"},
             {R"({"==":["true",true]})", "{}", "false"},
             {R"({"==":[[1],1]})", "{}", "true"},
             {R"({"==":[["a"],"a"]})", "{}", "true"},
             {R"({"===":[1,"1"]})", "{}", "false"},
             {R"({"===":[1,1.0]})", "{}", "true"},
             {R"({"!==":[1,"1"]})", "{}", "true"},
             {R"({"!=":[1,"1"]})", "{}", "false"},
             {R"({"<":["10","9"]})", "{}", "true"},
             {R"({"<":["10",9]})", "{}", "false"},
             {R"({"<":["2025-12-31","2026-01-01"]})", "{}", "true"},
             {R"({"<":[1,2,3]})", "{}", "true"},
             {R"({"<":[1,4,3]})", "{}", "false"},
             {R"({"<=":[1,1,3]})", "{}", "true"},
             {R"({"<":[null,5]})", "{}", "true"},
             {R"({"<":["abc",5]})", "{}", "false"},
             {R"({">=":["abc",5]})", "{}", "false"},
             {R"({">":[2,1]})", "{}", "true"},
             {R"({">=":[1,1]})", "{}", "true"},
         }) {
        check_case(tested);
    }
}

TEST(Logic, KnowsWhatIsTrue) {
    for (const Case& tested : std::initializer_list<Case>{
             {R"({"!!":[[]]})", "{}", "false"},
             {R"({"!!":["0"]})", "{}", "true"},
             {R"({"!!":[""]})", "{}", "false"},
             {R"({"!!":[0]})", "{}", "false"},
             {R"({"!!":[[0]]})", "{}", "true"},
             {R"({"!":[null]})", "{}", "true"},
             {R"({"!":true})", "{}", "false"},
             {R"({"and":[1,"",3]})", "{}", R"("")"},
             {R"({"and":[1,3]})", "{}", "3"},
             {R"({"or":[0,false,"x",9]})", "{}", R"("x")"},
             {R"({"or":[0,false]})", "{}", "false"},
             {R"({"if":[false,1,true,2,3]})", "{}", "2"},
             {R"({"if":[false,1]})", "{}", "null"},
             {R"({"if":[]})", "{}", "null"},
             {R"({"?:":[[],"voll","leer"]})", "{}", R"("leer")"},
         }) {
        check_case(tested);
    }
}

TEST(Logic, FindsVariables) {
    for (const Case& tested : std::initializer_list<Case>{
             {R"({"var":"a.b"})", R"({"a":{"b":7}})", "7"},
             {R"({"var":["a.x",5]})", R"({"a":{"b":7}})", "5"},
             {R"({"var":["a",5]})", R"({"a":null})", "null"},
             {R"({"var":"l.1"})", R"({"l":[1,2]})", "2"},
             {R"({"var":1})", "[10,20]", "20"},
             {R"({"var":""})", "3", "3"},
             {R"({"var":[]})", "3", "3"},
             {R"({"var":{"cat":["a",".b"]}})", R"({"a":{"b":7}})", "7"},
             {R"({"missing":["a","b"]})", R"({"a":1})", R"(["b"])"},
             {R"({"missing":[["a","b"]]})", R"({"a":""})", R"(["a","b"])"},
             {R"({"missing_some":[1,["a","b"]]})", R"({"a":1})", "[]"},
             {R"({"missing_some":[2,["a","b"]]})", R"({"a":1})", R"(["b"])"},
             {R"({"a":1,"b":2})", "{}", R"({"a":1,"b":2})"},
             {R"([1,{"var":"a"}])", R"({"a":2})", "[1,2]"},
         }) {
        check_case(tested);
    }
}

TEST(Logic, WalksLists) {
    for (const Case& tested : std::initializer_list<Case>{
             {R"({"map":[{"var":"l"},{"*":[{"var":""},2]}]})", R"({"l":[1,2]})", "[2,4]"},
             {R"({"map":[{"var":"x"},1]})", "{}", "[]"},
             {R"({"filter":[[1,2,3],{">":[{"var":""},1]}]})", "{}", "[2,3]"},
             {R"({"reduce":[[1,2,3],{"+":[{"var":"current"},{"var":"accumulator"}]},0]})", "{}",
              "6"},
             {R"({"reduce":[null,{"var":"current"},9]})", "{}", "9"},
             {R"({"all":[[1,2],{">":[{"var":""},0]}]})", "{}", "true"},
             {R"({"all":[[],true]})", "{}", "false"},
             {R"({"none":[[],true]})", "{}", "true"},
             {R"({"none":[[1],{"==":[{"var":""},1]}]})", "{}", "false"},
             {R"({"some":[[1,2],{"==":[{"var":""},2]}]})", "{}", "true"},
             {R"({"some":[[],true]})", "{}", "false"},
             {R"({"merge":[[1],2,[3,[4]]]})", "{}", "[1,2,3,[4]]"},
             {R"({"in":["b",["a","b"]]})", "{}", "true"},
             {R"({"in":["1",[1]]})", "{}", "false"},
             {R"({"in":["und","Hund"]})", "{}", "true"},
             {R"({"filter":[{"var":"l"},{"==":[{"var":"f"},{"root":"item.f"}]}]})",
              R"({"l":[{"f":1},{"f":2}],"item":{"f":2}})", R"([{"f":2}])"},
         }) {
        check_case(tested);
    }
}

TEST(Logic, CalculatesAndWrites) {
    for (const Case& tested : std::initializer_list<Case>{
             {R"({"+":[1,2,3]})", "{}", "6"},
             {R"({"+":["3.14"]})", "{}", "3.14"},
             {R"({"+":["3abc",1]})", "{}", "4"},
             {R"({"+":[null,1]})", "{}", "null"},
             {R"({"+":[9007199254740993,1]})", "{}", "9007199254740994"},
             {R"({"-":[5]})", "{}", "-5"},
             {R"({"-":[5,"2"]})", "{}", "3"},
             {R"({"*":[2,"3",1.5]})", "{}", "9"},
             {R"({"/":[1,4]})", "{}", "0.25"},
             {R"({"/":[1,0]})", "{}", "null"},
             {R"({"%":[101,2]})", "{}", "1"},
             {R"({"max":[1,"30",2]})", "{}", "30"},
             {R"({"min":[1,-3,2]})", "{}", "-3"},
             {R"({"max":[1,"x"]})", "{}", "null"},
             {R"({"cat":["a",1,null,true,[1,2],1.5]})", "{}", R"("a1true1,21.5")"},
             {R"({"substr":["jsonlogic",4]})", "{}", R"("logic")"},
             {R"({"substr":["jsonlogic",-5]})", "{}", R"("logic")"},
             {R"({"substr":["jsonlogic",0,-5]})", "{}", R"("json")"},
             {R"({"substr":["jsonlogic",1,3]})", "{}", R"("son")"},
             {R"({"substr":["Gr\u00f6de",2,2]})", "{}", R"("\u00f6d")"},
         }) {
        check_case(tested);
    }
}

TEST(Logic, KnowsDatesAmountsAndTables) {
    for (const Case& tested : std::initializer_list<Case>{
             {R"({"date_diff_days":["2026-01-31","2026-03-01"]})", "{}", "29"},
             {R"({"date_diff_days":[null,"2026-03-01"]})", "{}", "null"},
             {R"({"age_years":["2008-11-23","2026-11-23"]})", "{}", "18"},
             {R"({"age_years":["2008-11-24","2026-11-23"]})", "{}", "17"},
             {R"({"age_years":["2008-02-29","2026-02-28"]})", "{}", "17"},
             {R"({"month_of":["2026-11-23"]})", "{}", "11"},
             {R"({"year_of":"2026-11-23"})", "{}", "2026"},
             {R"({"year_of":["gestern"]})", "{}", "null"},
             {R"({"matches":["12345","[0-9]{5}"]})", "{}", "true"},
             {R"({"matches":["x12345","[0-9]{5}"]})", "{}", "false"},
             {R"({"matches":[null,".*"]})", "{}", "false"},
             {R"({"length":"Gröde"})", "{}", "5"},
             {R"({"length":[[1,2]]})", "{}", "2"},
             {R"({"length":[null]})", "{}", "0"},
             {R"({"round":[2.5]})", "{}", "3"},
             {R"({"round":[-2.5]})", "{}", "-3"},
             {R"({"round":[1.005,2]})", "{}", "1.01"},
             {R"({"round":[1234.5]})", "{}", "1235"},
             {R"({"round":[null]})", "{}", "null"},
             {R"({"floor":[-1.5]})", "{}", "-2"},
             {R"({"money":"1.234,50"})", "{}", "123450"},
             {R"({"money":12.35})", "{}", "1235"},
             {R"({"money":"viel"})", "{}", "null"},
             {R"({"param_row":["zonen","code","B"]})",
              R"({"params":{"zonen":[{"code":"A","n":1},{"code":"B","n":2}]}})",
              R"({"code":"B","n":2})"},
             {R"({"param_row":[{"var":"params.zonen"},"code","B","n"]})",
              R"({"params":{"zonen":[{"code":"B","n":2}]}})", "2"},
             {R"({"param_row":["zonen","code","C","n"]})", R"({"params":{}})", "null"},
             {R"({"var_of":[{"param_row":["z","c",1]},"n"]})",
              R"({"params":{"z":[{"c":1,"n":5}]}})", "5"},
             {R"({"date_add_days":["2026-12-31",1]})", "{}", R"("2027-01-01")"},
             {R"({"date_add_months":["2027-01-31",1]})", "{}", R"("2027-02-28")"},
             {R"({"date_add_months":["2027-01-15",-13]})", "{}", R"("2025-12-15")"},
             {R"({"date_add_months":["2027-01-15",null]})", "{}", "null"},
             {R"({"date_add_days":["2027-01-15",1e300]})", "{}", "null"},
             {R"({"iban_valid":["DE89 3704 0044 0532 0130 00"]})", "{}", "true"},
             {R"({"iban_valid":["DE89370400440532013001"]})", "{}", "false"},
             {R"({"iban_valid":[""]})", "{}", "false"},
             {R"({"filled":[{"var":"a"}]})", "{}", "false"},
             {R"({"filled":[{"var":"a"}]})", R"({"a":""})", "false"},
             {R"({"filled":[{"var":"a"}]})", R"({"a":{"b":[{},""]}})", "false"},
             {R"({"filled":[{"var":"a"}]})", R"({"a":{"b":[{"c":0}]}})", "true"},
             {R"({"filled":[{"var":"a"}]})", R"({"a":false})", "true"},
             {R"({"date_of_parts":[2024,2,29]})", "{}", R"("2024-02-29")"},
             {R"({"date_of_parts":["2019","02","30"]})", "{}", "null"},
             {R"({"date_of_parts":[2019,null,3]})", "{}", "null"},
             {R"({"date_of_parts":[2019,13,1e300]})", "{}", "null"},
         }) {
        check_case(tested);
    }
}

TEST(Logic, TakesVariablesWithoutCopying) {
    const Json answers = read(R"({"F1":{"x":4}})");
    const Json today = "2026-11-23";
    const std::vector<LogicVariable> data{{"answers", &answers}, {"today", &today}};
    const auto logic = Logic::compile(read(R"({"cat":[{"var":"answers.F1.x"},{"var":"today"}]})"));
    ASSERT_TRUE(logic.has_value());
    EXPECT_EQ(logic.value().evaluate(data).value().as_string(), "42026-11-23");
    EXPECT_EQ(logic.value().variables(), (std::vector<std::string>{"answers.F1.x", "today"}));
    const auto whole = evaluate(read(R"({"var":""})"), answers);
    EXPECT_EQ(whole.value(), answers);
}

TEST(Logic, NamesWhatAnExpressionReads) {
    const auto logic = Logic::compile(read(
        R"({"and":[{"missing":["a.b"]},{"some":[{"var":"answers.G1"},{"var":"F2"}]},
            {"var":{"cat":["params.x_",{"var":"k"}]}},{"map":[[1],{"root":"r"}]}]})"));
    ASSERT_TRUE(logic.has_value());
    EXPECT_EQ(logic.value().variables(),
              (std::vector<std::string>{"a.b", "answers.G1", "k", "params", "r"}));
}

struct Refusal {
    const char* logic;
    const char* code;
    const char* place;
};

TEST(Logic, JudgesBeforeItRuns) {
    for (const Refusal& tested : std::initializer_list<Refusal>{
             {R"({"nope":[1]})", "fim.logic_operator_unknown", "r/nope"},
             {R"({"and":[{"log":"x"}]})", "fim.logic_operator_refused", "r/and/0/log"},
             {R"({"==":[1]})", "fim.logic_arity", "r/=="},
             {R"({"==":[1,2,3]})", "fim.logic_arity", "r/=="},
             {R"({"matches":["a",{"var":"p"}]})", "fim.logic_argument", "r/matches"},
             {R"({"matches":["a","(a"]})", "fim.logic_pattern", "r/matches"},
             {R"({"matches":["a","(?=a)b"]})", "fim.logic_pattern", "r/matches"},
         }) {
        const Findings findings = check_logic(read(tested.logic), "r");
        ASSERT_EQ(findings.size(), 1U) << tested.logic;
        EXPECT_EQ(findings[0].code, tested.code);
        EXPECT_EQ(findings[0].place, tested.place);
        EXPECT_FALSE(evaluate(read(tested.logic), Json()).has_value());
    }
    EXPECT_TRUE(check_logic(read(R"({"if":[{"var":"a"},1,2]})"), "r").empty());
}

TEST(Logic, RefusesWhatIsTooDeepOrTooLarge) {
    Json deep = true;
    for (int i = 0; i < 60; ++i) {
        deep = Json::object({{"!", Json::array({deep})}});
    }
    EXPECT_EQ(check_logic(deep, "r").at(0).code, "fim.logic_too_deep");
    Json wide = Json::array();
    for (std::size_t i = 0; i <= limits::logic_nodes; ++i) {
        wide.push(1);
    }
    EXPECT_EQ(check_logic(wide, "r").at(0).code, "fim.logic_too_large");
}

TEST(Logic, EndsWhateverIsWritten) {
    Json list = Json::array();
    for (int i = 0; i < 2000; ++i) {
        list.push(i);
    }
    const Json data = Json::object({{"l", list}});
    const char* square = R"({"map":[{"var":"l"},{"map":[{"root":"l"},{"+":[{"var":""},1]}]}]})";
    const char* texts =
        R"({"reduce":[{"var":"l"},{"cat":[{"var":"accumulator"},{"var":"accumulator"}]},"ab"]})";
    const char* lists =
        R"({"reduce":[{"var":"l"},[{"var":"accumulator"},{"var":"accumulator"}],1]})";
    for (const char* logic : {square, texts, lists}) {
        const auto result = evaluate(read(logic), data);
        ASSERT_FALSE(result.has_value()) << logic;
        EXPECT_EQ(result.error().kind, ErrorKind::TooLarge);
    }
}

}  // namespace
}  // namespace gordion::fim
