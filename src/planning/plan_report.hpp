// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "formats/json.hpp"
#include "planning/plan_solver.hpp"

namespace gordion::planning {

/// Why an offer is not in the plan: the first thing that stands against taking it now, on top of
/// the plan as it is.
enum class PlanObstacle {
    None,  ///< it would fit but adds nothing
    Law,
    Late,          ///< comes after the plan's last quarter
    Dependency,    ///< waits for an offer that is not taken
    Rival,         ///< another offer of the bundle is taken
    Prerequisite,  ///< a setup that is not built
    Staff,
    Budget,
    Capacity,  ///< of the provider
};
std::string_view to_string(PlanObstacle obstacle);

/// What is used up, and what one more unit of it would bring, by the prices of the bound: exact for
/// the relaxed model, about right for the plan.
struct PlanBottleneck {
    std::string what;  ///< "budget gebiet 2027", "staff 055540008 2027 Q1", "rollouts anbieter …"
    std::string unit;  ///< "1000 EUR", "day", "rollout", "adapter"
    double worth = 0;  ///< points (cents for goal Cost) for one unit more
};

/// Of every pair that is not taken, in the order of the problem's pairs.
std::vector<PlanObstacle> find_obstacles(const PlanModel& model, const PlanSchedule& schedule);
/// The dearest first; staff of at most `most` administrations.
std::vector<PlanBottleneck> find_bottlenecks(const PlanModel& model, const PlanAnswer& answer,
                                             std::size_t most);

/// For people: what is done in which quarter, what it costs, what binds. Large plans are summed.
std::string write_plan_text(const PlanModel& model, const PlanAnswer& answer);
/// For machines: everything, with the assumptions.
formats::Json write_plan_json(const PlanModel& model, const PlanAnswer& answer);
/// One row for each offer taken.
std::string write_plan_csv(const PlanModel& model, const PlanAnswer& answer);
/// RFC 5545: one event for each offer and setup, on the last day of its quarter.
std::string write_plan_calendar(const PlanModel& model, const PlanAnswer& answer, Instant now);

}  // namespace gordion::planning
