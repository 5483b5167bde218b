// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/names.hpp"

#include <gtest/gtest.h>

namespace gordion::fitconnect {
namespace {

TEST(ServiceIdentifier, CarriesTheLeistungsschluessel) {
    EXPECT_EQ(service_identifier("99102013104000"), "urn:de:fim:leika:leistung:99102013104000");
    EXPECT_EQ(find_leistungsschluessel("urn:de:fim:leika:leistung:99102013104000"),
              "99102013104000");
    EXPECT_FALSE(find_leistungsschluessel("urn:de:fim:leika:leistung:991020131040"));
    EXPECT_FALSE(find_leistungsschluessel("urn:de:fim:leika:leistung:9910201310400x"));
    EXPECT_FALSE(find_leistungsschluessel("99102013104000"));
}

TEST(ServiceIdentifier, IsAUrnOfTheOfficialPattern) {
    for (const auto* fit : {"urn:de:x", "urn:de:fim:leika:leistung:99102013104000",
                            "urn:schema-fitko-de:fit-connect:id.bund.de:message_v6"}) {
        EXPECT_TRUE(is_service_identifier(fit)) << fit;
    }
    for (const auto* unfit : {"", "urn:", "urn:de", "urn:de:", "urn::x", "urn:-d:xyz", "URN:de:x",
                              "urn:de:ä", "urn:de:a b", "https://example.org"}) {
        EXPECT_FALSE(is_service_identifier(unfit)) << unfit;
    }
    EXPECT_FALSE(is_service_identifier("urn:de:" + std::string(249, 'a')));
    EXPECT_TRUE(is_service_identifier("urn:de:" + std::string(248, 'a')));
}

TEST(Region, ContainsWhatBeginsWithItsDigits) {
    EXPECT_TRUE(region_contains("DE", "DE010545459"));
    EXPECT_TRUE(region_contains("DE000000000000", "DE010545459"));
    EXPECT_TRUE(region_contains("DE01", "DE010545459130"));
    EXPECT_TRUE(region_contains("DE010000000000", "DE010545459130"));
    EXPECT_TRUE(region_contains("DE010545459", "DE010545459"));
    EXPECT_TRUE(region_contains("DE091620000", "DE091620000000"));
    EXPECT_FALSE(region_contains("DE010545459", "DE01054"));
    EXPECT_FALSE(region_contains("DE02", "DE01"));
    EXPECT_FALSE(region_contains("", "DE01"));
    EXPECT_FALSE(region_contains("DE0105454591301", "DE0105454591301"));
}

TEST(Uuid, IsBroughtIntoOneForm) {
    const std::string one = "f65feab2-4883-4dff-85fb-169448545d9f";
    EXPECT_EQ(normalize_uuid(one), one);
    EXPECT_EQ(normalize_uuid("F65FEAB2-4883-4DFF-85FB-169448545D9F"), one);
    EXPECT_EQ(normalize_uuid("F65FEAB248834DFF85FB169448545D9F"), one);
    for (const auto* wrong : {"", "f65feab2", "f65feab2-4883-4dff-85fb-169448545d9g",
                              "f65feab24883-4dff-85fb-169448545d9f0", "../../../etc/passwd"}) {
        EXPECT_FALSE(normalize_uuid(wrong)) << wrong;
    }
}

TEST(SemanticVersion, HasThreeNumbers) {
    EXPECT_TRUE(is_semantic_version("2.1.0"));
    EXPECT_TRUE(is_semantic_version("0.0.10"));
    for (const auto* wrong :
         {"", "2", "2.1", "2.1.0.0", "02.1.0", "2.1.x", "2..0", ".2.1", "2.1."}) {
        EXPECT_FALSE(is_semantic_version(wrong)) << wrong;
    }
}

TEST(Host, IsTheNameAlone) {
    EXPECT_EQ(host_of("https://fit.example"), "fit.example");
    EXPECT_EQ(host_of("https://fit.example/submission-api"), "fit.example");
    EXPECT_EQ(host_of("http://fit.example:8443/submission-api:1"), "fit.example");
    EXPECT_EQ(host_of("http://[::1]:8443/x"), "[::1]");
    EXPECT_EQ(host_of("http://[::1]"), "[::1]");
    EXPECT_EQ(host_of("fit.example:8443"), "fit.example");
    EXPECT_EQ(host_of(""), "");
}

}  // namespace
}  // namespace gordion::fitconnect
