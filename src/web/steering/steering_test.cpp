// SPDX-License-Identifier: EUPL-1.2
// What is public, what staff may say, and what strangers may not.
#include <gtest/gtest.h>

#include "web/bonfire_town.hpp"
#include "web/test_town.hpp"

namespace gordion::web {
namespace {

constexpr const char* administrator = "steuerung@pellworm.test";
constexpr const char* own_dog_tax = "/backoffice/leistungen/99102013002000";
constexpr const char* public_dog_tax = "/kommune/010545459/99102013002000";

class SteeringPages : public testing::Test {
protected:
    static void SetUpTestSuite() {
        TestTown& town = TestTown::open();
        const TenantId pellworm{"010545459"};
        const Scope scope{pellworm, {"test"}, "account.add", {}, false};
        ASSERT_TRUE(town.modules->accounts.create_account(
            scope, {pellworm,
                    administrator,
                    "Leitung",
                    {identity::Role::Administrator, identity::Role::Provider},
                    worker_password}));
    }

    static TestBrowser sign_in() {
        TestBrowser browser;
        const auto page = browser.open("/backoffice/anmelden");
        browser.submit(page, "/backoffice/anmelden",
                       {{"name", administrator}, {"password", worker_password}});
        return browser;
    }

    http::Response say(TestBrowser& browser, const FormFields& fields) {
        FormFields all = fields;
        all.emplace_back("_csrf",
                         between(browser.open(own_dog_tax), "name=\"_csrf\" value=\"", "\""));
        return browser.post(own_dog_tax, all);
    }

    TestBrowser visitor_;
};

TEST_F(SteeringPages, APlaceLeadsToItsAdministration) {
    EXPECT_EQ(target_of(visitor_.open("/kommune?ort=Pellworm")).substr(0, 9), "/kommune/");
    EXPECT_EQ(target_of(visitor_.open("/kommune?ort=01054")), "/kommune/01054");
    EXPECT_TRUE(shows(visitor_.open("/kommune?ort=Neustadt"), "Mehrere Orte"));
    const auto none = visitor_.open("/kommune?ort=Xyzzy%3Cscript%3E");
    EXPECT_TRUE(shows(none, "error-summary"));
    EXPECT_FALSE(shows(none, "<script>"));
    EXPECT_EQ(visitor_.open("/kommune/999999999999").status, 404);
    EXPECT_EQ(visitor_.open("/kommune/010545459/99999999999999").status, 404);
}

TEST_F(SteeringPages, TheListSaysDutyReasonAndOffer) {
    const auto page = visitor_.open("/kommune/010545459039?pflicht=applies&q=hundesteuer");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "Leistungen: Amt Pellworm"));
    EXPECT_TRUE(shows(page, "eigene Satzung"));
    EXPECT_TRUE(shows(page, "online in Gordion"));
    EXPECT_TRUE(shows(visitor_.open("/kommune/010545459?q=gibtesnicht"), "Keine Leistung passt"));
    EXPECT_EQ(visitor_.open("/kommune/010545459?seite=99999999&pflicht=nix&wie=nix").status, 200);
    const auto csv = visitor_.open("/kommune/010545459?q=hundesteuer&format=csv");
    EXPECT_TRUE(shows(csv, "99102013002000"));
    const auto json =
        formats::parse_json(visitor_.open("/kommune/010545459?pflicht=alle&format=json").body);
    ASSERT_TRUE(json);
    EXPECT_EQ(json.value().find("services")->size(), 5249U);
    EXPECT_EQ(json.value().text_at("rules").substr(0, 9), "pflichten");
}

