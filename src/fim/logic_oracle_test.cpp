// SPDX-License-Identifier: EUPL-1.2
// The notation as json-logic-js, its reference implementation, understands it.
#include <gtest/gtest.h>

#include "core/random.hpp"
#include "fim/logic.hpp"
#include "tests/support/node_oracle.hpp"

namespace gordion::fim {
namespace {

using formats::Json;

// Writes random expressions of the notation itself (no additions), mostly sensible ones.
class Writer {
public:
    explicit Writer(std::uint64_t seed) : random_(seed) {}

    Json expression(int depth) {
        if (depth == 0 || random_.below(5) == 0) {
            return random_.below(2) == 0 ? constant() : variable();
        }
        static const std::vector<std::pair<const char*, int>> operators{
            {"==", 2},  {"===", 2},   {"!=", 2},   {"!==", 2},    {"!", 1},       {"!!", 1},
            {"or", 2},  {"and", 3},   {">", 2},    {">=", 2},     {"<", 2},       {"<=", 2},
            {"<", 3},   {"<=", 3},    {"if", 3},   {"if", 5},     {"max", 2},     {"min", 2},
            {"+", 2},   {"+", 1},     {"*", 2},    {"-", 2},      {"-", 1},       {"/", 2},
            {"%", 2},   {"merge", 2}, {"in", 2},   {"cat", 3},    {"map", 2},     {"filter", 2},
            {"all", 2}, {"some", 2},  {"none", 2}, {"reduce", 3}, {"missing", 2},
        };
        const auto& [name, count] = operators[random_.below(operators.size())];
        Json arguments = Json::array();
        for (int i = 0; i < count; ++i) {
            // A list as a name would smuggle in a default; nobody writes that.
            const bool is_name = std::string_view(name) == "missing";
            arguments.push(is_name ? Json(random_.below(2) == 0 ? "a" : "o.x")
                                   : expression(depth - 1));
        }
        Json made = Json::object();
        made.set(name, std::move(arguments));
        return made;
    }

    Json constant() {
        static const std::vector<Json> values{
            nullptr,
            true,
            false,
            0,
            1,
            -2,
            7,
            2.5,
            "",
            "0",
            "1",
            "abc",
            " 12 ",
            "3x",
            "1e2",
            Json::array(),
            Json::array({1, 2, 3}),
            Json::array({"a"}),
            Json::array({Json()}),
        };
        return values[random_.below(values.size())];
    }

    Json variable() {
        static const std::vector<const char*> names{"a",    "b", "l",       "l.1",        "o.x",
                                                    "nope", "",  "current", "accumulator"};
        return Json::object({{"var", names[random_.below(names.size())]}});
    }

private:
    SeededRandom random_;
};

TEST(LogicOracle, AgreesWithTheReferenceImplementation) {
    const Json data = Json::object({{"a", 3},
                                    {"b", "Text"},
                                    {"l", Json::array({1, "2", 3.5})},
                                    {"o", Json::object({{"x", Json()}})}});
    Writer writer(20261123);
    Json questions = Json::array();
    for (int i = 0; i < 3000; ++i) {
        questions.push(Json::object({{"logic", writer.expression(3)}, {"data", data}}));
    }
    const auto answers = testing::ask_node("json_logic_check.mjs", questions);
    if (!answers) {
        GTEST_SKIP() << "skipped: node or the npm package json-logic-js is not installed";
    }
    ASSERT_EQ(answers->size(), questions.size());
    int compared = 0;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const Json& logic = *questions.as_array()[i].find("logic");
        const Json* expected = answers->as_array()[i].find("result");
        if (expected == nullptr) {
            continue;  // The reference threw a TypeError; we have no opinion on its bugs.
        }
        const auto ours = evaluate(logic, data);
        ASSERT_TRUE(ours.has_value()) << formats::write_json(logic);
        ++compared;
        EXPECT_EQ(formats::write_json(ours.value()), formats::write_json(*expected))
            << formats::write_json(logic);
    }
    EXPECT_GT(compared, 2500);
}

}  // namespace
}  // namespace gordion::fim
