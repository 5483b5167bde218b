// SPDX-License-Identifier: EUPL-1.2
#include "reuse/succession.hpp"

#include "reuse/reuse_fixture_test.hpp"

namespace gordion::reuse::testing {
namespace {

class SuccessionTest : public TownsTest {
protected:
    std::vector<AffectedAdoption> affected(const std::string& version) {
        return Succession(*reuse_)
            .list_affected(*reuse_->load_package(dog_tax, version).value(), today_)
            .value();
    }
    static std::size_t count(const std::vector<AffectedAdoption>& all, ChangeEffect effect) {
        return static_cast<std::size_t>(std::count_if(
            all.begin(), all.end(), [&](const auto& one) { return one.effect == effect; }));
    }
    void set_rate(int number, const char* value) {
        ASSERT_TRUE(reuse_->set_parameter(
            scope_of(town(number).c_str()),
            {dog_tax, town(number), "satz_erster_hund", std::string(value), today_}));
    }
};
GORDION_ON_BOTH_DATABASES(SuccessionTest);

TEST_P(SuccessionTest, SaysForEachAdoptionWhatAVersionMeans) {
    publish_as_land(version_files("1.1.0", "neu"));
    set_new(0, "1");
    const auto all = affected("1.1.0");
    EXPECT_EQ(all.size(), std::size_t{town_count});
    EXPECT_EQ(all[0].effect, ChangeEffect::Compatible) << "it has the value already";
    EXPECT_EQ(count(all, ChangeEffect::NeedsParameters), 39U);
    EXPECT_EQ(all[1].reasons.front().code, "reuse.parameter_missing");
    EXPECT_FALSE(all[1].contact.email.empty());
    EXPECT_TRUE(affected("1.0.0").empty()) << "nobody is on an older one";
    Succession succession(*reuse_);
    EXPECT_EQ(succession.find_previous(dog_tax, "1.1.0").value(), "1.0.0");
    EXPECT_EQ(succession.find_previous(dog_tax, "1.0.0").value(), "");
    EXPECT_EQ(effect_of(succession.diff_versions(dog_tax, "1.0.0", "1.1.0").value()),
              ChangeEffect::NeedsParameters);
    EXPECT_EQ(succession.diff_versions(dog_tax, "1.0.0", "7.0.0").error().code,
              "reuse.offer_missing");
}

TEST_P(SuccessionTest, ConcernsOnlyWhoseOwnValueLosesItsEffect) {
    set_rate(3, "77");
    set_rate(4, "9");
    PackageFiles capped = version_files("2.0.0");
    std::string& service = capped.at("service.toml");
    const std::string maximum = "max = \"5000.00\"";
    service.replace(service.find(maximum, service.find("satz_erster_hund")), maximum.size(),
                    "max = \"50.00\"");
    const Judged<Package> package = read_package(capped).value();
    const auto loaded = compile_package(package.value, {});
    ASSERT_NE(loaded.value, nullptr) << to_text(loaded.findings);
    const auto all = Succession(*reuse_).list_affected(*loaded.value, today_).value();
    const auto own = std::find_if(all.begin(), all.end(), [](const AffectedAdoption& one) {
        return one.adoption.tenant.value == town(3);
    });
    ASSERT_NE(own, all.end());
    EXPECT_EQ(own->effect, ChangeEffect::Breaking);
    EXPECT_NE(find_code(own->reasons, "reuse.parameter_unfit"), nullptr);
    EXPECT_EQ(count(all, ChangeEffect::Breaking), 1U);
    EXPECT_EQ(count(all, ChangeEffect::Compatible), 39U);
}

TEST_P(SuccessionTest, TellsThatAnOwnValueIsDropped) {
    // A parameter that nothing reads comes and goes.
    publish_as_land(version_files("1.1.0", "neu"));
    set_new(5, "3");
    ASSERT_TRUE(reuse_->adopt_offer(scope_of(town(5).c_str()), {{town(5)}, dog_tax, "", today_}));
    const auto published = reuse_->publish_package(land_, version_files("2.0.0")).value();
    ASSERT_TRUE(published.value) << to_text(published.findings);
    EXPECT_EQ(find_code(published.findings, "reuse.version_too_small"), nullptr);
    const auto all = affected("2.0.0");
    EXPECT_EQ(count(all, ChangeEffect::Breaking), 1U);
    EXPECT_EQ(all[5].effect, ChangeEffect::Breaking);
    EXPECT_NE(find_code(all[5].reasons, "reuse.parameter_dropped"), nullptr);
    EXPECT_EQ(all[6].effect, ChangeEffect::Compatible) << "it never had the value";
}

TEST_P(SuccessionTest, WarnsOfAStepThatIsTooSmallAndRefusesAnotherType) {
    const auto small = reuse_->publish_package(land_, version_files("1.0.1", "neu")).value();
    ASSERT_TRUE(small.value) << to_text(small.findings);
    EXPECT_NE(find_code(small.findings, "reuse.version_too_small"), nullptr);
    PackageFiles retyped = version_files("3.0.0", "neu");
    std::string& service = retyped.at("service.toml");
    service = replace_all(service, "key = \"neu\"\nclass = \"e\"\ntype = \"integer\"",
                          "key = \"neu\"\nclass = \"e\"\ntype = \"money\"");
    const auto refused = reuse_->publish_package(land_, retyped).value();
    EXPECT_FALSE(refused.value);
    EXPECT_NE(find_code(refused.findings, "reuse.parameter_retyped"), nullptr);
    PackageFiles hidden = version_files("3.0.0");
    hidden.at("service.toml") =
        replace_all(hidden.at("service.toml"), "fees = \"due\"", "fees = \"due\"\nprivate = true");
    EXPECT_NE(
        find_code(reuse_->publish_package(land_, hidden).value().findings, "reuse.private_changed"),
        nullptr);
}

TEST_P(SuccessionTest, CountsHowCompleteEachAdministrationIs) {
    publish_as_land(version_files("1.1.0", "neu"));
    Overview overview(*reuse_);
    const auto all = overview.list_completeness(dog_tax, today_).value();
    ASSERT_EQ(all.size(), std::size_t{town_count});
    EXPECT_EQ(all[0].version, "1.0.0");
    EXPECT_EQ(all[0].filled, all[0].required);
    EXPECT_GT(all[0].required, 10U);
    const auto next = overview.find_completeness({town(0)}, dog_tax, "1.1.0", today_).value();
    EXPECT_EQ(next.required, all[0].required + 1);
    EXPECT_EQ(next.filled, all[0].filled);
    ASSERT_EQ(next.missing.size(), 1U);
    EXPECT_EQ(next.missing[0].values.front().second, "neu");
    EXPECT_EQ(next.name, "Gemeinde Ort 0");
    const auto stranger = overview.find_completeness({"05"}, dog_tax, "", today_).value();
    EXPECT_EQ(stranger.version, "1.1.0") << "who has not joined is measured by the newest one";
    EXPECT_LT(stranger.filled, stranger.required);
}

TEST_P(SuccessionTest, ExplainsEachValueWithWhatItOverrides) {
    set_rate(3, "77");
    clock_.advance_ms(1);
    set_rate(3, "78");
    const auto place =
        Overview(*reuse_).explain_values(dog_tax, "", town(3) + "003", today_).value();
    EXPECT_EQ(place.package->service().version, "1.0.0");
    const auto rate =
        std::find_if(place.values.begin(), place.values.end(), [](const ExplainedValue& value) {
            return value.effective.declaration->key == "satz_erster_hund";
        });
    ASSERT_NE(rate, place.values.end());
    EXPECT_EQ(rate->effective.value, "78.00");
    EXPECT_EQ(rate->effective.set_by, "test");
    ASSERT_EQ(rate->levels.size(), 2U);
    EXPECT_EQ(rate->levels[0].stored.region, town(3));
    EXPECT_EQ(rate->levels[1].stored.region, "01");
    EXPECT_EQ(rate->levels[1].stored.value, "40.00");
    EXPECT_TRUE(rate->history.empty()) << "set for the administration, not for the municipality";
    const auto own = Overview(*reuse_).explain_values(dog_tax, "", town(3), today_).value();
    const auto name = std::find_if(own.values.begin(), own.values.end(), [](const auto& value) {
        return value.effective.declaration->key == "authority_name";
    });
    EXPECT_EQ(name->directory, "Gemeinde Ort 3");
    EXPECT_EQ(Overview(*reuse_).explain_values(dog_tax, "", "999", today_).error().code,
              "reuse.region_unknown");
}

TEST_P(SuccessionTest, SaysWhatWillHoldFromWhichDayOn) {
    const Date spring = today_.plus_days(40);
    set_rate(3, "77");
    ASSERT_TRUE(reuse_->set_parameter(
        scope_of(town(3).c_str()),
        {dog_tax, town(3), "satz_erster_hund", std::string("90"), spring, spring.plus_days(9)}));
    const auto rate_on = [&](const Date& day) {
        auto place = Overview(*reuse_).explain_values(dog_tax, "", town(3) + "003", day).value();
        return *std::find_if(place.values.begin(), place.values.end(), [](const auto& value) {
            return value.effective.declaration->key == "satz_erster_hund";
        });
    };
    const ExplainedValue today = rate_on(today_);
    EXPECT_EQ(today.effective.value, "77.00");
    ASSERT_EQ(today.upcoming.size(), 2U);
    EXPECT_EQ(today.upcoming[0].from, spring);
    EXPECT_EQ(today.upcoming[0].value.value, "90.00");
    EXPECT_EQ(today.upcoming[1].from, spring.plus_days(10))
        << "it ends, and the former holds again";
    EXPECT_EQ(today.upcoming[1].value.value, "77.00");
    const ExplainedValue then = rate_on(spring);
    EXPECT_EQ(then.effective.value, "90.00");
    ASSERT_EQ(then.upcoming.size(), 1U);
    EXPECT_TRUE(rate_on(spring.plus_days(10)).upcoming.empty());
}

}  // namespace
}  // namespace gordion::reuse::testing
