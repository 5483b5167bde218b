// SPDX-License-Identifier: EUPL-1.2
#include "planning/target_picture.hpp"

#include <gtest/gtest.h>

#include "core/text.hpp"

namespace gordion::planning {
namespace {

using formats::Json;

constexpr const char* small = R"(id = "klein"
version = "1"
title = "Klein"
owner = "Land"
source = "Beschluss"
valid_from = "2026-01-01"
[[dimension]]
id = "zugang"
title = "Zugang"
measure = "coverage.2.weighted"
unit = "%"
[[dimension.step]]
number = 1
name = "Halb"
least = 50
[[dimension.step]]
number = 2
name = "Ganz"
least = 100.0
[[dimension.goal]]
step = 2
until = "2030-12-31"
addressees = ["verwaltung", "land"]
[[dimension.goal]]
step = 1
until = "2026-06-30"
addressees = ["verwaltung"]
)";

TargetPicture picture_of(const std::string& toml) {
    auto read = read_target_picture(toml);
    EXPECT_TRUE(read.has_value()) << (read ? "" : read.error().to_text());
    return std::move(read).value();
}

Json evidence(double value, double most) {
    return Json::object(
        {{"coverage",
          Json::object({{"2", Json::object({{"weighted", value}, {"weighted_most", most}})}})}});
}

std::string states(const std::vector<GoalDistance>& distances) {
    std::string all;
    for (const GoalDistance& one : distances) {
        all += std::string(to_string(one.state)) + (one.is_overdue ? "! " : " ");
    }
    return all;
}

TEST(TargetPictures, ShipAnExampleThatNamesItself) {
    ASSERT_EQ(built_in_pictures().size(), 1U);
    const TargetPicture& shipped = built_in_pictures().front();
    EXPECT_EQ(shipped.id, "zielbild-2030");
    EXPECT_GE(shipped.dimensions.size(), 5U);
    EXPECT_NE(shipped.title.find("Beispiel"), std::string::npos);
    for (const TargetDimension& dimension : shipped.dimensions) {
        EXPECT_FALSE(dimension.source.empty()) << dimension.id;
    }
}

TEST(TargetPictures, MeasureHowFarSomebodyIs) {
    const TargetPicture picture = picture_of(small);
    const Date today = parse_date("2026-11-23").value();
    const auto far =
        measure_distance(picture, TargetAddressee::Administration, evidence(20, 30), today);
    ASSERT_EQ(far.size(), 2U);
    EXPECT_EQ(far[0].goal->step, 1) << "by their days";
    EXPECT_EQ(states(far), "missing! missing ");
    EXPECT_EQ(far[0].needed, 50);
    EXPECT_EQ(far[0].step_now, std::nullopt);
    const auto open =
        measure_distance(picture, TargetAddressee::Administration, evidence(20, 60), today);
    EXPECT_EQ(states(open), "unknown! missing ");
    const auto near =
        measure_distance(picture, TargetAddressee::Administration, evidence(60, 100), today);
    EXPECT_EQ(states(near), "reached unknown ");
    EXPECT_EQ(near[0].step_now, 1);
    EXPECT_EQ(states(measure_distance(picture, TargetAddressee::Land, evidence(100, 100), today)),
              "reached ");
    EXPECT_TRUE(measure_distance(picture, TargetAddressee::Bund, evidence(0, 0), today).empty());
}

TEST(TargetPictures, DoNotGuessWhatNobodySays) {
    const TargetPicture picture = picture_of(small);
    const Date today = parse_date("2026-01-01").value();
    for (const char* text :
         {"{}", R"({"coverage":3})", R"({"coverage":{"2":{"weighted":"viel"}}})"}) {
        const auto distances = measure_distance(picture, TargetAddressee::Administration,
                                                formats::parse_json(text).value(), today);
        EXPECT_EQ(states(distances), "unknown unknown ") << text;
        EXPECT_FALSE(distances[0].value.has_value());
    }
    const auto exact = measure_distance(
        picture, TargetAddressee::Administration,
        formats::parse_json(R"({"coverage":{"2":{"weighted":40}}})").value(), today);
    EXPECT_EQ(states(exact), "missing missing ") << "a number without a span is exact";
}

TEST(TargetPictures, AreComparedWithoutMixingMeasures) {
    const auto kinds = [](const TargetPicture& first, const TargetPicture& second) {
        std::string all;
        for (const TargetDifference& difference : compare_pictures(first, second)) {
            all +=
                std::string(to_string(difference.kind)) +
                (difference.addressee ? ":" + std::string(to_string(*difference.addressee)) : "") +
                " ";
        }
        return all;
    };
    const TargetPicture first = picture_of(small);
    EXPECT_EQ(kinds(first, first), "");
    TargetPicture second = first;
    second.dimensions[0].goals[0].until = parse_date("2029-12-31").value();
    EXPECT_EQ(kinds(first, second), "sooner:land sooner:verwaltung ");
    EXPECT_EQ(kinds(second, first), "later:land later:verwaltung ");
    second.dimensions[0].goals[0].step = 1;
    second.dimensions[0].goals[0].addressees = {TargetAddressee::Bund, TargetAddressee::Land};
    EXPECT_EQ(kinds(first, second),
              "goal_only_second:bund lower:land sooner:land lower:verwaltung sooner:verwaltung ");
    second.dimensions[0].measure = "coverage.3.weighted";
    EXPECT_EQ(kinds(first, second), "measure ");
    second.dimensions[0].id = "anders";
    EXPECT_EQ(kinds(first, second), "only_first only_second ");
    second = first;
    second.dimensions[0].steps[0].least = 40;
    EXPECT_EQ(kinds(first, second), "steps ");
}

TEST(TargetPictures, AreRefusedWithTheirPlace) {
    const auto place = [](std::string_view from, std::string_view to) {
        const auto read = read_target_picture(replace_all(small, from, to));
        return read ? std::string("read") : read.error().place;
    };
    EXPECT_EQ(place("id = \"klein\"", "id = \"\""), "id");
    EXPECT_EQ(place("valid_from = \"2026-01-01\"", "valid_from = \"bald\""), "valid_from");
    EXPECT_EQ(place("number = 2", "number = 3"), "zugang.step.number");
    EXPECT_EQ(place("least = 100.0", "least = 50"), "zugang.step.least");
    EXPECT_EQ(place("least = 50", "least = \"viel\""), "zugang.step.least");
    EXPECT_EQ(place("step = 2", "step = 7"), "zugang.goal.step");
    EXPECT_EQ(place("until = \"2030-12-31\"", "until = \"2030-02-31\""), "zugang.goal.until");
    EXPECT_EQ(place("\"land\"", "\"planet\""), "zugang.goal.addressees");
    EXPECT_EQ(place("[\"verwaltung\", \"land\"]", "[]"), "zugang.goal.addressees");
    EXPECT_EQ(place("measure =", "measures ="), "zugang.measure");
    const std::string twice =
        std::string(small) + std::string(small).substr(std::string(small).find("[[dimension]]"));
    EXPECT_EQ(read_target_picture(twice).error().place, "zugang");
    EXPECT_EQ(read_target_picture("").error().place, "id");
    EXPECT_FALSE(read_target_picture("[[").has_value());
}

}  // namespace
}  // namespace gordion::planning
