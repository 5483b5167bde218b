// SPDX-License-Identifier: EUPL-1.2
#include "core/apportion.hpp"

#include <algorithm>
#include <numeric>

#include "core/verify.hpp"

namespace gordion {

std::vector<std::int64_t> apportion(std::int64_t amount, std::span<const std::int64_t> weights) {
    __extension__ using Wide = __int128;
    Wide sum = 0;
    for (const std::int64_t weight : weights) {
        VERIFY(weight >= 0 && weight < (std::int64_t{1} << 62), "weights were checked");
        sum += weight;
    }
    VERIFY(sum > 0, "somebody has a weight");
    const bool is_negative = amount < 0;
    const Wide whole = is_negative ? -static_cast<Wide>(amount) : static_cast<Wide>(amount);
    std::vector<std::int64_t> parts;
    std::vector<Wide> remainders;
    Wide left = whole;
    for (const std::int64_t weight : weights) {
        const Wide product = whole * weight;
        parts.push_back(static_cast<std::int64_t>(product / sum));
        remainders.push_back(product % sum);
        left -= parts.back();
    }
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return remainders[one] > remainders[other];
    });
    for (std::size_t i = 0; left > 0; ++i, --left) {
        ++parts[order[i]];
    }
    if (is_negative) {
        std::transform(parts.begin(), parts.end(), parts.begin(), std::negate<>());
    }
    return parts;
}

}  // namespace gordion
