// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gordion {

/// How far two folded words (core/text.hpp) are apart in insertions, deletions, replacements and
/// swaps of neighbours (optimal string alignment). More than `most` is reported as most + 1, which
/// is much cheaper than the true number. Compares the first 40 letters.
[[nodiscard]] std::size_t typing_distance(std::string_view left, std::string_view right,
                                          std::size_t most);

/// How many typing errors a word of this length may have and still be meant.
[[nodiscard]] inline std::size_t tolerated_errors(std::size_t length) {
    return length < 4 ? 0 : length < 8 ? 1 : 2;
}

/// One bit per letter that occurs in a folded word. Each typing error changes at most two bits, so
/// two words whose sets differ in more than twice the tolerated errors need no closer look.
[[nodiscard]] std::uint32_t letter_set(std::string_view folded);
[[nodiscard]] inline bool may_be_near(std::uint32_t left, std::uint32_t right, std::size_t most) {
    return static_cast<std::size_t>(std::popcount(left ^ right)) <= 2 * most;
}

}  // namespace gordion
