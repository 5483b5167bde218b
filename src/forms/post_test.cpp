// SPDX-License-Identifier: EUPL-1.2
// What browsers and others send for a page.
#include <gmock/gmock.h>

#include <set>

#include "forms/test_forms.hpp"

namespace gordion::forms {
namespace {

using formats::Json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace testing;

using Pairs = std::vector<std::pair<std::string, std::string>>;

PostedPage post(const Pairs& pairs) {
    PostedPage posted;
    for (const auto& [name, value] : pairs) {
        posted.fields.push_back({name, value});
    }
    return posted;
}

Judged<ParsedPage> take(const Form& form, const char* page, const Json& answers,
                        const PostedPage& posted) {
    const auto found = form.find_page(page, answers, context());
    EXPECT_TRUE(found.has_value()) << page;
    return form.parse_page(found.value(), answers, posted, context());
}

const Pairs& good_person() {
    static const Pairs pairs{
        {"G99000000901.F99000000901", "  Ada "},        {"G99000000901.F99000000902", "Löwe-Çelik"},
        {"G99000000901.F99000000903.day", "6"},         {"G99000000901.F99000000903.month", "05"},
        {"G99000000901.F99000000903.year", "1990"},     {"G99000000901.F99000000904", "25859"},
        {"G99000000901.G99000000902.F99000000905", ""}, {"_csrf", "x"}};
    return pairs;
}

TEST(PostedPage, BecomesTypedAnswers) {
    const auto form = make_form(probe_source());
    const auto taken = take(*form, "person", Json::object(), post(good_person()));
    EXPECT_THAT(brief(taken.findings), IsEmpty());
    EXPECT_EQ(formats::write_json(taken.value.answers),
              R"({"G99000000901":{"F99000000901":"Ada","F99000000902":"Löwe-Çelik",)"
              R"("F99000000903":"1990-05-06","F99000000904":"25859"}})");
    EXPECT_FALSE(taken.value.asks_more);
}

struct Value {
    const char* field;
    const char* text;
    const char* json;  // or the code after "!"
};

// One value after another on the page of wishes or animals.
TEST(PostedPage, ReadsValuesAsPeopleWriteThem) {
    const auto form = make_form(probe_source());
    for (const Value& tested : std::initializer_list<Value>{
             {"F99000000913", "12,5", "12.5"},
             {"F99000000913", "1.234,50 €", "1234.5"},
             {"F99000000913", "1234", "1234"},
             {"F99000000913", "", ""},
             {"F99000000913", "12,345", "!forms.money_invalid"},
             {"F99000000913", "zwölf", "!forms.money_invalid"},
             {"F99000000913", "10000,01", "!forms.too_large"},
             {"F99000000913", "99999999999999999999", "!forms.money_invalid"},
             {"F99000000914", "0,72", "0.72"},
             {"F99000000914", "0.72", "0.72"},
             {"F99000000914", "1.234", "!forms.too_large"},
             {"F99000000914", "1,2,3", "!forms.number_invalid"},
             {"F99000000914", "1e5", "!forms.number_invalid"},
             {"F99000000914", "NaN", "!forms.number_invalid"},
             {"F99000000914", "0,01", "!forms.too_small"},
             {"F99000000912", "esel", R"("esel")"},
             {"F99000000912", "drache", "!forms.code_unknown"},
             {"F99000000911", " Bello\r\n II ", R"("Bello  II")"},
             {"F99000000911", "\xff\xfe", "!forms.characters"},
             {"F99000000911", "a\x01z", "!forms.characters"},
         }) {
        Pairs pairs{{"G99000000910[0].F99000000911", "x"},
                    {"G99000000910[0].F99000000913", ""},
                    {"G99000000910[0].F99000000914", ""}};
        const std::string name = "G99000000910[0]." + std::string(tested.field);
        pairs.erase(std::remove_if(pairs.begin(), pairs.end(),
                                   [&](const auto& pair) { return pair.first == name; }),
                    pairs.end());
        pairs.emplace_back(name, tested.text);
        const auto taken = take(*form, "tier.1", Json::object(), post(pairs));
        if (tested.json[0] == '!') {
            EXPECT_THAT(brief(taken.findings),
                        ElementsAre(std::string(tested.json + 1) + " " + name))
                << tested.text;
            continue;
        }
        EXPECT_THAT(brief(taken.findings), IsEmpty()) << tested.text;
        const Json* list = taken.value.answers.find("G99000000910");
        ASSERT_NE(list, nullptr);
        const Json* value = list->as_array()[0].find(tested.field);
        EXPECT_EQ(value == nullptr ? "" : formats::write_json(*value), tested.json) << tested.text;
    }
}

TEST(PostedPage, ReadsTimesNumbersAndLists) {
    const auto form = make_form(probe_source());
    const std::string g = "G99000000920.";
    const Pairs blank{{g + "F99000000922", ""},
                      {g + "F99000000924", ""},
                      {g + "F99000000925", ""},
                      {g + "F99000000926", ""},
                      {g + "F99000000929", ""}};
    const auto with = [&](const Pairs& more) {
        Pairs pairs = more;
        for (const auto& pair : blank) {
            const bool there = std::any_of(more.begin(), more.end(), [&](const auto& each) {
                return each.first == pair.first;
            });
            if (!there) {
                pairs.push_back(pair);
            }
        }
        return take(*form, "wuensche", Json::object(), post(pairs));
    };
    const auto good = with({{g + "F99000000921", "de"},
                            {g + "F99000000921", "fr"},
                            {g + "F99000000922", "eins"},
                            {g + "F99000000922", ""},
                            {g + "F99000000922", "zwei"},
                            {g + "F99000000924", "8:30 Uhr"},
                            {g + "F99000000925", "3.4.2027, 18:05"},
                            {g + "F99000000926", "17"}});
    EXPECT_THAT(brief(good.findings), IsEmpty());
    EXPECT_EQ(formats::write_json(good.value.answers),
              R"({"G99000000920":{"F99000000921":["de","fr"],"F99000000922":["eins","zwei"],)"
              R"("F99000000924":"08:30","F99000000925":"2027-04-03T18:05","F99000000926":17}})");
    const auto bad = with({{g + "F99000000921", "xx"},
                           {g + "F99000000922", "a"},
                           {g + "F99000000922", "b"},
                           {g + "F99000000922", "c"},
                           {g + "F99000000924", "24:00"},
                           {g + "F99000000925", "gestern"},
                           {g + "F99000000926", "2,5"}});
    EXPECT_THAT(brief(bad.findings), ElementsAre("forms.code_unknown " + g + "F99000000921[0]",
                                                 "forms.too_many " + g + "F99000000922",
                                                 "forms.time_invalid " + g + "F99000000924",
                                                 "forms.datetime_invalid " + g + "F99000000925",
                                                 "forms.integer_invalid " + g + "F99000000926"));
}

TEST(PostedPage, ReadsDatesInThreeFieldsOrOne) {
    const auto form = make_form(probe_source());
    const std::string name = "G99000000901.F99000000903";
    for (const auto& [parts, expected] : std::initializer_list<std::pair<Pairs, const char*>>{
             {{{".day", "29"}, {".month", "2"}, {".year", "2024"}}, "2024-02-29"},
             {{{".day", "29"}, {".month", "2"}, {".year", "2023"}}, "!forms.date_invalid"},
             {{{".day", "1"}, {".month", ""}, {".year", "1990"}}, "!forms.date_incomplete"},
             {{{".day", "1"}, {".month", "5"}, {".year", "90"}}, "!forms.date_invalid"},
             {{{".day", "1"}, {".month", "Mai"}, {".year", "1990"}}, "!forms.date_invalid"},
             {{{".day", ""}, {".month", ""}, {".year", ""}}, ""},
             {{{"", "6.5.1990"}}, "1990-05-06"},
             {{{"", "1990-05-06"}}, "1990-05-06"},
             {{{"", "31.12.1899"}}, "!forms.date_before"},
             {{{"", "1.1.2031"}}, "!forms.date_after"},
             {{{"", "irgendwann"}}, "!forms.date_invalid"},
         }) {
        Pairs pairs;
        for (const auto& pair : good_person()) {
            if (pair.first.rfind(name, 0) != 0) {
                pairs.push_back(pair);
            }
        }
        for (const auto& [part, value] : parts) {
            pairs.emplace_back(name + part, value);
        }
        const auto taken = take(*form, "person", Json::object(), post(pairs));
        if (expected[0] == '!') {
            EXPECT_THAT(brief(taken.findings), ElementsAre(std::string(expected + 1) + " " + name));
        } else {
            EXPECT_THAT(brief(taken.findings), IsEmpty());
            EXPECT_EQ(taken.value.answers.find("G99000000901")->text_at("F99000000903"), expected);
        }
    }
}

TEST(PostedPage, NamesMissingAndForeignFields) {
    const auto form = make_form(probe_source());
    const auto taken = take(*form, "person", Json::object(),
                            post({{"G99000000901.F99000000901", "Ada"},
                                  {"G99000000901.F99000000901", "Eva"},
                                  {"G99000000901.F99000000902", ""},
                                  {"G99000000901.F99000000904", "25859"},
                                  {"G99000000901.G99000000902.F99000000905", ""},
                                  {"F99000000910", "true"},
                                  {"role", "admin"}}));
    const auto found = brief(taken.findings);
    EXPECT_EQ(std::set<std::string>(found.begin(), found.end()),
              (std::set<std::string>{"forms.field_unknown F99000000910", "forms.field_unknown role",
                                     "forms.field_repeated G99000000901.F99000000901",
                                     "forms.field_missing G99000000901.F99000000903"}));
}

TEST(PostedPage, IsBoundedWhateverIsSent) {
    const auto form = make_form(probe_source());
    PostedPage flood;
    for (int i = 0; i < 100'000; ++i) {
        flood.fields.push_back({"G99000000920.F99000000922", "x"});
    }
    const auto flooded = take(*form, "wuensche", Json::object(), flood);
    EXPECT_THAT(brief(flooded.findings), ElementsAre("forms.too_many_fields wuensche"));
    PostedPage foreign;
    for (int i = 0; i < 1500; ++i) {
        foreign.fields.push_back({"x" + std::to_string(i), "1"});
    }
    EXPECT_LE(take(*form, "tier.1", Json::object(), foreign).findings.size(), 40U);
    Pairs huge = good_person();
    huge[0].second = std::string(200'000, 'a');
    EXPECT_THAT(brief(take(*form, "person", Json::object(), post(huge)).findings),
                ElementsAre("forms.too_long G99000000901.F99000000901"));
}

TEST(PostedPage, ForAnInstanceThatIsGoneSaysSo) {
    const auto form = make_form(probe_source());
    const Json two = read_json(R"({"G99000000910":[{"F99000000911":"a"},{"F99000000911":"b"}]})");
    const auto page = form->find_page("tier.3", two, context());
    ASSERT_TRUE(page.has_value());
    const auto taken = form->parse_page(page.value(), Json::object(), {}, context());
    EXPECT_THAT(brief(taken.findings), ElementsAre("forms.page_gone tier.3"));
}

TEST(PostedPage, AsksAgainWhenAnAnswerRevealsAQuestion) {
    FormSource source = probe_source();
    source.rules = read_json(R"({"conditions":[{"id":"R","target":"F99000000914",
        "when":{"==":[{"var":"item.F99000000912"},"hund"]}}],
        "required":[{"id":"P","place":"F99000000914",
        "when":{"==":[{"var":"item.F99000000912"},"hund"]}}]})");
    const auto form = make_form(std::move(source));
    const std::string g = "G99000000910[0].";
    const Pairs first{
        {g + "F99000000911", "Bello"}, {g + "F99000000912", "hund"}, {g + "F99000000913", ""}};
    const auto revealed = take(*form, "tier.1", Json::object(), post(first));
    EXPECT_THAT(brief(revealed.findings), IsEmpty());
    EXPECT_TRUE(revealed.value.asks_more);
    const Json& saved = revealed.value.answers;
    const auto page = form->find_page("tier.1", saved, context()).value();
    EXPECT_THAT(brief(form->check_page(page, saved, context())),
                ElementsAre("forms.required " + g + "F99000000914"));
    Pairs second = first;
    second.emplace_back(g + "F99000000914", "0,6");
    const auto complete = take(*form, "tier.1", saved, post(second));
    EXPECT_FALSE(complete.value.asks_more);
    EXPECT_THAT(brief(form->check_page(page, complete.value.answers, context())), IsEmpty());
    // Another choice hides the question; what was written there no longer counts.
    second[1].second = "katze";
    second[3].second = "viel";
    const auto hidden = take(*form, "tier.1", complete.value.answers, post(second));
    EXPECT_THAT(brief(hidden.findings), IsEmpty());
    EXPECT_EQ(form->fachdaten(hidden.value.answers, context())
                  .find("G99000000910")
                  ->as_array()[0]
                  .find("F99000000914"),
              nullptr);
}

