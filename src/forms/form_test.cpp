// SPDX-License-Identifier: EUPL-1.2
#include "forms/form.hpp"

#include <gmock/gmock.h>

#include "forms/test_forms.hpp"

namespace gordion::forms {
namespace {

using formats::Json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace testing;

using Ids = std::vector<std::string>;

PageRef page(const Form& form, const char* id, const Json& answers) {
    auto found = form.find_page(id, answers, context());
    EXPECT_TRUE(found.has_value()) << id;
    return found ? found.value() : PageRef();
}

Json two_animals() {
    return read_json(R"({"G99000000901":{"F99000000901":"Ada"},"F99000000910":true,
        "G99000000910":[{"F99000000911":"Bello","F99000000912":"hund",
            "G99000000911":[{"F99000000915":"2026-01-02"},{"F99000000915":"2025-03-04"}]},
            {"F99000000911":"Mia","F99000000912":"katze"}]})");
}

TEST(Form, MakesPagesFromGroupsAndFields) {
    const auto form = make_form(probe_source());
    EXPECT_THAT(ids_of(form->visible_pages(Json::object(), context())),
                ElementsAre("person", "hat-tiere", "tier", "wuensche"));
    EXPECT_THAT(ids_of(form->visible_pages(two_animals(), context())),
                ElementsAre("person", "hat-tiere", "tier.1", "tier.1.impfung.1", "tier.1.impfung.2",
                            "tier.1.impfung", "tier.2", "tier.2.impfung", "tier", "wuensche"));
}

TEST(Form, LeadsThroughRepetitions) {
    const auto form = make_form(probe_source());
    const Json answers = two_animals();
    const auto next = [&](const char* from) {
        const auto found = form->next_page(page(*form, from, answers), answers, context());
        return found ? found->id : std::string("-");
    };
    const auto previous = [&](const char* from) {
        const auto found = form->previous_page(page(*form, from, answers), answers, context());
        return found ? found->id : std::string("-");
    };
    EXPECT_EQ(next("person"), "hat-tiere");
    EXPECT_EQ(next("hat-tiere"), "tier");
    EXPECT_EQ(next("tier.1"), "tier.1.impfung");
    EXPECT_EQ(next("tier.2"), "tier.2.impfung.1") << "at least one is demanded, so ask at once";
    EXPECT_EQ(next("tier.1.impfung.2"), "tier.1.impfung");
    EXPECT_EQ(next("tier.1.impfung"), "tier");
    EXPECT_EQ(next("tier.3"), "tier.3.impfung.1");
    EXPECT_EQ(next("tier"), "wuensche");
    EXPECT_EQ(next("wuensche"), "-");
    EXPECT_EQ(previous("person"), "-");
    EXPECT_EQ(previous("wuensche"), "tier");
    EXPECT_EQ(previous("tier.1"), "tier");
    EXPECT_EQ(previous("tier.1.impfung"), "tier.1");
    EXPECT_EQ(previous("tier.2.impfung.1"), "tier.2") << "nobody has seen the empty list";
}

TEST(Form, KnowsWhichPagesExist) {
    const auto form = make_form(probe_source());
    const Json answers = two_animals();
    for (const char* id : {"tier.3", "tier.1.impfung.3", "person", "tier.2.impfung.1"}) {
        EXPECT_TRUE(form->find_page(id, answers, context()).has_value()) << id;
    }
    for (const char* id :
         {"", "tiere", "tier.0", "tier.4", "tier.x", "tier.1.2", "tier.1.impfung.4", "person.1",
          "tier.1.", ".", "tier.99999999999999999999", "tier.1.impfung.1.impfung"}) {
        const auto found = form->find_page(id, answers, context());
        ASSERT_FALSE(found.has_value()) << id;
        EXPECT_EQ(found.error().kind, ErrorKind::NotFound);
    }
}

TEST(Form, FollowsTheLayoutOfThePackage) {
    FormSource source = probe_source();
    source.layout = formats::parse_toml(R"(
[[page]]
id = "tiere"
elements = ["G99000000910"]
[[page]]
id = "name"
elements = ["G99000000901.F99000000901", "F99000000902"]
)")
                        .value()
                        .root;
    source.texts["de"] =
        formats::parse_toml("[page.name]\ntitle = \"Wie heißen Sie?\"\n").value().root;
    const auto form = make_form(std::move(source));
    EXPECT_THAT(ids_of(form->visible_pages(Json::object(), context())),
                ElementsAre("tiere", "name", "geburtstag", "postleitzahl", "kontakt", "hat-tiere",
                            "wuensche"));
    EXPECT_EQ(
        form->view_page(page(*form, "name", Json::object()), Json::object(), context(), "de").title,
        "Wie heißen Sie?");
}

struct BadPackage {
    const char* layout;
    const char* rules;
    const char* code;
};

TEST(Form, RefusesPackagesThatContradictTheirSchema) {
    for (const BadPackage& tested : std::initializer_list<BadPackage>{
             {"[[page]]\nid = \"A\"\nelements = [\"F99000000910\"]", "{}", "forms.page_id_invalid"},
             {"[[page]]\nid = \"a\"\nelements = [\"F1\"]", "{}", "forms.element_ref_unknown"},
             {"[[page]]\nid = \"a\"\nelements = []", "{}", "forms.page_empty"},
             {"[[page]]\nid = \"a\"\nelements = [\"F99000000910\"]\n[[page]]\nid = \"a\"\n"
              "elements = [\"G99000000901\"]",
              "{}", "forms.page_duplicate"},
             {"[[page]]\nid = \"a\"\nelements = [\"F99000000910\", \"F99000000910\"]", "{}",
              "forms.element_placed_twice"},
             {"[[page]]\nid = \"a\"\nelements = [\"F99000000911\"]", "{}", "forms.layout_invalid"},
             {"page = 3", "{}", "forms.layout_invalid"},
             {"[[options]]\nfield = \"F99000000901\"\nfrom_param = \"z\"\ncode = \"c\"\n"
              "label = \"l\"",
              "{}", "forms.layout_invalid"},
             {"", "[]", "forms.rules_invalid"},
             {"", R"({"conditions":{}})", "forms.rules_invalid"},
             {"", R"({"bedingungen":[]})", "forms.rules_invalid"},
             {"", R"({"conditions":[{"id":"R","target":"F99000000910"}]})", "forms.rules_invalid"},
             {"", R"({"conditions":[{"id":"R","target":"F1","when":true}]})",
              "forms.element_ref_unknown"},
             {"", R"({"conditions":[{"id":"R","target":"F99000000910","when":{"nope":1}}]})",
              "fim.logic_operator_unknown"},
             {"", R"({"conditions":[{"id":"R","target":"F99000000910",
                     "when":{"var":"answers.F99000000999"}}]})",
              "forms.variable_unknown"},
             {"", R"({"conditions":[{"id":"R","target":"F99000000910","when":{"var":"item.x"}}]})",
              "forms.variable_unknown"},
             {"", R"({"conditions":[{"id":"R","target":"F99000000910",
                     "when":{"var":"answers.F99000000910"}}]})",
              "forms.condition_cycle"},
             {"", R"({"checks":[{"id":"C","place":"F99000000910","assert":true}]})",
              "forms.rules_invalid"},
             {"", R"({"checks":[{"id":"C","code":"a.b","place":"F99000000910","each":"G99000000910",
                     "assert":true}]})",
              "forms.rules_invalid"},
         }) {
        FormSource source = probe_source();
        source.layout = formats::parse_toml(tested.layout).value().root;
        source.rules = read_json(tested.rules);
        const auto made = Form::make(std::move(source));
        EXPECT_EQ(made.value, nullptr) << tested.layout << tested.rules;
        const bool found =
            std::any_of(made.findings.begin(), made.findings.end(), [&](const Finding& finding) {
                return finding.code == tested.code && finding.severity == Severity::Fault;
            });
        EXPECT_TRUE(found) << tested.code << "\n" << texts_of(made.findings);
    }
}

