// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planning/plan_solver.hpp"

namespace gordion::planning {

/// A number of the problem that is changed to see what happens. In per cent of what there is, so
/// that one word fits an administration and Germany.
enum class PlanLimit { Budget, Staff, Capacity };
std::string_view to_string(PlanLimit limit);

/// The same problem with so many per cent of the limit: 110 is a tenth more. Rounded up.
PlanProblem scale_limit(PlanProblem problem, PlanLimit limit, std::int64_t per_cent);

/// How two plans of one problem differ; pairs are named "administration/offer".
struct PlanDifference {
    std::int64_t points = 0;
    std::int64_t cents = 0;
    std::vector<std::string> gained;
    std::vector<std::string> lost;
    std::vector<std::string> moved;  ///< to another quarter
};
PlanDifference compare_plans(const PlanModel& before, const PlanSchedule& first,
                             const PlanModel& after, const PlanSchedule& second);

/// How much of one limit alone has to be added until there is a plan that reaches the coverage.
/// Without a number, more of it alone does not help: then it is not what conflicts.
struct PlanRelaxation {
    PlanLimit limit = PlanLimit::Budget;
    std::optional<std::int64_t> per_cent;  ///< smallest that was found to do, of what there is
};
/// For a problem with goal Cost whose coverage is not reached. Each limit is doubled until a plan
/// is found (at most 64 times of what there is), then narrowed down to one per cent; a plan stands
/// behind each number, so it is enough, and where the search could prove it, the smallest.
std::vector<PlanRelaxation> find_relaxations(const PlanProblem& problem,
                                             const PlanOptions& options);

}  // namespace gordion::planning
