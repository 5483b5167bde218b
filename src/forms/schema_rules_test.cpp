// SPDX-License-Identifier: EUPL-1.2
// The rules that a schema states in words, in a form that nobody wrote anything for.
#include <gmock/gmock.h>

#include "forms/test_forms.hpp"

namespace gordion::forms {
namespace {

using formats::Json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace testing;

const std::string person = "G99000000200";

/// The schema of fim's rule texts with rules of its own.
FormSource source_with(const std::vector<std::string>& texts) {
    FormSource source;
    source.schema = load_schema(GORDION_SOURCE_DIR "/src/fim/testdata/freitext/schema.xdf.xml");
    for (const std::string& text : texts) {
        fim::Regel regel;
        regel.identification = {"R" + std::to_string(source.schema.regeln.size() + 1), "1.0.0"};
        regel.freitext = text;
        source.schema.regeln.push_back(std::move(regel));
    }
    return source;
}

/// Findings about answers, "code place" each.
std::vector<std::string> judge(const std::string& text, const std::string& answers) {
    const auto form = make_form(source_with({text}));
    return brief(form->check_all(read_json(answers), context()));
}

std::vector<std::string> rule_findings(FormSource source) {
    std::vector<std::string> found;
    for (const Finding& finding : Form::make(std::move(source)).findings) {
        if (finding.code.starts_with("forms.rule_") || finding.code.starts_with("fim.freitext")) {
            found.push_back(std::string(to_string(finding.severity)) + " " + finding.code);
        }
    }
    return found;
}

TEST(SchemaRules, ShowAndDemandWhatTheySay) {
    const std::string rule =
        "WENN F99000000204 \"Zustimmung\" = JA, DANN zeige F99000000203 als Pflicht an, "
        "SONST zeige F99000000203 nicht an.";
    const auto form = make_form(source_with({rule}));
    const Json no =
        read_json(R"({"G99000000200": {"F99000000204": false, "F99000000203": "versteckt"}})");
    EXPECT_THAT(brief(form->check_all(no, context())), IsEmpty());
    EXPECT_EQ(formats::write_json(form->fachdaten(no, context())),
              R"({"G99000000200":{"F99000000204":false}})")
        << "what a rule hides never reaches the Fachdaten";
    const Json yes = read_json(R"({"G99000000200": {"F99000000204": true}})");
    EXPECT_THAT(brief(form->check_all(yes, context())),
                ElementsAre("forms.required " + person + ".F99000000203"));
}

TEST(SchemaRules, HideWhatMustNotBeFilled) {
    const auto form = make_form(
        source_with({"Wenn F99000000206 befüllt ist, darf F99000000207 nicht befüllt sein."}));
    const Json answers =
        read_json(R"({"G99000000200": {"F99000000206": "a@b.de", "F99000000207": "1"}})");
    EXPECT_EQ(formats::write_json(form->fachdaten(answers, context())),
              R"({"G99000000200":{"F99000000206":"a@b.de"}})");
}

TEST(SchemaRules, DemandGroups) {
    const std::string rule =
        "Wenn F99000000204 = Ja, dann muss G99000000240 \"Anschrift Ausland\" befüllt sein.";
    EXPECT_THAT(judge(rule, R"({"G99000000200": {"F99000000204": true}})"),
                ElementsAre("forms.required G99000000240.F99000000241"))
        << "nothing in the group is required by itself, so its first question is";
    EXPECT_THAT(judge(rule, R"({"G99000000200": {"F99000000204": true},
                                "G99000000240": {"F99000000241": "DK"}})"),
                IsEmpty());
    EXPECT_THAT(judge(rule, R"({"G99000000200": {"F99000000204": false}})"), IsEmpty());
}

TEST(SchemaRules, CountWhatIsFilled) {
    const std::string least =
        "Mindestens eines der Felder F99000000206, F99000000207, F99000000208 muss befüllt sein.";
    EXPECT_THAT(judge(least, R"({"G99000000200": {"F99000000204": true}})"),
                ElementsAre("forms.rule.at_least_one " + person + ".F99000000206"));
    EXPECT_THAT(judge(least, R"({"G99000000200": {"F99000000208": "1"}})"), IsEmpty());
    const std::string exactly = "Es muss entweder F99000000206 oder F99000000207 befüllt werden.";
    EXPECT_THAT(judge(exactly, R"({"G99000000200": {"F99000000206": "a", "F99000000207": "1"}})"),
                ElementsAre("forms.rule.exactly_one " + person + ".F99000000206"));
    EXPECT_THAT(judge(exactly, R"({"G99000000200": {"F99000000207": "1"}})"), IsEmpty());
    const std::string most = "Die Felder F99000000206 und F99000000207 schließen sich aus.";
    EXPECT_THAT(judge(most, R"({"G99000000200": {"F99000000206": "a", "F99000000207": "1"}})"),
                ElementsAre("forms.rule.at_most " + person + ".F99000000206"));
}

TEST(SchemaRules, NameTheLabelsOfAllFieldsConcerned) {
    const auto form = make_form(
        source_with({"Mindestens eines der Felder F99000000206, F99000000207 muss befüllt sein."}));
    const Findings findings = form->check_all(read_json("{}"), context());
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_THAT(form->message_values(findings[0], "de"),
                Contains(std::pair<std::string, std::string>("labels", "E-Mail, Telefon")));
}

TEST(SchemaRules, JudgeDaysThatDoNotExist) {
    const std::string rule =
        "Wenn alle drei Felder F99000000221, F99000000222 und F99000000223 befüllt sind, muss die "
        "Validität des Kalenderdatums sichergestellt werden.";
    const std::string group = "G99000000220";
    EXPECT_THAT(judge(rule, R"({"G99000000220": {"F99000000221": 30, "F99000000222": 2,
                                                 "F99000000223": 2019}})"),
                ElementsAre("forms.rule.calendar_date " + group + ".F99000000221"));
    EXPECT_THAT(judge(rule, R"({"G99000000220": {"F99000000221": 29, "F99000000222": 2,
                                                 "F99000000223": 2024}})"),
                IsEmpty());
    EXPECT_THAT(judge(rule, R"({"G99000000220": {"F99000000222": 2, "F99000000223": 2019}})"),
                IsEmpty())
        << "an incomplete date breaks nothing";
}

