// SPDX-License-Identifier: EUPL-1.2
#include "core/spelling.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace gordion {
namespace {

constexpr std::size_t longest_compared = 40;

}  // namespace

std::size_t typing_distance(std::string_view left, std::string_view right, std::size_t most) {
    left = left.substr(0, longest_compared);
    right = right.substr(0, longest_compared);
    const std::size_t longer = std::max(left.size(), right.size());
    if (longer - std::min(left.size(), right.size()) > most) {
        return most + 1;
    }
    using Line = std::array<std::uint8_t, longest_compared + 1>;
    Line before_last{};
    Line last{};
    Line current{};
    std::iota(last.begin(), last.end(), std::uint8_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        current[0] = static_cast<std::uint8_t>(i);
        std::uint8_t best = current[0];
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const unsigned replace = last[j - 1] + (left[i - 1] == right[j - 1] ? 0U : 1U);
            unsigned cost = std::min({replace, last[j] + 1U, current[j - 1] + 1U});
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
                cost = std::min(cost, before_last[j - 2] + 1U);
            }
            current[j] = static_cast<std::uint8_t>(cost);
            best = std::min(best, current[j]);
        }
        if (best > most) {
            return most + 1;
        }
        before_last = last;
        last = current;
    }
    return std::min<std::size_t>(last[right.size()], most + 1);
}

std::uint32_t letter_set(std::string_view folded) {
    std::uint32_t letters = 0;
    for (const char c : folded) {
        letters |= c >= 'a' && c <= 'z' ? 1U << static_cast<unsigned>(c - 'a') : 1U << 26U;
    }
    return letters;
}

}  // namespace gordion
