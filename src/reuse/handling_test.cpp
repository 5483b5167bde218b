// SPDX-License-Identifier: EUPL-1.2
#include "reuse/handling.hpp"

#include <gtest/gtest.h>

#include "reuse/bescheid.hpp"
#include "reuse/handling_toml.hpp"
#include "reuse/package_check.hpp"
#include "reuse/reuse_test.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;
using testing::find_code;
using testing::to_text;

Json json(std::string_view text) {
    return formats::parse_json(text).value();
}

PackageFiles bonfire_files() {
    return read_files(std::filesystem::path(GORDION_SOURCE_DIR) / "tests" / "packages" /
                      "osterfeuer-genehmigung")
        .value();
}

Findings check_changed(const std::string& file, const std::string& from, const std::string& to) {
    PackageFiles files = bonfire_files();
    std::string& text = files.at(file);
    VERIFY(text.find(from) != std::string::npos, "the test changes something that is there");
    text = replace_all(text, from, to);
    Judged<Package> package = read_package(files).value();
    Findings findings = std::move(package.findings);
    append(findings, check_package(std::move(package.value), nullptr).findings);
    return findings;
}

TEST(VisibleFields, CoverAnElementAndAllItHolds) {
    const VisibleFields fields{false, {"G1", "G2.F1"}};
    EXPECT_TRUE(fields.cover("G1"));
    EXPECT_TRUE(fields.cover("G1[3].G9.F4"));
    EXPECT_TRUE(fields.cover("G2[0].F1"));
    EXPECT_FALSE(fields.cover("G2.F11"));
    EXPECT_FALSE(fields.cover("G11.F1"));
    EXPECT_FALSE(fields.cover("G2"));
    EXPECT_TRUE((VisibleFields{true, {}}).cover("anything"));
    EXPECT_FALSE((VisibleFields{false, {}}).cover("G1"));
}

TEST(VisibleFields, SelectOnlyWhatTheyName) {
    const Json all = json(R"({"G1":{"F1":"a","F2":"b"},"G2":[{"F1":"c","F2":"d"},{"F2":"e"}],
        "G3":{"G4":{"F1":"f"}},"F9":["x","y"]})");
    EXPECT_EQ(select_fields(all, {false, {"G1.F1", "F9"}}),
              json(R"({"G1":{"F1":"a"},"F9":["x","y"]})"));
    EXPECT_EQ(select_fields(all, {false, {"G2.F1"}}), json(R"({"G2":[{"F1":"c"},{}]})"))
        << "the second instance keeps its place";
    EXPECT_EQ(select_fields(all, {false, {"G3.G4.F7"}}), json("{}"));
    EXPECT_EQ(select_fields(all, {false, {"G2.F7"}}), json("{}"));
    EXPECT_EQ(select_fields(all, {false, {"G3"}}), json(R"({"G3":{"G4":{"F1":"f"}}})"));
    EXPECT_EQ(select_fields(all, {true, {}}), all);
    EXPECT_EQ(select_fields(all, {false, {}}), json("{}"));
    EXPECT_EQ(select_fields(json(R"({"G1":"no group"})"), {false, {"G1.F1"}}), json("{}"));
}

std::string filled(FillType type, std::string_view typed) {
    const auto text = parse_fill({"key", type, {{"de", "Lücke"}}, ""}, typed);
    return text ? text.value() : text.error().code;
}

TEST(FillIn, TakesWhatPeopleAndBrowsersWrite) {
    EXPECT_EQ(filled(FillType::Date, "2026-12-31"), "31.12.2026");
    EXPECT_EQ(filled(FillType::Date, " 1.3.2027 "), "01.03.2027");
    EXPECT_EQ(filled(FillType::Time, "9.05"), "09:05");
    EXPECT_EQ(filled(FillType::Time, "24:00"), "24:00");
    EXPECT_EQ(filled(FillType::Number, "1,5"), "1,5");
    EXPECT_EQ(filled(FillType::Text, " so "), "so");
    for (const char* wrong : {"", "31.2.2027", "morgen", "2026-13-01", "1.2", "-"}) {
        EXPECT_EQ(filled(FillType::Date, wrong), "reuse.fill_invalid") << wrong;
    }
    for (const char* wrong : {"", "25:00", "24:01", "12:60", "12", "ab:cd", "1:2:3"}) {
        EXPECT_EQ(filled(FillType::Time, wrong), "reuse.fill_invalid") << wrong;
    }
    for (const char* wrong : {"", "-1", "1,", ",5", "1.5", "viel", "1234567890123"}) {
        EXPECT_EQ(filled(FillType::Number, wrong), "reuse.fill_invalid") << wrong;
    }
    EXPECT_EQ(filled(FillType::Text, std::string(501, 'x')), "reuse.fill_invalid");
}

