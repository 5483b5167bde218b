// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "web/test_town.hpp"

namespace gordion::web {
namespace {

const FormFields erika{{"G99000000001.F99000000001", "Erika"},
                       {"G99000000001.F99000000002", "Beispiel"},
                       {"G99000000001.F99000000003.day", "27"},
                       {"G99000000001.F99000000003.month", "3"},
                       {"G99000000001.F99000000003.year", "1985"},
                       {"G99000000001.F99000000004", "erika@beispiel.example"}};

FormFields with(FormFields fields, const std::string& name, const std::string& value) {
    for (auto& field : fields) {
        if (field.first == name) {
            field.second = value;
            return fields;
        }
    }
    fields.emplace_back(name, value);
    return fields;
}

TEST(QuestionPage, GoesOnWhenEverythingIsGiven) {
    TestBrowser browser = begin_draft();
    const auto page = browser.open("/antrag/halter");
    ASSERT_EQ(page.status, 200);
    const auto next = browser.submit(page, "/antrag/halter", erika);
    EXPECT_EQ(next.status, 303) << between(next, "error-summary", "</div>");
    EXPECT_EQ(target_of(next), "/antrag/anschrift");
    EXPECT_TRUE(shows(browser.open("/antrag/halter"), "value=\"Erika\""));
}

TEST(QuestionPage, ShowsTheSameWordsOnTopAndAtTheField) {
    TestBrowser browser = begin_draft();
    const auto again = browser.submit(browser.open("/antrag/halter"), "/antrag/halter", {});
    EXPECT_EQ(again.status, 422);
    EXPECT_TRUE(shows(again, "<title>Fehler: "));
    const std::string summary = between(again, "<a href=\"#G99000000001-F99000000001\">", "</a>");
    EXPECT_FALSE(summary.empty());
    EXPECT_EQ(between(again, "id=\"G99000000001-F99000000001-fehler\">", "</p>"), summary);
}

TEST(QuestionPage, SaysThatFieldsAreMissingOrForeign) {
    TestBrowser browser = begin_draft();
    const auto page = browser.open("/antrag/halter");
    const std::string token = between(page, "name=\"_csrf\" value=\"", "\"");
    const auto missing = browser.post("/antrag/halter", {{"_csrf", token}});
    EXPECT_EQ(missing.status, 422);
    EXPECT_TRUE(shows(missing, "id=\"fehler\""));
    const auto foreign =
        browser.submit(page, "/antrag/halter", with(erika, "G99000000001.admin", "true"));
    EXPECT_EQ(foreign.status, 422);
    EXPECT_TRUE(shows(foreign, TestTown::open().text("forms.field_unknown")));
    EXPECT_FALSE(shows(browser.open("/antrag/halter"), "value=\"Erika\"")) << "nothing was saved";
}

TEST(QuestionPage, EscapesWhatWasTyped) {
    TestBrowser browser = begin_draft();
    auto fields = with(erika, "G99000000001.F99000000001", hostile);
    fields = with(fields, "G99000000001.F99000000003.day", hostile);
    fields = with(fields, std::string("G1") + hostile, hostile);
    const auto again = browser.submit(browser.open("/antrag/halter"), "/antrag/halter", fields);
    EXPECT_EQ(again.status, 422);
    EXPECT_FALSE(shows(again, "<script>alert"));
    EXPECT_TRUE(shows(again, "value=\"&quot;&gt;&lt;script&gt;"));
}

TEST(QuestionPage, LosesNothingInTwoTabs) {
    TestBrowser browser = begin_draft();
    const auto first = browser.open("/antrag/halter");
    const auto second = browser.open("/antrag/halter");
    ASSERT_EQ(browser.submit(first, "/antrag/halter", erika).status, 303);
    const auto otto = with(erika, "G99000000001.F99000000001", "Otto");
    const auto late = browser.submit(second, "/antrag/halter", otto);
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(shows(late, TestTown::open().text("web.draft_changed")));
    EXPECT_TRUE(shows(late, "value=\"Otto\"")) << "what was typed is still there";
    EXPECT_TRUE(shows(browser.open("/antrag/halter"), "value=\"Erika\"")) << "what was saved, too";
    EXPECT_EQ(browser.submit(late, "/antrag/halter", {}).status, 303);
    EXPECT_TRUE(shows(browser.open("/antrag/halter"), "value=\"Otto\""));
}

TEST(QuestionPage, SendsUnknownPagesToTheFirstOpenOne) {
    TestBrowser browser = begin_draft();
    EXPECT_EQ(target_of(browser.open("/antrag/gibt-es-nicht")), "/antrag/weiter");
    EXPECT_EQ(target_of(browser.open("/antrag/weiter")), "/antrag/halter");
}

TEST(Summary, EscapesAnswers) {
    formats::Json answers = example_answers();
    answers.find("G99000000001")->set("F99000000002", hostile);
    TestBrowser browser = begin_complete_draft(answers);
    const auto page = browser.open("/antrag/pruefen");
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(shows(page, "<script>alert"));
    EXPECT_TRUE(shows(page, "&lt;script&gt;alert(1)"));
}

TEST(Submit, GivesTheSameNumberForTheSamePost) {
    TestBrowser browser = begin_complete_draft(example_answers());
    const auto check = browser.open("/antrag/pruefen");
    const auto wrong_mail = browser.submit(check, "/antrag/absenden", {{"notify", "kein-at"}});
    EXPECT_EQ(wrong_mail.status, 422);
    const auto receipt = browser.submit(check, "/antrag/absenden", {{"notify", ""}});
    ASSERT_EQ(receipt.status, 200);
    const std::string number = between(receipt, "id=\"nummer\">", "<");
    const std::string code = between(receipt, "id=\"code\">", "<");
    EXPECT_TRUE(number.starts_with("010545459-")) << number;
    const auto again = browser.submit(check, "/antrag/absenden", {{"notify", ""}});
    EXPECT_EQ(between(again, "id=\"nummer\">", "<"), number);
    EXPECT_EQ(between(again, "id=\"code\">", "<"), code);
    EXPECT_FALSE(browser.cookies.at("gordion_vorgang").empty());
    EXPECT_EQ(browser.open("/status/vorgang").status, 200);
    const auto gone = browser.open("/antrag/halter");
    EXPECT_NE(gone.status, 200) << "the draft ended with the hand-over";
}

TEST(Submit, SendsIncompleteAnswersBack) {
    TestBrowser browser = begin_draft();
    const auto check = browser.open("/antrag/pruefen");
    const std::string token = between(check, "name=\"_csrf\" value=\"", "\"");
    const auto refused = browser.post("/antrag/absenden",
                                      {{"_csrf", token}, {"idempotency_key", "0123456789abcdef"}});
    EXPECT_EQ(target_of(refused), "/antrag/weiter");
}

TEST(Remember, LetsAnotherDeviceGoOn) {
    TestBrowser browser = begin_complete_draft(example_answers());
    const auto saved = browser.submit(browser.open("/antrag/pruefen"), "/antrag/merken", {});
    const std::string number = between(saved, "id=\"nummer\">", "<");
    const std::string code = between(saved, "id=\"code\">", "<");
    ASSERT_FALSE(code.empty());
    TestBrowser other;
    const auto opened = other.post("/fortsetzen", {{"number", number}, {"code", code}});
    EXPECT_EQ(target_of(opened), "/antrag/weiter");
    EXPECT_TRUE(shows(other.open("/antrag/halter"), "value=\"Erika\""));
}

TEST(Remember, KeepsWhatIsTypedOnThePage) {
    TestBrowser browser = begin_draft();
    const std::string name = "G99000000001.F99000000001";
    const auto page = browser.open("/antrag/halter");
    const auto saved = browser.submit(page, "/antrag/halter", {{name, "Ada"}, {"_remember", "1"}});
    EXPECT_EQ(saved.status, 307) << "the rest may be missing for now";
    EXPECT_EQ(target_of(saved), "/antrag/merken");
    EXPECT_TRUE(shows(browser.open("/antrag/halter"), "value=\"Ada\""));
    const auto faulty =
        browser.submit(browser.open("/antrag/halter"), "/antrag/halter",
                       {{"G99000000001.F99000000003.day", "x"}, {"_remember", "1"}});
    EXPECT_EQ(faulty.status, 422) << "what cannot be read cannot be kept";
}

TEST(Remember, LocksAfterWrongCodesAndSaysSo) {
    TestBrowser browser = begin_draft();
    const auto saved = browser.submit(browser.open("/antrag/pruefen"), "/antrag/merken", {});
    const std::string number = between(saved, "id=\"nummer\">", "<");
    TestBrowser other;
    http::Response last;
    for (int i = 0; i < 6; ++i) {
        last = other.post("/fortsetzen", {{"number", number}, {"code", "2222-2222-2222-2222"}});
        EXPECT_EQ(last.status, 422);
    }
    EXPECT_TRUE(shows(last, "Minuten")) << between(last, "id=\"code-fehler\">", "<");
    EXPECT_TRUE(shows(other.post("/fortsetzen", {{"number", hostile}, {"code", hostile}}),
                      "value=\"&quot;&gt;&lt;script&gt;"));
}

TEST(Session, OffersToResumeWhenItHasEnded) {
    TestBrowser browser = begin_draft();
    TestTown::open().clock.advance_ms(limits::session_idle_ms + 1);
    const auto ended = browser.open("/antrag/halter");
    EXPECT_EQ(ended.status, 401);
    EXPECT_TRUE(shows(ended, "href=\"/fortsetzen\""));
    EXPECT_TRUE(shows(ended, TestTown::open().text("identity.session_expired")));
    EXPECT_EQ(TestBrowser().open("/antrag/halter").status, 401);
}

}  // namespace
}  // namespace gordion::web
