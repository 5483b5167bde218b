// SPDX-License-Identifier: EUPL-1.2
#include "reuse/effective.hpp"

#include <gtest/gtest.h>

#include "reuse/reuse_test.hpp"

namespace gordion::reuse {
namespace {

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
    rate.levels = {ParameterLevel::Verband, ParameterLevel::Gemeinde};
    rate.required = true;
    rate.label = {{"de", "Satz"}};
    ParameterDeclaration months;
    months.key = "monate";
    months.type = ParameterType::Integer;
    months.fallback = "3";
    months.required = true;
    ParameterDeclaration note;
    note.key = "hinweis";
    service.parameters = {rate, months, note};
    return service;
}

ParameterValue set(const char* region, const char* key, std::optional<std::string> value,
                   const char* from = "2026-01-01", std::int64_t at = 0) {
    return {{"01"}, "p", region, key, std::move(value), day(from), "test", {at}};
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
        Judged<std::vector<EffectiveValue>> judged =
            effective_values(service_, stored, {"Amt Pellworm", "25813", "Husum"}, ars, day(on));
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
    EXPECT_EQ(value_of(resolve({set("01", "satz", "2.00", "2026-01-01", 20),
                                set("01", "satz", "1.00", "2026-01-01", 10)}),
                       "satz")
                  .value,
              "2.00");
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
                                               {"levels", "verband, gemeinde"},
                                               {"unit", "EUR/Jahr"}}));
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
