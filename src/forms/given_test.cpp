// SPDX-License-Identifier: EUPL-1.2
// Values that nobody types: hidden, locked, prefilled.
#include <gmock/gmock.h>

#include "forms/test_forms.hpp"

namespace gordion::forms {
namespace {

using formats::Json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace testing;

fim::Position field(const std::string& id, fim::Feldart art, fim::Datentyp type,
                    const std::string& content = "", unsigned least = 0) {
    fim::Field made;
    made.identification = {id, "1.0.0"};
    made.name = made.bezeichnung_eingabe = "Frage " + id;
    made.feldart = art;
    made.datentyp = type;
    made.inhalt = content;
    fim::Position position;
    position.multiplicity = {least, 1};
    position.element = std::move(made);
    return position;
}

fim::Position group(const std::string& id, fim::Multiplicity count,
                    std::vector<fim::Position> positions) {
    fim::Group made;
    made.identification = {id, "1.0.0"};
    made.name = made.bezeichnung_eingabe = "Gruppe " + id;
    made.positions = std::move(positions);
    fim::Position position;
    position.multiplicity = count;
    position.element = std::move(made);
    return position;
}

// G1: a name, a hidden kind, a locked fee, a country that is prefilled. G2: an address that may be
// left out, with a prefilled country. G3: children with a locked and a prefilled value.
FormSource source_of_given() {
    using fim::Datentyp;
    using fim::Feldart;
    FormSource source;
    source.schema.identification = {"S1", "1.0.0"};
    source.schema.name = "Gegeben";
    source.schema.positions = {group("G1", {1, 1},
                                     {field("F1", Feldart::Input, Datentyp::Text, "", 1),
                                      field("F2", Feldart::Hidden, Datentyp::Text, "erstmalig"),
                                      field("F3", Feldart::Locked, Datentyp::NumCurrency),
                                      field("F4", Feldart::Input, Datentyp::Text, "Deutschland", 1),
                                      field("F5", Feldart::Locked, Datentyp::Date)}),
                               group("G2", {0, 1},
                                     {field("F6", Feldart::Input, Datentyp::Text, "", 1),
                                      field("F7", Feldart::Input, Datentyp::Text, "Deutschland"),
                                      field("F8", Feldart::Hidden, Datentyp::Text, "zweite")}),
                               group("G3", {0, 3},
                                     {field("F9", Feldart::Input, Datentyp::Text, "", 1),
                                      field("FA", Feldart::Input, Datentyp::Text, "ledig"),
                                      field("FB", Feldart::Locked, Datentyp::Bool, "true")})};
    source.layout = Json::object(
        {{"value", Json::array({Json::object({{"field", "F3"}, {"from_param", "gebuehr"}}),
                                Json::object({{"field", "F5"}, {"from", "today"}})})}});
    return source;
}

const Json params = Json::object({{"gebuehr", 1250}});

FormContext with_fee() {
    return {&params, stichtag()};
}

std::shared_ptr<const Form> form() {
    static const auto made = make_form(source_of_given());
    return made;
}

std::string handed_over(const char* answers) {
    return formats::write_json(form()->fachdaten(read_json(answers), with_fee()));
}

TEST(GivenValues, AreHandedOverWithoutBeingAsked) {
    EXPECT_EQ(handed_over(R"({"G1":{"F1":"Ada","F4":"Frankreich"}})"),
              R"({"G1":{"F1":"Ada","F2":"erstmalig","F3":12.5,"F4":"Frankreich",)"
              R"("F5":"2026-11-23"}})");
    EXPECT_THAT(brief(form()->check_all(read_json(R"({"G1":{"F1":"Ada","F4":"x"}})"), with_fee())),
                IsEmpty());
}

TEST(GivenValues, CannotBeSentOtherwise) {
    const auto check = [](const char* answers) {
        return brief(form()->check_all(read_json(answers), with_fee()));
    };
    EXPECT_THAT(check(R"({"G1":{"F1":"Ada","F4":"x","F2":"erstmalig","F3":12.5}})"), IsEmpty());
    EXPECT_THAT(check(R"({"G1":{"F1":"Ada","F4":"x","F2":"boese","F3":0}})"),
                ElementsAre("forms.value_fixed G1.F2", "forms.value_fixed G1.F3"));
    EXPECT_EQ(handed_over(R"({"G1":{"F1":"Ada","F4":"x","F2":"boese","F3":0}})"),
              handed_over(R"({"G1":{"F1":"Ada","F4":"x"}})"));
    EXPECT_EQ(formats::write_json(form()->fachdaten(
                  read_json(R"({"G1":{"F1":"Ada","F4":"x","F3":99}})"), context())),
              R"({"G1":{"F1":"Ada","F2":"erstmalig","F4":"x","F5":"2026-11-23"}})")
        << "without its parameter a locked field is empty";
}

TEST(GivenValues, DoNotBeginAnOptionalGroup) {
    const char* prefilled_only = R"({"G1":{"F1":"Ada","F4":"x"},"G2":{"F7":"Deutschland"}})";
    EXPECT_THAT(brief(form()->check_all(read_json(prefilled_only), with_fee())), IsEmpty());
    EXPECT_EQ(handed_over(prefilled_only).find("G2"), std::string::npos);
    const char* begun = R"({"G1":{"F1":"Ada","F4":"x"},"G2":{"F7":"Frankreich"}})";
    EXPECT_THAT(brief(form()->check_all(read_json(begun), with_fee())),
                ElementsAre("forms.required G2.F6"));
    EXPECT_NE(handed_over(R"({"G1":{"F1":"A","F4":"x"},"G2":{"F6":"Weg","F7":"Deutschland"}})")
                  .find(R"("G2":{"F6":"Weg","F7":"Deutschland","F8":"zweite"})"),
              std::string::npos);
}

TEST(GivenValues, AreThereFromTheBeginning) {
    EXPECT_EQ(formats::write_json(form()->initial_answers(with_fee())),
              R"({"G1":{"F4":"Deutschland"},"G2":{"F7":"Deutschland"}})");
    const auto page = form()->find_page("gruppe-g3.1", Json::object(), with_fee()).value();
    const PageView view = form()->view_page(page, Json::object(), with_fee(), "de");
    EXPECT_THAT(view.blocks.at(1).question.values, ElementsAre("ledig"))
        << "an instance that is begun";
    EXPECT_THAT(view.blocks.at(2).question.values, ElementsAre("Ja"));
    const Json emptied = read_json(R"({"G3":[{"F9":"Ida"}]})");
    const PageView later = form()->view_page(page, emptied, with_fee(), "de");
    EXPECT_THAT(later.blocks.at(1).question.values, IsEmpty()) << "emptied stays empty";
    EXPECT_EQ(handed_over(R"({"G3":[{"F9":"Ida"},{"F9":"Ada","FA":"ledig"}]})"),
              R"({"G1":{"F2":"erstmalig","F3":12.5,"F5":"2026-11-23"},)"
              R"("G3":[{"F9":"Ida","FB":true},{"F9":"Ada","FA":"ledig","FB":true}]})");
}

TEST(GivenValues, AreShownWhenLockedAndNeverWhenHidden) {
    const auto page = form()->find_page("gruppe-g1", Json::object(), with_fee()).value();
    PageView view = form()->view_page(page, Json::object(), with_fee(), "de");
    std::vector<std::string> shown;
    for (const Block& block : view.blocks) {
        shown.push_back(block.question.element);
    }
    EXPECT_THAT(shown, ElementsAre("F1", "F3", "F4", "F5"));
    EXPECT_EQ(view.blocks.at(1).question.control, Control::Locked);
    EXPECT_THAT(view.blocks.at(1).question.values, ElementsAre("12,50 €"));
    PostedPage posted;
    posted.fields = {{"G1.F1", "Ada"}, {"G1.F4", "x"}, {"G1.F3", "0"}, {"G1.F2", "boese"}};
    const auto taken = form()->parse_page(page, Json::object(), posted, with_fee());
    EXPECT_THAT(
        brief(taken.findings),
        ::testing::UnorderedElementsAre("forms.field_unknown G1.F3", "forms.field_unknown G1.F2"));
    const auto summary = form()->summary(Json::object(), with_fee(), "de");
    EXPECT_EQ(summary.at(0).rows.at(1).value, "12,50 €");
}

TEST(GivenValues, AreSeenByRules) {
    FormSource source = source_of_given();
    source.rules = read_json(R"({"conditions":[{"id":"C1","target":"F1",
        "when":{"==":[{"var":"answers.G1.F2"},"erstmalig"]}},
        {"id":"C2","target":"F3","when":{"==":[{"var":"answers.G1.F2"},"x"]}}]})");
    const auto ruled = make_form(std::move(source));
    EXPECT_EQ(formats::write_json(
                  ruled->fachdaten(read_json(R"({"G1":{"F1":"Ada","F4":"x"}})"), with_fee())),
              R"({"G1":{"F1":"Ada","F2":"erstmalig","F4":"x","F5":"2026-11-23"}})")
        << "a condition hides a locked value as well";
}

