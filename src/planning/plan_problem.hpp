// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/finding.hpp"
#include "core/time.hpp"

namespace gordion::planning {

/// The question of a reuse plan: which offers does which administration take, and when. A value:
/// everything that the answer depends on stands here, also what is only assumed. Time runs in
/// quarters from `start`; references are places in the lists below, -1 for none. See decision 0033
/// for what is modeled and why.
enum class PlanGoal {
    Benefit,  ///< as many points as the money and the staff allow
    Cost,     ///< as cheap as possible for a required coverage
};

/// What a year of an offer is worth, in thousandths of a point.
struct PlanWeights {
    std::int64_t per_case = 100;
    std::int64_t per_minute = 50;
    std::int64_t per_obligation = 20'000;  ///< once, if it is met in time
    bool operator==(const PlanWeights&) const = default;
};

/// Who pays: the area itself, a Land, a programme. Without amounts it pays whatever comes.
struct PlanPayer {
    std::string id;
    std::vector<std::int64_t> yearly_cents;  ///< one for each year of the plan, or none
    bool operator==(const PlanPayer&) const = default;
};

struct PlanProvider {
    std::string id;
    std::string name;
    std::int64_t rollouts_per_quarter = -1;  ///< -1: no limit
    std::int64_t adapters_per_quarter = -1;
    bool operator==(const PlanProvider&) const = default;
};

/// What an administration builds once for many offers: account, payment, receiver (NL1 to NL5).
struct PlanPrerequisite {
    std::string id;
    std::string name;
    std::vector<std::int32_t> needs;  ///< other prerequisites
    bool operator==(const PlanPrerequisite&) const = default;
};

struct PlanOffer {
    std::string id;
    std::string name;
    std::string bundle;  ///< offers of one bundle stand in for each other
    std::int32_t provider = -1;
    int maturity = 0;
    bool adapter = false;             ///< needs one to the Fachverfahren
    std::vector<std::int32_t> needs;  ///< prerequisites
    std::vector<std::int32_t> after;  ///< offers that must be live before or with it
    std::string forbidden_by;         ///< the law that stands against it; "" for none
    bool operator==(const PlanOffer&) const = default;
};

/// What a prerequisite costs one administration.
struct PlanSetup {
    std::int32_t prerequisite = -1;
    std::int64_t one_off_cents = 0;
    std::int64_t yearly_cents = 0;
    std::int32_t staff_tenths = 0;  ///< of a day
    std::int32_t payer = 0;
    bool operator==(const PlanSetup&) const = default;
};

struct PlanAdministration {
    std::string id;  ///< nine digits
    std::string name;
    std::int64_t inhabitants = 0;
    std::int32_t staff_tenths_per_quarter = 0;
    std::vector<PlanSetup> setups;          ///< one for each prerequisite that is not ready
    std::vector<std::int32_t> live_offers;  ///< taken already
    bool operator==(const PlanAdministration&) const = default;
};

/// An offer that an administration could take.
struct PlanPair {
    std::int32_t administration = -1;
    std::int32_t offer = -1;
    std::int64_t one_off_cents = 0;  ///< falls due in the year of going live
    std::int64_t yearly_cents = 0;   ///< from the year after it
    std::int64_t cases = 0;          ///< weighted, in a year
    std::int64_t minutes = 0;        ///< saved in a year
    std::int32_t staff_tenths = 0;   ///< worked off until the quarter of going live
    std::int32_t payer = 0;
    std::int32_t earliest = 0;   ///< the first quarter in which it can go live
    std::int32_t deadline = -1;  ///< the last quarter in which it meets the obligation; -1: any
    bool obligation = false;     ///< it would meet one
    bool operator==(const PlanPair&) const = default;
};

/// A figure that nobody has measured, shown with the result.
struct PlanAssumption {
    std::string id;
    std::string value;
    std::string source;
    bool operator==(const PlanAssumption&) const = default;
};

struct PlanProblem {
    std::string area;  ///< ARS; "00" for Germany
    std::string name;
    Date start;
    std::int32_t quarters = 12;
    std::int32_t benefit_quarters = 20;  ///< how long benefit is counted, from `start`
    PlanGoal goal = PlanGoal::Benefit;
    std::int64_t coverage_per_mille = 0;  ///< goal Cost: of all (inhabitant, bundle)
    PlanWeights weights;
    std::vector<PlanPayer> payers;  ///< the first is the area
    std::vector<PlanProvider> providers;
    std::vector<PlanPrerequisite> prerequisites;
    std::vector<PlanOffer> offers;
    std::vector<PlanAdministration> administrations;
    std::vector<PlanPair> pairs;  ///< in the order of their administrations
    std::vector<PlanAssumption> assumptions;

    [[nodiscard]] std::int32_t years() const { return (quarters + 3) / 4; }
    bool operator==(const PlanProblem&) const = default;
};

/// What no solver may see: planning.plan_cycle (value path: "a → b → a"), plan_negative (values id,
/// field), plan_duplicate, plan_unknown (a place outside a list), plan_tenant (an administration
/// outside the area), plan_size (a number of quarters, prerequisites … that is not supported),
/// plan_budget_length.
/// A problem without faults can be compiled.
Findings check_plan_problem(const PlanProblem& problem);

/// "2027 Q1" for a quarter of the plan.
std::string quarter_name(const PlanProblem& problem, std::int32_t quarter);
/// Its first and last day.
Date quarter_begin(const PlanProblem& problem, std::int32_t quarter);
Date quarter_end(const PlanProblem& problem, std::int32_t quarter);

namespace plan_limits {
inline constexpr std::int32_t quarters = 20;
inline constexpr std::size_t prerequisites = 6;
inline constexpr std::int64_t cents = 1'000'000'000'000;  ///< of one figure
inline constexpr std::int64_t figure = 1'000'000'000;     ///< cases, minutes, inhabitants
}  // namespace plan_limits

}  // namespace gordion::planning