TEST(FillIn, IsFoundByItsKeyAlone) {
    EXPECT_EQ(find_gaps("bis [ende] Uhr [Anlage 1] [x_2] ["),
              (std::vector<std::string>{"ende", "x_2"}));
}

TEST(Handling, IsReadWithThePackage) {
    const Package package = read_package(bonfire_files()).value().value;
    const Handling& handling = package.service.handling;
    ASSERT_EQ(handling.copies.size(), 2U);
    EXPECT_EQ(handling.copies[0].receiver, "feuerwehr");
    EXPECT_FALSE(handling.copies[0].required);
    EXPECT_TRUE(handling.copies[1].required);
    EXPECT_TRUE(handling.copies[1].when.has_value());
    ASSERT_EQ(handling.conditions.size(), 3U);
    EXPECT_EQ(handling.conditions[2].fills.size(), 2U);
    ASSERT_EQ(handling.consultations.size(), 1U);
    EXPECT_EQ(handling.consultations[0].frist_days, 14);
    ASSERT_TRUE(package.automatic.has_value());
    EXPECT_EQ(package.automatic->conditions.size(), 4U);
}

struct Mistake {
    const char* file;
    const char* from;
    const char* to;
    const char* code;
    const char* mentions;
};

TEST(Handling, NamesEachMistakeWithPlaceAndRemedy) {
    for (const Mistake& mistake : {
             Mistake{"service.toml", "receiver = \"feuerwehr\"", "receiver = \"Feuerwehr\"",
                     "reuse.handling", "lower-case"},
             Mistake{"service.toml", "legal_ground = \"§ 5 Beispiel-Brandschutzgesetz\"", "",
                     "reuse.service_key", "legal_ground"},
             Mistake{"service.toml", "\"G99000000904.F99000000932\"", "\"F99000000932\"",
                     "reuse.handling_field", "whole path"},
             Mistake{"service.toml", "required = true\n\n# What", "requird = true\n\n# What",
                     "reuse.service_unknown", "requird"},
             Mistake{"service.toml", "id = \"abstand\"", "id = \"ende\"", "reuse.handling",
                     "twice"},
             Mistake{"service.toml", "kind = \"befristung\"", "kind = \"wunsch\"", "reuse.handling",
                     "auflage"},
             Mistake{"service.toml", "[meter]", "[metr]", "reuse.handling", "[metr]"},
             Mistake{"service.toml", "type = \"time\"", "type = \"uhr\"", "reuse.handling",
                     "no type"},
             Mistake{"service.toml", "default = \"23:00\"", "default = \"25:00\"", "reuse.handling",
                     "default"},
             Mistake{"service.toml", "frist_days = 14", "frist_days = 0", "reuse.handling", "365"},
             Mistake{"service.toml", "chosen_when = 'true'", "chosen_when = '{'", "reuse.handling",
                     "no JSON"},
             Mistake{"service.toml", "chosen_when = 'true'", "chosen_when = '{\"grösser\":[1]}'",
                     "fim.logic_operator_unknown", ""},
             Mistake{"service.toml", "'{\">\": [{\"var\": \"answers.G99000000903.F99000000922\"}",
                     "'{\">\": [{\"var\": \"answers.G99000000903.F99\"}", "reuse.logic_reference",
                     "condition abstand"},
             Mistake{"service.toml", "{{answers.F99000000921}}", "{{answers.F99}}",
                     "reuse.condition_text", "ende"},
             Mistake{"bescheid.de.md", "conditions}}", "rows}}", "reuse.condition_unprinted",
                     "never prints"},
             Mistake{"bescheid.de.md", "decision.automatic", "decision.granted",
                     "reuse.automatic_letter", "no person"},
             Mistake{"automatic.json", "\"switch\": \"automatik\",", "", "reuse.automatic",
                     "switch"},
             Mistake{"automatic.json", "\"switch\": \"automatik\"", "\"switch\": \"gebuehr\"",
                     "reuse.automatic", "class d"},
             Mistake{"automatic.json", "\"sample\": \"stichprobe_prozent\"",
                     "\"sample\": \"groesse_frei\"", "reuse.automatic", "max 100"},
             Mistake{"automatic.json", "\"id\": \"A2\"", "\"id\": \"A1\"", "reuse.automatic",
                     "twice"},
             Mistake{"automatic.json", "submission.attachments", "submission.color",
                     "reuse.logic_reference", "submission.color"},
             Mistake{"automatic.json", "\"<=\"", "\"≤\"", "fim.logic_operator_unknown", ""},
             Mistake{"calculation.json", "params.gebuehr", "submission.trust_level",
                     "reuse.logic_reference", "submission"},
             Mistake{"examples/gueltig-schutzgebiet.json", "\"naturschutz\"", "\"feuerwehr\"",
                     "reuse.example_copies", "naturschutz"},
             Mistake{"examples/gueltig-grosses-feuer.json", "\"A1\"", "\"issued\"",
                     "reuse.example_automatic", "A1"},
         }) {
        const Findings findings = check_changed(mistake.file, mistake.from, mistake.to);
        const auto fits = [&](const Finding& finding) {
            return finding.code == mistake.code &&
                   (finding.message + finding.place).find(mistake.mentions) != std::string::npos;
        };
        EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), fits))
            << mistake.from << " → " << mistake.to << "\n"
            << to_text(findings);
    }
}