TEST(GivenValues, ThatAreNoneAreSaid) {
    FormSource source = source_of_given();
    source.schema.positions.push_back(
        field("FC", fim::Feldart::Hidden, fim::Datentyp::Date, "gestern"));
    fim::Position wanted = field("FD", fim::Feldart::Input, fim::Datentyp::Text);
    std::get<fim::Field>(wanted.element).vorbefuellung = fim::Vorbefuellung::Required;
    source.schema.positions.push_back(std::move(wanted));
    const auto made = Form::make(source);
    ASSERT_NE(made.value, nullptr);
    const auto codes = brief(made.findings);
    EXPECT_THAT(codes, ::testing::Contains("forms.value_invalid line 0"));
    EXPECT_THAT(codes, ::testing::Contains("forms.prefill_without_source line 0"));
    for (const char* wrong :
         {R"({"field":"F1"})", R"({"field":"F1","from":"today"})",
          R"({"field":"G1","content":"x"})", R"({"field":"F1","content":"x","from_param":"y"})"}) {
        FormSource broken = source_of_given();
        broken.layout = Json::object({{"value", Json::array({read_json(wrong)})}});
        EXPECT_EQ(Form::make(std::move(broken)).value, nullptr) << wrong;
    }
}

// G1: name, birthday, country, two telephone numbers. G2: an address that may be left out.
FormSource source_of_accounts() {
    using fim::Datentyp;
    using fim::Feldart;
    FormSource source;
    source.schema.identification = {"S2", "1.0.0"};
    source.schema.name = "Konto";
    fim::Position phones = field("F5", Feldart::Input, Datentyp::Text);
    phones.multiplicity = {0, 2};
    fim::Position name = field("F1", Feldart::Input, Datentyp::TextLatin, "", 1);
    std::get<fim::Field>(name.element).praezisierung.max_length = 12;
    source.schema.positions = {
        group("G1", {1, 1},
              {std::move(name), field("F2", Feldart::Input, Datentyp::Date),
               field("F3", Feldart::Input, Datentyp::Text, "Deutschland"), std::move(phones),
               field("F4", Feldart::Locked, Datentyp::Text, "fest")}),
        group("G2", {0, 1},
              {field("F6", Feldart::Input, Datentyp::Text, "", 1),
               field("F7", Feldart::Input, Datentyp::Text)}),
        group("G3", {0, 3}, {field("F9", Feldart::Input, Datentyp::Text, "", 1)})};
    source.layout = formats::parse_toml(R"(
[[value]]
field = "F1"
from_account = "family_name"
[[value]]
field = "F2"
from_account = "birth_date"
[[value]]
field = "F3"
from_account = "country"
[[value]]
field = "F5"
from_account = "phone"
[[value]]
field = "F7"
from_account = "city"
)")
                        .value()
                        .root;
    return source;
}

