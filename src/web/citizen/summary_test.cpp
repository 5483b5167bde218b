// SPDX-License-Identifier: EUPL-1.2
// What is said on the last page before "Verbindlich absenden".
#include <gtest/gtest.h>

#include "core/money.hpp"
#include "web/bonfire_town.hpp"

namespace gordion::web {
namespace {

using formats::Json;

constexpr const char* fire = "G99000000903";

Json fire_of(int meters, const char* on) {
    Json answers = BonfireTown::answers("gueltig-grosses-feuer");
    answers.find(fire)->set("F99000000922", meters);
    answers.find(fire)->set("F99000000921", on);
    return answers;
}

TEST(Summary, ShowsWarningsAndNotesWithTheirQuestions) {
    TestBrowser citizen = BonfireTown::open().fill_in(fire_of(12, "2026-11-30"));
    const auto check = citizen.open("/antrag/pruefen");
    ASSERT_EQ(check.status, 200);
    const std::string hints = between(check, "id=\"hinweise\"", "</section>");
    EXPECT_NE(hints.find("kommt die Feuerwehr vorher zu Ihnen"), std::string::npos) << hints;
    EXPECT_NE(hints.find("weniger als zwei Wochen"), std::string::npos) << hints;
    const std::string link =
        between(check, "kommt die Feuerwehr vorher zu Ihnen. <a href=\"", "\"");
    EXPECT_EQ(link, "/antrag/feuer?change=1#G99000000903-F99000000922");
    const auto question = citizen.open(link.substr(0, link.find('#')));
    EXPECT_TRUE(shows(question, "id=\"" + link.substr(link.find('#') + 1) + "\""));
    EXPECT_TRUE(shows(check, "action=\"/antrag/absenden\"")) << "a warning keeps nobody from it";
}

TEST(Summary, SaysNothingWhereThereIsNothingToSay) {
    TestBrowser citizen = BonfireTown::open().fill_in(fire_of(5, "2027-03-27"));
    const auto check = citizen.open("/antrag/pruefen");
    ASSERT_EQ(check.status, 200);
    EXPECT_FALSE(shows(check, "id=\"hinweise\""));
}

TEST(Summary, DoesNotCallFaultsHints) {
    TestBrowser citizen = BonfireTown::open().fill_in(fire_of(21, "2027-03-27"));
    const auto check = citizen.open("/antrag/pruefen");
    EXPECT_FALSE(shows(check, "id=\"hinweise\"")) << "too large for the schema: no second finding";
    EXPECT_FALSE(shows(check, "/antrag/absenden"));
}

TEST(Summary, SaysItInTheLanguageOfThePage) {
    TestBrowser citizen = BonfireTown::open().fill_in(fire_of(12, "2027-03-27"));
    const Texts& texts = TestTown::open().server->site().texts();
    for (const std::string_view language : languages) {
        const auto check = citizen.open("/antrag/pruefen?lang=" + std::string(language));
        EXPECT_TRUE(shows(check, texts.text(language, "check.hints"))) << language;
        EXPECT_TRUE(shows(check, texts.text(language, "check.hints_intro"))) << language;
    }
}

TEST(Summary, NamesTheAmountThatIsToBeExpected) {
    const auto check =
        BonfireTown::open().fill_in(fire_of(5, "2027-03-27")).open("/antrag/pruefen");
    EXPECT_TRUE(
        shows(check, "Gebühr für die Genehmigung: voraussichtlich " + Money{2500}.to_german()));
    EXPECT_TRUE(shows(check, TestTown::open().text("check.expected_note")));
}

TEST(Summary, NamesNoAmountBeforeEverythingIsAnswered) {
    Json answers = fire_of(5, "2027-03-27");
    answers.find(fire)->erase("F99000000922");
    const auto check = BonfireTown::open().fill_in(answers).open("/antrag/pruefen");
    EXPECT_EQ(check.status, 200);
    EXPECT_FALSE(shows(check, "id=\"kosten\""));
}

TEST(Summary, NamesNoAmountThatThePackageDoesNotPromise) {
    const auto check = begin_complete_draft(example_answers()).open("/antrag/pruefen");
    EXPECT_EQ(check.status, 200);
    EXPECT_TRUE(shows(check, "Steuer in diesem Jahr"));
    EXPECT_FALSE(shows(check, "Steuer in jedem weiteren Jahr"));
}

}  // namespace
}  // namespace gordion::web
