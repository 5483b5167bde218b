// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/result.hpp"
#include "planning/plan_solver.hpp"

namespace gordion::planning {

/// A mixed-integer model without a solver's words: maximize over columns that are 0 or 1.
struct PlanMip {
    struct Entry {
        std::int32_t row = 0;
        std::int32_t column = 0;
        double value = 0;
    };
    std::vector<double> objective;
    std::vector<Entry> entries;
    std::vector<double> row_limits;
    std::vector<bool> row_at_least;  ///< else at most
};

PlanMip build_mip(const PlanModel& model);
std::vector<double> columns_of(const PlanModel& model, PlanSchedule schedule);
/// Takes what is nearer to 1 than to 0.
PlanSchedule schedule_of(const PlanModel& model, std::span<const double> columns);

struct SearchResult {
    std::vector<double> columns;  ///< of the best that was found; none if there is none
    double bound = 0;
    bool is_proven = false;      ///< within the tolerance
    bool is_infeasible = false;  ///< no plan exists
    bool was_cancelled = false;
};

struct SearchOrder {
    const PlanMip* mip = nullptr;
    std::vector<double> start;  ///< a first solution, or none
    double tolerance = 0;
    std::int64_t time_limit_ms = 0;
    std::int64_t memory_bytes = 0;
    /// (objective, bound) whenever the child says so; false kills it.
    std::function<bool(double, double)> progress;
};
/// CBC in a child process, which ends with this call: it cannot be stopped from outside and may end
/// the process it runs in. What it says goes through a pipe; progress is asked five times a second.
/// Error codes: planning.search_failed (value reason: how the child ended).
Result<SearchResult> run_search(const SearchOrder& order);

}  // namespace gordion::planning