using Attributes = std::map<std::string, std::string>;

std::string begun_with(const Attributes& account) {
    static const auto made = make_form(source_of_accounts());
    return formats::write_json(made->initial_answers({nullptr, stichtag(), &account}));
}

TEST(AccountValues, AreTheFirstAnswers) {
    EXPECT_EQ(begun_with({{"family_name", " Lovelace "},
                          {"birth_date", "1985-12-10"},
                          {"phone", "030 1"},
                          {"seat", "London"}}),
              R"({"G1":{"F1":"Lovelace","F2":"1985-12-10","F3":"Deutschland","F5":["030 1"]}})");
    EXPECT_EQ(begun_with({{"country", "Frankreich"}}), R"({"G1":{"F3":"Frankreich"}})")
        << "before what the schema suggests";
    EXPECT_EQ(formats::write_json(make_form(source_of_accounts())->initial_answers(context())),
              R"({"G1":{"F3":"Deutschland"}})")
        << "nobody is signed in";
}

TEST(AccountValues, ThatAreNoValueOfTheFieldAreLeftOut) {
    const std::string nothing = R"({"G1":{"F3":"Deutschland"}})";
    for (const Attributes& account : std::vector<Attributes>{
             {},
             {{"family_name", ""}},
             {{"family_name", " "}},
             {{"family_name", "Wolfeschlegelstein"}},
             {{"family_name", "Привет"}},
             {{"family_name", std::string("a\xff", 2)}},
             {{"family_name", std::string(100'000, 'a')}},
             {{"birth_date", "1985-02-30"}},
             {{"birth_date", "0000-00-00"}},
             {{"birth_date", "1985"}},
         }) {
        EXPECT_EQ(begun_with(account), nothing);
    }
}

TEST(AccountValues, LeaveOutUnknownCodes) {
    FormSource source = probe_source();
    source.layout =
        formats::parse_toml("[[value]]\nfield = \"F99000000906\"\nfrom_account = \"legal_form\"\n")
            .value()
            .root;
    const auto made = make_form(std::move(source));
    const Attributes known{{"legal_form", "b"}};
    EXPECT_EQ(formats::write_json(made->initial_answers({nullptr, stichtag(), &known})),
              R"({"G99000000901":{"G99000000902":{"F99000000906":"b"}}})");
    const Attributes wrong{{"legal_form", "gibt-es-nicht"}};
    EXPECT_EQ(formats::write_json(made->initial_answers({nullptr, stichtag(), &wrong})), "{}");
}

TEST(AccountValues, AreJudgedAlikeWhoeverLooks) {
    const auto made = make_form(source_of_accounts());
    const Attributes account{{"family_name", "Lovelace"}, {"city", "Gröde"}};
    const FormContext signed_in{nullptr, stichtag(), &account};
    const Json answers = made->initial_answers(signed_in);
    EXPECT_EQ(made->fachdaten(answers, signed_in), made->fachdaten(answers, context()));
    EXPECT_THAT(brief(made->check_all(answers, signed_in)), ElementsAre("forms.required G2.F6"))
        << "in an optional group it counts as answered";
    EXPECT_EQ(made->check_all(answers, signed_in), made->check_all(answers, context()));
    const Json emptied = read_json(R"({"G1":{"F1":"Byron"}})");
    EXPECT_EQ(formats::write_json(made->fachdaten(emptied, signed_in)),
              R"({"G1":{"F1":"Byron","F4":"fest"}})")
        << "what was changed or emptied does not come back";
}

TEST(AccountValues, SayWhereTheyCameFromUntilTheyAreChanged) {
    const auto made = make_form(source_of_accounts());
    const Attributes account{{"family_name", "Lovelace"}, {"birth_date", "1985-12-10"}};
    const FormContext signed_in{nullptr, stichtag(), &account};
    const Json answers = made->initial_answers(signed_in);
    const auto page = made->find_page("gruppe-g1", answers, signed_in).value();
    const auto marked = [](const PageView& view) {
        std::vector<std::string> paths;
        for (const Block& block : view.blocks) {
            if (block.question.from_account) {
                paths.push_back(block.question.path);
            }
        }
        return paths;
    };
    PageView view = made->view_page(page, answers, signed_in, "de");
    EXPECT_THAT(marked(view), ElementsAre("G1.F1", "G1.F2"));
    PostedPage posted;
    posted.fields = {{"G1.F1", "Byron"},
                     {"G1.F2.day", "10"},
                     {"G1.F2.month", "12"},
                     {"G1.F2.year", "1985"},
                     {"G1.F3", "Deutschland"}};
    made->show_posted(view, posted, signed_in, "de");
    EXPECT_THAT(marked(view), ElementsAre("G1.F2"));
    EXPECT_THAT(marked(made->view_page(page, answers, context(), "de")), IsEmpty());
    const Attributes other{{"family_name", "Byron"}};
    EXPECT_THAT(marked(made->view_page(page, answers, {nullptr, stichtag(), &other}, "de")),
                IsEmpty());
}

TEST(AccountValues, AreForQuestionsOutsideRepeatedGroups) {
    for (const char* wrong :
         {R"({"field":"F4","from_account":"city"})", R"({"field":"F9","from_account":"city"})",
          R"({"field":"G1","from_account":"city"})",
          R"({"field":"F1","from_account":"city","content":"x"})"}) {
        FormSource broken = source_of_accounts();
        broken.layout = Json::object({{"value", Json::array({read_json(wrong)})}});
        EXPECT_EQ(Form::make(std::move(broken)).value, nullptr) << wrong;
    }
}

}  // namespace
}  // namespace gordion::forms
