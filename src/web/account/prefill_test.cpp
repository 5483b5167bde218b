// SPDX-License-Identifier: EUPL-1.2
// What an account says as the first answer of a question.
#include <gtest/gtest.h>

#include "web/account/test_account_service.hpp"
#include "web/bonfire_town.hpp"

namespace gordion::web {
namespace {

const std::string first = "/antrag/person";
const std::string first_name = "G99000000901.F99000000901";

TestBrowser begin_fire(const std::string& person) {
    (void)BonfireTown::open();
    TestBrowser browser;
    if (!person.empty()) {
        (void)sign_in(browser, person, "/");
    }
    const std::string page = "/leistung/" + std::string(bonfire) + "/" + groede;
    (void)browser.submit(browser.open(page), "/antrag/start", {});
    return browser;
}

bool says_where_from(const http::Response& page) {
    return shows(page, TestTown::open().text("form.from_account"));
}

TEST(Prefill, TakesFirstAnswersFromTheAccountAndSaysSo) {
    TestBrowser browser = begin_fire("wiebke-petersen");
    EXPECT_EQ(target_of(browser.open("/antrag/weiter")), first) << "what is prefilled is seen";
    const auto page = browser.open(first);
    EXPECT_TRUE(shows(page, "value=\"Wiebke\""));
    EXPECT_TRUE(shows(page, "value=\"wiebke.petersen@demo.example\""));
    EXPECT_TRUE(says_where_from(page));
    EXPECT_TRUE(shows(page, "aria-describedby=\"G99000000901-F99000000901-hinweis\""));
    const auto next = browser.submit(page, first, {});
    EXPECT_EQ(target_of(next), "/antrag/anschrift");
    EXPECT_TRUE(shows(browser.open("/antrag/anschrift"), "value=\"Musterdeich\""));
}

TEST(Prefill, MayBeChangedAndStaysChanged) {
    TestBrowser browser = begin_fire("wiebke-petersen");
    const auto page = browser.open(first);
    EXPECT_EQ(browser.submit(page, first, {{first_name, "Wieke"}}).status, 303);
    const auto again = browser.open(first);
    EXPECT_TRUE(shows(again, "value=\"Wieke\""));
    EXPECT_FALSE(shows(again, "id=\"G99000000901-F99000000901-hinweis\""));
    EXPECT_TRUE(shows(again, "id=\"G99000000901-F99000000902-hinweis\"")) << "the others still do";
}

TEST(Prefill, LeavesOutWhatTheAccountDoesNotSay) {
    TestBrowser browser = begin_fire("jonas-friedrich");
    EXPECT_TRUE(shows(browser.open(first), "value=\"Jonas\""));
    EXPECT_FALSE(says_where_from(browser.open("/antrag/anschrift")));
}

TEST(Prefill, NeedsSomebodyWhoIsSignedIn) {
    TestBrowser browser = begin_fire("");
    const auto page = browser.open(first);
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(says_where_from(page));
    EXPECT_TRUE(shows(page, "name=\"G99000000901.F99000000901\" type=\"text\" value=\"\""));
}

TEST(Prefill, LeavesAloneWhatWasAnsweredBeforeSigningIn) {
    TestBrowser browser = begin_fire("");
    const FormFields ida{{first_name, "Ida"},
                         {"G99000000901.F99000000902", "Petersen"},
                         {"G99000000901.F99000000903", ""}};
    ASSERT_EQ(browser.submit(browser.open(first), first, ida).status, 303);
    (void)sign_in(browser, "wiebke-petersen", "/antrag/weiter");
    const auto page = browser.open(first);
    EXPECT_TRUE(shows(page, "value=\"Ida\""));
    EXPECT_FALSE(shows(page, "wiebke.petersen@demo.example")) << "left empty stays empty";
    const auto address = browser.open("/antrag/anschrift");
    EXPECT_EQ(address.status, 200);
    EXPECT_FALSE(shows(address, "Musterdeich"));
}

}  // namespace
}  // namespace gordion::web