TEST(Form, DecidesConditionsInTheOrderOfTheirReading) {
    FormSource source = probe_source();
    // Written backwards: the phone depends on the animal, the animal on the question before it.
    source.rules = read_json(R"({"conditions":[
        {"id":"R2","target":"G99000000902","when":{"some":[{"var":"answers.G99000000910"},
            {"==":[{"var":"F99000000912"},"esel"]}]}},
        {"id":"R1","target":"G99000000910","when":{"==":[{"var":"answers.F99000000910"},true]}},
        {"id":"R3","target":"F99000000914","when":{"==":[{"var":"item.F99000000912"},"hund"]}}]})");
    const auto form = make_form(std::move(source));
    const auto visible = [&](const char* answers) {
        return ids_of(form->visible_pages(read_json(answers), context()));
    };
    const char* hidden =
        R"({"F99000000910":false,"G99000000901":{"G99000000902":{"F99000000905":"1"}},
        "G99000000910":[{"F99000000912":"esel","F99000000914":1}]})";
    EXPECT_THAT(visible(hidden), ElementsAre("person", "hat-tiere", "wuensche"));
    EXPECT_EQ(formats::write_json(form->fachdaten(read_json(hidden), context())),
              R"({"F99000000910":false})");
    const char* shown =
        R"({"F99000000910":true,"G99000000901":{"G99000000902":{"F99000000905":"1"}},
        "G99000000910":[{"F99000000912":"esel","F99000000914":1},
                        {"F99000000912":"hund","F99000000914":0.5}]})";
    EXPECT_EQ(
        formats::write_json(form->fachdaten(read_json(shown), context())),
        R"({"G99000000901":{"G99000000902":{"F99000000905":"1"}},"F99000000910":true,)"
        R"("G99000000910":[{"F99000000912":"esel"},{"F99000000912":"hund","F99000000914":0.5}]})");
}

