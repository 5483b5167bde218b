// SPDX-License-Identifier: EUPL-1.2
#include "regions/region.hpp"

#include <gtest/gtest.h>

namespace gordion::regions {
namespace {

Region region(std::string ars, std::string name, std::string kind) {
    Region made;
    made.level = level_of_ars(ars).value();
    made.ars = std::move(ars);
    made.name = std::move(name);
    made.kind = std::move(kind);
    return made;
}

TEST(Region, IsCalledAsPeopleCallIt) {
    EXPECT_EQ(full_name(region("053150000000", "Köln, Stadt", "61")), "Stadt Köln");
    EXPECT_EQ(full_name(region("091620000000", "München, Landeshauptstadt", "61")),
              "Landeshauptstadt München");
    EXPECT_EQ(full_name(region("091715103123", "Marktl, M", "60")), "Markt Marktl");
    EXPECT_EQ(full_name(region("094730151151", "Neustadt b.Coburg, GKSt", "67")),
              "Große Kreisstadt Neustadt b.Coburg");
    EXPECT_EQ(full_name(region("010545459039", "Gröde", "64")), "Gemeinde Gröde");
    EXPECT_EQ(full_name(region("010545459", "Pellworm", "51")), "Amt Pellworm");
    EXPECT_EQ(full_name(region("031515402", "Brome", "52")), "Samtgemeinde Brome");
    EXPECT_EQ(full_name(region("081155003", "VVG der Stadt Herrenberg", "54")),
              "VVG der Stadt Herrenberg");
    EXPECT_EQ(full_name(region("091755118", "Glonn (VGem)", "54")),
              "Verwaltungsgemeinschaft Glonn");
    EXPECT_EQ(full_name(region("120735051", "Schwedt/Oder, Stadt", "58")), "Stadt Schwedt/Oder");
    EXPECT_EQ(full_name(region("01054", "Nordfriesland", "43")), "Kreis Nordfriesland");
    EXPECT_EQ(full_name(region("03151", "Gifhorn", "44")), "Landkreis Gifhorn");
    EXPECT_EQ(full_name(region("05362", "Rhein-Erft-Kreis", "43")), "Rhein-Erft-Kreis");
    EXPECT_EQ(full_name(region("13072", "Landkreis Rostock", "44")), "Landkreis Rostock");
    EXPECT_EQ(full_name(region("08111", "Stuttgart, Stadtkreis", "42")), "Stadt Stuttgart");
    EXPECT_EQ(full_name(region("14", "Sachsen", "")), "Sachsen");
}

TEST(Region, DropsTheDesignationFromTheShortName) {
    EXPECT_EQ(short_name(region("120530000000", "Frankfurt (Oder), Stadt", "61")),
              "Frankfurt (Oder)");
    EXPECT_EQ(short_name(region("010545459039", "Gröde", "64")), "Gröde");
}

TEST(Region, ReadsANumberAsPeopleWriteIt) {
    EXPECT_EQ(parse_ars(" 05 3 15 0000 000 ").value(), "053150000000");
    EXPECT_EQ(ags_of("010545459039"), "01054039");
}

TEST(Region, RefusesANumberOfWrongLengthAndSaysSo) {
    const auto eleven = parse_ars("53150000000");
    ASSERT_FALSE(eleven);
    EXPECT_EQ(eleven.error().code, "regions.ars_length");
    EXPECT_EQ(eleven.error().values.back().second, "11");
    EXPECT_EQ(parse_ars("05315abc0000").error().code, "regions.ars_invalid");
    EXPECT_EQ(parse_ars("").error().code, "regions.ars_invalid");
}

TEST(Region, KnowsItsLevelByTheLengthOfItsNumber) {
    EXPECT_EQ(level_of_ars("00"), RegionLevel::Bund);
    EXPECT_EQ(level_of_ars("01054"), RegionLevel::Kreis);
    EXPECT_EQ(level_of_ars("0105"), std::nullopt);
    EXPECT_EQ(find_level("verband"), RegionLevel::Verband);
    EXPECT_EQ(find_level("dorf"), std::nullopt);
    EXPECT_EQ(to_string(RegionLevel::Gemeinde), "gemeinde");
}

}  // namespace
}  // namespace gordion::regions
