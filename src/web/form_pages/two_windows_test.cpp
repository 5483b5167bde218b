// SPDX-License-Identifier: EUPL-1.2
// One draft in two windows: nothing is lost without a word.
#include <gtest/gtest.h>

#include "app/antraege.hpp"
#include "web/test_town.hpp"

namespace gordion::web {
namespace {

using formats::Json;

const std::string dogs = "G99000000004";

std::string text(std::string_view code) {
    return TestTown::open().text(code);
}

Json two_dogs() {
    Json answers = example_answers();
    Json second = answers.find(dogs)->as_array().front();
    second.set("F99000000030", "Luna");
    second.set("F99000000037", "276000000000077");
    answers.find(dogs)->push(std::move(second));
    return answers;
}

TEST(TwoWindows, OnDifferentPagesDoNotDisturbEachOther) {
    TestBrowser browser = begin_complete_draft(two_dogs());
    const auto owner = browser.open("/antrag/halter");
    const auto address = browser.open("/antrag/anschrift");
    ASSERT_EQ(
        browser.submit(owner, "/antrag/halter", {{"G99000000001.F99000000001", "Ada"}}).status,
        303);
    EXPECT_EQ(browser.submit(address, "/antrag/anschrift", {{"G99000000002.F99000000010", "Deich"}})
                  .status,
              303);
    EXPECT_TRUE(shows(browser.open("/antrag/halter"), "value=\"Ada\""));
    EXPECT_TRUE(shows(browser.open("/antrag/anschrift"), "value=\"Deich\""));
}

TEST(TwoWindows, SayWhatTheOtherOneSaved) {
    TestBrowser browser = begin_complete_draft(two_dogs());
    const auto first = browser.open("/antrag/halter");
    const auto second = browser.open("/antrag/halter");
    (void)browser.submit(
        first, "/antrag/halter",
        {{"G99000000001.F99000000001", "Ada"}, {"G99000000001.F99000000003.day", "1"}});
    const auto late =
        browser.submit(second, "/antrag/halter", {{"G99000000001.F99000000001", "Otto"}});
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(shows(late, text("web.draft_changed")));
    EXPECT_TRUE(shows(late, "value=\"Otto\""));
    EXPECT_EQ(between(late, "id=\"G99000000001-F99000000001-hinweis\">", "<"),
              "Im anderen Fenster gespeichert: Ada");
    EXPECT_EQ(between(late, "id=\"G99000000001-F99000000003-hinweis\">", "<"),
              "Im anderen Fenster gespeichert: 1.3.1985");
    EXPECT_FALSE(shows(late, "id=\"G99000000001-F99000000002-hinweis\""));
    EXPECT_EQ(browser.submit(late, "/antrag/halter", {}).status, 303) << "now knowingly";
    EXPECT_TRUE(shows(browser.open("/antrag/halter"), "value=\"Otto\""));
}

TEST(TwoWindows, RemoveNothingByANumberThatMeansAnotherOne) {
    TestBrowser browser = begin_complete_draft(two_dogs());
    const auto first = browser.open("/antrag/hunde");
    const auto second = browser.open("/antrag/hunde");
    ASSERT_EQ(browser.submit(first, "/antrag/hunde", {{"_remove", "1"}}).status, 303);
    const auto late = browser.submit(second, "/antrag/hunde", {{"_remove", "1"}});
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(shows(late, text("web.list_changed")));
    EXPECT_TRUE(shows(late, "Luna")) << "what is saved now";
    EXPECT_TRUE(shows(browser.open("/antrag/hunde"), "Luna"));
    EXPECT_EQ(browser.submit(late, "/antrag/hunde", {{"_remove", "1"}}).status, 303);
    EXPECT_FALSE(shows(browser.open("/antrag/hunde"), "Luna"));
}

TEST(TwoWindows, ShowWhatWasTypedForAnEntryThatIsGone) {
    TestBrowser browser = begin_complete_draft(two_dogs());
    const auto luna = browser.open("/antrag/hunde.2");
    for (int i = 0; i < 2; ++i) {
        ASSERT_EQ(browser.submit(browser.open("/antrag/hunde"), "/antrag/hunde", {{"_remove", "1"}})
                      .status,
                  303);
    }
    const auto late = browser.submit(luna, "/antrag/hunde.2",
                                     {{dogs + "[1].F99000000030", std::string("Luna") + hostile}});
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(shows(late, text("form.gone_text")));
    EXPECT_TRUE(shows(late, "Luna&quot;&gt;"));
    EXPECT_TRUE(shows(late, "href=\"/antrag/weiter\""));
    EXPECT_FALSE(shows(late, "<script>alert"));
}

TEST(TwoWindows, DoNotPutOneEntryOverAnother) {
    TestBrowser browser = begin_complete_draft(two_dogs());
    const auto second_dog = browser.open("/antrag/hunde.2");
    (void)browser.submit(browser.open("/antrag/hunde"), "/antrag/hunde", {{"_remove", "1"}});
    const auto late =
        browser.submit(second_dog, "/antrag/hunde.2", {{dogs + "[1].F99000000030", "Anders"}});
    EXPECT_EQ(late.status, 409) << "number two would be a new dog by now";
    EXPECT_FALSE(shows(browser.open("/antrag/hunde"), "Anders"));
}

TEST(ConditionalPages, LeaveNothingOfThemselvesWhenTheyDisappear) {
    Json answers = example_answers();
    answers.find("G99000000006")->set("F99000000050", true);
    answers.find("G99000000006")->set("F99000000051", "DE89370400440532013000");
    answers.find("G99000000006")->set("F99000000052", "Erika Beispiel");
    TestBrowser browser = begin_complete_draft(answers);
    EXPECT_TRUE(shows(browser.open("/antrag/pruefen"), "DE89370400440532013000"));
    const auto page = browser.open("/antrag/zahlung");
    ASSERT_EQ(
        browser.submit(page, "/antrag/zahlung", {{"G99000000006.F99000000050", "false"}}).status,
        303);
    EXPECT_FALSE(shows(browser.open("/antrag/pruefen"), "DE89370400440532013000"));
    const auto draft = app::open_draft(*TestTown::open().modules, draft_session(browser)).value();
    EXPECT_NE(formats::write_json(draft.answers()).find("DE89"), std::string::npos)
        << "a change of mind loses nothing";
    const Json handed_over = draft.package->form->fachdaten(draft.answers(), draft.context());
    EXPECT_EQ(formats::write_json(handed_over).find("DE89"), std::string::npos);
}

}  // namespace
}  // namespace gordion::web
