// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "planning/plan_problem.hpp"

namespace gordion::planning {

/// A pair as solvers see it. What can never be taken (no setup possible, forbidden, its dependency
/// is not offered) is no item.
struct PlanItem {
    std::int64_t one_off = 0;  ///< cents
    std::int64_t yearly = 0;
    std::int64_t points = 0;  ///< in each quarter in which it is live
    std::int64_t bonus = 0;   ///< once, if live by `deadline`
    std::int32_t pair = -1;
    std::int32_t block = -1;
    std::int32_t staff = 0;    ///< tenths of a day
    std::int32_t bundle = -1;  ///< place in PlanBlock::rivals, -1 if it has none
    std::int16_t payer = 0;
    std::int16_t provider = -1;
    std::int8_t earliest = 0;
    std::int8_t deadline = 0;
    std::uint8_t needs = 0;  ///< bits of the setups that have to stand
    bool adapter = false;
};

/// An administration: its items stand together.
struct PlanBlock {
    struct Setup {
        bool exists = false;  ///< has to be built; else it stands already
        std::int64_t one_off = 0;
        std::int64_t yearly = 0;
        std::int32_t staff = 0;
        std::int16_t payer = 0;
        std::uint8_t needs = 0;
    };
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::int32_t staff = 0;  ///< in each quarter
    std::int64_t inhabitants = 0;
    std::array<Setup, plan_limits::prerequisites> setups;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> after;  ///< item, the one it waits for
    std::vector<std::vector<std::uint32_t>> rivals;              ///< items of one bundle
};

/// A problem compiled for solvers: numbers only. The problem outlives it.
struct PlanModel {
    const PlanProblem* problem = nullptr;
    std::int32_t quarters = 0;
    std::int32_t years = 0;
    std::vector<PlanItem> items;
    std::vector<PlanBlock> blocks;
    std::int64_t coverage_required = 0;  ///< inhabitants times bundles; 0 for none

    /// What the goal counts for an item that goes live in a quarter: points, or cents below zero.
    [[nodiscard]] std::int64_t value(const PlanItem& item, std::int32_t quarter) const;
    [[nodiscard]] std::int64_t setup_value(const PlanBlock::Setup& setup,
                                           std::int32_t quarter) const;
    /// Cents of the whole plan.
    [[nodiscard]] std::int64_t cost(std::int64_t one_off, std::int64_t yearly,
                                    std::int32_t quarter) const {
        return one_off + yearly * (years - 1 - quarter / 4);
    }
};

/// The problem has no faults. Findings are notes planning.plan_impossible (values pair, reason:
/// law, dependency, late) for pairs that became no items.
Judged<PlanModel> compile_plan(const PlanProblem& problem);

/// When each item goes live and each setup stands; -1 for never. A value.
struct PlanSchedule {
    std::vector<std::int8_t> items;
    std::vector<std::array<std::int8_t, plan_limits::prerequisites>> setups;
    static PlanSchedule empty(const PlanModel& model);
    bool operator==(const PlanSchedule&) const = default;
};

/// What a schedule uses of everything that is limited.
struct PlanUse {
    std::int64_t value = 0;  ///< as the goal counts it
    std::int64_t points = 0;
    std::int64_t cents = 0;     ///< of the whole plan, all payers
    std::int64_t coverage = 0;  ///< inhabitants times bundles that become live
    std::size_t offers = 0;
    std::size_t obligations = 0;                        ///< met in time
    std::vector<std::vector<std::int64_t>> payer_year;  ///< cents
    /// Tenths of days that have to be done by the end of each quarter, by block.
    std::vector<std::array<std::int64_t, plan_limits::quarters>> work_until;
    std::vector<std::array<std::int64_t, plan_limits::quarters>> rollouts;  ///< by provider
    std::vector<std::array<std::int64_t, plan_limits::quarters>> adapters;
    [[nodiscard]] std::int64_t work(std::size_t block, std::int32_t quarter) const;
};

/// Counts from the schedule alone; knows no solver.
PlanUse measure_plan(const PlanModel& model, const PlanSchedule& schedule);
/// Every rule that the schedule breaks, in words; empty for a plan. The judge of all solvers.
std::vector<std::string> broken_rules(const PlanModel& model, const PlanSchedule& schedule);
/// How the work of an administration lies in quarters: as late as it must, as early as it can, so
/// that no quarter takes more than there is. Tenths of days.
std::vector<std::int64_t> staff_by_quarter(const PlanModel& model, const PlanUse& use,
                                           std::size_t block);

}  // namespace gordion::planning
