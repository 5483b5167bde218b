// SPDX-License-Identifier: EUPL-1.2
// The public test suite of JsonLogic; testdata/jsonlogic/README.md says where the cases come from.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "fim/logic.hpp"
#include "tests/support/node_oracle.hpp"

namespace gordion::fim {
namespace {

using formats::Json;

Json load_suite(const std::filesystem::path& path) {
    Result<std::string> bytes = load_file(path, limits::json_bytes);
    VERIFY(bytes.has_value(), "the suite can be read");
    Result<Json> suite = formats::parse_json(bytes.value());
    VERIFY(suite.has_value() && suite.value().is_array(), "the suite is a list");
    return std::move(suite).value();
}

/// Cases are lists of three; everything else is a comment.
std::size_t check_suite(const Json& suite) {
    std::size_t count = 0;
    for (const Json& each : suite.as_array()) {
        if (!each.is_array() || each.size() != 3) {
            continue;
        }
        ++count;
        const Json& logic = each.as_array()[0];
        const Result<Json> found = evaluate(logic, each.as_array()[1]);
        EXPECT_TRUE(found.has_value()) << formats::write_json(logic);
        if (found) {
            EXPECT_EQ(formats::write_json(found.value()), formats::write_json(each.as_array()[2]))
                << formats::write_json(logic) << " over "
                << formats::write_json(each.as_array()[1]);
        }
    }
    return count;
}

const std::filesystem::path own = GORDION_SOURCE_DIR "/src/fim/testdata/jsonlogic/suite.json";

TEST(LogicSuite, IsPassed) {
    EXPECT_GE(check_suite(load_suite(own)), 270U);
}

TEST(LogicSuite, ExpectsWhatTheReferenceImplementationSays) {
    const Json suite = load_suite(own);
    Json questions = Json::array();
    std::vector<Json> expected;
    for (const Json& each : suite.as_array()) {
        if (each.is_array()) {
            questions.push(
                Json::object({{"logic", each.as_array()[0]}, {"data", each.as_array()[1]}}));
            expected.push_back(each.as_array()[2]);
        }
    }
    const auto answers = testing::ask_node("json_logic_check.mjs", questions);
    if (!answers) {
        GTEST_SKIP() << "skipped: node or the npm package json-logic-js is not installed";
    }
    ASSERT_EQ(answers->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const Json* result = answers->as_array()[i].find("result");
        ASSERT_NE(result, nullptr);
        EXPECT_EQ(formats::write_json(*result), formats::write_json(expected[i]))
            << formats::write_json(questions.as_array()[i]);
    }
}

TEST(LogicSuite, OfTheAuthorsIsPassedWhereItIsAtHand) {
    const char* named = std::getenv("GORDION_JSONLOGIC_TESTS");
    const std::filesystem::path path =
        named != nullptr ? std::filesystem::path(named)
                         : std::filesystem::path(GORDION_SOURCE_DIR
                                                 "/node_modules/json-logic-js/tests/tests.json");
    if (!std::filesystem::exists(path)) {
        GTEST_SKIP() << "skipped: no original suite at " << path;
    }
    EXPECT_GE(check_suite(load_suite(path)), 200U);
}

}  // namespace
}  // namespace gordion::fim
