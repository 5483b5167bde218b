// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "http/form.hpp"
#include "http/percent.hpp"
#include "web/account/account_pages.hpp"
#include "web/account/test_account_service.hpp"

namespace gordion::web {
namespace {

const std::string question = "/antrag/halter";

TEST(SignIn, ComesBackToThePageItLeft) {
    TestBrowser browser;
    const auto front = browser.open("/leistung/" + std::string(hundesteuer) + "/" + groede);
    EXPECT_TRUE(shows(front, "/anmelden?zurueck="));
    const auto done = sign_in(browser, "wiebke-petersen", "/suche?q=hund");
    EXPECT_EQ(done.status, 303);
    EXPECT_EQ(target_of(done), "/suche?q=hund");
    EXPECT_TRUE(shows(browser.open("/"), "Wiebke Petersen"));
    EXPECT_TRUE(browser.cookies.at("gordion_anmeldung").empty());
}

TEST(SignIn, LeadsNobodyToAnotherSite) {
    for (const char* address :
         {"//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "javascript:x",
          "/a\r\nSet-Cookie: x", "", "/<script>", "evil"}) {
        EXPECT_EQ(safe_page(address), "/") << address;
        TestBrowser browser;
        const auto done = sign_in(browser, "wiebke-petersen", http::percent_encode(address));
        EXPECT_EQ(target_of(done), "/") << address;
    }
    EXPECT_EQ(safe_page("/" + std::string(400, 'a')), "/");
    EXPECT_EQ(safe_page("/suche?q=a%20b&x=1"), "/suche?q=a%20b&x=1");
}

TEST(SignIn, OfAnotherBrowserOrTimeIsRefused) {
    TestBrowser browser;
    const auto begun = browser.open("/anmelden/bei/demo-konto?zurueck=%2Fsuche");
    const std::string state = target_of(begun).substr(target_of(begun).find("state=") + 6);
    const std::string answer = "/anmelden/zurueck/demo-konto?code=wiebke-petersen&state=";
    TestBrowser victim;  // was sent the link of somebody who wants to be signed in there
    EXPECT_EQ(victim.open(answer + state).status, 403);
    EXPECT_EQ(victim.cookies.count("gordion_konto"), 0U);

    const auto wrong = browser.open(answer + "guessed");
    EXPECT_EQ(wrong.status, 403);
    EXPECT_TRUE(shows(wrong, TestTown::open().text("identity.sign_in_state")));
    EXPECT_TRUE(shows(wrong, "/anmelden/bei/demo-konto?niveau=00&amp;zurueck=%2Fsuche"));
    EXPECT_EQ(browser.open(answer + state).status, 403) << "one try is all there is";

    TestBrowser twice;
    const auto done = sign_in(twice, "wiebke-petersen", "/");
    EXPECT_EQ(done.status, 303);
    EXPECT_EQ(twice.open(answer + state).status, 403);
    EXPECT_TRUE(shows(twice.open("/"), "Wiebke Petersen")) << "who is signed in stays so";
}

TEST(SignIn, SaysThatItWasBrokenOff) {
    TestBrowser browser;
    const auto done = sign_in(browser, "", "/antrag/weiter");
    EXPECT_EQ(done.status, 422);
    EXPECT_TRUE(shows(done, TestTown::open().text("account.failed_title")));
    EXPECT_TRUE(shows(done, TestTown::open().text("account.kept")));
    EXPECT_FALSE(shows(browser.open("/"), "/abmelden"));
}

TEST(SignIn, KnowsItsProvidersOnly) {
    TestBrowser browser;
    EXPECT_EQ(browser.open("/anmelden/bei/nobody").status, 404);
    EXPECT_EQ(browser.open("/anmelden/demo/nobody").status, 404);
    EXPECT_EQ(browser.open("/anmelden/zurueck/nobody?code=x&state=y").status, 403);
    const auto hostile_state =
        browser.open("/anmelden/demo/demo-konto?state=" + http::percent_encode(hostile));
    EXPECT_EQ(hostile_state.status, 200);
    EXPECT_FALSE(shows(hostile_state, "<script>alert"));
    EXPECT_TRUE(shows(hostile_state, "erfunden"));
    const auto choice = browser.open("/anmelden?zurueck=%2F&niveau=40");
    EXPECT_TRUE(shows(choice, "/anmelden/bei/demo-konto"));
    EXPECT_FALSE(shows(choice, "/anmelden/bei/demo-organisation")) << "it never reaches 40";
}

TEST(SigningOut, ClosesWhatIsOpenInTheBrowser) {
    TestBrowser browser = begin_draft();
    (void)sign_in(browser, "wiebke-petersen", "/");
    const TestBrowser before = browser;
    const auto page = browser.open("/");
    EXPECT_EQ(browser.post("/abmelden", {{"_csrf", "guessed"}}).status, 403);
    EXPECT_TRUE(shows(browser.open("/"), "Wiebke Petersen"));
    EXPECT_EQ(target_of(browser.submit(page, "/abmelden", {})), "/anmelden/ende");
    EXPECT_FALSE(shows(browser.open("/"), "Wiebke Petersen"));
    TestBrowser stolen = before;  // the cookies of before are worth nothing now
    EXPECT_FALSE(shows(stolen.open("/"), "Wiebke Petersen"));
    EXPECT_EQ(stolen.open(question).status, 401);
}

TEST(AccountGate, StandsBeforeTheFirstQuestion) {
    const AccountService& service = AccountService::open();
    TestBrowser browser;
    const auto place = browser.open(service.page());
    EXPECT_TRUE(shows(place, "substanziell (30)"));
    EXPECT_FALSE(shows(place, TestTown::open().text("competent.no_account")));
    const auto refused = browser.submit(place, "/antrag/start", {});
    EXPECT_EQ(refused.status, 401);
    EXPECT_TRUE(shows(refused, TestTown::open().text("account.needed_title")));
    EXPECT_TRUE(shows(refused, "/anmelden/bei/demo-konto?niveau=30&amp;zurueck="));
    EXPECT_TRUE(shows(refused, http::percent_encode(service.page())));
    EXPECT_EQ(browser.cookies.count("gordion_antrag"), 0U);

    (void)sign_in(browser, "wiebke-petersen", service.page());
    const auto begun = browser.submit(browser.open(service.page()), "/antrag/start", {});
    EXPECT_EQ(target_of(begun), "/antrag/weiter");
    EXPECT_EQ(browser.open(question).status, 200);
}

TEST(AccountGate, SaysWhatIsWrongWithTheAccount) {
    const AccountService& service = AccountService::open();
    TestBrowser low;
    (void)sign_in(low, "jonas-friedrich", service.page());
    const auto place = low.open(service.page());
    EXPECT_TRUE(shows(place, "Nötig ist Vertrauensniveau 30, diese Anmeldung hat 10"));
    const auto refused = low.submit(place, "/antrag/start", {});
    EXPECT_EQ(refused.status, 403);
    EXPECT_TRUE(shows(refused, "Nötig ist Vertrauensniveau 30, diese Anmeldung hat 10"));
    EXPECT_TRUE(shows(refused, "/anmelden/bei/demo-konto?niveau=30")) << "the other means";

    TestBrowser organisation;
    (void)sign_in(organisation, "deichbaeckerei-lorenzen", service.page(), "demo-organisation");
    const auto other = organisation.submit(organisation.open(service.page()), "/antrag/start", {});
    EXPECT_EQ(other.status, 403);
    EXPECT_TRUE(shows(other, "andere Art von Konto"));
    EXPECT_FALSE(shows(other, "/anmelden/bei/demo-organisation"));
}

TEST(AccountGate, StandsBeforeEveryDeedOfADraft) {
    TestBrowser browser = begin_account_draft("wiebke-petersen");
    TestBrowser thief = browser;  // has the draft's cookie, but not the account's
    thief.cookies.erase("gordion_konto");
    const auto page = browser.open(question);
    const auto check = browser.open("/antrag/pruefen");
    for (const char* url : {"/antrag/halter", "/antrag/weiter", "/antrag/pruefen"}) {
        const auto refused = thief.open(url);
        EXPECT_EQ(refused.status, 401) << url;
        EXPECT_TRUE(shows(refused, TestTown::open().text("account.kept"))) << url;
        EXPECT_TRUE(shows(refused, "zurueck=" + http::percent_encode(url))) << url;
    }
    for (const std::string url : {"/antrag/halter", "/antrag/merken"}) {
        EXPECT_EQ(thief.submit(url == question ? page : check, url, {}).status, 401) << url;
    }
    const FormFields submit{
        {"_csrf",
         between(check, "class=\"remember\">\n<input type=\"hidden\" name=\"_csrf\" value=\"",
                 "\"")},
        {"idempotency_key", "0123456789abcdef"}};
    EXPECT_EQ(thief.post("/antrag/absenden", submit).status, 401);
    EXPECT_EQ(target_of(browser.post("/antrag/absenden", submit)), "/antrag/weiter")
        << "the gate lets the owner through to what is missing";
    EXPECT_EQ(browser.open(question).status, 200);
}

TEST(AccountGate, KeepsTheDraftOfWhoSignsInLate) {
    TestBrowser browser = begin_account_draft("wiebke-petersen");
    const auto page = browser.open("/antrag/haushalt");
    ASSERT_EQ(page.status, 200);
    browser.cookies.erase("gordion_konto");
    const auto refused = browser.open("/antrag/haushalt");
    EXPECT_EQ(refused.status, 401);
    const TestBrowser shared = browser;
    const auto back = sign_in(browser, "wiebke-petersen", "/antrag/haushalt");
    EXPECT_EQ(target_of(back), "/antrag/haushalt");
    EXPECT_EQ(browser.open("/antrag/haushalt").status, 200);
    TestBrowser next = shared;  // somebody else at the same device
    (void)sign_in(next, "amir-yildiz", "/antrag/haushalt");
    EXPECT_EQ(next.open("/antrag/haushalt").status, 403);
}

TEST(AccountGate, ClosesWhatIsOpenWhenSomebodyElseSignsIn) {
    TestBrowser browser = begin_draft();
    (void)sign_in(browser, "wiebke-petersen", "/");
    EXPECT_EQ(browser.open(question).status, 200);
    (void)sign_in(browser, "wiebke-petersen", "/");
    EXPECT_EQ(browser.open(question).status, 200) << "the same person once more";
    (void)sign_in(browser, "amir-yildiz", "/");
    EXPECT_EQ(browser.open(question).status, 401);
}

TEST(AccountGate, LetsEverybodyInWhereNoAccountIsNeeded) {
    TestBrowser browser = begin_draft();
    EXPECT_EQ(browser.open(question).status, 200);
    (void)sign_in(browser, "jonas-friedrich", question);
    EXPECT_EQ(browser.open(question).status, 200);
    TestBrowser organisation = begin_draft();
    (void)sign_in(organisation, "deichbaeckerei-lorenzen", question, "demo-organisation");
    EXPECT_EQ(organisation.open(question).status, 200);
}

}  // namespace
}  // namespace gordion::web