TEST(Handling, RefusesListsThatAreNone) {
    for (const char* wrong : {"copy = 3", "copy = [1, 2]", "condition = \"x\"",
                              "[consultation]\nid = \"x\"", "[[condition]]\nid = 1\nfill = 2"}) {
        PackageFiles files = bonfire_files();
        std::string& text = files.at("service.toml");
        text = text.substr(0, text.find("# Who else"));
        const bool is_table = wrong[0] == '[';
        text = is_table ? text + "\n" + wrong + "\n" : std::string(wrong) + "\n" + text;
        const auto judged = parse_service_toml(text);
        ASSERT_TRUE(judged) << wrong;
        EXPECT_TRUE(has_faults(judged.value().findings)) << wrong;
    }
}

class Bonfire : public ::testing::Test {
protected:
    Bonfire() {
        package = check_package(read_package(bonfire_files()).value().value, nullptr).loaded;
        VERIFY(package, "the package of the tests is valid");
        const Example& example = package->package.examples.back();
        facts.today = parse_date("2026-11-23").value();
        facts.answers = example.answers;
        params =
            json(R"({"automatik":true,"stichprobe_prozent":0,"groesse_frei":3,"gebuehr":2500})");
        calculation = json(R"({"totals":{"gebuehr_cents":2500}})");
        submission = to_json(SubmissionFacts{});
        facts.calculation = calculation;
        facts.params =
            effective_values(package->service(), {}, {"Amt", "1", "Ort"}, "99", facts.today).value;
    }
    [[nodiscard]] HandlingFacts handling() const {
        return {&facts.answers, &params, &calculation, &submission, "2026-11-23"};
    }
    [[nodiscard]] std::string judged(std::string_view lot = "lot") const {
        const auto verdict = judge_automatic(*package->package.automatic, handling(), lot);
        return verdict.name() + (verdict.code.empty() ? "" : " " + verdict.code);
    }
    Json& fire() { return *facts.answers.find("G99000000903"); }

    std::shared_ptr<const LoadedPackage> package;
    LetterFacts facts;
    Json params;
    Json calculation;
    Json submission;
};

