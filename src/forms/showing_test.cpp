// SPDX-License-Identifier: EUPL-1.2
// Pages and summaries as people see them, with the packages of this project.
#include <gmock/gmock.h>

#include "forms/test_forms.hpp"
#include "tests/support/node_oracle.hpp"

namespace gordion::forms {
namespace {

using formats::Json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace testing;

const std::string dogs = "G99000000004";

UploadedFile proof() {
    return {"Erlaubnis.pdf", "application/pdf", 1000, "b1", std::string(128, 'a')};
}

// A complete dog tax registration with two dogs.
Json dog_tax() {
    Json answers = read_json(R"({
        "G99000000001":{"F99000000001":"Ada","F99000000002":"Lovelace","F99000000003":"1985-12-10"},
        "G99000000002":{"F99000000010":"Warft","F99000000011":"1","F99000000012":"25869",
                        "F99000000013":"Gröde"},
        "G99000000003":{"F99000000020":false},
        "G99000000005":{"F99000000023":false},
        "G99000000004":[
          {"F99000000030":"Bello","F99000000031":"Mischling","F99000000034":"m",
           "F99000000035":"2024-05-01","F99000000036":"braun","F99000000037":"276000000000001",
           "F99000000038":"2024-08-01","F99000000039":"privat","F99000000032":false,
           "F99000000041":"keine"},
          {"F99000000030":"Luna","F99000000031":"Pudel","F99000000034":"w",
           "F99000000035":"2023-05-01","F99000000036":"schwarz","F99000000037":"276000000000002",
           "F99000000038":"2024-01-01","F99000000039":"zucht","F99000000032":true,
           "F99000000041":"keine"}],
        "G99000000006":{"F99000000050":false},
        "G99000000007":{"F99000000060":true}})");
    answers.find(dogs)->as_array()[1].set("F99000000033", to_json(proof()));
    return answers;
}

TEST(Packages, OfThisProjectMakeForms) {
    for (const char* name : {"hundesteuer-anmeldung", "bewohnerparkausweis", "gewerbeanmeldung",
                             "meldebescheinigung", "feuerwerk-anzeige"}) {
        const auto made = Form::make(package_source(name));
        EXPECT_NE(made.value, nullptr) << texts_of(made.findings);
    }
}

TEST(Packages, TakeACompleteRegistration) {
    const auto form = make_form(package_source("hundesteuer-anmeldung"));
    const Json answers = dog_tax();
    EXPECT_EQ(texts_of(form->check_all(answers, context())), "");
    EXPECT_FALSE(form->first_open_page(answers, context()).has_value());
    EXPECT_THAT(ids_of(form->visible_pages(answers, context())),
                ElementsAre("halter", "anschrift", "zuzug", "haushalt", "hunde.1", "hunde.2",
                            "hunde", "zahlung", "abschluss"));
    EXPECT_EQ(formats::write_json(form->fachdaten(answers, context())).size(),
              formats::write_json(answers).size())
        << "everything is there, in the order of the schema";
}

TEST(Packages, RefuseWhatTheirRulesForbid) {
    const auto form = make_form(package_source("hundesteuer-anmeldung"));
    Json answers = dog_tax();
    answers.find("G99000000001")->set("F99000000003", "2010-01-01");
    answers.find("G99000000003")->set("F99000000020", true);
    answers.find("G99000000006")->set("F99000000050", true);
    answers.find("G99000000006")->set("F99000000051", "DE00370400440532013000");
    answers.find("G99000000006")->set("F99000000052", "Ada Lovelace");
    answers.find("G99000000007")->set("F99000000060", false);
    Json& second = answers.find(dogs)->as_array()[1];
    second.set("F99000000037", "276000000000001");
    second.set("F99000000038", "2023-01-01");
    second.erase("F99000000033");
    EXPECT_THAT(brief(form->check_all(answers, context())),
                ElementsAre("hundesteuer.halter_minderjaehrig G99000000001.F99000000003",
                            "forms.required G99000000003.F99000000021",
                            "forms.required G99000000003.F99000000022",
                            "hundesteuer.chip_doppelt G99000000004[0].F99000000037",
                            "hundesteuer.chip_doppelt G99000000004[1].F99000000037",
                            "hundesteuer.haltung_vor_geburt G99000000004[1].F99000000038",
                            "forms.required G99000000004[1].F99000000033",
                            "hundesteuer.iban_pruefziffer G99000000006.F99000000051",
                            "hundesteuer.erklaerung_fehlt G99000000007.F99000000060"));
    EXPECT_EQ(form->page_of("G99000000004[1].F99000000033")->id, "hunde.2");
    EXPECT_NE(form->message("hundesteuer.chip_doppelt", "de"), "");
    EXPECT_EQ(form->message("nope.nope", "de"), "");
}

TEST(Packages, FachdatenAreWhatTheJsonSchemaSays) {
    const auto form = make_form(package_source("hundesteuer-anmeldung"));
    const Json question = Json::array({Json::object(
        {{"schema", form->json_schema()},
         {"instances", Json::array({form->fachdaten(dog_tax(), context()), Json::object()})}})});
    const auto answers = gordion::testing::ask_node("json_schema_check.mjs", question);
    if (!answers) {
        GTEST_SKIP() << "skipped: node or the npm packages ajv, ajv-formats are not installed";
    }
    const Json& answer = answers->as_array().at(0);
    ASSERT_EQ(answer.text_at("problem"), "");
    EXPECT_TRUE(answer.find("valid")->as_array().at(0).as_bool()) << formats::write_json(answer);
    EXPECT_FALSE(answer.find("valid")->as_array().at(1).as_bool());
}

TEST(PageView, ShowsQuestionsWithTheirAnswers) {
    const auto form = make_form(package_source("hundesteuer-anmeldung"));
    const Json answers = dog_tax();
    const auto page = form->find_page("hunde.2", answers, context()).value();
    const PageView view = form->view_page(page, answers, context(), "de");
    EXPECT_TRUE(view.has_upload);
    EXPECT_EQ(view.title.substr(view.title.size() - 2), " 2");
    std::map<std::string, Question> questions;
    for (const Block& block : view.blocks) {
        ASSERT_FALSE(block.is_fieldset);
        questions[block.question.element] = block.question;
    }
    EXPECT_EQ(questions.at("F99000000030").values, std::vector<std::string>{"Luna"});
    EXPECT_EQ(questions.at("F99000000030").path, "G99000000004[1].F99000000030");
    EXPECT_THAT(questions.at("F99000000035").values, ElementsAre("1", "5", "2023"));
    EXPECT_EQ(questions.at("F99000000034").control, Control::Radios);
    EXPECT_TRUE(questions.at("F99000000034").options.at(1).chosen);
    EXPECT_EQ(questions.at("F99000000032").control, Control::YesNo);
    EXPECT_TRUE(questions.at("F99000000032").options.at(0).chosen);
    EXPECT_TRUE(questions.at("F99000000033").required) << "by a rule";
    EXPECT_EQ(questions.at("F99000000033").files.at(0).name, "Erlaubnis.pdf");
    EXPECT_EQ(questions.count("F99000000045"), 0U) << "hidden by a condition";

    const auto list = form->find_page("hunde", answers, context()).value();
    const PageView overview = form->view_page(list, answers, context(), "de");
    ASSERT_EQ(overview.items.size(), 2U);
    EXPECT_EQ(overview.items[0].digest, "Bello, Mischling");
    EXPECT_EQ(overview.items[1].page, "hunde.2");
    EXPECT_EQ(overview.add_page, "hunde.3");
}

TEST(PageView, NamesWhatThePageIsAPartOf) {
    const auto form = make_form(probe_source());
    const Json answers =
        read_json(R"({"G99000000910": [{}, {"F99000000911": "Mia", "G99000000911": [{}, {}]}]})");
    const auto seen = [&](const char* id) {
        const auto page = form->find_page(id, answers, context()).value();
        const PageView view = form->view_page(page, answers, context(), "de");
        return view.within + " > " + view.title;
    };
    EXPECT_EQ(seen("person"), " > Person");
    EXPECT_EQ(seen("tier"), " > Tier");
    EXPECT_EQ(seen("tier.2"), " > Tier 2");
    EXPECT_EQ(seen("tier.2.impfung"), "Tier 2 > Impfung");
    EXPECT_EQ(seen("tier.2.impfung.1"), "Tier 2 > Impfung 1");
}

std::string element(const std::string& kind, const std::string& id, const std::string& label,
                    const std::string& content) {
    return "<x:struktur><x:anzahl>0:1</x:anzahl><x:enthaelt><x:" + kind +
           "><x:identifikation><x:id>" + id +
           "</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>" + label +
           "</x:name><x:bezeichnungEingabe>" + label +
           "</x:bezeichnungEingabe><x:schemaelementart><code>ABS</code></x:schemaelementart>" +
           content + "</x:" + kind + "></x:enthaelt></x:struktur>";
}

TEST(PageView, NamesTheGroupThatWasSplit) {
    std::string fields;
    for (int i = 10; i < 31; ++i) {
        fields +=
            element("datenfeld", "F990000000" + std::to_string(i), "Frage " + std::to_string(i),
                    "<x:feldart><code>input</code></x:feldart>"
                    "<x:datentyp><code>text</code></x:datentyp>");
    }
    const std::string address = element("datenfeldgruppe", "G99000000002", "Anschrift", fields);
    FormSource source;
    source.schema =
        fim::read_schema(
            "<x:xdatenfelder.stammdatenschema.0102 "
            "xmlns:x=\"urn:xoev-de:fim:standard:xdatenfelder_3.0.0\"><x:stammdatenschema>"
            "<x:identifikation><x:id>S99000000001</x:id><x:version>1.0.0</x:version>"
            "</x:identifikation><x:name>S</x:name>" +
            element("datenfeldgruppe", "G99000000001", "Antragsteller",
                    fields + address + element("datenfeldgruppe", "G99000000003", "Bank", fields)) +
            "</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>")
            .value()
            .value;
    const auto form = make_form(std::move(source));
    std::vector<std::string> seen;
    for (const PageRef& page : form->visible_pages(Json::object(), context())) {
        const PageView view = form->view_page(page, Json::object(), context(), "de");
        seen.push_back(view.within + " > " + view.title);
    }
    EXPECT_THAT(
        seen, ElementsAre(" > Antragsteller", "Antragsteller > Anschrift", "Antragsteller > Bank"));
}

TEST(PageView, KeepsWhatWasPostedWrongly) {
    const auto form = make_form(probe_source());
    const auto page = form->find_page("person", Json::object(), context()).value();
    PageView view = form->view_page(page, Json::object(), context(), "de");
    PostedPage posted;
    posted.fields = {{"G99000000901.F99000000901", "<b>"},
                     {"G99000000901.F99000000903.day", "31"},
                     {"G99000000901.F99000000903.month", "2"},
                     {"G99000000901.F99000000903.year", "x"},
                     {"G99000000901.G99000000902.F99000000906", "b"}};
    form->show_posted(view, posted, context(), "de");
    EXPECT_THAT(view.blocks.at(0).question.values, ElementsAre("<b>"));
    EXPECT_THAT(view.blocks.at(2).question.values, ElementsAre("31", "2", "x"));
    const Block& contact = view.blocks.at(4);
    ASSERT_TRUE(contact.is_fieldset);
    EXPECT_EQ(contact.label, "Kontakt");
    EXPECT_TRUE(contact.blocks.at(1).question.options.at(1).chosen);
}

TEST(PageView, TakesOptionsFromAParameter) {
    const auto form = make_form(package_source("bewohnerparkausweis"));
    const Json params = read_json(R"({"zonen":[{"code":"N1","name":"Nordstadt","strassen":"A–C"},
        {"code":"S1","name":"Südstadt","strassen":"D–F"}]})");
    const FormContext here{&params, stichtag()};
    const auto page = form->find_page("zone", Json::object(), here).value();
    const PageView view = form->view_page(page, Json::object(), here, "de");
    const Question& zone = view.blocks.at(0).question;
    EXPECT_EQ(zone.control, Control::Radios);
    ASSERT_EQ(zone.options.size(), 2U);
    EXPECT_EQ(zone.options[1].label, "Südstadt");
    EXPECT_EQ(zone.options[1].help, "D–F");
    PostedPage posted;
    posted.fields = {{zone.path, "S1"}};
    const auto good = form->parse_page(page, Json::object(), posted, here);
    EXPECT_THAT(brief(good.findings), IsEmpty());
    posted.fields[0].value = "X9";
    EXPECT_THAT(brief(form->parse_page(page, Json::object(), posted, here).findings),
                ElementsAre("forms.code_unknown " + zone.path));
    const auto sections = form->summary(good.value.answers, here, "de");
    const auto section = std::find_if(sections.begin(), sections.end(),
                                      [](const auto& each) { return each.page == "zone"; });
    ASSERT_NE(section, sections.end());
    EXPECT_EQ(section->rows.at(0).value, "Südstadt");
}

