// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "app/targets.hpp"
#include "core/text.hpp"
#include "web/test_town.hpp"

namespace gordion::web {
namespace {

class TargetPages : public ::testing::Test {
protected:
    TestBrowser browser_;
    const TestTown& town_ = TestTown::open();
};

TEST_F(TargetPages, SayWhatIsWantedAndWhoWantsIt) {
    const auto list = browser_.open("/zielbild");
    EXPECT_EQ(list.status, 200);
    EXPECT_TRUE(shows(list, "Digitales Zielbild der Kommunen 2030 (Beispiel)"));
    EXPECT_TRUE(shows(list, "Gordion, Beispiel"));
    EXPECT_EQ(browser_.open("/zielbild/gibt-es-nicht").status, 404);
}

TEST_F(TargetPages, ShowDistancesAndWhereTheyComeFrom) {
    const auto amt = browser_.open("/zielbild/zielbild-2030?gebiet=010545459");
    EXPECT_EQ(amt.status, 200);
    EXPECT_TRUE(shows(amt, town_.text("target.state_reached"))) << "one package is in use";
    EXPECT_TRUE(shows(amt, town_.text("target.state_unknown"))) << "nobody says all of it";
    EXPECT_TRUE(
        shows(amt, town_.text("target.reason_nobody", {{"measure", "declared.help_hours"}})));
    EXPECT_TRUE(shows(amt, "OZG-Leistungen fehlen"));
    EXPECT_EQ(browser_.open("/zielbild/zielbild-2030?gebiet=010545459039").status, 422)
        << "a municipality inside a Verband has no goals of its own";
    EXPECT_EQ(browser_.open("/zielbild/zielbild-2030?gebiet=99").status, 404);
    EXPECT_TRUE(
        shows(browser_.open("/zielbild/zielbild-2030?ort=Gr%C3%B6de"), "gebiet=010545459\""));
    const auto json = browser_.open("/zielbild/zielbild-2030/abstand.json?gebiet=010545459");
    const auto read = formats::parse_json(json.body);
    ASSERT_TRUE(read.has_value());
    EXPECT_GE(read.value().find("evidence")->find("system")->find("services")->as_int(), 1);
}

TEST_F(TargetPages, CompareTwoPictures) {
    app::Modules& in = *town_.modules;
    const Scope land{{"01"}, {"test"}, "target.keep", {}, false};
    const auto kept = in.targets.keep_picture(land, {"01"}, R"(id = "land"
version = "1"
title = "Ziel <Land>"
owner = "Land"
source = "Beschluss"
valid_from = "2026-01-01"
[[dimension]]
id = "tiefe"
title = "Tiefe"
measure = "coverage.3.weighted"
unit = "%"
step = [{ number = 1, name = "Alles", least = 95 }]
goal = [{ step = 1, until = "2029-12-31", addressees = ["verwaltung"] }]
)");
    ASSERT_TRUE(kept.has_value()) << kept.error().to_text();
    const auto page = browser_.open("/zielbild/vergleich?eines=zielbild-2030@1&anderes=land");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, town_.text("target.kind_higher")));
    EXPECT_TRUE(shows(page, town_.text("target.kind_sooner")));
    EXPECT_TRUE(shows(page, town_.text("target.kind_only_first")));
    EXPECT_TRUE(shows(page, "Ziel &lt;Land&gt;"));
    EXPECT_TRUE(shows(browser_.open("/zielbild/vergleich?eines=land&anderes=land"),
                      town_.text("target.same")));
    EXPECT_EQ(browser_.open("/zielbild/vergleich?eines=land").status, 404);
    EXPECT_TRUE(shows(browser_.open("/zielbild"), "/zielbild/land?version=1"));
}

}  // namespace
}  // namespace gordion::web
