// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>

#include "core/random.hpp"
#include "planning/plan_problem.hpp"

namespace gordion::planning {

struct RandomPlan {
    int administrations = 1;
    int offers = 4;
    int quarters = 2;
    int prerequisites = 2;
    bool dependencies = true;
};

/// A problem of any size whose limits bite.
inline PlanProblem make_random_plan(std::uint64_t seed, const RandomPlan& size) {
    SeededRandom random(seed);
    const auto below = [&](std::uint64_t bound) {
        return static_cast<std::int64_t>(random.below(bound));
    };
    PlanProblem problem;
    problem.area = "05";
    problem.start = Date::make(2027, 1, 1).value();
    problem.quarters = size.quarters;
    problem.benefit_quarters = size.quarters + 4;
    problem.payers = {{"area", {}}, {"land", {}}};
    for (std::int32_t year = 0; year < problem.years(); ++year) {
        problem.payers[0].yearly_cents.push_back(size.administrations * size.offers * 60'000);
    }
    problem.providers = {{"p0", "P0", size.administrations, 1}, {"p1", "P1", -1, -1}};
    for (int p = 0; p < size.prerequisites; ++p) {
        problem.prerequisites.push_back({"r" + std::to_string(p), "R", {}});
    }
    if (size.prerequisites > 1) {
        problem.prerequisites[1].needs = {0};
    }
    for (int o = 0; o < size.offers; ++o) {
        PlanOffer offer;
        offer.id = "o" + std::to_string(o);
        offer.name = offer.id;
        offer.bundle = "b" + std::to_string(o == 1 ? 0 : o);
        offer.provider = static_cast<std::int32_t>(below(2));
        offer.adapter = below(3) == 0;
        if (size.prerequisites > 0 && below(4) != 0) {
            offer.needs.push_back(
                static_cast<std::int32_t>(below(static_cast<std::uint64_t>(size.prerequisites))));
        }
        if (size.dependencies && o > 1 && below(3) == 0) {
            offer.after.push_back(static_cast<std::int32_t>(below(static_cast<std::uint64_t>(o))));
        }
        problem.offers.push_back(offer);
    }
    for (int a = 0; a < size.administrations; ++a) {
        PlanAdministration one;
        one.id = "05000000" + std::to_string(a);
        one.name = one.id;
        one.inhabitants = 1'000 + below(9'000);
        one.staff_tenths_per_quarter = static_cast<std::int32_t>(10 * size.offers + below(40));
        for (int p = 0; p < size.prerequisites; ++p) {
            one.setups.push_back(
                {p, 20'000 + below(50'000), below(9'000), static_cast<std::int32_t>(below(40)), 0});
        }
        problem.administrations.push_back(one);
        for (int o = 0; o < size.offers; ++o) {
            PlanPair pair;
            pair.administration = a;
            pair.offer = o;
            pair.one_off_cents = 20'000 + below(200'000);
            pair.yearly_cents = below(40'000);
            pair.staff_tenths = static_cast<std::int32_t>(10 + below(60));
            pair.cases = below(2'000);
            pair.minutes = below(20'000);
            pair.payer = below(5) == 0 ? 1 : 0;
            pair.earliest = static_cast<std::int32_t>(below(2));
            pair.obligation = below(2) == 0;
            pair.deadline = below(2) == 0 ? -1 : static_cast<std::int32_t>(below(3));
            problem.pairs.push_back(pair);
        }
    }
    return problem;
}

}  // namespace gordion::planning