TEST_F(Bonfire, OffersConditionsWithWordingAndPreset) {
    fire().set("F99000000922", 5);
    const auto offers = offer_conditions(*package, facts, handling());
    ASSERT_TRUE(offers) << offers.error().to_text();
    ASSERT_EQ(offers.value().size(), 3U);
    EXPECT_EQ(offers.value()[0].text,
              "Das Feuer am 27.03.2027 ist bis [ende] Uhr vollständig zu löschen.");
    EXPECT_TRUE(offers.value()[0].chosen);
    EXPECT_TRUE(offers.value()[1].chosen);
    EXPECT_FALSE(offers.value()[2].chosen);
    fire().set("F99000000922", 2);
    EXPECT_FALSE(offer_conditions(*package, facts, handling()).value()[1].chosen);
}

TEST_F(Bonfire, FillsTheGapsOfAWording) {
    const ConditionDeclaration& end = package->service().handling.conditions[0];
    const auto chosen = fill_condition(end, "Bis [ende] Uhr, siehe [Anlage].", {{"ende", "22.30"}});
    ASSERT_TRUE(chosen) << chosen.error().to_text();
    EXPECT_EQ(chosen.value().text, "Bis 22:30 Uhr, siehe [Anlage].");
    EXPECT_EQ(chosen.value().kind, "auflage");
    EXPECT_EQ(fill_condition(end, "Bis [ende] Uhr.", {}).error().code, "reuse.fill_invalid");
    EXPECT_EQ(fill_condition(end, "Ohne Uhrzeit.", {}).value().text, "Ohne Uhrzeit.");
    EXPECT_EQ(fill_condition(end, "  ", {}).error().code, "reuse.condition_empty");
}

TEST_F(Bonfire, NumbersTheConditionsInTheLetter) {
    facts.reason = "Zum Schutz der Nachbarschaft.";
    facts.conditions = {{"ende", "auflage", "Ende", "Bis 22:00 Uhr\n\n# löschen.", "§ 7"},
                        {"", "auflage", "", "Kein Plastik.", ""}};
    const std::string letter = render_bescheid(*package, facts).value();
    EXPECT_NE(letter.find("1. Bis 22:00 Uhr \\# löschen. (§ 7)\n2. Kein Plastik.\n"),
              std::string::npos)
        << letter;
    EXPECT_EQ(letter.find("automatisch"), std::string::npos);
    facts.automatic = true;
    facts.conditions.clear();
    const std::string automatic = render_bescheid(*package, facts).value();
    EXPECT_NE(automatic.find("automatisch erlassen"), std::string::npos);
    EXPECT_EQ(automatic.find("Nebenbestimmungen"), std::string::npos);
}

TEST_F(Bonfire, IsIssuedAutomaticallyOnlyIfEverythingHolds) {
    EXPECT_EQ(judged(), "issued");
    submission.set("attachments", 1);
    EXPECT_EQ(judged(), "A3");
    fire().set("F99000000924", true);
    EXPECT_EQ(judged(), "A2") << "the first that does not hold";
    params.set("automatik", false);
    EXPECT_EQ(judged(), "off");
    params.set("automatik", Json());
    EXPECT_EQ(judged(), "off") << "absent is off";
}

TEST_F(Bonfire, NothingIsIssuedOnAParameterWithoutValue) {
    params.set("groesse_frei", Json());
    EXPECT_EQ(judged(), "A1 reuse.automatic_param_missing");
    params.set("stichprobe_prozent", Json());
    EXPECT_EQ(judged(), "stichprobe_prozent reuse.automatic_param_missing");
}

TEST_F(Bonfire, AShareOfCasesIsAlwaysSeenByAPerson) {
    params.set("stichprobe_prozent", 20);
    int sampled = 0;
    for (int i = 0; i < 1000; ++i) {
        const std::string lot = "case-" + std::to_string(i);
        const std::string first = judged(lot);
        EXPECT_EQ(judged(lot), first) << "the same case, the same answer";
        sampled += first == "sample" ? 1 : 0;
    }
    EXPECT_NEAR(sampled, 200, 60);
    EXPECT_FALSE(is_in_sample("x", 0));
    EXPECT_TRUE(is_in_sample("x", 100));
}

}  // namespace
}  // namespace gordion::reuse
