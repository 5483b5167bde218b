// SPDX-License-Identifier: EUPL-1.2
#include "planning/area_map.hpp"

#include <gtest/gtest.h>

#include "regions/germany_test.hpp"

namespace gordion::planning {
namespace {

TEST(AreaMaps, DrawEveryLandAndKreisOfTheDirectory) {
    const auto laender = draw_area_map(built_in_shapes(MapLevel::Laender), "00", 600);
    EXPECT_EQ(laender.areas.size(), 16U);
    EXPECT_EQ(laender.width, 600);
    EXPECT_GT(laender.height, 700);
    EXPECT_LT(laender.height, 900);
    const auto kreise = draw_area_map(built_in_shapes(MapLevel::Kreise), "00", 600);
    EXPECT_EQ(kreise.areas.size(), 400U);
    for (const AreaMap::Area& area : kreise.areas) {
        EXPECT_NE(regions::testing::germany()->find(area.area), nullptr) << area.area;
        EXPECT_EQ(area.path.front(), 'M') << area.area;
        EXPECT_EQ(area.path.back(), 'z') << area.area;
    }
}

TEST(AreaMaps, AreAsLargeAsTheirAreaAllows) {
    const auto& kreise = built_in_shapes(MapLevel::Kreise);
    EXPECT_EQ(draw_area_map(kreise, "05", 600).areas.size(), 53U);
    EXPECT_EQ(draw_area_map(kreise, "05334", 600).areas.size(), 1U);
    EXPECT_TRUE(draw_area_map(kreise, "99", 600).areas.empty());
    EXPECT_TRUE(draw_area_map({}, "00", 600).areas.empty());
}

TEST(AreaMaps, DrawHolesAndLeaveOutPointsThatFallTogether) {
    const auto shapes = read_area_shapes(R"({"features":[{"properties":{"ARS":"01"},"geometry":
        {"type":"Polygon","coordinates":[[[10,50],[12,50],[12,50.0001],[12,52],[10,52],[10,50]],
        [[11,51],[11.2,51],[11.2,51.2],[11,51]]]}}]})");
    ASSERT_TRUE(shapes.has_value()) << shapes.error().to_text();
    const auto map = draw_area_map(shapes.value(), "00", 100);
    ASSERT_EQ(map.areas.size(), 1U);
    EXPECT_EQ(map.areas[0].path, "M0 160l100 0 0 -160 -100 0 0 160 zM50 80l10 0 0 -16 -10 16 z");
    EXPECT_EQ(map.height, 160);
}

TEST(AreaMaps, RefuseWhatIsNoShape) {
    const auto place = [](std::string_view text) {
        const auto read = read_area_shapes(text);
        return read ? std::string("read") : read.error().code + " " + read.error().place;
    };
    EXPECT_EQ(place("[]"), "planning.map 0");
    EXPECT_EQ(place(R"({"features":[{}]})"), "planning.map 0");
    EXPECT_EQ(place(R"({"features":[{"properties":{"ARS":"x"},"geometry":{}}]})"),
              "planning.map 0");
    EXPECT_EQ(place(R"({"features":[{"properties":{"ARS":"01"},"geometry":{"type":"Point"}}]})"),
              "planning.map 0");
    EXPECT_EQ(place(R"({"features":[{"properties":{"ARS":"01"},"geometry":
        {"type":"Polygon","coordinates":[[[1,"x"]]]}}]})"),
              "planning.map 0");
    EXPECT_EQ(place(R"({"features":[{"properties":{"ARS":"01"},"geometry":
        {"type":"Polygon","coordinates":[[[1e300,1]]]}}]})"),
              "planning.map 0");
    EXPECT_EQ(place(R"({"features":[]})"), "read");
    EXPECT_FALSE(read_area_shapes("{").has_value());
}

}  // namespace
}  // namespace gordion::planning
