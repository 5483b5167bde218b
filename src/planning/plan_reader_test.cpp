// SPDX-License-Identifier: EUPL-1.2
#include "planning/plan_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "planning/plan_report.hpp"
#include "planning/plan_test.hpp"

namespace gordion::planning {
namespace {

std::string reference_example() {
    std::ifstream file(GORDION_SOURCE_DIR "/docs/reference/plan.md");
    std::stringstream text;
    text << file.rdbuf();
    const std::string all = text.str();
    const std::size_t begin = all.find("```toml\n") + 8;
    return all.substr(begin, all.find("```", begin) - begin);
}

Findings read_findings(const std::string& toml) {
    const auto read = parse_plan_problem(toml);
    EXPECT_TRUE(read.has_value());
    return read.has_value() ? read.value().findings : Findings{};
}

bool has(const Findings& findings, std::string_view code) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& one) { return one.code == code; });
}

std::string changed(std::string_view from, std::string_view to) {
    std::string text = reference_example();
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(PlanReader, ReadsTheExampleOfTheReference) {
    const auto read = parse_plan_problem(reference_example());
    ASSERT_TRUE(read.has_value());
    EXPECT_TRUE(read.value().findings.empty())
        << (read.value().findings.empty() ? "" : read.value().findings.front().to_text());
    const PlanProblem& problem = read.value().value;
    EXPECT_EQ(problem.pairs.at(0).staff_tenths, 55);
    EXPECT_EQ(problem.administrations.at(0).setups.at(0).one_off_cents, 600'000);
    const PlanModel model = compile_plan(problem).value;
    EXPECT_EQ(measure_plan(model, solve_plan(model, {}).schedule).offers, 1U);
}

TEST(PlanReader, ReadsWhatItWrites) {
    const PlanProblem problem = make_random_plan(5, {3, 6, 8, 2, true});
    const auto read = parse_plan_problem(formats::write_json_pretty(plan_problem_as_json(problem)));
    ASSERT_TRUE(read.has_value());
    EXPECT_TRUE(read.value().findings.empty());
    EXPECT_EQ(read.value().value, problem);
}

TEST(PlanReader, NamesWhatIsWrongAndWhere) {
    const auto check = [](const std::string& toml, std::string_view code, std::string_view place) {
        const Findings findings = read_findings(toml);
        const auto found = std::find_if(findings.begin(), findings.end(),
                                        [&](const Finding& one) { return one.code == code; });
        ASSERT_NE(found, findings.end()) << code;
        EXPECT_NE(found->place.find(place), std::string::npos) << found->to_text();
    };
    check(changed("one_off_cents = 300000", "one_off_cents = -1"), "planning.plan_negative",
          "055540008/hundesteuer");
    check(changed("one_off_cents = 300000 ", "# "), "planning.plan_missing",
          "pair.0.one_off_cents, line");
    check(changed("offer = \"hundesteuer\"", "offer = \"katzensteuer\""), "planning.plan_reference",
          "pair.0.offer, line");
    check(changed("staff_days = 5.5", "staff_days = \"viele\""), "planning.plan_value",
          "pair.0.staff_days");
    check(changed("staff_days = 5.5", "staff_days = 5.55"), "planning.plan_value",
          "pair.0.staff_days");
    check(changed("area = \"055540008\"", "area = \"09\""), "planning.plan_tenant", "055540008");
    check(changed("quarters = 12", "quarters = 400"), "planning.plan_size", "quarters");
    check(changed("[6000000, 6000000, 6000000]", "[6000000]"), "planning.plan_budget_length",
          "gebiet");
    check(changed("needs = []", "needs = [\"konto\"]"), "planning.plan_cycle", "konto");
    check(changed("[[assumption]]", "[[provider]]\nid = \"kommune-it\"\n[[assumption]]"),
          "planning.plan_duplicate", "kommune-it");
    check(changed("adapters = 2", "adaptors = 2"), "planning.plan_key", "provider.0.adaptors");
}

TEST(PlanReader, NamesTheWholePathOfACycle) {
    std::string toml = changed("after = []", "after = [\"b\"]");
    toml +=
        "[[offer]]\nid = \"b\"\nafter = [\"c\"]\n[[offer]]\nid = \"c\"\nafter = "
        "[\"hundesteuer\"]\n";
    const Findings findings = read_findings(toml);
    ASSERT_TRUE(has(findings, "planning.plan_cycle"));
    for (const Finding& one : findings) {
        if (one.code == "planning.plan_cycle") {
            EXPECT_EQ(one.values.front().second, "hundesteuer → b → c → hundesteuer");
        }
    }
}

TEST(PlanReader, SurvivesEveryBeginningOfAFile) {
    const std::string text = reference_example();
    for (std::size_t length = 0; length < text.size(); length += 7) {
        const auto read = parse_plan_problem(std::string_view(text).substr(0, length));
        if (read.has_value() && !has_faults(read.value().findings)) {
            compile_plan(read.value().value);
        }
    }
    EXPECT_FALSE(parse_plan_problem("{\"a\":").has_value());
    EXPECT_TRUE(has_faults(read_findings("{\"pair\": 3, \"offer\": [1, [], {}], \"weights\": 0}")));
}

TEST(PlanReport, SaysWhyAnOfferIsNotTaken) {
    PlanProblem problem = make_random_plan(1, {1, 4, 4, 0, false});
    problem.offers[0].forbidden_by = "§ 1";
    problem.pairs[2].one_off_cents = 900'000'000;
    problem.pairs[2].payer = 0;
    problem.pairs[2].staff_tenths = 0;
    problem.pairs[3].staff_tenths = 99'999;
    problem.pairs[3].one_off_cents = 0;
    const PlanModel model = compile_plan(problem).value;
    const PlanAnswer answer = solve_plan(model, {});
    const auto obstacles = find_obstacles(model, answer.schedule);
    EXPECT_EQ(obstacles[0], PlanObstacle::Law);
    EXPECT_EQ(obstacles[2], PlanObstacle::Budget);
    EXPECT_EQ(obstacles[3], PlanObstacle::Staff);
}

TEST(PlanReport, WritesRowsAndAValidCalendar) {
    const PlanProblem problem = make_random_plan(2, {2, 5, 6, 2, true});
    const PlanModel model = compile_plan(problem).value;
    const PlanAnswer answer = solve_plan(model, {});
    const std::string csv = write_plan_csv(model, answer);
    const auto rows = static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n'));
    const std::string ics = write_plan_calendar(model, answer, Instant{1'763'900'000'000});
    std::size_t events = 0;
    std::size_t line = 0;
    for (std::size_t i = 0; i < ics.size(); ++i) {
        events += ics.compare(i, 12, "BEGIN:VEVENT") == 0 ? 1 : 0;
        if (ics[i] == '\n') {
            EXPECT_LE(i - line, 75U + 1U);
            EXPECT_EQ(ics[i - 1], '\r');
            line = i + 1;
        }
    }
    EXPECT_GT(events, 0U);
    EXPECT_EQ(rows, events + 1);
    EXPECT_EQ(write_plan_json(model, answer).find("steps")->size(), events);
    EXPECT_NE(write_plan_text(model, answer).find("2 administrations"), std::string::npos);
}

}  // namespace
}  // namespace gordion::planning
