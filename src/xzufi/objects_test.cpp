// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/objects.hpp"

#include "xzufi/internal/opaque_copy.hpp"
#include "xzufi/service_description.hpp"
#include "xzufi/test_messages.hpp"

namespace gordion::xzufi {
namespace {

using formats::Json;
using testing::hear;
using testing::message_of;
using testing::object_of;
using testing::sample;

TEST(Identifier, OnlyNumberAndOfficeMakeTheIdentity) {
    Identifier one{"1", "R", "Redaktion", "s", "n", "u", "d", "v"};
    const Identifier bare{"1", "R", "", "", "", "", "", ""};
    EXPECT_NE(one, bare);
    EXPECT_EQ(one.identity(), bare.identity());
    one.scheme_agency_id = "Q";
    EXPECT_NE(one.identity(), bare.identity());
    EXPECT_FALSE((Identity{"R", ""}).is_complete());
    EXPECT_FALSE((Identity{"", "1"}).is_complete());
}

Identifier of_scheme(std::string value, std::string scheme) {
    Identifier identifier;
    identifier.value = std::move(value);
    identifier.scheme_id = std::move(scheme);
    return identifier;
}

TEST(Identifier, TellsOfficialKeysFromEditorialNumbers) {
    EXPECT_EQ(leistungsschluessel_of(of_scheme("99102013002000", "")), "99102013002000");
    EXPECT_EQ(leistungsschluessel_of(of_scheme("urn:de:fim:leika:leistung:99102013002000", "")),
              "99102013002000");
    EXPECT_EQ(leistungsschluessel_of(of_scheme("01 102 013 002 000", "LeiKa")), "01102013002000");
    EXPECT_EQ(leistungsschluessel_of(of_scheme("01102013002000", "")), "");
    EXPECT_EQ(leistungsschluessel_of(of_scheme("99102013002000", "own numbers")), "");
    EXPECT_EQ(leistungsschluessel_of(of_scheme("9910201300200", "leika")), "");

    const std::string stem = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:";
    EXPECT_EQ(region_key_of(of_scheme("010545459103", "")), "010545459103");
    EXPECT_EQ(region_key_of(of_scheme("01054103", stem + "ags")), "01054103");
    EXPECT_EQ(region_key_of(of_scheme("01", stem + "rs")), "01");
    EXPECT_EQ(region_key_of(of_scheme("01054103", "")), "");
    EXPECT_EQ(region_key_of(of_scheme("990000000000", "")), "");
    EXPECT_EQ(region_key_of(of_scheme("0105", stem + "rs")), "");
    EXPECT_EQ(region_key_of(of_scheme("010545459103", "own")), "");
}

TEST(Values, TakeTheNearestLanguage) {
    const Texts texts{{"en", "b"}, {"", "a"}};
    EXPECT_EQ(text_in(texts, "en"), "b");
    EXPECT_EQ(text_in(texts, "de"), "a");
    EXPECT_EQ(text_in({{"fr", "c"}}, "de"), "c");
    EXPECT_EQ(text_in({}, "de"), "");
}

TEST(Values, PeriodsIncludeBothDays) {
    const Date first = parse_date("2026-01-01").value();
    const Date last = parse_date("2026-12-31").value();
    const Periods periods{{first, last}};
    EXPECT_TRUE(is_valid_on(periods, first));
    EXPECT_TRUE(is_valid_on(periods, last));
    EXPECT_FALSE(is_valid_on(periods, last.plus_days(1)));
    EXPECT_FALSE(is_valid_on(periods, first.plus_days(-1)));
    EXPECT_TRUE(is_valid_on({}, first));
    EXPECT_TRUE(is_valid_on({{std::nullopt, last}}, first.plus_days(-1)));
}

ServiceDescription service_220() {
    return read_service_description(
        hear(sample("rich_2_2_0/message.xml")).content(ObjectKind::Service));
}

TEST(ServiceDescription, ReadsTextsInTwoLanguagesWithTheirHtml) {
    const ServiceDescription service = service_220();
    EXPECT_EQ(service.id.identity(), (Identity{"R1", "100"}));
    EXPECT_EQ(service.id.scheme_version_id, "1");
    EXPECT_EQ(service.keys, std::vector<std::string>{"99102013002000"});
    EXPECT_EQ(service.name("en"), "Dog tax assessment");
    ASSERT_EQ(service.texts.size(), 2U);
    const TextModule& full = service.texts[1];
    EXPECT_EQ(full.code.code, "06");
    EXPECT_EQ(text_in(full.content, "de"), "<p>Wer einen Hund hält, zahlt <b>Steuer</b>.</p>");
    EXPECT_EQ(full.links.at(0).url, "https://example.org/hund");
    EXPECT_FALSE(is_valid_on(full.facts.validity, parse_date("2027-01-01").value()));
    EXPECT_EQ(service.languages, (std::vector<std::string>{"de", "en"}));
    EXPECT_EQ(service.structure.verrichtung.code, "002");
    EXPECT_EQ(service.needs_signature, std::optional(false));
    EXPECT_EQ(service.areas.at(0).value, "g-pellworm");
    EXPECT_EQ(service.version, "7");
}

TEST(ServiceDescription, TellsTheFormsOfFeesAndPeriods) {
    const ServiceDescription service = service_220();
    const auto& fees = service.fees.at(0).fees;
    ASSERT_EQ(fees.size(), 3U);
    EXPECT_EQ(fees[0].form, FeeForm::Fixed);
    EXPECT_EQ(fees[0].amount + fees[0].currency, "84.00EUR");
    EXPECT_EQ(fees[0].in_advance, std::optional(true));
    EXPECT_EQ(fees[1].form, FeeForm::Variable);
    EXPECT_EQ(fees[1].from + "-" + fees[1].until, "10-20.5");
    EXPECT_EQ(fees[2].form, FeeForm::Free);
    EXPECT_EQ(text_in(fees[2].description, "de"), "keine");
    EXPECT_EQ(fees[2].links.at(0).url, "https://example.org/kosten");

    const auto& spans = service.frist_modules.at(0).spans;
    ASSERT_EQ(spans.size(), 4U);
    EXPECT_EQ(spans[0].form, FristForm::Span);
    EXPECT_EQ(spans[0].length + spans[0].unit.code + spans[0].length_until, "2WOCHE4");
    EXPECT_EQ(spans[1].form, FristForm::Days);
    EXPECT_EQ(spans[1].from + spans[1].until, "--01-01--02-15");
    EXPECT_EQ(spans[2].length + spans[2].unit.code, "14TAG");
    EXPECT_EQ(spans[3].form, FristForm::Span);
    EXPECT_EQ(spans[3].length + spans[3].unit.code, "3MONAT");
    EXPECT_EQ(service.processing_times.at(0).spans.at(0).unit.code, "WERKTAG");
    EXPECT_EQ(text_in(service.documents.at(0).documents.at(0).name, "de"), "Ausweis");
    EXPECT_EQ(service.approvals.at(0).approved_on, parse_date("2026-02-03").value());
    EXPECT_EQ(text_in(service.terms.at(0).term, "de"), "Hund anmelden");
    EXPECT_EQ(text_in(service.own_texts.at(0).title, "de"), "Tipp");
}

TEST(ServiceDescription, ReadsWhatTwoPointThreeAdded) {
    const ServiceDescription service = read_service_description(
        hear(sample("rich_2_3_1/message.xml")).content(ObjectKind::Service));
    EXPECT_EQ(service.keys, std::vector<std::string>{"99108001001000"});
    ASSERT_EQ(service.frist_modules.size(), 2U);
    EXPECT_EQ(service.frist_modules[0].facts.channel.code, "100");
    EXPECT_EQ(service.frist_modules[0].spans.at(0).from, "--03-31");
    EXPECT_EQ(service.frist_modules[1].spans.at(0).unit.code, "JAHR");
    EXPECT_EQ(service.sdg_first_annex.at(0).code, "2000001");
    EXPECT_EQ(service.sdg_second_annex.at(0).code, "3");
    EXPECT_EQ(service.structure.group.code, "108");
    EXPECT_EQ(service.structure.verrichtung.code, "001");
    EXPECT_EQ(service.needs_appearance, std::optional(false));
    EXPECT_FALSE(service.needs_signature.has_value());
    EXPECT_EQ(service.catalogue_state.code, "6");
    EXPECT_EQ(service.place_of_reference.at(0).code, "001");
    EXPECT_EQ(service.single_point_of_contact.at(0).code, "11");
}

TEST(Objects, ReadOfficesOnlineServicesAndForms) {
    const auto heard = hear(sample("rich_2_2_0/message.xml"));
    const auto unit = read_organizational_unit(heard.content(ObjectKind::OrganizationalUnit));
    EXPECT_EQ(text_in(unit.name, "de"), "Amt Pellworm");
    EXPECT_EQ(unit.addresses.at(0).postcode, "25849");
    EXPECT_EQ(unit.contacts.at(0).value, "amt@example.org");
    EXPECT_EQ(unit.channels.at(0).channel.code, "fitconnect");
    EXPECT_NE(unit.opening_hours.at(0).find("8–12"), std::string::npos);
    EXPECT_EQ(unit.competences.at(0).service.value, "100");
    EXPECT_EQ(unit.competences.at(0).role.code, "01");

    const auto online = read_online_service(heard.content(ObjectKind::OnlineService));
    EXPECT_EQ(online.start_url(), "https://example.org/start");
    EXPECT_EQ(online.parameters,
              (std::vector<Parameter>{{"satz_erster_hund", "84,00"},
                                      {"satzung_url", "https://example.org/satzung?a=1&b=2"}}));

    const auto form = read_formular(heard.content(ObjectKind::Formular));
    EXPECT_EQ(form.links.at(0).url, "https://example.org/f.pdf");
    const auto entry = read_zustaendigkeit(heard.content(ObjectKind::Zustaendigkeit));
    EXPECT_EQ(entry.formular.value, "f-1");
    const auto area = read_area(heard.content(ObjectKind::Area));
    EXPECT_EQ(area.kind.code, "gemeinde");
    EXPECT_EQ(area.codes.at(0).ags, "01054103");
    EXPECT_EQ(area.parents.at(0).value, "g-nf");
    const auto variant = read_specialization(heard.content(ObjectKind::Specialization));
    EXPECT_EQ(variant.service.value, "100");
    EXPECT_EQ(variant.variant.areas.at(0).value, "g-pellworm");
    const auto person = read_contact_person(heard.content(ObjectKind::ContactPerson));
    EXPECT_EQ(person.family_name, "Muster");
}

TEST(Objects, TakeTheHolderFromTheNameOfTheElement) {
    const auto heard =
        hear(message_of(object_of("zustaendigkeitOnlinedienst", "1",
                                  "<x:uebergeordnetesObjektID schemeAgencyID=\"R\">od"
                                  "</x:uebergeordnetesObjektID>")));
    const auto entry = read_zustaendigkeit(heard.content(ObjectKind::Zustaendigkeit));
    EXPECT_EQ(entry.online_service.value, "od");
    EXPECT_TRUE(entry.formular.value.empty());
}

TEST(Objects, StartLinkIsTheOneOfThatTypeOrTheOnlyOne) {
    OnlineService service;
    EXPECT_EQ(service.start_url(), "");
    service.links.push_back({{}, "a", {}, ""});
    EXPECT_EQ(service.start_url(), "a");
    service.links.push_back({{"02", "", ""}, "b", {}, ""});
    EXPECT_EQ(service.start_url(), "");
    service.links.push_back({{"01", "", ""}, "c", {}, ""});
    EXPECT_EQ(service.start_url(), "c");
}

TEST(Objects, LabelsAreOnePlainLine) {
    const Json content = Json::object(
        {{"bezeichnung", Json::array({Json::object(
                             {{"languageCode", "de"}, {"value", " <b>Ämter</b>\n  & so "}})})}});
    EXPECT_EQ(label_of(ObjectKind::Area, content), "Ämter & so");
    std::string long_name;
    for (int i = 0; i < 300; ++i) {
        long_name += "ä";
    }
    const Json longer = Json::object({{"name", Json::array({Json(long_name)})}});
    EXPECT_EQ(label_of(ObjectKind::OrganizationalUnit, longer).size(), 400U);
    const auto heard = hear(sample("rich_2_2_0/message.xml"));
    EXPECT_EQ(label_of(ObjectKind::Service, heard.content(ObjectKind::Service)),
              "Hundesteuer festsetzen");
    EXPECT_EQ(label_of(ObjectKind::ContactPerson, heard.content(ObjectKind::ContactPerson)),
              "Muster");
}

TEST(Objects, SurviveContentOfAnyForm) {
    const Json numbers = Json::array({1, Json(), "x"});
    const Json strange =
        Json::object({{"id", 5},
                      {"gueltigkeit", numbers},
                      {"bezeichnung", numbers},
                      {"parameter", numbers},
                      {"modulText", Json::object({{"inhalt", 7}})},
                      {"modulKosten", "x"},
                      {"name", true},
                      {"zustaendigkeit", Json::array({Json::object({{"gebietID", 3}})})},
                      {"oeffnungszeiten", numbers},
                      {"typ", numbers}});
    for (const Json& content : {strange, Json(), Json("text"), numbers}) {
        EXPECT_TRUE(read_service_description(content).id.value.empty());
        EXPECT_TRUE(read_specialization(content).service.value.empty());
        EXPECT_TRUE(read_online_service(content).id.value.empty());
        EXPECT_TRUE(read_organizational_unit(content).id.value.empty());
        EXPECT_TRUE(read_area(content).id.value.empty());
        EXPECT_TRUE(read_formular(content).id.value.empty());
        EXPECT_TRUE(read_zustaendigkeit(content).id.value.empty());
        EXPECT_TRUE(read_contact_person(content).id.value.empty());
    }
}

TEST(OpaqueCopy, IsXmlThatMeansTheSame) {
    internal::OpaqueCopy copy;
    copy.start("urn:a", "one", {{"", "plain", "1 \"2\"\n3\t4"}, {"urn:b", "own", "<"}});
    copy.text("x < y & z");
    copy.start("urn:a", "two", {{"http://www.w3.org/XML/1998/namespace", "lang", "de"}});
    copy.end();
    copy.start("", "three", {});
    copy.end();
    EXPECT_EQ(copy.depth(), 1U);
    copy.end();
    EXPECT_EQ(copy.take(),
              "<one xmlns=\"urn:a\" plain=\"1 &quot;2&quot;&#10;3&#9;4\" xmlns:a0=\"urn:b\" "
              "a0:own=\"&lt;\">x &lt; y &amp; z<two xml:lang=\"de\"></two>"
              "<three xmlns=\"\"></three></one>");
}

}  // namespace
}  // namespace gordion::xzufi