TEST(SchemaRules, JudgeAgesAndSpansAgainstToday) {
    const std::string adult = "Die Person nach F99000000202 muss mindestens 18 Jahre alt sein.";
    const std::string place = person + ".F99000000202";
    EXPECT_THAT(judge(adult, R"({"G99000000200": {"F99000000202": "2008-11-24"}})"),
                ElementsAre("forms.rule.age_min " + place));
    EXPECT_THAT(judge(adult, R"({"G99000000200": {"F99000000202": "2008-11-23"}})"), IsEmpty());
    EXPECT_THAT(judge(adult, "{}"), IsEmpty());
    const std::string past = "F99000000202 darf nicht in der Zukunft liegen.";
    EXPECT_THAT(judge(past, R"({"G99000000200": {"F99000000202": "2026-11-24"}})"),
                ElementsAre("forms.rule.not_future " + place));
    EXPECT_THAT(judge(past, R"({"G99000000200": {"F99000000202": "2026-11-23"}})"), IsEmpty());
    const std::string span = "F99000000251 muss mindestens 14 Tage nach F99000000250 liegen.";
    EXPECT_THAT(judge(span, R"({"F99000000250": "2026-11-01", "F99000000251": "2026-11-14"})"),
                ElementsAre("forms.rule.not_met F99000000251"));
    EXPECT_THAT(judge(span, R"({"F99000000250": "2026-11-01", "F99000000251": "2026-11-15"})"),
                IsEmpty());
    EXPECT_THAT(judge(span, R"({"F99000000251": "2026-11-15"})"), IsEmpty());
    const std::string form = "F99000000208 muss dem regulären Ausdruck \"[0-9]+\" entsprechen.";
    EXPECT_THAT(judge(form, R"({"G99000000200": {"F99000000208": "12a"}})"),
                ElementsAre("forms.rule.not_met " + person + ".F99000000208"));
}

TEST(SchemaRules, StayInsideTheInstanceOfARepeatedGroup) {
    const std::string rule =
        "WENN F99000000262 = Ja DANN F99000000263 als Pflichtfeld anzeigen, sonst ausblenden.";
    EXPECT_THAT(judge(rule, R"({"G99000000260": [{"F99000000262": false}, {"F99000000262": true},
                                {"F99000000262": true, "F99000000263": "2020-01-01"}]})"),
                ElementsAre("forms.required G99000000260[1].F99000000263"));
}

TEST(SchemaRules, HoldOutsideWhereAnyInstanceSaysSo) {
    const std::string rule =
        "F99000000203 ist ein Pflichtfeld, wenn F99000000262 mit Ja belegt ist.";
    EXPECT_THAT(
        judge(rule, R"({"G99000000260": [{"F99000000262": false}, {"F99000000262": true}]})"),
        ElementsAre("forms.required " + person + ".F99000000203"));
    EXPECT_THAT(judge(rule, R"({"G99000000260": [{"F99000000262": false}]})"), IsEmpty());
}

TEST(SchemaRules, AskListsWhetherTheyHoldAValue) {
    const std::string rule = "Wenn F99000000270 den Wert Rot enthält, ist F99000000203 Pflicht.";
    EXPECT_THAT(judge(rule, R"({"F99000000270": ["b", "a"]})"),
                ElementsAre("forms.required " + person + ".F99000000203"));
    EXPECT_THAT(judge(rule, R"({"F99000000270": ["b"]})"), IsEmpty());
}

