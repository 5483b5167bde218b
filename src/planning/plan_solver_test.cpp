// SPDX-License-Identifier: EUPL-1.2
#include "planning/plan_solver.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "planning/plan_construct.hpp"
#include "planning/plan_search.hpp"
#include "planning/plan_test.hpp"

namespace gordion::planning {
namespace {

/// Every schedule there is, judged one by one.
struct Oracle {
    const PlanModel& model;
    PlanSchedule schedule;
    std::optional<std::int64_t> best = std::nullopt;

    void run() {
        schedule = PlanSchedule::empty(model);
        visit(0);
    }
    void visit(std::size_t at) {
        const std::size_t setups = model.blocks.size() * plan_limits::prerequisites;
        if (at == setups + model.items.size()) {
            if (broken_rules(model, schedule).empty()) {
                const std::int64_t value = measure_plan(model, schedule).value;
                best = best ? std::max(*best, value) : value;
            }
            return;
        }
        const bool is_setup = at < setups;
        std::int8_t& quarter =
            is_setup
                ? schedule.setups[at / plan_limits::prerequisites][at % plan_limits::prerequisites]
                : schedule.items[at - setups];
        const bool exists = !is_setup || model.blocks[at / plan_limits::prerequisites]
                                             .setups[at % plan_limits::prerequisites]
                                             .exists;
        for (std::int8_t q = -1; q < (exists ? model.quarters : 0); ++q) {
            quarter = q;
            visit(at + 1);
        }
        quarter = -1;
    }
};

PlanOptions exact() {
    PlanOptions options;
    options.tolerance = 0;
    options.time_limit_ms = 20'000;
    return options;
}

void expect_true_bounds(const PlanProblem& problem) {
    ASSERT_FALSE(has_faults(check_plan_problem(problem)));
    const PlanModel model = compile_plan(problem).value;
    Oracle oracle{model, {}};
    oracle.run();
    const PlanAnswer prices = solve_by_prices(model, exact());
    const PlanAnswer searched = solve_by_search(model, exact(), prices);
    if (!oracle.best) {
        EXPECT_FALSE(prices.is_complete);
        EXPECT_FALSE(searched.is_complete);
        return;
    }
    EXPECT_GE(prices.bound, static_cast<double>(*oracle.best) - 1e-6);
    if (prices.is_complete) {
        EXPECT_LE(prices.value, *oracle.best);
        EXPECT_TRUE(broken_rules(model, prices.schedule).empty());
        EXPECT_EQ(measure_plan(model, prices.schedule).value, prices.value);
    }
    ASSERT_TRUE(searched.is_complete);
    EXPECT_EQ(searched.value, *oracle.best);
    EXPECT_TRUE(searched.is_proven);
}

TEST(PlanSolver, FindsWhatTryingEverythingFinds) {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        SCOPED_TRACE(seed);
        expect_true_bounds(make_random_plan(seed, {1, 4, 3, 2, true}));
        expect_true_bounds(make_random_plan(seed + 100, {2, 3, 2, 1, true}));
    }
}

TEST(PlanSolver, FindsTheCheapestWayToACoverage) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        SCOPED_TRACE(seed);
        PlanProblem problem = make_random_plan(seed, {2, 3, 2, 1, false});
        problem.goal = PlanGoal::Cost;
        problem.coverage_per_mille = 400 + static_cast<std::int64_t>(seed) * 60;
        expect_true_bounds(problem);
    }
}

TEST(PlanSolver, IsTheSameWithOneThreadAndWithThree) {
    const PlanProblem problem = make_random_plan(7, {70, 12, 8, 2, true});
    const PlanModel model = compile_plan(problem).value;
    PlanOptions options;
    options.rounds = 30;
    options.time_limit_ms = 1'000'000;
    options.threads = 1;
    const PlanAnswer alone = solve_by_prices(model, options);
    options.threads = 3;
    const PlanAnswer together = solve_by_prices(model, options);
    EXPECT_EQ(alone.schedule, together.schedule);
    EXPECT_EQ(alone.bound, together.bound);
    EXPECT_TRUE(broken_rules(model, alone.schedule).empty());
    EXPECT_GE(alone.bound, static_cast<double>(alone.value));
}

TEST(PlanSolver, EndsWithTheBestSoFarWhenAsked) {
    const PlanProblem problem = make_random_plan(3, {4, 60, 12, 2, true});
    const PlanModel model = compile_plan(problem).value;
    PlanOptions options = exact();
    bool searching = false;
    options.progress = [&](const PlanStep& step) {
        searching = searching || step.phase == "search";
        return !searching;
    };
    const PlanAnswer answer = solve_plan(model, options);
    EXPECT_TRUE(searching);
    EXPECT_TRUE(answer.was_cancelled);
    EXPECT_TRUE(broken_rules(model, answer.schedule).empty());
    EXPECT_GT(answer.value, 0);
    EXPECT_GE(answer.bound, static_cast<double>(answer.value));
}

TEST(PlanSolver, KeepsTheFirstPlanWhenTheSearchDies) {
    const PlanProblem problem = make_random_plan(3, {20, 60, 12, 2, true});
    const PlanModel model = compile_plan(problem).value;
    const PlanLedger ledger = construct_plan(model, first_prices(model));
    PlanAnswer first;
    first.schedule = ledger.schedule();
    first.value = ledger.value();
    first.is_complete = true;
    PlanOptions options = exact();
    options.memory_bytes = 1'000'000;  // Less than the program itself.
    options.time_limit_ms = 2'000;
    const PlanAnswer answer = solve_by_search(model, options, first);
    EXPECT_TRUE(answer.is_complete);
    EXPECT_TRUE(broken_rules(model, answer.schedule).empty());
    if (!answer.findings.empty()) {
        EXPECT_EQ(answer.findings.front().code, "planning.plan_search");
        EXPECT_EQ(answer.schedule, first.schedule);
    }
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    EXPECT_EQ(answer.findings.size(), 1U);
#endif
}

TEST(PlanSolver, AnswersAnEmptyQuestion) {
    PlanProblem problem = make_random_plan(1, {1, 1, 1, 0, false});
    problem.pairs.clear();
    const PlanModel model = compile_plan(problem).value;
    const PlanAnswer answer = solve_plan(model, {});
    EXPECT_TRUE(answer.is_complete);
    EXPECT_EQ(answer.value, 0);
}

TEST(PlanUse, SpreadsWorkBeforeTheQuarterOfGoingLive) {
    PlanProblem problem = make_random_plan(1, {1, 1, 3, 0, false});
    problem.administrations[0].staff_tenths_per_quarter = 20;
    problem.pairs[0].staff_tenths = 45;
    problem.pairs[0].earliest = 0;
    const PlanModel model = compile_plan(problem).value;
    PlanSchedule schedule = PlanSchedule::empty(model);
    schedule.items[0] = 1;
    EXPECT_FALSE(broken_rules(model, schedule).empty());
    schedule.items[0] = 2;
    EXPECT_TRUE(broken_rules(model, schedule).empty());
    const PlanUse use = measure_plan(model, schedule);
    EXPECT_EQ(staff_by_quarter(model, use, 0), (std::vector<std::int64_t>{5, 20, 20}));
}

}  // namespace
}  // namespace gordion::planning
