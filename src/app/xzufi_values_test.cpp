// SPDX-License-Identifier: EUPL-1.2
#include "app/xzufi_values.hpp"

#include <gtest/gtest.h>

namespace gordion::app {
namespace {

using regions::RegionLevel;
using reuse::ParameterLevel;

std::string region(std::vector<ParameterLevel> levels, RegionLevel area, bool is_only = false) {
    reuse::ParameterDeclaration declaration;
    declaration.levels = std::move(levels);
    xzufi::AreaMatch match;
    match.level = area;
    match.region_key = area == RegionLevel::Bund ? "" : "key";
    return region_for_value(declaration, match, {{"010545459"}, "010545459039", is_only});
}

TEST(XzufiValues, StandWhereTheirAreaEnds) {
    const std::vector<ParameterLevel> both{ParameterLevel::Verband, ParameterLevel::Gemeinde};
    EXPECT_EQ(region(both, RegionLevel::Gemeinde), "010545459039");
    EXPECT_EQ(region(both, RegionLevel::Verband), "010545459");
    EXPECT_EQ(region(both, RegionLevel::Land), "010545459") << "never above the administration";
    EXPECT_EQ(region(both, RegionLevel::Bund), "010545459");
    EXPECT_EQ(region(both, RegionLevel::Gemeinde, true), "010545459") << "it is the same place";
}

TEST(XzufiValues, StandWhereTheParameterMay) {
    EXPECT_EQ(region({ParameterLevel::Gemeinde}, RegionLevel::Land), "010545459039");
    EXPECT_EQ(region({ParameterLevel::Verband}, RegionLevel::Gemeinde), "010545459");
    EXPECT_EQ(region({ParameterLevel::Land}, RegionLevel::Gemeinde), "010545459")
        << "the import refuses it there and says why";
}

}  // namespace
}  // namespace gordion::app
