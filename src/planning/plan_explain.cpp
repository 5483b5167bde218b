// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <map>

#include "core/names.hpp"
#include "planning/plan_ledger.hpp"
#include "planning/plan_report.hpp"

namespace gordion::planning {
namespace {

constexpr Names<PlanObstacle, 9> obstacle_names{{{PlanObstacle::None, "nothing_gained"},
                                                 {PlanObstacle::Law, "law"},
                                                 {PlanObstacle::Late, "late"},
                                                 {PlanObstacle::Dependency, "dependency"},
                                                 {PlanObstacle::Rival, "rival"},
                                                 {PlanObstacle::Prerequisite, "prerequisite"},
                                                 {PlanObstacle::Staff, "staff"},
                                                 {PlanObstacle::Budget, "budget"},
                                                 {PlanObstacle::Capacity, "capacity"}}};

PlanObstacle obstacle_of(const PlanModel& model, const PlanUse& use, const PlanSchedule& schedule,
                         std::uint32_t number) {
    const PlanItem& item = model.items[number];
    const auto b = static_cast<std::size_t>(item.block);
    const PlanBlock& block = model.blocks[b];
    if (item.bundle >= 0) {
        for (const std::uint32_t rival : block.rivals[static_cast<std::size_t>(item.bundle)]) {
            if (rival != number && schedule.items[rival] >= 0) {
                return PlanObstacle::Rival;
            }
        }
    }
    for (const auto& [waits, before] : block.after) {
        if (waits == number && schedule.items[before] < 0) {
            return PlanObstacle::Dependency;
        }
    }
    for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
        if ((item.needs >> p & 1U) != 0 && schedule.setups[b][p] < 0) {
            return PlanObstacle::Prerequisite;
        }
    }
    const auto last = static_cast<std::size_t>(model.quarters - 1);
    if (use.work_until[b][last] + item.staff >
        static_cast<std::int64_t>(block.staff) * model.quarters) {
        return PlanObstacle::Staff;
    }
    const PlanPayer& payer = model.problem->payers[static_cast<std::size_t>(item.payer)];
    if (!payer.yearly_cents.empty()) {
        const auto year = static_cast<std::size_t>(model.years - 1);
        if (use.payer_year[static_cast<std::size_t>(item.payer)][year] + item.one_off >
            payer.yearly_cents[year]) {
            return PlanObstacle::Budget;
        }
    }
    if (item.provider >= 0) {
        const auto p = static_cast<std::size_t>(item.provider);
        const PlanProvider& provider = model.problem->providers[p];
        const auto is_full = [last](std::int64_t limit, const auto& used) {
            return limit >= 0 &&
                   std::all_of(used.begin(), used.begin() + static_cast<long>(last) + 1,
                               [&](std::int64_t count) { return count >= limit; });
        };
        if (is_full(provider.rollouts_per_quarter, use.rollouts[p]) ||
            (item.adapter && is_full(provider.adapters_per_quarter, use.adapters[p]))) {
            return PlanObstacle::Capacity;
        }
    }
    return PlanObstacle::None;
}

}  // namespace

std::string_view to_string(PlanObstacle obstacle) {
    return name_of(obstacle_names, obstacle);
}

std::vector<PlanObstacle> find_obstacles(const PlanModel& model, const PlanSchedule& schedule) {
    const PlanProblem& problem = *model.problem;
    std::vector<PlanObstacle> all(problem.pairs.size(), PlanObstacle::Dependency);
    for (std::size_t i = 0; i < problem.pairs.size(); ++i) {
        const PlanPair& pair = problem.pairs[i];
        if (!problem.offers[static_cast<std::size_t>(pair.offer)].forbidden_by.empty()) {
            all[i] = PlanObstacle::Law;
        } else if (pair.earliest >= problem.quarters) {
            all[i] = PlanObstacle::Late;
        }
    }
    const PlanUse use = measure_plan(model, schedule);
    for (std::uint32_t i = 0; i < model.items.size(); ++i) {
        const auto pair = static_cast<std::size_t>(model.items[i].pair);
        all[pair] =
            schedule.items[i] >= 0 ? PlanObstacle::None : obstacle_of(model, use, schedule, i);
    }
    return all;
}

std::vector<PlanBottleneck> find_bottlenecks(const PlanModel& model, const PlanAnswer& answer,
                                             std::size_t most) {
    const PlanProblem& problem = *model.problem;
    const PlanPrices& prices = answer.prices;
    std::vector<PlanBottleneck> all;
    const auto add = [&](std::string what, std::string unit, double worth) {
        if (worth > 1e-9) {
            all.push_back({std::move(what), std::move(unit), worth});
        }
    };
    for (std::size_t p = 0; p < prices.money.size(); ++p) {
        for (std::size_t y = 0; y < problem.payers[p].yearly_cents.size(); ++y) {
            add("budget " + problem.payers[p].id + ", year " + std::to_string(y + 1), "1000 EUR",
                prices.money[p][y] * 100'000);
        }
    }
    const auto by_quarter = [&](const std::string& what, const std::string& unit,
                                const PlanPrices::Row& row, double factor) {
        for (std::int32_t q = 0; q < model.quarters; ++q) {
            add(what + ", " + quarter_name(problem, q), unit,
                row[static_cast<std::size_t>(q)] * factor);
        }
    };
    for (std::size_t p = 0; p < prices.rollouts.size(); ++p) {
        by_quarter("rollouts " + problem.providers[p].name, "rollout", prices.rollouts[p], 1);
        by_quarter("adapters " + problem.providers[p].name, "adapter", prices.adapters[p], 1);
    }
    for (std::size_t b = 0; b < std::min(most, prices.staff.size()); ++b) {
        by_quarter("staff " + problem.administrations[b].name + " until", "day", prices.staff[b],
                   10);
    }
    std::stable_sort(all.begin(), all.end(), [](const PlanBottleneck& a, const PlanBottleneck& b) {
        return a.worth > b.worth;
    });
    return all;
}

}  // namespace gordion::planning
