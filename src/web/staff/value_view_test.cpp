// SPDX-License-Identifier: EUPL-1.2
#include "web/staff/value_view.hpp"

#include <gtest/gtest.h>

#include "web/bonfire_town.hpp"

namespace gordion::web {
namespace {

reuse::ParameterDeclaration fees() {
    reuse::ParameterDeclaration declaration;
    declaration.key = "gebuehren";
    declaration.type = reuse::ParameterType::Table;
    declaration.columns = {{"code", reuse::ParameterType::Text, {{"de", "Kürzel"}}},
                           {"betrag", reuse::ParameterType::Money, {{"de", "Betrag"}}},
                           {"frei", reuse::ParameterType::Bool, {{"de", "gebührenfrei"}}}};
    return declaration;
}

TEST(ValueView, TypesATableSoThatItIsReadBackAsItWas) {
    const auto declaration = fees();
    const std::string canonical =
        reuse::parse_parameter(declaration, R"([{"code":"a; \"b\"","betrag":"1200","frei":"nein"},)"
                                            R"({"code":"c,d","betrag":"0,50","frei":"ja"}])")
            .value();
    const std::string typed = typed_text(declaration, canonical);
    EXPECT_EQ(typed, "code;betrag;frei\r\n\"a; \"\"b\"\"\";1.200,00 €;nein\r\nc,d;0,50 €;ja\r\n");
    EXPECT_EQ(reuse::parse_parameter(declaration, typed).value(), canonical);
    EXPECT_EQ(value_lines(declaration, canonical),
              "a; \"b\" · 1.200,00 € · nein\nc,d · 0,50 € · ja");
    reuse::ParameterDeclaration list;
    list.type = reuse::ParameterType::ListText;
    EXPECT_EQ(typed_text(list, R"(["eins","zwei"])"), "eins\nzwei");
    EXPECT_EQ(reuse::parse_parameter(list, "eins\r\nzwei").value(), R"(["eins","zwei"])");
}

class OfferPage : public testing::Test {
protected:
    static constexpr const char* administrator = "leitung@pellworm.test";
    static constexpr const char* offer = "/backoffice/angebote/hundesteuer-anmeldung";

    static void SetUpTestSuite() {
        const Scope scope{amt_pellworm, {"test"}, "account.add", {}, false};
        ASSERT_TRUE(BonfireTown::open().modules().accounts.create_account(
            scope, {amt_pellworm,
                    administrator,
                    "Leitung",
                    {identity::Role::Administrator},
                    BonfireTown::password}));
    }

    http::Response set(const char* key, const std::string& value, const std::string& from,
                       const std::string& to = "") {
        const std::string form = std::string(offer) + "/wert";
        return worker_.post(
            form, {{"_csrf", between(worker_.open(offer), "name=\"_csrf\" value=\"", "\"")},
                   {"key", key},
                   {"area", amt_pellworm.value},
                   {"version", "1.0.0"},
                   {"value", value},
                   {"from", from},
                   {"to", to}});
    }

    BonfireTown& town_ = BonfireTown::open();
    TestBrowser worker_ = town_.sign_in(administrator);
};

TEST_F(OfferPage, ShowsWhatWillHoldAndFromWhichDayOn) {
    ASSERT_EQ(set("satz_zweiter_hund", "61,00", "01.03.2027", "31.03.2027").status, 303);
    const auto page = worker_.open(offer);
    EXPECT_TRUE(shows(page, "<strong>Ab 01.03.2027:</strong> 61,00 €"));
    EXPECT_TRUE(shows(page, "<strong>Ab 01.04.2027:</strong> "));
    const std::string values = std::string(offer) + "/werte";
    EXPECT_TRUE(shows(worker_.open(values), "<strong>Ab 01.03.2027:</strong> 61,00 €"));
    const auto then = worker_.open(values + "?tag=15.03.2027");
    EXPECT_TRUE(shows(then, "<strong>Gilt:</strong> 61,00 €"));
    EXPECT_FALSE(shows(then, "Ab 01.03.2027"));
    EXPECT_EQ(worker_.open(values + "?tag=31.02.2027").status, 422);
}

TEST_F(OfferPage, ShowsARefusedValueWithTheDaysThatWereTyped) {
    const auto refused = set("satz_zweiter_hund", "viel", "05.06.2027", "07.08.2027");
    EXPECT_EQ(refused.status, 422);
    for (const char* typed : {"value=\"viel\"", "value=\"05.06.2027\"", "value=\"07.08.2027\""}) {
        EXPECT_TRUE(shows(refused, typed)) << typed;
    }
    EXPECT_TRUE(shows(refused, "href=\"#w-satz_zweiter_hund\""));
}

TEST_F(OfferPage, NamesWhatIsMissingAlsoAfterJoining) {
    const std::string title = TestTown::open().text("offers.missing_now");
    EXPECT_FALSE(shows(worker_.open(offer), title));
    ASSERT_EQ(set("faelligkeit_folgejahre", "", "23.11.2026").status, 303);
    const auto page = worker_.open(offer);
    EXPECT_TRUE(shows(page, title));
    EXPECT_TRUE(shows(page, "#faelligkeit_folgejahre\">"));
    ASSERT_EQ(set("faelligkeit_folgejahre", "am 1. Juli", "23.11.2026").status, 303);
    EXPECT_FALSE(shows(worker_.open(offer), title));
}

}  // namespace
}  // namespace gordion::web
