// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>

namespace gordion::planning {

/// Of (bundle, inhabitant) pairs, in millionths. Up to 83 million inhabitants and 600 bundles make
/// 5 × 10^10 pairs, times a million stays below 2^63.
inline std::int64_t share_of_pairs(std::int64_t pairs, std::int64_t people, std::size_t bundles) {
    constexpr std::int64_t millionths = 1'000'000;
    const std::int64_t all = people * static_cast<std::int64_t>(bundles);
    return all == 0 ? 0 : pairs * millionths / all;
}

}  // namespace gordion::planning
