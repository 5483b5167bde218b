// SPDX-License-Identifier: EUPL-1.2
#include "reuse/effective.hpp"

#include <gtest/gtest.h>

#include "fim/logic.hpp"
#include "reuse/reuse_test.hpp"

namespace gordion::reuse {
namespace {

using testing::find_code;

Date day(const char* iso) {
    return parse_date(iso).value();
}

ServiceDeclaration make_service() {
    ServiceDeclaration service;
    service.id = "p";
    ParameterDeclaration rate;
    rate.key = "satz";
    rate.type = ParameterType::Money;
    rate.unit = "EUR/Jahr";
    rate.levels = {ParameterLevel::Land, ParameterLevel::Verband, ParameterLevel::Gemeinde};
    rate.required = true;
    rate.label = {{"de", "Satz"}};
    ParameterDeclaration months;
    months.key = "monate";
    months.type = ParameterType::Integer;
    months.levels = rate.levels;
    months.fallback = "3";
    months.required = true;
    ParameterDeclaration note;
    note.key = "hinweis";
    note.levels = rate.levels;
    service.parameters = {rate, months, note};
    return service;
}

ParameterValue set(const char* region, const char* key, std::optional<std::string> value,
                   const char* from = "2026-01-01") {
    return {{"01"}, "p", region, key, std::move(value), day(from), "test", {0}};
}

const EffectiveValue& value_of(const std::vector<EffectiveValue>& values, std::string_view key) {
    for (const EffectiveValue& value : values) {
        if (value.declaration->key == key) {
            return value;
        }
    }
    throw Bug("the test asks for a declared key");
}

class EffectiveTest : public ::testing::Test {
protected:
    std::vector<EffectiveValue> resolve(const std::vector<ParameterValue>& stored,
                                        const char* ars = "010545459039",
                                        const char* on = "2026-11-23") {
        Judged<std::vector<EffectiveValue>> judged = effective_values(
            service_, testing::point_at(stored), {"Amt Pellworm", "25813", "Husum"}, ars, day(on));
        findings_ = std::move(judged.findings);
        return std::move(judged.value);
    }
    ServiceDeclaration service_ = make_service();
    Findings findings_;
};

TEST_F(EffectiveTest, TheMostSpecificRegionWins) {
    const std::vector<ParameterValue> stored = {
        set("010545459", "satz", "40.00"), set("01", "satz", "99.00"),
        set("010545459039", "satz", "20.00"), set("010545459103", "satz", "7.00")};
    const auto here = resolve(stored);
    EXPECT_EQ(value_of(here, "satz").value, "20.00");
    EXPECT_EQ(value_of(here, "satz").region, "010545459039");
    EXPECT_EQ(value_of(here, "satz").level, ParameterLevel::Gemeinde);
    const auto neighbour = resolve(stored, "010545459074");
    EXPECT_EQ(value_of(neighbour, "satz").value, "40.00");
    EXPECT_EQ(value_of(neighbour, "satz").level, ParameterLevel::Verband);
    EXPECT_EQ(value_of(resolve(stored, "01001"), "satz").value, "99.00");
}

TEST_F(EffectiveTest, AValueHoldsFromItsDayUntilItIsTakenBack) {
    const std::vector<ParameterValue> stored = {
        set("01", "satz", "1.00"), set("010545459", "satz", "40.00", "2026-01-01"),
        set("010545459", "satz", "50.00", "2026-07-01"),
        set("010545459", "satz", std::nullopt, "2027-01-01")};
    EXPECT_EQ(value_of(resolve(stored, "010545459039", "2025-12-31"), "satz").source,
              ValueSource::Absent);
    EXPECT_EQ(value_of(resolve(stored, "010545459039", "2026-06-30"), "satz").value, "40.00");
    EXPECT_EQ(value_of(resolve(stored, "010545459039", "2026-07-01"), "satz").value, "50.00");
    EXPECT_EQ(value_of(resolve(stored, "010545459039", "2027-01-01"), "satz").value, "1.00");
}

TEST_F(EffectiveTest, ALaterCorrectionForTheSameDayWins) {
    EXPECT_EQ(
        value_of(resolve({set("01", "satz", "1.00"), set("01", "satz", "2.00")}), "satz").value,
        "2.00");
}

TEST_F(EffectiveTest, AValueThatEndsGivesWayToTheOneBefore) {
    std::vector<ParameterValue> stored = {set("010545459", "satz", "40.00", "2025-01-01"),
                                          set("010545459", "satz", "10.00", "2026-06-01"),
                                          set("01", "satz", "1.00", "2020-01-01")};
    stored[1].valid_to = day("2026-08-31");
    const auto value = [&](const char* on) {
        return value_of(resolve(stored, "010545459039", on), "satz").value;
    };
    EXPECT_EQ(value("2026-05-31"), "40.00");
    EXPECT_EQ(value("2026-06-01"), "10.00");
    EXPECT_EQ(value("2026-08-31"), "10.00");
    EXPECT_EQ(value("2026-09-01"), "40.00");
    stored[0].valid_to = day("2026-01-31");
    EXPECT_EQ(value("2026-09-01"), "1.00") << "nothing of its own holds any more";
}

TEST_F(EffectiveTest, PassesOverWhatThisVersionDoesNotTake) {
    service_.parameters[0].maximum = "50.00";
    const std::vector<ParameterValue> stored = {
        set("01", "satz", "5.00"), set("010545459", "satz", "40.00"),
        set("010545459", "satz", "60.00", "2026-02-01"), set("01054", "satz", "7.00")};
    const auto values = resolve(stored);
    EXPECT_EQ(value_of(values, "satz").value, "40.00") << "the last one that fits";
    ASSERT_NE(find_code(findings_, "reuse.parameter_unfit"), nullptr);
    EXPECT_EQ(find_code(findings_, "reuse.parameter_unfit")->place, "010545459");
    service_.parameters[0].levels = {ParameterLevel::Land};
    EXPECT_EQ(value_of(resolve(stored), "satz").value, "5.00") << "only the Land may set it";
    service_.parameters[0].maximum = "1.00";
    EXPECT_EQ(value_of(resolve(stored), "satz").source, ValueSource::Absent);
    EXPECT_NE(find_code(findings_, "reuse.parameter_missing"), nullptr);
}

TEST_F(EffectiveTest, RequiresAValueWhereItsConditionIsTrue) {
    ParameterDeclaration account;
    account.key = "konto";
    account.levels = service_.parameters[0].levels;
    account.required_if = std::make_shared<const fim::Logic>(
        fim::Logic::compile(formats::parse_json(R"({">": [{"var": "params.satz"}, 5000]})").value())
            .value());
    service_.parameters.push_back(account);
    resolve({set("01", "satz", "50.00")});
    EXPECT_EQ(findings_.size(), 2U) << "nothing but street and mail of the authority is missing";
    const auto values = resolve({set("01", "satz", "50.01")});
    EXPECT_TRUE(value_of(values, "konto").is_required);
    const Finding& missing = findings_.back();
    EXPECT_EQ(missing.values.front().second, "konto");
    EXPECT_EQ(missing.values.back(),
              (std::pair<std::string, std::string>{"because", " (Satz: 50,01 €)"}));
    resolve({set("01", "satz", "50.01"), set("01", "konto", "DE1")});
    EXPECT_EQ(findings_.back().values.front().second, "authority_email");
}

TEST_F(EffectiveTest, ShowsWhatOtherLevelsSay) {
    service_.parameters[0].maximum = "50.00";
    const auto levels =
        level_values(service_, service_.parameters[0],
                     testing::point_at({set("00", "satz", "1.00"), set("01", "satz", "5.00"),
                                        set("010545459", "satz", "40.00"),
                                        set("010545459039", "satz", "60.00")}),
                     "010545459039", day("2026-11-23"));
    ASSERT_EQ(levels.size(), 4U);
    EXPECT_EQ(levels[0].stored.value, "60.00");
    EXPECT_FALSE(levels[0].fits);
    EXPECT_EQ(levels[1].level, ParameterLevel::Verband);
    EXPECT_TRUE(levels[1].fits);
    EXPECT_EQ(levels[2].stored.region, "01");
    EXPECT_FALSE(levels[3].fits) << "the Bund may not set it";
}

TEST_F(EffectiveTest, SaysWhatIsMissingAndWhereToSetIt) {
    const auto values = resolve({});
    EXPECT_EQ(value_of(values, "monate").source, ValueSource::Default);
    EXPECT_EQ(value_of(values, "hinweis").source, ValueSource::Absent);
    EXPECT_EQ(value_of(values, "authority_name").value, "Amt Pellworm");
    EXPECT_EQ(value_of(values, "authority_city").source, ValueSource::Directory);
    std::vector<std::string> keys;
    for (const Finding& finding : findings_) {
        EXPECT_EQ(finding.code, "reuse.parameter_missing");
        keys.push_back(finding.values.front().second);
    }
    EXPECT_EQ(keys, (std::vector<std::string>{"authority_street", "authority_email", "satz"}));
    EXPECT_EQ(findings_.back().values, (Values{{"key", "satz"},
                                               {"label", "Satz"},
                                               {"levels", "land, verband, gemeinde"},
                                               {"unit", "EUR/Jahr"},
                                               {"because", ""}}));
}

TEST_F(EffectiveTest, GivesRulesCentsAndPeopleEuros) {
    const auto values = resolve({set("01", "satz", "40.00")});
    const formats::Json logic = logic_params(values);
    EXPECT_EQ(logic.find("satz")->as_int(), 4000);
    EXPECT_EQ(logic.find("monate")->as_int(), 3);
    EXPECT_TRUE(logic.find("hinweis")->is_null());
    const formats::Json shown = display_params(values, "de");
    EXPECT_EQ(shown.text_at("satz"), "40,00 €");
    EXPECT_EQ(shown.text_at("hinweis"), "");
}

}  // namespace
}  // namespace gordion::reuse
