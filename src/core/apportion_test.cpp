// SPDX-License-Identifier: EUPL-1.2
#include "core/apportion.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "core/random.hpp"
#include "core/verify.hpp"

namespace gordion {
namespace {

using Parts = std::vector<std::int64_t>;

TEST(Apportioning, GivesWhatIsLeftToTheLargestRemainders) {
    EXPECT_EQ(apportion(100, Parts{1, 1, 1}), (Parts{34, 33, 33}));
    EXPECT_EQ(apportion(10, Parts{53, 24, 23}), (Parts{5, 3, 2}));
    EXPECT_EQ(apportion(1, Parts{0, 5, 5}), (Parts{0, 1, 0}));
    EXPECT_EQ(apportion(-100, Parts{1, 1, 1}), (Parts{-34, -33, -33}));
    EXPECT_EQ(apportion(0, Parts{3, 4}), (Parts{0, 0}));
    EXPECT_EQ(apportion(7, Parts{9}), (Parts{7}));
}

TEST(Apportioning, SumsExactlyWhateverTheNumbers) {
    SeededRandom random(7);
    for (int round = 0; round < 2'000; ++round) {
        Parts weights(1 + random.below(40));
        for (std::int64_t& weight : weights) {
            weight = static_cast<std::int64_t>(random.below(std::uint64_t{1} << random.below(62)));
        }
        weights.front() += 1;
        const auto amount =
            static_cast<std::int64_t>(random.below(std::uint64_t{1} << random.below(62)));
        const Parts parts = apportion(amount, weights);
        EXPECT_EQ(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}), amount);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            EXPECT_TRUE(weights[i] != 0 || parts[i] == 0) << "nobody pays by a weight of nothing";
        }
    }
}

TEST(Apportioning, NeedsSomebodyWithAWeight) {
    EXPECT_THROW((void)apportion(1, Parts{}), Bug);
    EXPECT_THROW((void)apportion(1, Parts{0, 0}), Bug);
    EXPECT_THROW((void)apportion(1, Parts{2, -1}), Bug);
}

}  // namespace
}  // namespace gordion
