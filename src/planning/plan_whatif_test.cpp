// SPDX-License-Identifier: EUPL-1.2
#include "planning/plan_whatif.hpp"

#include <gtest/gtest.h>

#include "planning/plan_test.hpp"

namespace gordion::planning {
namespace {

/// One offer for 1,000 euro and ten days; there are 400 euro and plenty of days.
PlanProblem make_poor() {
    PlanProblem problem = make_random_plan(1, {1, 1, 4, 0, false});
    problem.payers[0].yearly_cents = {40'000};
    problem.administrations[0].staff_tenths_per_quarter = 1'000;
    problem.providers[0] = {"p0", "P0", -1, -1};
    PlanPair& pair = problem.pairs[0];
    pair.one_off_cents = 100'000;
    pair.yearly_cents = 0;
    pair.staff_tenths = 100;
    pair.payer = 0;
    problem.goal = PlanGoal::Cost;
    problem.coverage_per_mille = 1'000;
    return problem;
}

TEST(PlanWhatIf, NamesWhatConflictsAndTheSmallestRelaxation) {
    const auto relaxations = find_relaxations(make_poor(), {});
    ASSERT_EQ(relaxations.size(), 3U);
    EXPECT_EQ(relaxations[0].limit, PlanLimit::Budget);
    ASSERT_TRUE(relaxations[0].per_cent.has_value());
    EXPECT_GE(*relaxations[0].per_cent, 250);
    EXPECT_LE(*relaxations[0].per_cent, 253);
    EXPECT_FALSE(relaxations[1].per_cent.has_value());
    EXPECT_FALSE(relaxations[2].per_cent.has_value());
}

TEST(PlanWhatIf, ShowsTheDifferenceOfTwoPlans) {
    PlanProblem poor = make_poor();
    poor.goal = PlanGoal::Benefit;
    const PlanProblem rich = scale_limit(poor, PlanLimit::Budget, 250);
    EXPECT_EQ(rich.payers[0].yearly_cents, (std::vector<std::int64_t>{100'000}));
    const PlanModel before = compile_plan(poor).value;
    const PlanModel after = compile_plan(rich).value;
    const PlanAnswer second = solve_plan(after, {});
    const PlanDifference difference =
        compare_plans(before, solve_plan(before, {}).schedule, after, second.schedule);
    EXPECT_EQ(difference.gained, (std::vector<std::string>{"050000000/o0"}));
    EXPECT_TRUE(difference.lost.empty());
    EXPECT_EQ(difference.cents, 100'000);
    EXPECT_EQ(difference.points, measure_plan(after, second.schedule).points);
}

TEST(PlanWhatIf, RoundsUpAndLeavesWhatHasNoLimit) {
    PlanProblem problem = make_poor();
    problem.providers = {{"a", "A", 3, -1}};
    problem = scale_limit(problem, PlanLimit::Capacity, 110);
    EXPECT_EQ(problem.providers[0].rollouts_per_quarter, 4);
    EXPECT_EQ(problem.providers[0].adapters_per_quarter, -1);
    EXPECT_EQ(
        scale_limit(problem, PlanLimit::Staff, 50).administrations[0].staff_tenths_per_quarter,
        500);
}

}  // namespace
}  // namespace gordion::planning
