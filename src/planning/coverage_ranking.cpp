// SPDX-License-Identifier: EUPL-1.2
#include "planning/coverage_ranking.hpp"

#include <algorithm>

namespace gordion::planning {
namespace {

constexpr std::int64_t all = 1'000'000;

std::int64_t share(std::size_t bundles, const AreaCoverage& area) {
    return area.bundles == 0
               ? 0
               : static_cast<std::int64_t>(bundles) * all / static_cast<std::int64_t>(area.bundles);
}

// As it is shown: in tenths of a percent.
std::int64_t shown(const AreaCoverage& area, CoverageRule rule) {
    constexpr std::int64_t tenth_of_a_percent = 1'000;
    return (millionths_of(area, rule) + tenth_of_a_percent / 2) / tenth_of_a_percent;
}

}  // namespace

std::int64_t millionths_of(const AreaCoverage& area, CoverageRule rule) {
    switch (rule) {
        case CoverageRule::Programme:
            return share(area.programme, area);
        case CoverageRule::Everywhere:
            return share(area.everywhere, area);
        default:
            return area.weighted_millionths;
    }
}

std::int64_t highest_millionths_of(const AreaCoverage& area, CoverageRule rule) {
    if (area.is_known()) {
        return millionths_of(area, rule);
    }
    // For whole bundles one unknown pair may decide; only pairs can be bounded closer.
    return rule == CoverageRule::Weighted ? area.highest_millionths() : all;
}

std::vector<RankedArea> rank_areas(std::vector<AreaCoverage> areas, CoverageRule rule) {
    std::vector<RankedArea> ranked;
    for (AreaCoverage& area : areas) {
        ranked.push_back({std::move(area), std::nullopt, false});
    }
    std::stable_sort(
        ranked.begin(), ranked.end(), [&](const RankedArea& one, const RankedArea& other) {
            if (one.area.is_known() != other.area.is_known()) {
                return one.area.is_known();
            }
            const auto mine = shown(one.area, rule);
            const auto theirs = shown(other.area, rule);
            return one.area.is_known() && mine != theirs ? mine > theirs
                                                         : one.area.area < other.area.area;
        });
    for (std::size_t i = 0; i < ranked.size() && ranked[i].area.is_known(); ++i) {
        const bool as_before =
            i > 0 && shown(ranked[i - 1].area, rule) == shown(ranked[i].area, rule);
        ranked[i].rank = as_before ? ranked[i - 1].rank : std::optional(static_cast<int>(i) + 1);
        if (as_before) {
            ranked[i].is_tied = true;
            ranked[i - 1].is_tied = true;
        }
    }
    return ranked;
}

}  // namespace gordion::planning