TEST(Summary, WritesAnswersAsGermansDo) {
    const auto form = make_form(probe_source());
    const Json answers = read_json(R"({
        "G99000000901":{"F99000000901":"Ada","F99000000903":"1990-05-06","F99000000904":"25859",
                        "G99000000902":{"F99000000905":"04671 1","F99000000906":"b"}},
        "F99000000910":true,
        "G99000000910":[{"F99000000911":"Bello","F99000000912":"hund","F99000000913":1234.5,
                         "F99000000914":0.72,"G99000000911":[{"F99000000915":"2026-01-02"}]}],
        "G99000000920":{"F99000000921":["de","fr"],"F99000000924":"08:30",
                        "F99000000925":"2027-04-03T18:05"}})");
    std::vector<std::string> lines;
    for (const SummarySection& section : form->summary(answers, context(), "de")) {
        lines.push_back("# " + section.title + " (" + section.page + ")");
        for (const SummaryRow& row : section.rows) {
            if (row.is_heading || !row.value.empty()) {
                lines.push_back(std::string(static_cast<std::size_t>(row.level), '>') + row.label +
                                ": " + row.value);
            }
        }
    }
    EXPECT_THAT(lines,
                ElementsAre("# Person (person)", "Name: Ada", "Geburtstag: 06.05.1990",
                            "Postleitzahl: 25859", "Kontakt: ", ">Telefon: 04671 1", ">Weg: Brief",
                            "# Hat Tiere (hat-tiere)", "Hat Tiere: Ja", "# Tier 1 (tier.1)",
                            "Rufname: Bello", "Art: Hund", "Wert: 1.234,50 €", "Schulterhöhe: 0,72",
                            "# Tier 1 · Impfung 1 (tier.1.impfung.1)", "Geimpft am: 02.01.2026",
                            "# Wünsche (wuensche)", "Sprachen: Deutsch\nFranzösisch",
                            "Uhrzeit: 08:30 Uhr", "Zeitpunkt: 03.04.2027, 18:05 Uhr"));
    EXPECT_EQ(form->summary(answers, context(), "en").at(1).rows.at(0).value, "Yes");
}

