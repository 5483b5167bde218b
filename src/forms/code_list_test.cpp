// SPDX-License-Identifier: EUPL-1.2
// Fields whose list is only referred to, and lists too long to be shown.
#include <gmock/gmock.h>

#include "fim/code_list_folder.hpp"
#include "forms/test_forms.hpp"

namespace gordion::forms {
namespace {

using formats::Json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace testing;

const std::string state_urn = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staat";

const fim::CodeListShelf& shipped() {
    static const fim::CodeListShelf shelf =
        fim::load_code_lists(GORDION_SOURCE_DIR "/data/codelists").value;
    return shelf;
}

fim::Position state_field(const std::string& id, unsigned most, const std::string& urn) {
    fim::Field field;
    field.identification = {id, "1.0.0"};
    field.name = field.bezeichnung_eingabe = "Staat";
    field.feldart = fim::Feldart::Select;
    field.line = 7;
    field.code_list.emplace();
    field.code_list->canonical_identification = urn;
    field.code_list->version = "2023-02-24";
    fim::Position position;
    position.multiplicity = {0, most};
    position.element = std::move(field);
    return position;
}

FormSource state_source(const std::string& urn = state_urn) {
    FormSource source;
    source.schema.identification = {"S1", "1.0.0"};
    source.schema.name = source.schema.bezeichnung = "Staaten";
    source.schema.positions = {state_field("F1", 1, urn), state_field("F2", 3, urn)};
    source.layout = Json::object(
        {{"page", Json::array({Json::object(
                      {{"id", "staaten"}, {"elements", Json::array({"F1", "F2"})}})})}});
    source.texts["en"] =
        Json::object({{"option", Json::object({{"F1", Json::object({{"000", "Germany"}})}})}});
    source.code_lists = {&shipped()};
    return source;
}

std::shared_ptr<const Form> states() {
    static const auto form = make_form(state_source());
    return form;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

PostedPage post(const Pairs& pairs) {
    PostedPage posted;
    for (const auto& [name, value] : pairs) {
        posted.fields.push_back({name, value});
    }
    return posted;
}

Judged<ParsedPage> take(const Pairs& pairs, const Json& answers = Json::object()) {
    const auto page = states()->find_page("staaten", answers, context()).value();
    return states()->parse_page(page, answers, post(pairs), context());
}

std::string taken(const Pairs& pairs) {
    const auto parsed = take(pairs);
    return parsed.findings.empty() ? formats::write_json(parsed.value.answers)
                                   : parsed.findings.front().code;
}

std::vector<std::string> labels(const std::vector<Option>& options) {
    std::vector<std::string> all;
    for (const Option& option : options) {
        all.push_back(option.label + (option.chosen ? " *" : ""));
    }
    return all;
}

// What was said about lists; this schema has other weaknesses.
std::vector<std::string> about_lists(const Findings& findings) {
    std::vector<std::string> all;
    for (const Finding& finding : findings) {
        if (finding.code.starts_with("forms.code_list")) {
            all.push_back(finding.code + " " + finding.place);
            EXPECT_EQ(finding.severity, Severity::Warning);
        }
    }
    return all;
}

TEST(ReferencedList, IsUsedInAnotherVersionWithAWarning) {
    const auto made = Form::make(state_source());
    ASSERT_NE(made.value, nullptr) << texts_of(made.findings);
    EXPECT_THAT(about_lists(made.findings), ElementsAre("forms.code_list_version line 7"))
        << "once for the list, not for each field";
    EXPECT_THAT(brief(made.value->check_all(read_json(R"({"F1":"129","F2":["000"]})"), context())),
                IsEmpty());
    EXPECT_THAT(brief(made.value->check_all(read_json(R"({"F1":"1290"})"), context())),
                ElementsAre("forms.code_unknown F1"));
}

TEST(ReferencedList, ThatNobodyHasIsAskedAsText) {
    const auto made = Form::make(state_source("urn:nobody:has:this"));
    ASSERT_NE(made.value, nullptr) << texts_of(made.findings);
    EXPECT_THAT(about_lists(made.findings), ElementsAre("forms.code_list_missing line 7"));
    const auto page = made.value->find_page("staaten", Json::object(), context()).value();
    const PageView view = made.value->view_page(page, Json::object(), context(), "de");
    EXPECT_EQ(view.blocks.at(0).question.control, Control::Text);
    EXPECT_TRUE(view.blocks.at(0).question.lacks_list);
    EXPECT_THAT(brief(made.value->check_all(read_json(R"({"F1":"anything"})"), context())),
                IsEmpty());
}

TEST(LongList, IsSearchedByNameByWordAndByCode) {
    const auto search = [](const char* text, const char* language = "de") {
        const auto found = states()->search_options("F1", text, context(), language);
        return labels(found.options);
    };
    EXPECT_THAT(search("österr"), ElementsAre("Österreich"));
    EXPECT_THAT(search("OESTERR"), ElementsAre("Österreich"));
    EXPECT_THAT(search("129"), ElementsAre("Frankreich"));
    EXPECT_EQ(search("guinea").front(), "Guinea") << "names that begin with it come first";
    EXPECT_THAT(search("germany", "en"), ElementsAre("Germany"));
    EXPECT_THAT(search("germany", "de"), IsEmpty());
    EXPECT_THAT(search(" ,- "), IsEmpty());
    const auto many = states()->search_options("F1", "a", context(), "de");
    EXPECT_EQ(many.options.size(), 15U);
    EXPECT_GT(many.total, 100U);
    EXPECT_EQ(states()->search_options("F9", "a", context(), "de").total, 0U);
}

TEST(LongList, TakesWhatIsMeant) {
    EXPECT_EQ(taken({{"F1.search", "frankreich"}, {"F1.query", ""}, {"F2.search", ""}}),
              R"({"F1":"129"})");
    EXPECT_EQ(taken({{"F1.search", "129"}, {"F2.search", ""}}), R"({"F1":"129"})");
    EXPECT_EQ(taken({{"F1.search", "Guinea"}, {"F2.search", ""}}), R"({"F1":"261"})")
        << "the whole name, although others contain it";
    EXPECT_EQ(taken({{"F1.search", "Österrei"}, {"F2.search", ""}}), R"({"F1":"151"})");
    EXPECT_EQ(taken({{"F1", "129"}}), R"({"F1":"129"})") << "a program just posts the code";
    EXPECT_EQ(taken({{"F1.search", ""}, {"F1.query", ""}, {"F2.search", ""}}), "{}");
    EXPECT_EQ(taken({{"F1.search", "guin"}, {"F2.search", ""}}), "forms.code_choose");
    EXPECT_EQ(taken({{"F1.search", "Atlantis"}, {"F2.search", ""}}), "forms.code_unmatched");
    EXPECT_EQ(taken({{"F1.search", "x"}, {"F1.search", "y"}}), "forms.field_repeated");
}

TEST(LongList, PrefersWhatWasTypedLast) {
    EXPECT_EQ(taken({{"F1.search", "guin"}, {"F1.query", "guin"}, {"F1", "261"}}),
              R"({"F1":"261"})")
        << "one of the matches was chosen";
    EXPECT_EQ(taken({{"F1.search", "Spanien"}, {"F1.query", "guin"}, {"F1", "261"}}),
              R"({"F1":"161"})")
        << "and then something else was typed";
    EXPECT_EQ(taken({{"F1.search", ""}, {"F1.query", "Guinea"}, {"F1", "261"}}), "{}")
        << "or the box was emptied";
    EXPECT_EQ(taken({{"F1.search", "guin"}, {"F1.query", "guin"}}), "forms.code_choose");
    EXPECT_EQ(taken({{"F1.search", "frankr"}, {"F1.query", "frankr"}}), R"({"F1":"129"})")
        << "the only match need not be chosen";
    EXPECT_EQ(taken({{"F1.search", "x"}, {"F1.query", "x"}, {"F1", "drache"}}),
              "forms.code_unknown");
}

TEST(LongList, CollectsSeveral) {
    EXPECT_EQ(taken({{"F1.search", ""}, {"F2.search", "spanien"}, {"F2", "129"}}),
              R"({"F2":["129","161"]})");
    EXPECT_EQ(taken({{"F2.search", "spanien"}, {"F2", "161"}}), R"({"F2":["161"]})");
    EXPECT_EQ(taken({{"F2.search", "spanien"}, {"F2", "129"}, {"F2", "000"}, {"F2", "121"}}),
              "forms.too_many");
    EXPECT_EQ(taken({{"F2.search", "guin"}, {"F2.query", "guin"}, {"F2", "129"}}),
              R"({"F2":["129"]})");
}

TEST(LongList, ShowsTheAnswerAndAfterAPostTheMatches) {
    const Json answers = read_json(R"({"F1":"129","F2":["000"]})");
    const auto page = states()->find_page("staaten", answers, context()).value();
    PageView view = states()->view_page(page, answers, context(), "de");
    const Question& single = view.blocks.at(0).question;
    EXPECT_EQ(single.control, Control::Search);
    EXPECT_THAT(single.values, ElementsAre("Frankreich"));
    EXPECT_EQ(single.query, "Frankreich");
    EXPECT_THAT(labels(single.options), ElementsAre("Frankreich *"));
    const Question& several = view.blocks.at(1).question;
    EXPECT_THAT(several.values, IsEmpty());
    EXPECT_THAT(labels(several.options), ElementsAre("Deutschland *"));

    states()->show_posted(view,
                          post({{"F1.search", " öster "}, {"F2.search", "frank"}, {"F2", "000"}}),
                          context(), "de");
    EXPECT_EQ(single.query, "öster");
    EXPECT_THAT(labels(single.options), ElementsAre("Österreich"));
    EXPECT_THAT(labels(several.options), ElementsAre("Deutschland *", "Frankreich"));
    EXPECT_EQ(states()->summary(answers, context(), "en").at(0).rows.at(0).value, "Frankreich");
}

}  // namespace
}  // namespace gordion::forms