TEST(SchemaRules, AreAppliedWholeOrNotAtAll) {
    const std::string rule =
        "WENN F99000000204 = Ja DANN zeige F99000000203. WENN Mondphase DANN zeige F99000000203.";
    EXPECT_THAT(rule_findings(source_with({rule})),
                ElementsAre("warning fim.freitext.open_word", "warning fim.freitext.not_applied"));
    const auto form = make_form(source_with({rule}));
    const Json answers = read_json(R"({"G99000000200": {"F99000000203": "sichtbar"}})");
    EXPECT_EQ(formats::write_json(form->fachdaten(answers, context())),
              formats::write_json(answers));
    EXPECT_THAT(rule_findings(source_with({"WENN F99000000201 = 009 DANN zeige F99000000203."})),
                Contains("warning fim.freitext.not_applied"))
        << "a value outside its list would hide the field for ever";
}

TEST(SchemaRules, OfTheSchemaYieldToThoseOfThePackage) {
    FormSource source = source_with(
        {"WENN F99000000204 = Ja DANN zeige F99000000205.", "F99000000206 muss befüllt sein."});
    source.rules = read_json(R"({
        "omit": [{"regel": "R2", "reason": "E-Mail ist hier freiwillig."}],
        "conditions": [{"id": "K1", "replaces": "R1", "target": "F99000000205",
                        "when": {"==": [{"var": "answers.G99000000200.F99000000204"}, false]}}]})");
    EXPECT_THAT(rule_findings(source),
                ElementsAre("note forms.rule_replaced", "note forms.rule_omitted"));
    const auto form = make_form(std::move(source));
    const Json answers =
        read_json(R"({"G99000000200": {"F99000000204": false, "F99000000205": 2}})");
    EXPECT_EQ(formats::write_json(form->fachdaten(answers, context())),
              formats::write_json(answers));
    EXPECT_THAT(brief(form->check_all(answers, context())), IsEmpty());
}

TEST(SchemaRules, ThatAPackageReplacesMustExist) {
    for (const char* rules :
         {R"({"omit": [{"regel": "R9", "reason": "so"}]})", R"({"omit": [{"regel": "R1"}]})",
          R"({"required": [{"id": "P", "replaces": "R9", "place": "F99000000203", "when": true}]})",
          R"({"required": [{"id": "P", "replaces": 3, "place": "F99000000203", "when": true}]})",
          R"({"omit": {"regel": "R1"}})"}) {
        FormSource source = source_with({"F99000000206 muss befüllt sein."});
        source.rules = read_json(rules);
        EXPECT_EQ(Form::make(std::move(source)).value, nullptr) << rules;
    }
}

TEST(SchemaRules, ThatGoInCirclesAreLeftOut) {
    FormSource source = source_with({"WENN F99000000206 leer ist DANN zeige F99000000207.",
                                     "WENN F99000000207 leer ist DANN zeige F99000000206.",
                                     "WENN F99000000204 = Ja DANN zeige F99000000203."});
    const auto made = Form::make(source);
    ASSERT_NE(made.value, nullptr) << "a form of any schema works";
    EXPECT_THAT(rule_findings(source), Contains("warning forms.rule_cycle"));
    EXPECT_EQ(formats::write_json(made.value->fachdaten(
                  read_json(R"({"G99000000200": {"F99000000203": "weg", "F99000000206": "a",
                                                 "F99000000207": "b"}})"),
                  context())),
              R"({"G99000000200":{"F99000000206":"a","F99000000207":"b"}})")
        << "the third rule still hides what it hides";
}

TEST(SchemaRules, AreJudgedAsAGraph) {
    EXPECT_THAT(
        rule_findings(source_with({"WENN F99000000250 befüllt ist DANN zeige F99000000203."})),
        ElementsAre("note forms.rule_later_question"));
    EXPECT_THAT(rule_findings(source_with({"WENN F99000000201 = 001 DANN zeige F99000000203."})),
                IsEmpty());
    const std::string same = "Wenn F99000000204 = Ja, dann muss F99000000203 befüllt sein.";
    EXPECT_THAT(rule_findings(source_with({same, same})),
                ElementsAre("warning forms.rule_duplicate"));
    const std::string shows = "Wenn F99000000204 = Ja, dann zeige F99000000205.";
    EXPECT_THAT(rule_findings(source_with({shows, shows})),
                ElementsAre("warning fim.freitext.duplicate"));
    EXPECT_THAT(rule_findings(source_with({shows, "Wenn F99000000201 = 001, zeige F99000000205."})),
                ElementsAre("note fim.freitext.shown_twice"));
}

TEST(SchemaRules, WorkInTheFormsOfRealSchemas) {
    const std::filesystem::path folder = GORDION_SOURCE_DIR "/../shared/data/fim-xdf/v3-real";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "skipped: no real schemas at " << folder;
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".xml") {
            continue;
        }
        FormSource source;
        source.schema = load_schema(entry.path());
        const auto made = Form::make(std::move(source));
        ASSERT_NE(made.value, nullptr) << entry.path();
        EXPECT_THAT(brief(made.findings),
                    Not(Contains(::testing::StartsWith("fim.freitext.not_applied"))))
            << entry.path();
        (void)made.value->check_all(read_json("{}"), context());
    }
}

}  // namespace
}  // namespace gordion::forms