TEST(Form, LeavesOutOfTheFachdatenWhatIsEmptyOrUnknown) {
    const auto form = make_form(probe_source());
    const Json answers = read_json(R"({"zzz":1,"F99000000910":false,"G99000000910":[{},{"x":[]}],
        "G99000000901":{"F99000000902":"","F99000000901":"Ada","G99000000902":{"F99000000905":null}}})");
    EXPECT_EQ(formats::write_json(form->fachdaten(answers, context())),
              R"({"G99000000901":{"F99000000901":"Ada"},"F99000000910":false})");
}

TEST(Form, JudgesEverythingAtOnce) {
    const auto form = make_form(probe_source());
    EXPECT_THAT(
        brief(form->check_all(Json::object(), context())),
        ElementsAre("forms.required G99000000901.F99000000901",
                    "forms.required G99000000901.F99000000903",
                    "forms.required G99000000901.F99000000904", "forms.required F99000000910"));
    const Json wrong = read_json(R"({"G99000000901":{"F99000000901":7,"F99000000902":"Привет",
        "F99000000903":"2031-01-01","F99000000904":"2585","G99000000902":{"F99000000906":"x"},"u":1},
        "F99000000910":"ja","G99000000910":[{"F99000000911":"Bello","F99000000912":"hund",
        "F99000000913":-1,"F99000000914":9,"G99000000911":[{"F99000000915":"x"}]},5],
        "G99000000920":{"F99000000921":["de","xx"],"F99000000922":["a","b","c"],
        "F99000000924":"25:00","F99000000926":2.5},"zzz":{}})");
    EXPECT_THAT(brief(form->check_all(wrong, context())),
                ElementsAre("forms.element_unknown zzz", "forms.element_unknown G99000000901.u",
                            "forms.type_invalid G99000000901.F99000000901",
                            "forms.characters G99000000901.F99000000902",
                            "forms.date_after G99000000901.F99000000903",
                            "forms.too_short G99000000901.F99000000904",
                            "forms.required G99000000901.G99000000902.F99000000905",
                            "forms.code_unknown G99000000901.G99000000902.F99000000906",
                            "forms.type_invalid F99000000910", "forms.type_invalid G99000000910[1]",
                            "forms.too_small G99000000910[0].F99000000913",
                            "forms.too_large G99000000910[0].F99000000914",
                            "forms.date_invalid G99000000910[0].G99000000911[0].F99000000915",
                            "forms.code_unknown G99000000920.F99000000921[1]",
                            "forms.too_many G99000000920.F99000000922",
                            "forms.time_invalid G99000000920.F99000000924",
                            "forms.type_invalid G99000000920.F99000000926"));
}

TEST(Form, TakesTimesOnlyAsItWritesThem) {
    const auto form = make_form(probe_source());
    const auto findings = [&](const char* element, const char* text) {
        Json answers = two_animals();
        answers.set("G99000000920", Json::object({{element, text}}));
        return brief(form->check_page(page(*form, "wuensche", answers), answers, context()));
    };
    for (const char* time : {"00:00", "08:30", "19:59", "23:59", "08:30:15", "20:00:59"}) {
        EXPECT_THAT(findings("F99000000924", time), IsEmpty()) << time;
        const std::string moment = "2026-02-28T" + std::string(time);
        EXPECT_THAT(findings("F99000000925", moment.c_str()), IsEmpty()) << moment;
    }
    for (const char* time : {"8:30", "24:00", "30:00", "08:60", "08:30:60", "08:30:", "08.30",
                             " 08:30", "08:30 Uhr", "08:3a", "ab:30", "08:30:15:00", "0830", "x"}) {
        EXPECT_EQ(findings("F99000000924", time),
                  Ids{"forms.time_invalid G99000000920.F99000000924"})
            << time;
        const std::string moment = "2026-02-28T" + std::string(time);
        EXPECT_EQ(findings("F99000000925", moment.c_str()),
                  Ids{"forms.datetime_invalid G99000000920.F99000000925"})
            << moment;
    }
    for (const char* moment : {"2026-02-30T08:30", "28.02.2026T08:30", "2026-02-28 08:30",
                               "2026-02-28", "2026-02-28T", "0999-02-28T08:30", "T08:30"}) {
        EXPECT_EQ(findings("F99000000925", moment),
                  Ids{"forms.datetime_invalid G99000000920.F99000000925"})
            << moment;
    }
}

