// SPDX-License-Identifier: EUPL-1.2
#include "regions/directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "regions/germany_test.hpp"

namespace gordion::regions {
namespace {

const Directory& germany() {
    return *testing::germany();
}

// The first answer for what was typed, with its Kreis.
std::string first(std::string_view text) {
    const auto hits = germany().search(text, 5);
    return hits.empty() ? "nothing" : hits[0].region->name + " | " + hits[0].kreis_name;
}

TEST(Directory, KnowsWhoLiesInWhom) {
    std::vector<std::string> names;
    for (const Region* region : germany().parents("010545459039")) {
        names.push_back(full_name(*region));
    }
    EXPECT_EQ(names, (std::vector<std::string>{"Amt Pellworm", "Kreis Nordfriesland",
                                               "Schleswig-Holstein", "Bund"}));
    EXPECT_EQ(germany().ancestor("083110000000", RegionLevel::Regierungsbezirk)->name,
              "Reg.-Bez. Freiburg");
    EXPECT_EQ(germany().ancestor("010545459039", RegionLevel::Regierungsbezirk), nullptr);
    EXPECT_EQ(germany().find("05")->population, germany().find("050000000000")->population);
    EXPECT_EQ(germany().find("00")->population, 83'577'140);
    EXPECT_EQ(germany().find("999999999999"), nullptr);
    EXPECT_EQ(germany().find("0531500000001"), nullptr);
    EXPECT_EQ(germany().find_by_ags("05315000")->ars, "053150000000");
    EXPECT_EQ(germany().find_by_ags("05399000"), nullptr);
}

TEST(Directory, KnowsWhoAdministersWhom) {
    const auto groede = germany().administration_of("010545459039");
    ASSERT_TRUE(groede);
    EXPECT_EQ(groede->id.value, "010545459");
    EXPECT_EQ(groede->name, "Amt Pellworm");
    EXPECT_EQ(groede->kind_name, "Amt");
    EXPECT_EQ(groede->seat, "Husum");
    EXPECT_EQ(groede->postcode, "25813");
    EXPECT_EQ(groede->directory_date.to_iso(), "2025-11-30");
    const auto cologne = germany().administration_of("053150000");
    ASSERT_TRUE(cologne);
    EXPECT_EQ(cologne->name, "Stadt Köln");
    EXPECT_EQ(cologne->seat, "Köln");
    EXPECT_FALSE(germany().administration_of("010539105105")) << "the Sachsenwald has none";
    EXPECT_FALSE(germany().administration_of("01054"));
    EXPECT_FALSE(germany().administration_of("nonsense"));
    EXPECT_FALSE(germany().is_administration(TenantId{"010539105"}));
    EXPECT_TRUE(germany().is_administration(TenantId{"083110000"}));
}

TEST(Directory, CountsFourThousandThreeHundredAndEightyNineAdministrations) {
    const auto all = germany().administrations();
    EXPECT_EQ(all.size(), 4389U);
    std::size_t alone = 0;
    std::size_t without_postcode = 0;
    std::size_t municipalities = 0;
    for (const Administration& one : all) {
        const auto members = germany().municipalities_of(one.id);
        municipalities += members.size();
        alone += one.id.value[5] == '0' ? 1U : 0U;
        without_postcode += one.postcode.empty() ? 1U : 0U;
        ASSERT_FALSE(members.empty()) << one.name;
    }
    EXPECT_EQ(alone, 3186U);
    EXPECT_EQ(municipalities, 10'751U) << "every municipality has exactly one administration";
    std::printf("[ Germany  ] %zu administrations without a postcode in the directory\n",
                without_postcode);
    EXPECT_LT(without_postcode, 60U);
}

TEST(Directory, ListsMunicipalitiesOfARegion) {
    EXPECT_EQ(germany().municipalities_of("010545459").size(), 4U);
    EXPECT_EQ(germany().municipalities_of("00").size(), 10'751U);
    EXPECT_TRUE(germany().municipalities_of("010545458").empty());
}

TEST(Directory, FindsByPostcode) {
    const auto freiburg = germany().find_by_postcode("79098");
    ASSERT_EQ(freiburg.size(), 1U);
    EXPECT_EQ(freiburg[0]->ars, "083110000000");
    const auto shared = germany().find_by_postcode("25813");
    ASSERT_GT(shared.size(), 1U);
    EXPECT_EQ(shared[0]->name, "Husum, Stadt") << "the largest place comes first";
    EXPECT_TRUE(germany().find_by_postcode("00000").empty());
    EXPECT_TRUE(germany().find_by_postcode("7909").empty());
    EXPECT_TRUE(germany().find_by_postcode("79O98").empty());
}

TEST(Directory, FindsAPlaceHoweverItIsTyped) {
    EXPECT_EQ(first("Freiburg"), "Freiburg im Breisgau, Stadt | Stadt Freiburg im Breisgau");
    EXPECT_EQ(first("Freibrug"), "Freiburg im Breisgau, Stadt | Stadt Freiburg im Breisgau");
    EXPECT_EQ(first("79098"), "Freiburg im Breisgau, Stadt | Stadt Freiburg im Breisgau");
    EXPECT_EQ(first("79098 Freiburg"), "Freiburg im Breisgau, Stadt | Stadt Freiburg im Breisgau");
    EXPECT_EQ(first("D-79098 Freiburg"),
              "Freiburg im Breisgau, Stadt | Stadt Freiburg im Breisgau");
    EXPECT_EQ(first("790"), "Freiburg im Breisgau, Stadt | Stadt Freiburg im Breisgau");
    EXPECT_EQ(first("Muenchen"), "München, Landeshauptstadt | Stadt München");
    EXPECT_EQ(first("munchen"), "München, Landeshauptstadt | Stadt München");
    EXPECT_EQ(first("MÜNCHEN"), "München, Landeshauptstadt | Stadt München");
    EXPECT_EQ(first("Koeln"), "Köln, Stadt | Stadt Köln");
    EXPECT_EQ(first("Stadt Köln"), "Köln, Stadt | Stadt Köln");
    EXPECT_EQ(first("köl"), "Köln, Stadt | Stadt Köln");
    EXPECT_EQ(first("Frankfurt Oder"), "Frankfurt (Oder), Stadt | Stadt Frankfurt (Oder)");
    EXPECT_EQ(first("frankfurt an der oder"), "Frankfurt (Oder), Stadt | Stadt Frankfurt (Oder)");
    EXPECT_EQ(first("Frankfurt"), "Frankfurt am Main, Stadt | Stadt Frankfurt am Main");
    EXPECT_EQ(first("st. ingbert"), "St. Ingbert, Stadt | Saarpfalz-Kreis");
    EXPECT_EQ(first("Sankt Ingbert"), "St. Ingbert, Stadt | Saarpfalz-Kreis");
    EXPECT_EQ(first("St.Ingbert"), "St. Ingbert, Stadt | Saarpfalz-Kreis");
    EXPECT_EQ(first("castroprauxel"), "Castrop-Rauxel, Stadt | Kreis Recklinghausen");
    EXPECT_EQ(first("Ober hausen"), "Oberhausen, Stadt | Stadt Oberhausen");
    EXPECT_EQ(first("Gröde"), "Gröde | Kreis Nordfriesland");
    EXPECT_EQ(first("Hallig Groede"), "Gröde | Kreis Nordfriesland");
    EXPECT_EQ(first("Garmisch"), "Garmisch-Partenkirchen, M | Landkreis Garmisch-Partenkirchen");
    EXPECT_EQ(first("Halle"), "Halle (Saale), Stadt | Stadt Halle (Saale)");
    EXPECT_EQ(first("Xyzzyqqq"), "nothing");
    EXPECT_EQ(first(""), "nothing");
    EXPECT_EQ(first("   "), "nothing");
    EXPECT_EQ(first("\xFF\xFE"), "nothing");
}

TEST(Directory, OffersAllPlacesOfANameWithTheirKreis) {
    const auto hits = germany().search("Neustadt", 50);
    const auto called = std::count_if(hits.begin(), hits.end(), [](const PlaceHit& hit) {
        return hit.region->name.find("Neustadt") != std::string::npos;
    });
    EXPECT_EQ(called, 20);
    EXPECT_EQ(hits[0].region->name, "Neustadt an der Weinstraße, Stadt");
    std::set<std::string> told_apart;
    for (const PlaceHit& hit : hits) {
        told_apart.insert(hit.region->name + hit.kreis_name);
    }
    EXPECT_EQ(told_apart.size(), hits.size());
}

TEST(Directory, UsesHintsToTellPlacesApart) {
    EXPECT_EQ(first("Neustadt an der Weinstraße"),
              "Neustadt an der Weinstraße, Stadt | Stadt Neustadt an der Weinstraße");
    EXPECT_EQ(first("Neustadt (Hessen)"),
              "Neustadt (Hessen), Stadt | Landkreis Marburg-Biedenkopf");
    EXPECT_EQ(first("neustadt hessen"), "Neustadt (Hessen), Stadt | Landkreis Marburg-Biedenkopf");
    EXPECT_EQ(first("Neustadt an der Aisch"),
              "Neustadt a.d.Aisch, St | Landkreis Neustadt a.d.Aisch-Bad Windsheim");
    EXPECT_EQ(first("Neustadt Ostholstein"), "Neustadt in Holstein, Stadt | Kreis Ostholstein");
    EXPECT_EQ(first("Neustadt Sachsen"),
              "Neustadt in Sachsen, Stadt | Landkreis Sächsische Schweiz-Osterzgebirge");
}

TEST(Directory, SurvivesRegionsWithoutParents) {
    Region lonely{"010545459039", RegionLevel::Gemeinde, "Gröde", {}, "64", 7, 2.5, {}};
    const auto directory = Directory::make({Date(), {lonely, lonely}, {{"25869", "01054039"}}});
    EXPECT_EQ(directory->counts().municipalities, 1);
    EXPECT_EQ(directory->parents(lonely.ars).size(), 1U);
    EXPECT_EQ(directory->search("groede", 3).size(), 1U);
    EXPECT_EQ(directory->find_by_postcode("25869").size(), 1U);
    EXPECT_FALSE(directory->administration_of(lonely.ars));
}

}  // namespace
}  // namespace gordion::regions