TEST(Summary, ShowsOfAPartOnlyWhatItHolds) {
    const auto form = make_form(probe_source());
    const Json part = read_json(R"({
        "G99000000901":{"G99000000902":{"F99000000905":"04671 1"}},
        "G99000000910":[{},{"F99000000913":1234.5}]})");
    std::vector<std::string> lines;
    for (const SummarySection& section : form->summary_of_part(part, context(), "de")) {
        lines.push_back("# " + section.title);
        for (const SummaryRow& row : section.rows) {
            lines.push_back(row.label + ": " + row.value);
        }
    }
    EXPECT_THAT(lines, ElementsAre("# Person", "Kontakt: ", "Telefon: 04671 1", "# Tier 2",
                                   "Wert: 1.234,50 €"))
        << "the animals are shown although nobody said that there are some";
    EXPECT_TRUE(form->summary_of_part(Json::object(), context(), "de").empty());
    EXPECT_TRUE(form->summary_of_part(Json(), context(), "de").empty());
}

TEST(Texts, ComeFromThePackageInItsLanguages) {
    FormSource source = probe_source();
    const auto texts = [](const char* toml) { return formats::parse_toml(toml).value().root; };
    source.texts["de"] = texts(R"(
[element.F99000000901]
label = "Vorname"
[element."G99000000901.F99000000901"]
help = "Wie im Ausweis."
[element.G99000000910]
item = "Ihr Tier"
add = "Noch ein Tier"
[element.F4711]
label = "?"
)");
    source.texts["en"] = texts("[option.F99000000906]\n\"t\" = \"Phone\"\n");
    const auto made = Form::make(std::move(source));
    ASSERT_NE(made.value, nullptr);
    EXPECT_THAT(brief(made.findings),
                ::testing::Contains("forms.text_element_unknown texts/de.toml element"));
    const Form& form = *made.value;
    EXPECT_EQ(form.label("G99000000901.F99000000901", "de"), "Vorname");
    EXPECT_EQ(form.label("G99000000901.F99000000901", "en"), "Vorname") << "German as fallback";
    EXPECT_EQ(form.label("G99000000910[3].F99000000911", "xx"), "Rufname");
    EXPECT_EQ(form.label("nope", "de"), "");
    const auto page = form.find_page("person", Json::object(), context()).value();
    const PageView view = form.view_page(page, Json::object(), context(), "en");
    EXPECT_EQ(view.blocks.at(0).question.help, "Wie im Ausweis.");
    EXPECT_EQ(view.blocks.at(4).blocks.at(1).question.options.at(0).label, "Phone");
    const auto list = form.find_page("tier", Json::object(), context()).value();
    const PageView animals = form.view_page(list, Json::object(), context(), "de");
    EXPECT_EQ(animals.add_label, "Noch ein Tier");
}

TEST(Form, OfReleasedSchemasCanBeWalked) {
    const std::filesystem::path real = GORDION_SOURCE_DIR "/../shared/data/fim-xdf/v3-real";
    if (!std::filesystem::exists(real)) {
        GTEST_SKIP() << "skipped: no shared data beside this project";
    }
    for (const auto& entry : std::filesystem::directory_iterator(real)) {
        if (entry.path().extension() != ".xml") {
            continue;
        }
        FormSource source;
        source.schema = load_schema(entry.path());
        const auto made = Form::make(std::move(source));
        for (const Finding& finding : made.findings) {
            EXPECT_TRUE(finding.severity != Severity::Fault ||
                        finding.code.rfind("fim.quality.", 0) == 0)
                << entry.path() << finding.to_text();
        }
        if (made.value == nullptr) {
            continue;
        }
        const Json nothing = Json::object();
        std::size_t steps = 0;
        auto page = std::optional(made.value->visible_pages(nothing, context()).front());
        for (; page && steps < 500; ++steps) {
            (void)made.value->view_page(*page, nothing, context(), "de");
            page = made.value->next_page(*page, nothing, context());
        }
        EXPECT_LT(steps, 500U) << entry.path();
    }
}

}  // namespace
}  // namespace gordion::forms
