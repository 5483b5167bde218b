// SPDX-License-Identifier: EUPL-1.2
// What a package lets the back office do: conditions, another authority asked, no person at all.
#include <gtest/gtest.h>

#include "app/automatic.hpp"
#include "documents/testdata/programs.hpp"
#include "web/bonfire_town.hpp"

namespace gordion::web {
namespace {

struct OpenedMatter {
    TestBrowser citizen;
    TestBrowser worker;
    std::string number;
    std::string url;
};

OpenedMatter hand_over(const std::string& example) {
    BonfireTown& town = BonfireTown::open();
    OpenedMatter matter;
    matter.citizen = town.fill_in(BonfireTown::answers(example));
    matter.number = town.submit(matter.citizen);
    matter.worker = town.sign_in(worker_name);
    matter.url = BonfireTown::find_in_inbox(matter.worker, matter.number);
    return matter;
}

http::Response decide(OpenedMatter& matter, const FormFields& fields) {
    FormFields all{{"granted", "yes"}};
    all.insert(all.end(), fields.begin(), fields.end());
    return matter.worker.submit(matter.worker.open(matter.url), matter.url + "/entscheiden", all);
}

std::string say(std::string_view code, const Values& values = {}) {
    return TestTown::open().text(code, values);
}

/// The text of the Bescheid as its citizen gets it, on one line.
std::string bescheid_text(OpenedMatter& matter) {
    const auto status = matter.citizen.open("/status/vorgang");
    const auto pdf = matter.citizen.open(
        "/status/brief/" + between(status, "kern-btn--primary\" href=\"/status/brief/", "\""));
    const documents::TemporaryPdf file(pdf.body);
    const std::string text =
        documents::run_program("pdftotext -layout " + file.path() + " -").output;
    std::string line;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n';
        if (!blank || (!line.empty() && line.back() != ' ')) {
            line += blank ? ' ' : c;
        }
    }
    return line;
}

TEST(Conditions, AreProposedAndStandInTheBescheid) {
    OpenedMatter matter = hand_over("gueltig-grosses-feuer");
    const auto page = matter.worker.open(matter.url);
    EXPECT_TRUE(shows(page, "value=\"ende\" aria-describedby=\"condition-ende-text\" checked"));
    EXPECT_TRUE(
        shows(page, "value=\"abstand\" aria-describedby=\"condition-abstand-text\" checked"));
    EXPECT_FALSE(shows(page, "aria-describedby=\"condition-befristung-text\" checked"));
    EXPECT_TRUE(shows(page, "bis [ende] Uhr"));
    const auto decided = decide(matter, {{"condition", "abstand"},
                                         {"condition", "ende"},
                                         {"condition-ende-ende", "22.30"},
                                         {"condition-abstand-meter", "75"}});
    ASSERT_EQ(decided.status, 303) << between(decided, "error-summary", "</ul>");
    if (!documents::has_program("pdftotext")) {
        GTEST_SKIP() << "pdftotext is absent (package poppler-utils)";
    }
    const std::string letter = bescheid_text(matter);
    EXPECT_NE(letter.find("Nebenbestimmungen"), std::string::npos) << letter;
    EXPECT_NE(letter.find("bis 22:30 Uhr vollständig zu löschen"), std::string::npos) << letter;
    EXPECT_NE(letter.find("mindestens 75 Metern"), std::string::npos) << letter;
    EXPECT_EQ(letter.find("gilt bis zum"), std::string::npos) << "nobody chose it";
}

TEST(Conditions, AtDiscretionNeedTheirReasons) {
    OpenedMatter matter = hand_over("gueltig-kleines-feuer");
    const FormFields chosen{{"condition", "befristung"},
                            {"condition-befristung-tag", "28.3.2027"},
                            {"condition-befristung-hinweis", hostile}};
    const auto refused = decide(matter, chosen);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "href=\"#reason\""));
    EXPECT_TRUE(shows(refused, say("app.condition_reason", {{"label", "Befristung"}})));
    EXPECT_TRUE(shows(refused, "aria-describedby=\"condition-befristung-text\" checked"))
        << "what was chosen stays";
    EXPECT_FALSE(shows(refused, "aria-describedby=\"condition-ende-text\" checked"));
    EXPECT_FALSE(shows(refused, "<script>alert"));
    FormFields reasoned = chosen;
    reasoned.emplace_back("reason", "Danach beginnt die Brutzeit.");
    EXPECT_EQ(decide(matter, reasoned).status, 303);
}