TEST(Form, LetsNoWarningHideAFaultAtTheSamePlace) {
    FormSource source = probe_source();
    source.rules = read_json(R"({"checks":[
        {"id":"C1","code":"a.note","place":"F99000000910","assert":false,"severity":"note"},
        {"id":"C2","code":"a.warning","place":"F99000000910","assert":false,"severity":"warning"},
        {"id":"C3","code":"a.fault","place":"F99000000910","assert":false},
        {"id":"C4","code":"a.second","place":"F99000000910","assert":false},
        {"id":"C5","code":"a.late","place":"F99000000910","assert":false,"severity":"note"}]})");
    const auto form = make_form(std::move(source));
    const Json answers = read_json(R"({"F99000000910":true,"G99000000901":{"F99000000901":"Ada",
        "F99000000903":"1990-05-06","F99000000904":"25859"}})");
    EXPECT_THAT(
        brief(form->check_all(answers, context())),
        ElementsAre("a.note F99000000910", "a.warning F99000000910", "a.fault F99000000910"))
        << "one fault at a place is enough";
}

TEST(Form, CountsInstances) {
    const auto form = make_form(probe_source());
    Json answers = two_animals();
    for (int i = 0; i < 4; ++i) {
        answers.find("G99000000910")->push(Json::object({{"F99000000911", "x"}}));
    }
    EXPECT_EQ(brief(form->check_page(page(*form, "tier", answers), answers, context())),
              Ids{"forms.too_many G99000000910"});
    EXPECT_EQ(brief(form->check_page(page(*form, "tier.2.impfung", answers), answers, context())),
              Ids{"forms.too_few G99000000910[1].G99000000911"});
}

TEST(Form, FindsWhereToGoOn) {
    const auto form = make_form(probe_source());
    EXPECT_EQ(form->first_open_page(Json::object(), context())->id, "person");
    Json answers = two_animals();
    answers.set("G99000000901", read_json(R"({"F99000000901":"Ada","F99000000903":"1990-05-06",
        "F99000000904":"25859"})"));
    EXPECT_EQ(form->first_open_page(answers, context())->id, "tier.2.impfung.1");
    answers.find("G99000000910")->as_array().pop_back();
    EXPECT_FALSE(form->first_open_page(answers, context()).has_value());
    EXPECT_THAT(form->check_all(answers, context()), IsEmpty());
    EXPECT_EQ(form->page_of("G99000000910[1].G99000000911[0].F99000000915")->id,
              "tier.2.impfung.1");
    EXPECT_EQ(form->page_of("G99000000910[1]")->id, "tier.2");
    EXPECT_EQ(form->page_of("G99000000910")->id, "tier");
    EXPECT_EQ(form->page_of("G99000000901.G99000000902.F99000000905")->id, "person");
    for (const char* nowhere : {"", "x", "G99000000910[", "G99000000910[x]", "G99000000910[1].x"}) {
        EXPECT_FALSE(form->page_of(nowhere).has_value()) << nowhere;
    }
}

TEST(Form, RemovesInstancesWithTheirFiles) {
    const auto form = make_form(probe_source());
    Json answers = two_animals();
    const UploadedFile file{"a.pdf", "application/pdf", 3, "blob1", std::string(128, 'a')};
    answers.find("G99000000910")
        ->as_array()[0]
        .find("G99000000911")
        ->as_array()[0]
        .set("F99000000916", to_json(file));
    const PageRef list = page(*form, "tier", answers);
    const auto removed = form->remove_instance(list, answers, 1);
    ASSERT_TRUE(removed.has_value());
    EXPECT_EQ(removed.value().answers.find("G99000000910")->size(), 1U);
    EXPECT_EQ(removed.value().dropped_blobs, Ids{"blob1"});
    EXPECT_EQ(form->uploads(answers).size(), 1U);
    for (const std::size_t number : {0U, 3U, 1000000U}) {
        EXPECT_FALSE(form->remove_instance(list, answers, number).has_value());
    }
    EXPECT_FALSE(form->remove_instance(page(*form, "person", answers), answers, 1).has_value());
}

}  // namespace
}  // namespace gordion::forms
