// SPDX-License-Identifier: EUPL-1.2
#include "services/zustaendigkeit.hpp"

#include <gtest/gtest.h>

#include "services/services_test.hpp"

namespace gordion::services {
namespace {

const ZustaendigkeitRules& rules() {
    static const ZustaendigkeitRules read =
        read_zustaendigkeit_rules(testing::shipped("zustaendigkeit.toml")).value();
    return read;
}

Zustaendigkeit competent(std::string_view key, std::string_view ars12) {
    return find_zustaendigkeit(*testing::catalogue()->find(key), ars12, *testing::germany(),
                               rules())
        .value();
}

PublicService of_typ(std::string typ) {
    PublicService service;
    service.key = {"99999999999999"};
    service.name = "Beispiel";
    service.typ = std::move(typ);
    return service;
}

Zustaendigkeit competent_by_typ(std::string typ, std::string_view ars12) {
    return find_zustaendigkeit(of_typ(std::move(typ)), ars12, *testing::germany(), rules()).value();
}

std::string value_of(const Zustaendigkeit& found, std::string_view name) {
    for (const auto& value : found.values) {
        if (value.first == name) {
            return value.second;
        }
    }
    return {};
}

TEST(Zustaendigkeit, OfHundesteuerIsTheAdministrationOfThePlace) {
    const auto cologne = competent("99102013002000", "053150000000");
    EXPECT_EQ(cologne.tenant.value, "053150000");
    EXPECT_EQ(cologne.name, "Stadt Köln");
    EXPECT_EQ(cologne.reason, "services.competent_administration");
    EXPECT_EQ(cologne.certainty, Certainty::Assumption);
    EXPECT_FALSE(value_of(cologne, "ground").empty());
    EXPECT_EQ(value_of(cologne, "directory_date"), "2025-11-30");
    const auto groede = competent("99102013002000", "010545459039");
    EXPECT_EQ(groede.tenant.value, "010545459");
    EXPECT_EQ(groede.reason, "services.competent_verband");
    EXPECT_EQ(groede.administration->name, "Amt Pellworm");
    EXPECT_EQ(value_of(groede, "authority"), "Amt Pellworm");
    EXPECT_EQ(value_of(groede, "place"), "Gemeinde Gröde");
}

TEST(Zustaendigkeit, OfTheParkingPermitIsTheTrafficAuthority) {
    EXPECT_EQ(competent("99108001001000", "083110000000").tenant.value, "083110000");
    EXPECT_EQ(competent("99108001001000", "091620000000").tenant.value, "091620000");
    EXPECT_EQ(competent("99108001001000", "010545459039").tenant.value, "010545459")
        << "in Schleswig-Holstein the Amt";
    const auto brome = testing::germany()->search("Brome", 1).at(0).region->ars;
    EXPECT_EQ(competent("99108001001000", brome).tenant.value, "03151");
    EXPECT_EQ(competent("99108001001000", brome).reason, "services.competent_kreis");
}

TEST(Zustaendigkeit, FollowsFromTheTypisierung) {
    EXPECT_EQ(competent_by_typ("1", "053150000000").tenant.value, "00");
    EXPECT_EQ(competent_by_typ("1", "053150000000").certainty, Certainty::Rule);
    EXPECT_EQ(competent_by_typ("2", "053150000000").name, "Nordrhein-Westfalen");
    EXPECT_EQ(competent_by_typ("5", "053150000000").certainty, Certainty::Rule);
    EXPECT_EQ(competent_by_typ("5", "010545459039").tenant.value, "010545459");
    EXPECT_EQ(competent_by_typ("5", "010545459039").certainty, Certainty::Assumption)
        << "it could be the Kreis as well";
}

TEST(Zustaendigkeit, SaysWhenItIsUnclearAndWhomToAsk) {
    const auto unclear = competent_by_typ("2/3", "010545459039");
    EXPECT_EQ(unclear.certainty, Certainty::Unclear);
    EXPECT_EQ(unclear.reason, "services.unclear_land_or_kommune");
    EXPECT_TRUE(unclear.tenant.empty());
    EXPECT_EQ(unclear.candidates, (std::vector<TenantId>{{"010545459"}, {"01054"}, {"01"}}));
    EXPECT_EQ(competent_by_typ("4", "053150000000").candidates,
              (std::vector<TenantId>{{"053150000"}, {"05"}}));
    EXPECT_EQ(competent_by_typ("", "053150000000").reason, "services.unclear_typ");
    EXPECT_EQ(competent_by_typ("1, 2/3", "053150000000").reason, "services.unclear_typ");
    const auto forest = competent("99102013002000", "010539105105");
    EXPECT_EQ(forest.reason, "services.unclear_unincorporated");
    EXPECT_EQ(forest.certainty, Certainty::Unclear);
}

TEST(Zustaendigkeit, RefusesPlacesThatDoNotExist) {
    for (const char* ars : {"053150000001", "05315", "", "nonsense"}) {
        const auto refused = find_zustaendigkeit(of_typ("1"), ars, *testing::germany(), rules());
        ASSERT_FALSE(refused) << ars;
        EXPECT_EQ(refused.error().code, "regions.unknown_ars");
        EXPECT_EQ(refused.error().kind, ErrorKind::NotFound);
    }
}

TEST(ZustaendigkeitRules, PreferTheLongerPrefixAndTheNamedLand) {
    const auto read = read_zustaendigkeit_rules(R"(
version = "1"
date = 2026-01-01
[[rule]]
prefix = "99"
level = "bund"
ground = "a"
[[rule]]
prefix = "99102"
level = "land"
ground = "b"
[[rule]]
prefix = "99102"
level = "kreis"
ground = "c"
laender = ["09"]
)")
                          .value();
    const Leistungsschluessel key{"99102013002000"};
    EXPECT_EQ(read.find(key, "09")->ground, "c");
    EXPECT_EQ(read.find(key, "01")->ground, "b");
    EXPECT_EQ(read.find({"99108001000000"}, "01")->ground, "a");
    EXPECT_EQ(read.find({}, "01"), nullptr);
}

TEST(ZustaendigkeitRules, AreRefusedWithTheLine) {
    const auto code = [](std::string_view rule) {
        const auto read = read_zustaendigkeit_rules(
            "version = \"1\"\ndate = 2026-01-01\n[[rule]]\n" + std::string(rule));
        return read ? "" : read.error().code + " " + read.error().place;
    };
    EXPECT_EQ(code("prefix = \"x\"\nlevel = \"kreis\"\nground = \"g\""),
              "services.rules_invalid line 4");
    EXPECT_EQ(code("prefix = \"9\"\nlevel = \"dorf\"\nground = \"g\""),
              "services.rules_invalid line 5");
    EXPECT_EQ(code("prefix = \"9\"\nlevel = \"kreis\"\nground = \"g\"\ncolour = \"red\""),
              "services.rules_invalid line 7");
    EXPECT_EQ(code("prefix = \"9\"\nlevel = \"kreis\"\nground = \"g\"\nlaender = [\"1\"]"),
              "services.rules_invalid line 7");
    EXPECT_EQ(read_zustaendigkeit_rules("").error().code, "services.rules_invalid");
    EXPECT_EQ(read_zustaendigkeit_rules("[").error().code, "formats.toml_invalid");
}

}  // namespace
}  // namespace gordion::services
