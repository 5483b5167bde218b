// SPDX-License-Identifier: EUPL-1.2
#include "fim/pattern.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "formats/json.hpp"
#include "tests/support/node_oracle.hpp"

namespace gordion::fim {
namespace {

struct Case {
    std::string pattern;
    std::vector<std::string> good;
    std::vector<std::string> bad;
};

const std::vector<Case>& cases() {
    static const std::vector<Case> all{
        {"([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}",
         {"01234", "99999"},
         {"00123", "1234", "123456"}},
        {"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{1,63}$",
         {"a.b@c.de"},
         {"a@b", "a@b.c$", "@b.c"}},
        {"[a-z-[aeiou]]+", {"xyz"}, {"xay", "", "XYZ"}},
        {"[\\p{L}-[a-z]]*", {"ÄBÇ", "ж"}, {"aÄ", "Äa", "1"}},
        {"[^0-9-[xyz]]+", {"abc", "ß"}, {"x", "a1"}},
        {"[a-z-[^aeiou]]+", {"aeiou"}, {"b", "1"}},
        {"[a-z-[b-y-[m]]]+", {"amz"}, {"b", "n"}},
        {"\\i\\c*", {"_name-1.a", "Ärger", ":x"}, {"1a", "-a", ""}},
        {"\\I+", {"123", " "}, {"a1"}},
        {"[\\C]", {" ", "/"}, {"a", "-", "1"}},
        {"\\d{2}", {"12", "٣٤"}, {"1", "ab"}},
        {"\\D+", {"ab "}, {"a1", "٣"}},
        {"\\w+", {"aZ9", "é", "+", "€"}, {"a b", "a.b", "_"}},
        {"\\W", {" ", ".", "_", "-"}, {"a", "€"}},
        {"\\s\\S", {" a", "\tb"}, {"ab", "  "}},
        {"a.c", {"abc", "aäc", "a c"}, {"a\nc", "a\rc", "ac"}},
        {"a^b", {"a^b"}, {"ab"}},
        {"a$b|c", {"a$b", "c"}, {"ab"}},
        {"^abc$", {"abc"}, {"^abc$", "xabc"}},
        {"^a$|^b$", {"a", "b"}, {"ab", "^a$"}},
        {"(?:ab)+?", {"ab", "abab"}, {"a"}},
        {"[\\^\\-\\]a-c]+", {"^-]abc"}, {"d", "\\"}},
        {"[-a]+", {"-a"}, {"b"}},
        {"[a-]+", {"-a"}, {"b"}},
        {"[^\\]]", {"a"}, {"]"}},
        {"\\p{Lu}\\p{Ll}*", {"Ärger", "A"}, {"ärger", "AB"}},
        {"\\P{N}+", {"abc"}, {"a1", "½"}},
        {"\\p{IsBasicLatin}+", {"abc"}, {"ä"}},
        {"\\P{IsBasicLatin}", {"ä"}, {"a"}},
        {"[äöü]{1,2}", {"ä", "öü"}, {"", "äöü", "a"}},
        {"😀?x", {"x", "😀x"}, {"😀"}},
        {"a{2}b{2,}c{0,1}", {"aabb", "aabbbc"}, {"abb", "aabbcc"}},
        {"a{,2}", {"a{,2}"}, {"a", "aa"}},
        {"", {""}, {"a"}},
        {"|a", {"", "a"}, {"b"}},
        {"(a|b)*c", {"c", "abac"}, {"ab"}},
        {"[ -~]*", {"plain text"}, {"ä", "\n"}},
        {"\\u00e4\\x41", {"äA"}, {"aA"}},
        {".{0,4000}",
         {"", std::string(4000, 'x'), std::string(2000, 'x') + "ä"},
         {std::string(4001, 'x'), "a\n"}},
        {"[^a]{1001,}", {std::string(1001, 'b')}, {std::string(1000, 'b'), std::string(1001, 'a')}},
        {"(((a?){3}){3}){3}", {"", std::string(27, 'a')}, {std::string(28, 'a'), "b"}},
    };
    return all;
}

TEST(XsdPattern, MeansWhatXsdSays) {
    for (const Case& tested : cases()) {
        const auto pattern = Pattern::compile(tested.pattern);
        ASSERT_TRUE(pattern.has_value()) << tested.pattern << ": " << pattern.error().to_text();
        EXPECT_EQ(pattern.value().text(), tested.pattern);
        for (const std::string& text : tested.good) {
            EXPECT_TRUE(pattern.value().matches(text)) << tested.pattern << " and " << text;
        }
        for (const std::string& text : tested.bad) {
            EXPECT_FALSE(pattern.value().matches(text)) << tested.pattern << " and " << text;
        }
    }
}

TEST(XsdPattern, MeansTheSameInJavaScript) {
    using formats::Json;
    Json question = Json::array();
    for (const Case& tested : cases()) {
        Json texts = Json::array();
        for (const auto* list : {&tested.good, &tested.bad}) {
            for (const std::string& text : *list) {
                texts.push(text);
            }
        }
        question.push(Json::object({{"pattern", Pattern::compile(tested.pattern).value().ecma()},
                                    {"texts", std::move(texts)}}));
    }
    const auto answers = gordion::testing::ask_node("pattern_check.mjs", question);
    if (!answers) {
        GTEST_SKIP() << "skipped: node is not installed";
    }
    for (std::size_t i = 0; i < cases().size(); ++i) {
        const Case& tested = cases()[i];
        const Json& answer = answers->as_array().at(i);
        ASSERT_TRUE(answer.is_array()) << tested.pattern << ": " << formats::write_json(answer);
        for (std::size_t text = 0; text < answer.size(); ++text) {
            EXPECT_EQ(answer.as_array()[text].as_bool(), text < tested.good.size())
                << tested.pattern << " number " << text;
        }
    }
}

TEST(XsdPattern, SaysWhyItRefuses) {
    struct Refused {
        std::string pattern;
        const char* reason;
    };
    for (const Refused& tested : std::vector<Refused>{
             {"(?=a)b", "linear time"},
             {"(?!a)b", "linear time"},
             {"(?<name>a)", "linear time"},
             {"(?i)a", "linear time"},
             {"(a)\\1", "not known in XSD"},
             {"a\\b", "not known in XSD"},
             {"(a", "not closed"},
             {"a)", "not opened"},
             {"[a", "not closed"},
             {"[z-a]", "backwards"},
             {"*a", "nothing to repeat"},
             {"a**", "repeated"},
             {"a{3,2}", "no sense"},
             {"\\p{Klingon}", "Klingon"},
             {"\\p{L", "not known"},
             {"\\", "too early"},
             {"\\u12", "not complete"},
             {std::string(200, '('), "deeply"},
         }) {
        const auto refused = Pattern::compile(tested.pattern);
        ASSERT_FALSE(refused.has_value()) << tested.pattern;
        EXPECT_EQ(refused.error().code, "fim.pattern_invalid");
        std::string reason;
        for (const auto& [name, value] : refused.error().values) {
            reason += name == "reason" ? value : "";
        }
        EXPECT_NE(reason.find(tested.reason), std::string::npos)
            << tested.pattern << ": " << reason;
    }
}

TEST(XsdPattern, BoundsWhatItBuilds) {
    std::string nested = "a";
    for (int i = 0; i < 6; ++i) {
        nested = "(" + nested + "){50}";
    }
    EXPECT_FALSE(Pattern::compile(nested).has_value());
    std::string classes = "[a-z-[^a-[^b-[^c-[^d-[^e-[^f-[^g]]]]]]]]";
    EXPECT_TRUE(Pattern::compile(classes).has_value());
    EXPECT_FALSE(Pattern::compile("[a-[a]]").value().matches("a")) << "nothing is left";
    std::string wide = "[^";
    for (int i = 0; i < 3000; ++i) {
        wide += "ab";
    }
    (void)Pattern::compile(wide + "-[x]]");
    const std::string long_text(200'000, 'a');
    EXPECT_FALSE(Pattern::compile("(a+)+b").value().matches(long_text));
}

TEST(XsdPattern, IsSharedByThreadsFromItsFirstMatchOn) {
    for (int round = 0; round < 20; ++round) {
        const Pattern pattern = Pattern::compile("([0-9]{5}|[a-z]+)-ä?").value();
        std::array<bool, 4> right{};
        {
            std::vector<std::jthread> threads;
            for (bool& is_right : right) {
                threads.emplace_back([&is_right, pattern] {
                    is_right = pattern.matches("25869-") && pattern.matches("abc-ä") &&
                               !pattern.matches("2586-");
                });
            }
        }
        EXPECT_EQ(right, (std::array<bool, 4>{true, true, true, true}));
    }
}

}  // namespace
}  // namespace gordion::fim