TEST(Conditions, ThatDoNotFitAreRefusedAtTheirPlace) {
    OpenedMatter matter = hand_over("gueltig-kleines-feuer");
    const auto gap = decide(matter, {{"condition", "ende"}, {"condition-ende-ende", "halb elf"}});
    EXPECT_EQ(gap.status, 422);
    EXPECT_TRUE(shows(gap, "href=\"#condition-ende-ende\""));
    EXPECT_TRUE(shows(gap, "value=\"halb elf\""));
    for (const FormFields& posted : {FormFields{{"condition", "freibier"}, {"reason", "x"}},
                                     FormFields{{"condition", hostile}, {"reason", "x"}},
                                     FormFields{{"condition", "ende"},
                                                {"condition-ende-ende", "22:00"},
                                                {"condition", "ende"},
                                                {"reason", "x"}}}) {
        const auto refused = decide(matter, posted);
        EXPECT_EQ(refused.status, 422) << posted[0].second;
        EXPECT_TRUE(shows(refused, "href=\"#conditions\"")) << posted[0].second;
        EXPECT_FALSE(shows(refused, "<script>alert"));
    }
    EXPECT_TRUE(shows(matter.worker.open(matter.url), "/entscheiden")) << "still open";
    EXPECT_EQ(
        decide(matter, {{"granted", "no"}, {"condition", "ende"}, {"reason", "Sturm"}}).status, 303)
        << "of no meaning for a refusal";
}

TEST(Calculation, ReadsLikeGerman) {
    OpenedMatter matter = hand_over("gueltig-grosses-feuer");
    const auto page = matter.worker.open(matter.url);
    const std::string total = between(page, "Tag der Gebühr</dt>", "</dl>");
    EXPECT_NE(total.find("<strong>27.03.2027</strong>"), std::string::npos) << total;
    EXPECT_NE(total.find("<strong>Auf der Wiese hinter dem Deich</strong>"), std::string::npos);
    EXPECT_TRUE(shows(page, say("case.grant")));
    EXPECT_FALSE(shows(page, "Steuer festsetzen")) << "a permit is no tax";
}

TEST(Consultation, AsksAnotherAuthorityAndBringsItsStatementBack) {
    BonfireTown& town = BonfireTown::open();
    OpenedMatter matter = hand_over("gueltig-schutzgebiet");
    const auto page = matter.worker.open(matter.url);
    EXPECT_TRUE(shows(page, say("consultation.needed")));
    EXPECT_TRUE(shows(page, "Stelle 01054"));
    const auto early = decide(matter, {});
    EXPECT_EQ(early.status, 422);
    EXPECT_TRUE(
        shows(early, say("app.consultation_missing", {{"label", "Untere Naturschutzbehörde"}})));

    const auto asked =
        matter.worker.submit(matter.worker.open(matter.url), matter.url + "/beteiligen",
                             {{"consultation_question", "Stört das Feuer dort Vögel?"}});
    ASSERT_EQ(asked.status, 303) << between(asked, "error-summary", "</ul>");
    ASSERT_TRUE(town.modules().jobs.run_due());
    EXPECT_TRUE(shows(matter.worker.open(matter.url), say("consultation.state_asked")));
    EXPECT_TRUE(shows(matter.citizen.open("/status/vorgang"), "um eine Stellungnahme gebeten"));
    EXPECT_EQ(decide(matter, {}).status, 422) << "it has not answered";

    TestBrowser officer = town.sign_in(kreis_name);
    const std::string theirs = BonfireTown::find_in_inbox(officer, matter.number + "/S1");
    ASSERT_FALSE(theirs.empty());
    const auto question = officer.open(theirs);
    EXPECT_EQ(question.status, 200);
    EXPECT_TRUE(shows(question, "Stört das Feuer dort Vögel?"));
    EXPECT_TRUE(shows(question, "Hamburger Hallig"));
    EXPECT_TRUE(shows(question, "07.12.2026")) << "fourteen days";
    // The digits of the telephone numbers: "0170" also occurs in tokens by chance.
    for (const char* hidden :
         {"Erika", "Musterweg", "1111111", "2222222", "/entscheiden", "/frage\""}) {
        EXPECT_FALSE(shows(question, hidden)) << hidden;
    }
    const auto empty =
        officer.submit(question, theirs + "/stellungnahme", {{"stance", "concerns"}});
    EXPECT_EQ(empty.status, 422);
    EXPECT_TRUE(shows(empty, "href=\"#opinion\""));
    EXPECT_EQ(
        officer.submit(question, theirs + "/stellungnahme", {{"stance", "vielleicht"}}).status,
        422);
    const auto given =
        officer.submit(question, theirs + "/stellungnahme",
                       {{"stance", "concerns"}, {"opinion", std::string("Brutzeit ") + hostile}});
    ASSERT_EQ(given.status, 303) << between(given, "error-summary", "</ul>");
    EXPECT_TRUE(shows(officer.open(theirs), say("consultation.given")));

    const auto answered = matter.worker.open(matter.url);
    EXPECT_TRUE(shows(answered, say("consultation.state_answered")));
    EXPECT_TRUE(shows(answered, "Brutzeit &quot;&gt;&lt;script&gt;"));
    EXPECT_TRUE(shows(matter.citizen.open("/status/vorgang"), "Die Stellungnahme ist da"));
    EXPECT_FALSE(shows(matter.citizen.open("/status/vorgang"), "Brutzeit"));
    EXPECT_EQ(decide(matter, {{"reason", "Es wird beaufsichtigt."}}).status, 303);
}

