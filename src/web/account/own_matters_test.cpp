// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "app/antraege.hpp"
#include "core/limits.hpp"
#include "web/account/test_account_service.hpp"

namespace gordion::web {
namespace {

constexpr const char* own_page = "/meine-vorgaenge";

std::string number_of(const TestBrowser& browser) {
    return app::open_draft(*TestTown::open().modules, draft_session(browser))
        .value()
        .opened.antrag.vorgangsnummer;
}

std::string entry_in(const http::Response& page, const std::string& number) {
    const auto at = page.body.find(number);
    const std::string rest = at == std::string::npos ? "" : page.body.substr(at);
    const std::string mark = "name=\"entry\" value=\"";
    const auto begin = rest.find(mark);
    return begin == std::string::npos
               ? ""
               : rest.substr(begin + mark.size(),
                             rest.find('"', begin + mark.size()) - begin - mark.size());
}

http::Response post_entry(TestBrowser& browser, const std::string& deed, const std::string& entry) {
    const auto page = browser.open(own_page);
    const std::string token = between(page,
                                      "action=\"/abmelden\"><input type=\"hidden\" "
                                      "name=\"_csrf\" value=\"",
                                      "\"");
    return browser.post(own_page + deed, {{"_csrf", token}, {"entry", entry}});
}

std::string open_case_page(const std::string& number) {
    TestBrowser worker;
    (void)worker.post("/backoffice/anmelden",
                      {{"name", worker_name}, {"password", worker_password}});
    const auto inbox = worker.open("/backoffice/eingang");
    const std::string row = inbox.body.substr(0, inbox.body.find(number));
    const auto link = row.rfind("/backoffice/vorgang/");
    return link == std::string::npos
               ? ""
               : worker.open(row.substr(link, row.find('"', link) - link)).body;
}

TEST(OwnMatters, NeedAnAccount) {
    TestBrowser browser;
    const auto refused = browser.open(own_page);
    EXPECT_EQ(refused.status, 401);
    EXPECT_TRUE(shows(refused, "/anmelden/bei/demo-konto"));
    EXPECT_TRUE(shows(refused, "zurueck=%2Fmeine-vorgaenge"));
    EXPECT_EQ(browser.post("/meine-vorgaenge/oeffnen", {{"entry", "x"}}).status, 401);
}

TEST(OwnMatters, OpenADraftInAnotherBrowser) {
    const TestBrowser first = begin_account_draft("wiebke-petersen");
    const std::string number = number_of(first);
    TestBrowser second;
    EXPECT_EQ(target_of(sign_in(second, "wiebke-petersen", own_page)), own_page);
    EXPECT_TRUE(shows(second.open("/"), "href=\"/meine-vorgaenge\""));
    const auto list = second.open(own_page);
    EXPECT_TRUE(shows(list, number));
    const auto opened = post_entry(second, "/oeffnen", entry_in(list, number));
    EXPECT_EQ(target_of(opened), "/antrag/weiter");
    EXPECT_EQ(second.open("/antrag/halter").status, 200);
    EXPECT_EQ(number_of(second), number);
}

TEST(OwnMatters, ShowNothingOfAnybodyElse) {
    TestBrowser wiebke = begin_account_draft("wiebke-petersen");
    const std::string number = number_of(wiebke);
    const std::string entry = entry_in(wiebke.open(own_page), number);
    ASSERT_FALSE(entry.empty());
    TestBrowser amir;
    (void)sign_in(amir, "amir-yildiz", own_page);
    EXPECT_FALSE(shows(amir.open(own_page), number));
    EXPECT_EQ(post_entry(amir, "/oeffnen", entry).status, 404);
    EXPECT_EQ(amir.cookies.count("gordion_antrag"), 0U);
    EXPECT_EQ(target_of(post_entry(amir, "/entfernen", entry)), own_page);
    EXPECT_TRUE(shows(wiebke.open(own_page), number)) << "nobody else takes it off the list";
    for (const std::string& guess : {std::string(), std::string(64, '0'), std::string(hostile)}) {
        EXPECT_EQ(post_entry(amir, "/oeffnen", guess).status, 404) << guess;
    }
    EXPECT_EQ(amir.post("/meine-vorgaenge/oeffnen", {{"entry", entry}}).status, 403)
        << "without the form's token";

    // Even who holds the draft's cookie is not let in with another account.
    amir.cookies["gordion_antrag"] = wiebke.cookies.at("gordion_antrag");
    const auto refused = amir.open("/antrag/halter");
    EXPECT_EQ(refused.status, 403);
    EXPECT_TRUE(shows(refused, "mit einem anderen Konto begonnen"));
    EXPECT_EQ(wiebke.open("/antrag/halter").status, 200);
}

TEST(OwnMatters, DeleteADraftWithItsAnswers) {
    TestBrowser browser = begin_account_draft("wiebke-petersen");
    const std::string number = number_of(browser);
    const std::string entry = entry_in(browser.open(own_page), number);
    EXPECT_EQ(target_of(post_entry(browser, "/entfernen", entry)), own_page);
    EXPECT_FALSE(shows(browser.open(own_page), number));
    EXPECT_EQ(browser.open("/antrag/halter").status, 404);
}

TEST(OwnMatters, DropDraftsWhoseTimeHasRunOut) {
    TestBrowser browser = begin_account_draft("amir-yildiz");
    const std::string number = number_of(browser);
    TestTown& town = TestTown::open();
    const Instant now = town.clock.now();
    town.clock.set(now.plus_ms(limits::draft_lifetime_ms + 1));
    TestBrowser later;
    (void)sign_in(later, "amir-yildiz", own_page);
    const auto list = later.open(own_page);
    EXPECT_EQ(list.status, 200);
    EXPECT_FALSE(shows(list, number));
    town.clock.set(now);
}

TEST(OwnMatters, KnowWhatWasHandedOverAndSoDoesTheAuthority) {
    TestBrowser browser = begin_account_draft("wiebke-petersen");
    save_answers(browser, example_answers());
    const std::string number = number_of(browser);
    const auto check = browser.open("/antrag/pruefen");
    EXPECT_TRUE(shows(check, "Vertrauensniveau substanziell (30)"));
    EXPECT_TRUE(shows(check, "Geburtsdatum, E-Mail-Adresse, Familienname"));
    const auto receipt = browser.submit(check, "/antrag/absenden", {});
    ASSERT_EQ(receipt.status, 200) << target_of(receipt);
    ASSERT_TRUE(TestTown::open().modules->jobs.run_due());

    const auto list = browser.open(own_page);
    EXPECT_TRUE(shows(list, "/status?nummer=" + number));
    EXPECT_FALSE(shows(list, between(receipt, "id=\"code\">", "<"))) << "the code is nowhere";
    EXPECT_TRUE(shows(browser.open("/status?nummer=" + number), "value=\"" + number + "\""));
    EXPECT_EQ(post_entry(browser, "/oeffnen", entry_in(list, number)).status, 404)
        << "a submission opens with its code alone";

    const std::string page = open_case_page(number);
    EXPECT_NE(page.find("Angemeldet mit Demo-Konto (Konto für Bürgerinnen und Bürger), "
                        "Vertrauensniveau substanziell (30)"),
              std::string::npos);
    EXPECT_NE(page.find("1988-04-12 <span class=\"quiet\">vom Konto geprüft"), std::string::npos);
    EXPECT_NE(page.find("wiebke.petersen@demo.example <span class=\"quiet\">im Konto angegeben"),
              std::string::npos);
    EXPECT_EQ(page.find("Hansen"), std::string::npos) << "the package did not ask for that";

    EXPECT_EQ(target_of(post_entry(browser, "/entfernen", entry_in(list, number))), own_page);
    EXPECT_FALSE(shows(browser.open(own_page), number));
    EXPECT_FALSE(open_case_page(number).empty()) << "the authority keeps it";
}

TEST(OwnMatters, SayWhereNobodyWasSignedIn) {
    TestBrowser citizen = begin_complete_draft(example_answers());
    const auto receipt = citizen.submit(citizen.open("/antrag/pruefen"), "/antrag/absenden", {});
    ASSERT_TRUE(TestTown::open().modules->jobs.run_due());
    const std::string page = open_case_page(between(receipt, "id=\"nummer\">", "<"));
    EXPECT_NE(page.find("Ohne Anmeldung eingereicht"), std::string::npos);
}

TEST(Keys, ArePublicHalvesOnly) {
    TestBrowser browser;
    const auto keys = formats::parse_json(browser.open("/api/v1/keys").body).value();
    const formats::Json& key = keys.find("keys")->as_array().front();
    EXPECT_EQ(key.text_at("crv"), "P-256");
    EXPECT_EQ(key.text_at("alg"), "ES256");
    EXPECT_EQ(key.find("d"), nullptr);
}

}  // namespace
}  // namespace gordion::web
