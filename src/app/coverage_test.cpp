// SPDX-License-Identifier: EUPL-1.2
#include "app/coverage.hpp"

#include <gtest/gtest.h>

#include "app/coverage_report.hpp"

namespace gordion::app {
namespace {

Date day(const char* iso) {
    return parse_date(iso).value();
}

reuse::Adoption step(const char* tenant, const char* package, const char* version, const char* from,
                     std::int64_t number) {
    reuse::Adoption adoption;
    adoption.tenant = {tenant};
    adoption.package_id = package;
    adoption.version = version;
    adoption.valid_from = day(from);
    adoption.number = number;
    return adoption;
}

class OwnCoverage : public ::testing::Test {
protected:
    OwnCoverage() {
        services::CatalogueContent content;
        content.bundles = {{10, 0, "Hund"}, {11, 0, "Haus"}};
        int number = 0;
        for (const auto& [key, bundle] :
             {std::pair("99102013002000", 10), std::pair("99102013003000", 10),
              std::pair("99012001000000", 11), std::pair("99999001000000", 0)}) {
            services::PublicService service;
            service.number = ++number;
            service.key = services::Leistungsschluessel{key};
            service.bundle_id = bundle;
            content.services.push_back(service);
        }
        catalogue_ = services::Catalogue::make(content, "x");
        offers_ = {offer("hund", "1.0.0", {"99102013002000", "99102013003000"}),
                   offer("hund", "2.0.0", {"99102013002000", "99012001000000"}),
                   offer("nichts", "1.0.0", {"99999001000000", "99888001000000"})};
    }

    static reuse::Offer offer(const char* id, const char* version, std::vector<std::string> keys) {
        reuse::Offer made;
        made.package_id = id;
        made.version = version;
        made.leistungsschluessel = std::move(keys);
        return made;
    }

    [[nodiscard]] std::string facts_of(std::vector<reuse::Adoption> steps) const {
        std::string all;
        for (const auto& fact : own_coverage(std::move(steps), offers_, *catalogue_)) {
            all += std::to_string(fact.bundle) + " " + fact.area + " " + fact.from.to_iso() + "–" +
                   (fact.until ? fact.until->to_iso() : "") + "; ";
        }
        return all;
    }

    std::shared_ptr<const services::Catalogue> catalogue_;
    std::vector<reuse::Offer> offers_;
};

TEST_F(OwnCoverage, LastsFromOneStepToTheNext) {
    EXPECT_EQ(facts_of({step("010545459", "hund", "2.0.0", "2025-01-01", 2),
                        step("010545459", "hund", "1.0.0", "2024-01-01", 1),
                        step("010545459", "hund", "", "2026-01-01", 3),
                        step("05", "hund", "1.0.0", "2024-06-01", 1)}),
              "10 010545459 2024-01-01–2024-12-31; 10 010545459 2025-01-01–2025-12-31; "
              "11 010545459 2025-01-01–2025-12-31; 10 05 2024-06-01–; ");
}

TEST_F(OwnCoverage, KnowsOneStepForEachDay) {
    EXPECT_EQ(facts_of({step("05", "hund", "1.0.0", "2024-01-01", 1),
                        step("05", "hund", "2.0.0", "2024-01-01", 2)}),
              "10 05 2024-01-01–; 11 05 2024-01-01–; ");
    EXPECT_EQ(facts_of({step("05", "hund", "1.0.0", "2024-01-01", 1),
                        step("05", "hund", "", "2024-01-01", 2)}),
              "");
}

TEST_F(OwnCoverage, LeavesOutWhatHasNoBundleAndNoOffer) {
    EXPECT_EQ(facts_of({step("05", "nichts", "1.0.0", "2024-01-01", 1),
                        step("05", "fort", "1.0.0", "2024-01-01", 1)}),
              "");
    EXPECT_EQ(facts_of({}), "");
}

TEST(CoverageShares, AreRoundedToATenth) {
    EXPECT_EQ(percent_text(0), "0.0");
    EXPECT_EQ(percent_text(123'456), "12.3");
    EXPECT_EQ(percent_text(999'950, ','), "100,0");
    EXPECT_EQ(percent_text(1'000'000), "100.0");
    EXPECT_EQ(find_rule("everywhere"), planning::CoverageRule::Everywhere);
    EXPECT_EQ(find_rule("x"), std::nullopt);
    EXPECT_EQ(rule_name(planning::CoverageRule::Weighted), "weighted");
}

}  // namespace
}  // namespace gordion::app
