// SPDX-License-Identifier: EUPL-1.2
#include "audit/audit.hpp"
#include "reuse/reuse_fixture_test.hpp"

namespace gordion::reuse::testing {
namespace {

GORDION_ON_BOTH_DATABASES(ReuseTest);

TEST_P(ReuseTest, PublishesOnceAndNeverChanges) {
    publish();
    publish();
    const std::vector<Offer> offers = reuse_->list_offers(system_).value();
    ASSERT_EQ(offers.size(), 1U);
    EXPECT_EQ(offers.front().title, "Hundesteuer: Anmeldung eines Hundes");
    const PackageFiles other = changed_files("bescheid.de.md", "Guten Tag", "Hallo");
    EXPECT_EQ(reuse_->publish_package(system_, other).error().code, "reuse.version_taken");
    PackageFiles next = other;
    next.at("service.toml") = replace_all(next.at("service.toml"), "1.0.0", "1.10.0");
    publish(next);
    EXPECT_EQ(reuse_->list_offers(system_).value().front().version, "1.10.0");
    EXPECT_EQ(reuse_->load_files(dog_tax, "").value(), next);
    EXPECT_EQ(reuse_->load_package(dog_tax, "1.0.0").value()->service().version, "1.0.0");
    EXPECT_EQ(reuse_->load_package(dog_tax, "3.0.0").error().code, "reuse.offer_missing");
}

TEST_P(ReuseTest, RefusesABrokenPackageWithFindings) {
    const auto refused =
        reuse_->publish_package(system_, changed_files("rules.json", "iban_valid", "iban_magic"));
    ASSERT_TRUE(refused);
    EXPECT_FALSE(refused.value().value);
    EXPECT_NE(find_code(refused.value().findings, "fim.logic_operator_unknown"), nullptr);
    EXPECT_TRUE(reuse_->list_offers(system_).value().empty());
}

TEST_P(ReuseTest, NamesEveryMissingParameterBeforeJoining) {
    publish();
    const auto refused = reuse_->adopt_offer(system_, {{"010545459"}, dog_tax, "", today_});
    ASSERT_TRUE(refused) << refused.error().to_text();
    EXPECT_FALSE(refused.value().value);
    EXPECT_EQ(refused.value().findings.size(), 15U) << to_text(refused.value().findings);
    EXPECT_EQ(refused.value().findings.front().place, "010545459");
    EXPECT_TRUE(reuse_->list_adoptions(system_).value().empty());
    EXPECT_EQ(reuse_->find_adoption(dog_key, "010545459039", today_).value(), nullptr);
}

TEST_P(ReuseTest, SaysWhichMunicipalityOfAnAmtLacksAValue) {
    publish();
    ASSERT_TRUE(apply_plan(*reuse_).findings.empty());
    ASSERT_TRUE(set(system_, "010545459", "satz_erster_hund", std::nullopt));
    const auto refused = reuse_->adopt_offer(
        system_, {{"010545459"}, dog_tax, "", Date::from_days(today_.days_since_epoch() + 1)});
    ASSERT_EQ(refused.value().findings.size(), 1U) << to_text(refused.value().findings);
    EXPECT_EQ(refused.value().findings.front().place, "010545459103") << "Gröde has its own rate";
}

TEST_P(ReuseTest, ServesTheNextRequestAfterJoining) {
    publish();
    const std::unique_ptr<Reuse> other_node = make_node();
    EXPECT_EQ(other_node->find_adoption(dog_key, "010545459039", today_).value(), nullptr);
    const PlanOutcome outcome = apply_plan(*reuse_);
    ASSERT_TRUE(outcome.findings.empty()) << to_text(outcome.findings);
    EXPECT_EQ(outcome.adoptions.size(), 2U);
    const auto found = other_node->find_adoption(dog_key, "010545459039", today_).value();
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->adoption.tenant.value, "010545459");
    EXPECT_EQ(found->params.find("satz_erster_hund")->as_int(), 2000);
    EXPECT_EQ(found->params.find("satz_gefaehrlicher_hund")->as_int(), 40000);
    EXPECT_EQ(other_node->find_adoption(dog_key, "010545459039", today_).value(), found);
    EXPECT_EQ(other_node->find_adoption(dog_key, "010545459039", today_.plus_days(-400)).value(),
              nullptr);
    EXPECT_EQ(other_node->find_adoption("99108001001000", "010545459039", today_).value(), nullptr);
    ASSERT_TRUE(set(scope_of("010545459"), "010545459039", "satz_erster_hund", "21,50"));
    EXPECT_EQ(other_node->find_adoption(dog_key, "010545459039", today_)
                  .value()
                  ->params.find("satz_erster_hund")
                  ->as_int(),
              2150);
    const PlanOutcome again = apply_plan(*reuse_);
    EXPECT_EQ(again.values_set, 1U) << "the plan sets back what was changed, and nothing else";
    EXPECT_EQ(reuse_->list_adoptions(system_).value().size(), 2U);
}

TEST_P(ReuseTest, ShowsWhereEachValueComesFrom) {
    publish();
    ASSERT_TRUE(apply_plan(*reuse_).findings.empty());
    const auto view = reuse_->view_parameters(dog_tax, "", "010545459039", today_);
    ASSERT_TRUE(view) << view.error().to_text();
    EXPECT_TRUE(view.value().values.findings.empty());
    std::map<std::string, std::string> regions;
    for (const EffectiveValue& value : view.value().values.value) {
        regions[value.declaration->key] = value.source == ValueSource::Region    ? value.region
                                          : value.source == ValueSource::Default ? "default"
                                                                                 : "other";
    }
    EXPECT_EQ(regions["satz_erster_hund"], "010545459039");
    EXPECT_EQ(regions["satz_gefaehrlicher_hund"], "010545459");
    EXPECT_EQ(regions["ermaechtigung"], "01");
    EXPECT_EQ(regions["beginn_regel"], "default");
    EXPECT_EQ(regions["authority_name"], "other");
    const auto placed = reuse_->load_placed(dog_tax, "1.0.0", "010545459039", today_).value();
    EXPECT_EQ(placed->params.find("satz_erster_hund")->as_int(), 2000);
    EXPECT_EQ(reuse_->load_placed(dog_tax, "1.0.0", "010545459039", today_).value(), placed);
    EXPECT_EQ(reuse_->view_parameters(dog_tax, "", "010545459999", today_).error().code,
              "reuse.region_unknown");
}

TEST_P(ReuseTest, RefusesValuesThatDoNotBelongThere) {
    publish();
    const Scope amt = scope_of("010545459");
    const Scope land = scope_of("01");
    EXPECT_EQ(set(amt, "010545459", "satz_vierter_hund", "1").error().code,
              "reuse.parameter_unknown");
    EXPECT_EQ(set(amt, "010545459", "satz_erster_hund", "viel").error().code,
              "reuse.parameter_type");
    EXPECT_EQ(set(amt, "010545459", "satz_erster_hund", "5000,01").error().code,
              "reuse.parameter_range");
    EXPECT_EQ(set(land, "01", "satz_erster_hund", "1").error().code, "reuse.parameter_level");
    EXPECT_EQ(set(amt, "010545459", "ermaechtigung", "x").error().code, "reuse.parameter_level");
    EXPECT_EQ(set(system_, "010545460", "satz_erster_hund", "1").error().code,
              "reuse.region_unknown");
    EXPECT_EQ(set(system_, "053150000001", "satz_erster_hund", "1").error().code,
              "reuse.region_unknown");
    EXPECT_EQ(set(amt, "01", "ermaechtigung", "x").error().kind, ErrorKind::Forbidden);
    EXPECT_EQ(set(amt, "053150000", "satz_erster_hund", "1").error().code,
              "reuse.scope_too_narrow");
    EXPECT_EQ(set(land, "010545459", "satz_erster_hund", "1").error().code,
              "reuse.scope_too_narrow");
    EXPECT_TRUE(set(land, "01", "ermaechtigung", "KAG SH"));
    EXPECT_TRUE(set(amt, "010545459039", "satz_erster_hund", "1"));
    EXPECT_TRUE(set(scope_of("053150000"), "053150000000", "satz_erster_hund", "1"));
    EXPECT_EQ(reuse_->adopt_offer(scope_of("053150000"), {{"010545459"}, dog_tax, "", today_})
                  .error()
                  .code,
              "reuse.scope_too_narrow");
    for (const char* tenant : {"010545459039", "010545461", "0105", "", "xx"}) {
        EXPECT_EQ(reuse_->adopt_offer(system_, {{tenant}, dog_tax, "", today_}).error().code,
                  "reuse.tenant_unknown")
            << tenant;
    }
    EXPECT_EQ(
        reuse_->adopt_offer(system_, {{"010545459"}, "gibt-es-nicht", "", today_}).error().code,
        "reuse.offer_missing");
}

TEST_P(ReuseTest, KeepsTheHistoryOfAValue) {
    publish();
    const Scope amt = scope_of("010545459");
    for (const char* value : {"10", "20", "30"}) {
        clock_.advance_ms(1);
        ASSERT_TRUE(set(amt, "010545459", "satz_erster_hund", value));
    }
    clock_.advance_ms(1);
    ASSERT_TRUE(set(amt, "010545459", "satz_erster_hund", std::nullopt));
    const auto history = reuse_->list_history(dog_tax, "010545459", "satz_erster_hund").value();
    ASSERT_EQ(history.size(), 4U);
    EXPECT_FALSE(history.front().value);
    EXPECT_EQ(history.back().value, "10.00");
    EXPECT_EQ(history.back().set_by, "test");
    EXPECT_TRUE(audit::verify(*database_, system_, {"010545459"}).value().is_unbroken());
    EXPECT_EQ(audit::verify(*database_, system_, {"010545459"}).value().entries, 4);
}

TEST_P(ReuseTest, ANewVersionReplacesAndCanBeTakenBack) {
    publish();
    ASSERT_TRUE(apply_plan(*reuse_).findings.empty());
    PackageFiles next = slim_files();
    next.at("service.toml") = replace_all(next.at("service.toml"), "1.0.0", "1.1.0");
    publish(next);
    const auto version = [&](const Date& day) {
        return reuse_->find_adoption(dog_key, "010545459039", day).value()->adoption.version;
    };
    EXPECT_EQ(version(today_), "1.0.0") << "nobody is moved without deciding";
    const Scope amt = scope_of("010545459");
    ASSERT_TRUE(reuse_->adopt_offer(amt, {{"010545459"}, dog_tax, "", today_}));
    EXPECT_EQ(version(today_), "1.1.0");
    EXPECT_EQ(version(today_.plus_days(-1)), "1.0.0");
    ASSERT_TRUE(reuse_->adopt_offer(amt, {{"010545459"}, dog_tax, "1.0.0", today_.plus_days(1)}));
    EXPECT_EQ(version(today_.plus_days(1)), "1.0.0");
    EXPECT_EQ(reuse_->list_adopters(dog_tax, today_).value().size(), 2U);
    EXPECT_EQ(reuse_->list_adoptions(amt).value().size(), 3U);
}

}  // namespace
}  // namespace gordion::reuse::testing