TEST(Consultation, KeepsOutWhoIsNotAsked) {
    BonfireTown& town = BonfireTown::open();
    OpenedMatter matter = hand_over("gueltig-schutzgebiet");
    const auto page = matter.worker.open(matter.url);
    const auto undeclared =
        matter.worker.submit(page, matter.url + "/beteiligen",
                             {{"consultation", "finanzamt"}, {"consultation_question", "?"}});
    EXPECT_EQ(undeclared.status, 422);
    EXPECT_TRUE(shows(undeclared, say("app.consultation_unknown")));
    ASSERT_EQ(matter.worker
                  .submit(matter.worker.open(matter.url), matter.url + "/beteiligen",
                          {{"consultation_question", "Bedenken?"}})
                  .status,
              303);
    ASSERT_TRUE(town.modules().jobs.run_due());
    TestBrowser officer = town.sign_in(kreis_name);
    const std::string theirs = BonfireTown::find_in_inbox(officer, matter.number + "/S1");
    for (const char* name : {munich_name, brigade_name, worker_name}) {
        TestBrowser stranger = town.sign_in(name);
        EXPECT_EQ(stranger.open(theirs).status, 404) << name;
        const std::string csrf =
            between(stranger.open("/backoffice/eingang"), "name=\"_csrf\" value=\"", "\"");
        const auto posted = stranger.post(
            theirs + "/stellungnahme",
            {{"_csrf", csrf}, {"revision", "2"}, {"stance", "no_concerns"}, {"opinion", ""}});
        EXPECT_EQ(posted.status, 404) << name;
    }
    EXPECT_EQ(officer.open(matter.url).status, 404);
    EXPECT_FALSE(shows(matter.worker.open(matter.url), say("consultation.state_answered")));
}

class Automatic : public testing::Test {
protected:
    void SetUp() override { BonfireTown::open().set_parameter("automatik", "true"); }
    void TearDown() override {
        BonfireTown::open().set_parameter("automatik", "false");
        BonfireTown::open().set_parameter("stichprobe_prozent", "0");
    }
};

TEST_F(Automatic, IssuesWhereEveryConditionHolds) {
    OpenedMatter matter = hand_over("gueltig-kleines-feuer");
    const auto status = matter.citizen.open("/status/vorgang");
    EXPECT_TRUE(shows(status, say("event.bescheid-issued-automatic")));
    const auto page = matter.worker.open(matter.url);
    EXPECT_TRUE(shows(page, say("case.automatic_issued")));
    EXPECT_FALSE(shows(page, "/entscheiden"));
    if (!documents::has_program("pdftotext")) {
        GTEST_SKIP() << "pdftotext is absent (package poppler-utils)";
    }
    const std::string letter = bescheid_text(matter);
    EXPECT_NE(letter.find("automatisch erlassen (§ 35a VwVfG)"), std::string::npos) << letter;
    EXPECT_NE(letter.find("bis 23:00 Uhr vollständig"), std::string::npos)
        << "what the package proposes, with its own value: " << letter;
}

TEST_F(Automatic, LeavesToAPersonWhatDoesNotFitAndSaysWhy) {
    OpenedMatter big = hand_over("gueltig-grosses-feuer");
    const auto page = big.worker.open(big.url);
    EXPECT_TRUE(shows(page, "Das Feuer ist höchstens so groß, wie die Gemeinde ohne Prüfung"));
    EXPECT_TRUE(shows(page, "/entscheiden"));
    EXPECT_FALSE(shows(big.citizen.open("/status/vorgang"), "automatisch"));
    BonfireTown::open().set_parameter("stichprobe_prozent", "100");
    OpenedMatter sample = hand_over("gueltig-kleines-feuer");
    EXPECT_TRUE(shows(sample.worker.open(sample.url), say("app.automatic_sample")));
    BonfireTown::open().set_parameter("automatik", "false");
    OpenedMatter off = hand_over("gueltig-kleines-feuer");
    EXPECT_TRUE(shows(off.worker.open(off.url), say("app.automatic_off")));
}

TEST_F(Automatic, APostedJobForAnotherCaseDoesNothing) {
    OpenedMatter matter = hand_over("gueltig-kleines-feuer");
    app::Modules& in = BonfireTown::open().modules();
    const auto verdict = [&](const std::string& payload, const TenantId& tenant) {
        return app::run_automatic(in, {"", tenant, "case.automatic", payload, {}, 0}).outcome;
    };
    const std::string id = matter.url.substr(matter.url.rfind('/') + 1);
    EXPECT_EQ(verdict("{\"case\": \"" + id + "\"}", amt_pellworm), storage::JobOutcome::Done)
        << "again: nothing is written twice";
    EXPECT_EQ(verdict("{\"case\": \"" + id + "\"}", munich), storage::JobOutcome::GiveUp);
    EXPECT_EQ(verdict("{", amt_pellworm), storage::JobOutcome::GiveUp);
    EXPECT_EQ(verdict("{}", amt_pellworm), storage::JobOutcome::GiveUp);
}

}  // namespace
}  // namespace gordion::web
