// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "planning/plan_model.hpp"
#include "planning/plan_prices.hpp"

namespace gordion::planning {

/// How far a solver is; told often.
struct PlanStep {
    std::string phase;  ///< "prices", "search"
    std::int64_t value = 0;
    double bound = 0;
    double elapsed_ms = 0;
};

struct PlanOptions {
    /// A gap that counts as none: one in ten thousand, as solvers of mixed-integer models usually
    /// take it. 0 asks for the proof to the last point.
    double tolerance = 0.0001;
    std::int64_t time_limit_ms = 60'000;
    int rounds = 300;  ///< of prices, at most
    unsigned threads = 2;
    std::int64_t memory_bytes = std::int64_t{6} << 30;  ///< of the search in a child process
    /// Larger models are not given to the search as one piece.
    std::size_t search_columns = 60'000;
    /// Called from one thread; false ends the work with the best so far.
    std::function<bool(const PlanStep&)> progress;
};

struct PlanAnswer {
    PlanSchedule schedule;     ///< keeps every rule, but perhaps the coverage
    bool is_complete = false;  ///< and the coverage, too
    std::int64_t value = 0;
    double bound = 1e300;    ///< no plan is worth more
    bool is_proven = false;  ///< within the tolerance
    bool was_cancelled = false;
    std::string method;  ///< "prices", "search"
    PlanPrices prices;   ///< what one more of everything is worth, about
    double elapsed_ms = 0;
    Findings findings;  ///< planning.plan_search (a warning) where the child process failed
    [[nodiscard]] double gap() const;
};

/// Prices (bound and plan) for any size.
PlanAnswer solve_by_prices(const PlanModel& model, const PlanOptions& options);
/// The whole model given to CBC in a child process, from a first plan on. A child that dies, or
/// runs out of time or memory, leaves the first plan and a finding.
PlanAnswer solve_by_search(const PlanModel& model, const PlanOptions& options, PlanAnswer first);
/// Prices, then the search where something is left to prove and the model is small enough.
PlanAnswer solve_plan(const PlanModel& model, const PlanOptions& options);

}  // namespace gordion::planning