TEST(PostedPage, KeepsReplacesAndRemovesFiles) {
    const auto form = make_form(probe_source());
    const auto file = [](const std::string& blob, const std::string& type = "application/pdf") {
        return UploadedFile{blob + ".pdf", type, 10, blob, std::string(128, '0')};
    };
    const std::string single = "G99000000910[0].G99000000911[0].F99000000916";
    Json answers = read_json(R"({"G99000000910":[{"F99000000911":"x"}]})");
    PostedPage posted = post({{"G99000000910[0].G99000000911[0].F99000000915", "1.2.2026"}});
    posted.files.push_back({single, file("b1")});
    auto taken = take(*form, "tier.1.impfung.1", answers, posted);
    EXPECT_THAT(brief(taken.findings), IsEmpty());
    posted.files[0].file = file("b2");
    taken = take(*form, "tier.1.impfung.1", taken.value.answers, posted);
    EXPECT_THAT(taken.value.dropped_blobs, ElementsAre("b1"));
    EXPECT_EQ(form->uploads(taken.value.answers).at(0).blob, "b2");
    posted.files.clear();
    taken = take(*form, "tier.1.impfung.1", taken.value.answers, posted);
    EXPECT_EQ(form->uploads(taken.value.answers).size(), 1U) << "an empty control keeps the file";
    posted.fields.push_back({single + ".remove", "b2"});
    taken = take(*form, "tier.1.impfung.1", taken.value.answers, posted);
    EXPECT_THAT(taken.value.dropped_blobs, ElementsAre("b2"));
    EXPECT_TRUE(form->uploads(taken.value.answers).empty());
    posted = post({{"G99000000910[0].G99000000911[0].F99000000915", "1.2.2026"}});
    posted.files.push_back({single, file("b3", "text/html")});
    posted.files.push_back({"foreign", file("b4")});
    EXPECT_EQ(brief(take(*form, "tier.1.impfung.1", answers, posted).findings).size(), 2U);
}

}  // namespace
}  // namespace gordion::forms