TEST_F(SteeringPages, APersonDecidesWithNameAndDay) {
    TestBrowser browser = sign_in();
    const auto refused = say(browser, {{"what", "duty"}, {"duty", "applies"}, {"reason", "x"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "worauf die Pflicht beruht"));
    const auto done = say(browser, {{"what", "duty"},
                                    {"duty", "unclear"},
                                    {"reason", std::string("Satzung wird geprüft ") + hostile}});
    EXPECT_EQ(done.status, 303);
    const auto page = visitor_.open(public_dog_tax);
    EXPECT_TRUE(shows(page, "Satzung wird geprüft"));
    EXPECT_TRUE(shows(page, "Leitung, 23.11.2026"));
    EXPECT_FALSE(shows(page, "<script>alert"));
    EXPECT_EQ(say(browser, {{"take_back", "duty"}}).status, 303);
    const auto after = visitor_.open(public_dog_tax);
    EXPECT_TRUE(shows(after, "eigene Satzung"));
    EXPECT_TRUE(shows(after, "Angabe zurückgenommen"));
}

TEST_F(SteeringPages, RolesMeetTheLaw) {
    TestBrowser browser = sign_in();
    EXPECT_EQ(say(browser, {{"what", "role"},
                            {"role", "decision"},
                            {"body", "private"},
                            {"name", "Firma Bello"},
                            {"ground", "Vertrag"}})
                  .status,
              303);
    EXPECT_TRUE(shows(visitor_.open(public_dog_tax), "Beleihung"));
    EXPECT_EQ(say(browser, {{"what", "role"}, {"role", "king"}, {"body", "own"}}).status, 422);
    EXPECT_EQ(say(browser, {{"take_back", "role.decision"}}).status, 303);
}

TEST_F(SteeringPages, StrangersSayNothing) {
    EXPECT_EQ(visitor_.open(own_dog_tax).status, 401);
    EXPECT_NE(visitor_.post(own_dog_tax, {{"what", "duty"}}).status, 200);
    TestBrowser browser = sign_in();
    EXPECT_EQ(browser.post(own_dog_tax, {{"what", "duty"}, {"_csrf", "wrong"}}).status, 403);
}

TEST_F(SteeringPages, ConformityOfAPackageAndOfAnAdministration) {
    const auto list = visitor_.open("/konformitaet");
    EXPECT_EQ(list.status, 200);
    EXPECT_TRUE(shows(list, "/konformitaet/hundesteuer-anmeldung"));
    const auto report = visitor_.open("/konformitaet/hundesteuer-anmeldung");
    EXPECT_TRUE(shows(report, "E-DES-4"));
    EXPECT_TRUE(shows(report, "aus dem laufenden System"));
    const auto joining = visitor_.open("/konformitaet/hundesteuer-anmeldung/010545459");
    EXPECT_TRUE(shows(joining, "Amt Pellworm"));
    EXPECT_TRUE(shows(joining, "NL4"));
    EXPECT_TRUE(shows(joining, "declared.notice_rule"));
    for (const char* format : {"json", "junit", "sarif", "html", "text"}) {
        const auto file = visitor_.open(
            std::string("/konformitaet/hundesteuer-anmeldung/010545459?format=") + format);
        EXPECT_EQ(file.status, 200) << format;
        EXPECT_TRUE(shows(file, "NL4")) << format;
        EXPECT_TRUE(file.find_header("Content-Disposition")) << format;
    }
    EXPECT_EQ(visitor_.open("/konformitaet/gibt-es-nicht").status, 404);
    EXPECT_EQ(visitor_.open("/konformitaet?katalog=nix").status, 404);
    EXPECT_EQ(target_of(visitor_.open("/konformitaet/hundesteuer-anmeldung?verwaltung=Pellworm")),
              "/konformitaet/hundesteuer-anmeldung/010545459");
}

TEST_F(SteeringPages, CostsAreForStaff) {
    const std::string url = "/backoffice/angebote/hundesteuer-anmeldung/kosten";
    EXPECT_EQ(visitor_.open(url).status, 401);
    TestBrowser browser = sign_in();
    const auto page = browser.open(url);
    EXPECT_EQ(page.status, 200) << page.body;
    EXPECT_TRUE(shows(page, "kostenfrei"));
    EXPECT_TRUE(shows(page, "Amt Pellworm"));
    EXPECT_TRUE(shows(browser.open(url + "?format=csv"), "010545459,Amt Pellworm"));
    EXPECT_EQ(browser.open(url + "?jahr=1999").status, 422);
    EXPECT_EQ(browser.open(url + "?jahr=abcd").status, 422);
    EXPECT_EQ(browser.open("/backoffice/angebote/gibt-es-nicht/kosten").status, 404);
}

TEST_F(SteeringPages, WhatIsDeclaredIsShownAsDeclared) {
    TestBrowser browser = sign_in();
    const auto page = browser.open("/backoffice/erklaerungen");
    EXPECT_EQ(page.status, 200);
    const auto wrong = browser.submit(page, "/backoffice/erklaerungen",
                                      {{"wert.notice_rule", std::string(301, 'x')}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(browser.submit(page, "/backoffice/erklaerungen", {{"wert.notice_rule", "ja"}}).status,
              303);
    const auto report = visitor_.open("/konformitaet/hundesteuer-anmeldung/010545459");
    EXPECT_TRUE(shows(report, "erklärt: <code>declared.notice_rule</code> = ja"));
    const auto again = browser.open("/backoffice/erklaerungen");
    EXPECT_TRUE(shows(again, "Leitung, 23.11.2026"));
    EXPECT_EQ(browser.submit(again, "/backoffice/erklaerungen", {{"wert.notice_rule", ""}}).status,
              303);
    EXPECT_TRUE(shows(visitor_.open("/konformitaet/hundesteuer-anmeldung/010545459"),
                      "Es fehlt der Nachweis: declared.notice_rule"));
    EXPECT_EQ(browser.open("/backoffice/erklaerungen?paket=fremd").status, 404);
}

}  // namespace
}  // namespace gordion::web
