// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "app/maturity.hpp"
#include "core/text.hpp"
#include "formats/csv.hpp"
#include "web/test_town.hpp"

namespace gordion::web {
namespace {

const std::string own = "/backoffice/reifegrad/" + std::string(hundesteuer);

class MaturityPages : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        const auto made = TestTown::open().modules->accounts.create_account(
            system_scope("test"), {{"010545459"},
                                   "reife@pellworm.test",
                                   "Leitung",
                                   {identity::Role::Administrator},
                                   worker_password});
        ASSERT_TRUE(made.has_value()) << made.error().to_text();
    }

    MaturityPages() {
        browser_.post("/backoffice/anmelden",
                      {{"name", "reife@pellworm.test"}, {"password", worker_password}});
    }
    TestBrowser browser_;
    const TestTown& town_ = TestTown::open();
};

TEST_F(MaturityPages, ShowWhatTheSystemProvesAndWhatIsOpen) {
    const auto list = browser_.open("/backoffice/reifegrad");
    EXPECT_EQ(list.status, 200);
    EXPECT_TRUE(shows(list, own + "/1.1"));
    const auto page = browser_.open(own + "/1.1");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, town_.text("maturity.proved")));
    EXPECT_TRUE(shows(page, town_.text("maturity.open")));
    EXPECT_TRUE(shows(page, town_.text("maturity.gap_short")));
    EXPECT_EQ(browser_.open(own + "/9.9").status, 404);
    EXPECT_EQ(browser_.open("/backoffice/reifegrad/99/1.1").status, 404);
    EXPECT_EQ(browser_.open(own + "/1.1/K99").status, 404);
}

TEST_F(MaturityPages, KeepAnAnswerAndGoOnToTheNextOpenCriterion) {
    const auto page = browser_.open(own + "/1.1/K7");
    const auto kept = browser_.submit(page, own + "/1.1/K7", {{"level", "4"}, {"note", hostile}});
    EXPECT_EQ(kept.status, 303);
    EXPECT_TRUE(target_of(kept).starts_with(own + "/1.1")) << target_of(kept);
    const auto after = browser_.open(own + "/1.1");
    EXPECT_TRUE(shows(after, town_.text("maturity.answered")));
    EXPECT_FALSE(shows(after, hostile));
    EXPECT_TRUE(shows(after, "&lt;script&gt;"));
    const auto taken_back = browser_.submit(page, own + "/1.1/K7", {{"level", "none"}});
    EXPECT_EQ(taken_back.status, 303);
}

TEST_F(MaturityPages, RefuseAnswersThatAreNone) {
    const auto page = browser_.open(own + "/1.1/K5");
    for (const char* level : {"3", "9", "x", ""}) {
        const auto refused = browser_.submit(page, own + "/1.1/K5", {{"level", level}});
        EXPECT_EQ(refused.status, 422) << level;
        EXPECT_TRUE(shows(refused, "error-summary")) << level;
    }
}

TEST_F(MaturityPages, TakeWordsForAGapWithTheirSource) {
    const std::string url = own + "/2.0/K3";
    const auto page = browser_.open(url);
    EXPECT_TRUE(shows(page, town_.text("maturity.gap")));
    const auto refused =
        browser_.submit(page, url + "/text", {{"title", "Datenschutz"}, {"question", "Wie?"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, town_.text("maturity.text_missing")));
    const auto kept = browser_.submit(page, url + "/text",
                                      {{"title", "Datenschutz"},
                                       {"question", "Wie weit?"},
                                       {"text_3", "Ziemlich weit."},
                                       {"source", "Seite des Landes"}});
    EXPECT_EQ(kept.status, 303);
    const auto filled = browser_.open(url);
    EXPECT_TRUE(shows(filled, "Ziemlich weit."));
    EXPECT_FALSE(shows(filled, town_.text("maturity.gap")));
}

TEST_F(MaturityPages, AreForAdministratorsOfTheOwnTenantOnly) {
    TestBrowser stranger;
    EXPECT_NE(stranger.open("/backoffice/reifegrad").status, 200);
    EXPECT_NE(stranger.open(own + "/1.1").status, 200);
    stranger.post("/backoffice/anmelden", {{"name", worker_name}, {"password", worker_password}});
    EXPECT_EQ(stranger.open("/backoffice/reifegrad").status, 403) << "a case worker";
}

TEST_F(MaturityPages, GoOutAndComeInAsATable) {
    app::Modules& in = *town_.modules;
    const TenantId tenant{"010545459"};
    const Scope scope{tenant, {"test"}, "maturity.import", {}, false};
    const std::string key(hundesteuer);
    const auto imported = app::import_answers(in, scope, tenant,
                                              "service;version;criterion;level;note\n" + key +
                                                  ";1.1;K9;3;alt\n" + key + ";1.1;K5;3;\n" + key +
                                                  ";9.9;K5;4;\n99;1.1;K5;4;\n" + key + ";1.1;K1\n");
    ASSERT_TRUE(imported.has_value()) << imported.error().to_text();
    EXPECT_EQ(imported.value().value, 1U);
    EXPECT_EQ(imported.value().findings.size(), 4U);
    const auto csv = app::export_answers(in, scope, tenant).value();
    EXPECT_NE(csv.find(key + ",ozg-reifegrad,1.1,K9,3,alt,test,"), std::string::npos) << csv;
    EXPECT_EQ(app::import_answers(in, scope, tenant, csv).value().value, 0U)
        << "what holds already is nothing new";
    const Scope other{{"053150000"}, {"test"}, "maturity.import", {}, false};
    EXPECT_EQ(app::export_answers(in, other, tenant).error().code, "planning.maturity_tenant");
    const auto page = browser_.open("/backoffice/reifegrad.csv");
    EXPECT_TRUE(shows(page, "service,model,version"));
}

TEST_F(MaturityPages, TakeTextsFromAFileAllOrNone) {
    app::Modules& in = *town_.modules;
    const Scope scope = system_scope("maturity.texts");
    const std::string good = R"(version = "2.0"
source = "Seite"
[[criterion]]
id = "K7"
title = "Siebtes"
question = "Wie?"
choices = { "3" = "Drei" }
)";
    EXPECT_EQ(app::import_texts(in, scope, {"00"}, good).value(), 1U);
    const std::string bad = good + "[[criterion]]\nid = \"K8\"\ntitle = \"\"\nquestion = \"?\"\n";
    EXPECT_EQ(app::import_texts(in, scope, {"00"}, replace_all(bad, "Siebtes", "Neu")).error().code,
              "planning.maturity_text");
    EXPECT_EQ(app::import_texts(in, scope, {"00"}, "version = \"3\"").error().code,
              "app.maturity_model");
    EXPECT_TRUE(shows(browser_.open(own + "/2.0"), "Siebtes"));
}

}  // namespace
}  // namespace gordion::web
