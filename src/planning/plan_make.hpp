// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "planning/plan_problem.hpp"
#include "regions/directory.hpp"
#include "services/catalogue.hpp"

namespace gordion::planning {

/// The assumed figures of data/planning: costs by id, cases by service.
struct PlanFigures {
    struct Cases {
        std::string key;
        double per_1000 = 0;
        double minutes_paper = 0;
        double minutes_online = 0;
        double minutes_interface = 0;
    };
    std::map<std::string, double, std::less<>> values;
    std::vector<Cases> cases;
    std::vector<PlanAssumption> all;                     ///< as they travel with the result
    [[nodiscard]] double at(std::string_view id) const;  ///< 0 where there is none
};

/// Error codes: those of formats::parse_toml; planning.plan_figure (value id) for one that is no
/// number or is negative.
Result<PlanFigures> parse_plan_figures(std::string_view toml);

/// An offer that somebody has published.
struct PublishedOffer {
    std::string id;
    std::string title;
    std::string provider;
    std::vector<std::string> keys;  ///< Leistungsschluessel
};

struct PlanWish {
    std::string area;
    Date start;
    std::int32_t quarters = 12;
    PlanGoal goal = PlanGoal::Benefit;
    std::int64_t coverage_per_mille = 500;
    std::optional<std::int64_t> budget_cents;  ///< each year, of the whole area
    std::optional<std::int32_t> staff_tenths;  ///< each quarter, of each administration
    PlanWeights weights;
    bool all_bundles = false;  ///< also those in which municipalities have no part
};

struct PlanSources {
    const regions::Directory* directory = nullptr;
    const services::Catalogue* catalogue = nullptr;
    const PlanFigures* figures = nullptr;
    std::vector<PublishedOffer> offers;
};

/// A problem from the product's own data: every administration of the area, every bundle with
/// services that municipalities carry out, offered by the lead of its Themenfeld or by who has
/// published an offer for it. Everything else is assumed and travels with the problem. The same
/// data give the same problem. Error code: planning.plan_area (NotFound; value area).
Result<PlanProblem> make_plan_problem(const PlanSources& sources, const PlanWish& wish);

}  // namespace gordion::planning
