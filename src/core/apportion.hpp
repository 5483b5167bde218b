// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace gordion {

/// Divides a whole amount by weights so that the parts sum to it exactly (method of the largest
/// remainder, Hare–Niemeyer): each gets its share rounded down, and what is left goes one by one to
/// the largest remainders; of equal ones to the first. A negative amount is divided as its
/// opposite.
///
/// Weights are not negative and not all zero, each below 2^62, else it is a Bug: whoever calls has
/// checked them and says what is wrong in his own words.
std::vector<std::int64_t> apportion(std::int64_t amount, std::span<const std::int64_t> weights);

}  // namespace gordion
