// SPDX-License-Identifier: EUPL-1.2
#include "planning/plan_solver.hpp"

#include <algorithm>
#include <cmath>

#include "core/stopwatch.hpp"
#include "planning/plan_ledger.hpp"
#include "planning/plan_search.hpp"

namespace gordion::planning {
namespace {

void note_failure(PlanAnswer& answer, const Error& error) {
    answer.findings.push_back(
        {"planning.plan_search", Severity::Warning, "", error.values, error.message});
}

/// Whether what the search found is a plan.
bool take_columns(const PlanModel& model, PlanAnswer& answer, const SearchResult& found) {
    if (found.columns.empty()) {
        return false;
    }
    PlanSchedule schedule = schedule_of(model, found.columns);
    // A solver counts in floating point: what it says is judged like everything else.
    const std::vector<std::string> broken = broken_rules(model, schedule);
    if (!broken.empty()) {
        answer.findings.push_back({"planning.plan_search",
                                   Severity::Warning,
                                   "",
                                   {{"reason", broken.front()}},
                                   "The search's plan breaks a rule and is not used."});
        return false;
    }
    const std::int64_t value = measure_plan(model, schedule).value;
    if (!answer.is_complete || value > answer.value) {
        answer.schedule = std::move(schedule);
        answer.value = value;
        answer.is_complete = true;
    }
    return true;
}

}  // namespace

PlanAnswer solve_by_search(const PlanModel& model, const PlanOptions& options, PlanAnswer first) {
    const Stopwatch watch;
    const double before = first.elapsed_ms;
    PlanAnswer answer = std::move(first);
    answer.method = "search";
    const PlanMip mip = build_mip(model);
    SearchOrder order;
    order.mip = &mip;
    if (answer.is_complete) {
        order.start = columns_of(model, answer.schedule);
    }
    order.tolerance = options.tolerance;
    order.time_limit_ms = options.time_limit_ms;
    order.memory_bytes = options.memory_bytes;
    order.progress = [&](double value, double bound) {
        const auto whole = std::max(
            std::abs(value) < 1e30 ? static_cast<std::int64_t>(value) : answer.value, answer.value);
        return !options.progress ||
               options.progress(
                   {"search", whole, std::min(bound, answer.bound), before + watch.elapsed_ms()});
    };
    const auto found = run_search(order);
    if (!found) {
        note_failure(answer, found.error());
    } else {
        const bool is_plan = take_columns(model, answer, found.value());
        answer.was_cancelled = answer.was_cancelled || found.value().was_cancelled;
        if (std::abs(found.value().bound) < 1e30) {
            answer.bound = std::min(answer.bound, found.value().bound);
        }
        if (found.value().is_infeasible) {
            answer.is_complete = false;
        } else if (is_plan && found.value().is_proven && options.tolerance <= 0) {
            answer.bound = std::min(answer.bound, static_cast<double>(answer.value));
        }
    }
    answer.is_proven = answer.is_complete && (answer.gap() <= options.tolerance ||
                                              answer.bound < static_cast<double>(answer.value) + 1);
    answer.elapsed_ms = before + watch.elapsed_ms();
    return answer;
}

PlanAnswer solve_plan(const PlanModel& model, const PlanOptions& options) {
    PlanAnswer answer = solve_by_prices(model, options);
    const std::size_t columns =
        (model.items.size() + model.blocks.size() * plan_limits::prerequisites) *
        static_cast<std::size_t>(model.quarters);
    const bool is_finished = answer.is_proven || answer.was_cancelled;
    if (is_finished || columns > options.search_columns || model.items.empty()) {
        return answer;
    }
    PlanOptions rest = options;
    rest.time_limit_ms = std::max<std::int64_t>(
        200, options.time_limit_ms - static_cast<std::int64_t>(answer.elapsed_ms));
    return solve_by_search(model, rest, std::move(answer));
}

}  // namespace gordion::planning
