// SPDX-License-Identifier: EUPL-1.2
#include "planning/plan_whatif.hpp"

#include <algorithm>
#include <map>

#include "core/names.hpp"

namespace gordion::planning {
namespace {

constexpr Names<PlanLimit, 3> limit_names{{{PlanLimit::Budget, "budget"},
                                           {PlanLimit::Staff, "staff"},
                                           {PlanLimit::Capacity, "capacity"}}};

std::int64_t scaled(std::int64_t value, std::int64_t per_cent, std::int64_t most) {
    const std::int64_t whole = value / 100 * per_cent + (value % 100 * per_cent + 99) / 100;
    return std::clamp<std::int64_t>(whole, 0, most);
}

std::map<std::string, std::int8_t> taken_in(const PlanModel& model, const PlanSchedule& schedule) {
    const PlanProblem& problem = *model.problem;
    std::map<std::string, std::int8_t> taken;
    for (std::size_t i = 0; i < model.items.size(); ++i) {
        if (schedule.items[i] >= 0) {
            const PlanPair& pair = problem.pairs[static_cast<std::size_t>(model.items[i].pair)];
            taken[problem.administrations[static_cast<std::size_t>(pair.administration)].id + "/" +
                  problem.offers[static_cast<std::size_t>(pair.offer)].id] = schedule.items[i];
        }
    }
    return taken;
}

bool has_plan(const PlanProblem& problem, const PlanOptions& options) {
    const PlanModel model = compile_plan(problem).value;
    return solve_plan(model, options).is_complete;
}

}  // namespace

std::string_view to_string(PlanLimit limit) {
    return name_of(limit_names, limit);
}

PlanProblem scale_limit(PlanProblem problem, PlanLimit limit, std::int64_t per_cent) {
    switch (limit) {
        case PlanLimit::Budget:
            for (PlanPayer& payer : problem.payers) {
                for (std::int64_t& cents : payer.yearly_cents) {
                    cents = scaled(cents, per_cent, plan_limits::cents);
                }
            }
            break;
        case PlanLimit::Staff:
            for (PlanAdministration& one : problem.administrations) {
                one.staff_tenths_per_quarter = static_cast<std::int32_t>(
                    scaled(one.staff_tenths_per_quarter, per_cent, 1'000'000));
            }
            break;
        case PlanLimit::Capacity:
            for (PlanProvider& one : problem.providers) {
                if (one.rollouts_per_quarter >= 0) {
                    one.rollouts_per_quarter =
                        scaled(one.rollouts_per_quarter, per_cent, plan_limits::figure);
                }
                if (one.adapters_per_quarter >= 0) {
                    one.adapters_per_quarter =
                        scaled(one.adapters_per_quarter, per_cent, plan_limits::figure);
                }
            }
            break;
    }
    return problem;
}

PlanDifference compare_plans(const PlanModel& before, const PlanSchedule& first,
                             const PlanModel& after, const PlanSchedule& second) {
    PlanDifference made;
    const PlanUse old_use = measure_plan(before, first);
    const PlanUse new_use = measure_plan(after, second);
    made.points = new_use.points - old_use.points;
    made.cents = new_use.cents - old_use.cents;
    const auto old_taken = taken_in(before, first);
    const auto new_taken = taken_in(after, second);
    for (const auto& [name, quarter] : old_taken) {
        const auto found = new_taken.find(name);
        if (found == new_taken.end()) {
            made.lost.push_back(name);
        } else if (found->second != quarter) {
            made.moved.push_back(name);
        }
    }
    for (const auto& [name, quarter] : new_taken) {
        if (!old_taken.contains(name)) {
            made.gained.push_back(name);
        }
    }
    return made;
}

std::vector<PlanRelaxation> find_relaxations(const PlanProblem& problem,
                                             const PlanOptions& options) {
    std::vector<PlanRelaxation> all;
    for (const PlanLimit limit : {PlanLimit::Budget, PlanLimit::Staff, PlanLimit::Capacity}) {
        PlanRelaxation found{limit, std::nullopt};
        std::int64_t least = 100;
        for (std::int64_t most = 200; most <= 6'400 && !found.per_cent; most *= 2) {
            if (has_plan(scale_limit(problem, limit, most), options)) {
                found.per_cent = most;
            } else {
                least = most;
            }
        }
        while (found.per_cent && *found.per_cent - least > std::max<std::int64_t>(1, least / 100)) {
            const std::int64_t middle = (least + *found.per_cent) / 2;
            (has_plan(scale_limit(problem, limit, middle), options) ? *found.per_cent : least) =
                middle;
        }
        all.push_back(found);
    }
    return all;
}

}  // namespace gordion::planning
