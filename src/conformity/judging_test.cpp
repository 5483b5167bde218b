// SPDX-License-Identifier: EUPL-1.2
#include "conformity/judging.hpp"

#include <gtest/gtest.h>

namespace gordion::conformity {
namespace {

Judged3 judge(const char* logic, const char* evidence) {
    const auto expression = Expression::compile(formats::parse_json(logic).value());
    EXPECT_TRUE(expression.has_value()) << expression.error().to_text();
    return expression.value().judge(formats::parse_json(evidence).value()).value();
}

using Paths = std::vector<std::string>;

TEST(Judging, TellsUnknownFromFalse) {
    const char* yes = R"({"==":[{"var":"package.a"},1]})";
    EXPECT_EQ(judge(yes, R"({"package":{"a":1}})").truth, Truth::True);
    EXPECT_EQ(judge(yes, R"({"package":{"a":2}})").truth, Truth::False);
    for (const char* nothing : {"{}", R"({"package":{"a":null}})", R"({"package":3})"}) {
        EXPECT_EQ(judge(yes, nothing).truth, Truth::Unknown) << nothing;
        EXPECT_EQ(judge(yes, nothing).missing, Paths{"package.a"});
    }
}

TEST(Judging, LetsWhatIsKnownDecide) {
    const char* either = R"({"or":[{"var":"package.a"},{"var":"system.b"}]})";
    EXPECT_EQ(judge(either, R"({"package":{"a":true}})").truth, Truth::True);
    EXPECT_EQ(judge(either, R"({"package":{"a":false}})").truth, Truth::Unknown);
    EXPECT_EQ(judge(either, R"({"package":{"a":false}})").missing, Paths{"system.b"});
    EXPECT_EQ(judge(either, R"({"package":{"a":false},"system":{"b":false}})").truth, Truth::False);
    const char* both = R"({"and":[{"var":"package.a"},{"!":{"var":"system.b"}}]})";
    EXPECT_EQ(judge(both, R"({"package":{"a":false}})").truth, Truth::False);
    EXPECT_EQ(judge(both, R"({"system":{"b":true}})").truth, Truth::False);
    EXPECT_EQ(judge(both, "{}").missing, (Paths{"package.a", "system.b"}));
    const char* choice = R"({"if":[{"var":"package.fee"},{"var":"system.pay"},true]})";
    EXPECT_EQ(judge(choice, R"({"package":{"fee":false}})").truth, Truth::True);
    EXPECT_EQ(judge(choice, R"({"package":{"fee":true}})").missing, Paths{"system.pay"});
    EXPECT_EQ(judge(choice, "{}").missing, Paths{"package.fee"});
}

TEST(Judging, RefusesWhatMakesAnswersOfNothing) {
    for (const char* logic :
         {R"({"missing":["package.a"]})", R"({"!":{"filled":{"var":"package.a"}}})",
          R"({"nonsense":[1]})", R"({"and":[]})"}) {
        EXPECT_FALSE(Expression::compile(formats::parse_json(logic).value()).has_value()) << logic;
    }
}

}  // namespace
}  // namespace gordion::conformity
