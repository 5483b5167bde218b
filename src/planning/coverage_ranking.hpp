// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <vector>

#include "planning/coverage.hpp"

namespace gordion::planning {

enum class CoverageRule { Programme, Everywhere, Weighted };

/// What the rule gives for the area, in millionths of its bundles (or of pairs of a bundle and an
/// inhabitant).
std::int64_t millionths_of(const AreaCoverage& area, CoverageRule rule);
/// What it can be at most, if all that is not known were offered.
std::int64_t highest_millionths_of(const AreaCoverage& area, CoverageRule rule);

struct RankedArea {
    AreaCoverage area;
    std::optional<int> rank;  ///< none: not everything is known about it
    bool is_tied = false;     ///< another area has the same rank
};

/// The areas by the rule, those without a rank after those with one, by their numbers. Areas are
/// tied where their shown values (a tenth of a percent) are equal; the next rank is left out as
/// often as areas are tied ("1, 2, 2, 4"). Where something is not known about an area it has no
/// rank, and the ranks of the others say nothing about it.
std::vector<RankedArea> rank_areas(std::vector<AreaCoverage> areas, CoverageRule rule);

}  // namespace gordion::planning
