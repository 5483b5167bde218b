// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "fim/code_list_folder.hpp"
#include "fim/schema_reader.hpp"
#include "reuse/fork.hpp"
#include "reuse/package_reader.hpp"
#include "web/preview/preview_desk.hpp"
#include "web/preview/preview_server.hpp"
#include "web/test_town.hpp"

namespace gordion::web {
namespace {

const std::filesystem::path source = GORDION_SOURCE_DIR;

const fim::CodeListShelf& shipped_lists() {
    static const fim::CodeListShelf shelf = fim::load_code_lists(source / "data/codelists").value;
    return shelf;
}

std::string field(const std::string& id, const std::string& count, const std::string& art,
                  const std::string& type, const std::string& more = "") {
    return "<x:struktur><x:anzahl>" + count +
           "</x:anzahl><x:enthaelt><x:datenfeld><x:identifikation><x:id>" + id +
           "</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>" + id +
           "</x:name><x:bezeichnungEingabe>Frage " + id +
           "</x:bezeichnungEingabe><x:schemaelementart><code>ABS</code></x:schemaelementart>"
           "<x:feldart><code>" +
           art + "</code></x:feldart><x:datentyp><code>" + type + "</code></x:datentyp>" + more +
           "</x:datenfeld></x:enthaelt></x:struktur>";
}

std::string schema(const std::string& fields) {
    return "<x:xdatenfelder.stammdatenschema.0102 "
           "xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_3.0.0'><x:stammdatenschema>"
           "<x:identifikation><x:id>S99000000901</x:id><x:version>1.0.0</x:version>"
           "</x:identifikation><x:name>S</x:name><x:bezeichnung>Probe</x:bezeichnung>" +
           fields + "</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>";
}

std::string state_list(const std::string& urn) {
    return "<x:codelisteReferenz><x:canonicalIdentification>" + urn +
           "</x:canonicalIdentification></x:codelisteReferenz>";
}

// A schema of one page: a name, a state out of a long list, and up to three files.
const std::string& probe() {
    static const std::string xml = schema(
        "<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeldgruppe><x:identifikation>"
        "<x:id>G1</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>G</x:name>"
        "<x:bezeichnungEingabe>Reise</x:bezeichnungEingabe><x:schemaelementart><code>ABS</code>"
        "</x:schemaelementart>" +
        field("F1", "1:1", "input", "text") +
        field("F2", "1:1", "select", "text",
              state_list("urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staat")) +
        field("F3", "0:3", "input", "file") +
        field("F4", "0:1", "select", "text", state_list("urn:nobody:has:it")) +
        "</x:datenfeldgruppe></x:enthaelt></x:struktur>");
    return xml;
}

class Preview : public ::testing::Test {
protected:
    void serve(const std::string& xml, const reuse::Package* package = nullptr) {
        auto form = make_preview(fim::read_schema(xml).value(), package, {&shipped_lists()});
        ASSERT_TRUE(form) << form.error().to_text();
        server_ = PreviewServer::make(std::move(form).value(), 0, clock_, random_).value();
        browser_.server = [this](const http::Request& request) { return server_->answer(request); };
    }
    http::Response follow(http::Response response) {
        while (response.status == 303) {
            response = browser_.open(target_of(response));
        }
        return response;
    }

    FakeClock clock_;
    SystemRandom random_;
    std::unique_ptr<PreviewServer> server_;
    TestBrowser browser_;
};

TEST_F(Preview, ShowsTheFormOfASchemaAndWhatWouldBeHandedOver) {
    serve(probe());
    const auto page = follow(browser_.open("/"));
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, TestTown::open().text("preview.band")));
    EXPECT_TRUE(shows(page, "Frage F1"));
    EXPECT_FALSE(shows(page, "/impressum")) << "there are no other pages here";
    EXPECT_FALSE(shows(page, "/merken"));
    EXPECT_TRUE(shows(page, TestTown::open().text("form.list_missing")));
    const auto summary = follow(
        browser_.submit(page, "/formular/reise",
                        {{"G1.F1", "Erika"}, {"G1.F2.search", "öst"}, {"G1.F4", "irgendwas"}}));
    EXPECT_TRUE(shows(summary, "Österreich")) << between(summary, "id=\"fehler\"", "</div>");
    EXPECT_TRUE(shows(summary, TestTown::open().text("preview.complete")));
    EXPECT_FALSE(shows(summary, "/absenden"));
    EXPECT_TRUE(shows(summary, "href=\"/formular/reise?change=1\""));
    const auto data = browser_.open("/fachdaten?raw=1");
    EXPECT_EQ(formats::write_json(formats::parse_json(data.body).value()),
              R"({"G1":{"F1":"Erika","F2":"151","F4":"irgendwas"}})");
    EXPECT_TRUE(shows(browser_.open("/schema"), "json-schema.org/draft/2020-12"));
    EXPECT_TRUE(shows(browser_.open("/befunde"), "forms.code_list_missing"));
}

TEST_F(Preview, SearchesInLongListsWithoutScript) {
    serve(probe());
    const auto page = follow(browser_.open("/"));
    const auto found =
        browser_.submit(page, "/formular/reise",
                        {{"G1.F1", "Erika"}, {"G1.F2.search", "guin"}, {"_search", "G1.F2"}});
    EXPECT_EQ(found.status, 200) << "searching is no mistake";
    EXPECT_TRUE(shows(found, ">Erika</textarea>")) << "nothing typed is lost";
    EXPECT_TRUE(shows(found, "Äquatorialguinea"));
    EXPECT_FALSE(shows(found, "id=\"fehler\""));
    const auto chosen = follow(browser_.submit(found, "/formular/reise", {{"G1.F2", "274"}}));
    EXPECT_TRUE(shows(chosen, "Äquatorialguinea"));
    const auto again = browser_.open("/formular/reise");
    EXPECT_TRUE(shows(again, "value=\"Äquatorialguinea\""));
    EXPECT_EQ(between(browser_.open("/formular/suche/G1.F2?q=frank"), "value=\"", "\""), "129");
    EXPECT_FALSE(shows(browser_.open("/formular/suche/G1.F2?q=%22%3E%3Cscript%3E"), "<script>"));
}

TEST_F(Preview, KeepsSeveralFilesOnlyInMemory) {
    serve(probe());
    const auto page = follow(browser_.open("/"));
    EXPECT_TRUE(shows(page, "type=\"file\" multiple"));
    const std::string pdf = "%PDF-1.7\n";
    const auto both = browser_.upload(page, "/formular/reise", {{"G1.F1", "Erika"}},
                                      {{"G1.F3", "a.pdf", pdf}, {"G1.F3", "b.pdf", pdf + "b"}});
    EXPECT_EQ(both.status, 422) << "the state is missing";
    EXPECT_TRUE(shows(both, "a.pdf")) << "files are kept all the same";
    const auto third = browser_.upload(both, "/formular/reise", {},
                                       {{"G1.F3", "c.pdf", pdf}, {"G1.F3", "d.pdf", pdf}});
    EXPECT_TRUE(shows(third, "höchstens 3")) << between(third, "id=\"fehler\"", "</div>");
    EXPECT_FALSE(shows(third, "c.pdf")) << "and none of too many";
    const std::string blob = between(third, ".remove\" value=\"", "\"");
    const auto gone = follow(browser_.submit(third, "/formular/reise",
                                             {{"G1.F3.remove", blob}, {"G1.F2.search", "frank"}}));
    EXPECT_FALSE(shows(gone, "a.pdf"));
    EXPECT_TRUE(shows(gone, "b.pdf"));
}

TEST_F(Preview, BelongsToOneVisitorUntilHeBeginsAnew) {
    serve(probe());
    const auto page = follow(browser_.open("/"));
    (void)browser_.submit(page, "/formular/reise", {{"G1.F1", "Erika"}, {"G1.F2.search", "frank"}});
    TestBrowser other;
    other.server = browser_.server;
    EXPECT_EQ(other.open("/fachdaten?raw=1").body, "{}");
    EXPECT_EQ(other.post("/formular/reise", {{"G1.F1", "Eva"}}).status, 403);
    EXPECT_EQ(browser_.post("/neu", {{"_csrf", "falsch"}}).status, 403);
    EXPECT_EQ(browser_.submit(browser_.open("/befunde"), "/neu", {}).status, 303);
    EXPECT_EQ(browser_.open("/fachdaten?raw=1").body, "{}");
    for (const char* nowhere : {"/nix", "/formular", "/formular/a/b/c", "/schema/x"}) {
        EXPECT_EQ(browser_.open(nowhere).status, 404) << nowhere;
    }
}

TEST_F(Preview, ShowsWhatIsReadableOfAFaultySchema) {
    serve(schema(
        field("F1", "1:1", "input", "text", "<x:praezisierung pattern='(((' maxLength='x'/>") +
        field("F2", "2:1", "input", "date")));
    EXPECT_TRUE(shows(follow(browser_.open("/")), "Frage F1"));
    const auto findings = browser_.open("/befunde");
    EXPECT_TRUE(shows(findings, "fim.quality.pattern"));
    EXPECT_TRUE(shows(findings, "fim.quality.multiplicity"));
    EXPECT_EQ(make_preview(fim::read_schema(schema("")).value(), nullptr, {}).error().code,
              "web.preview_empty");
}

TEST_F(Preview, UsesLayoutAndTextsOfAPackage) {
    const auto package =
        reuse::read_package(source / "packages/hundesteuer-anmeldung").value().value;
    serve(package.schema_xml, &package);
    const auto page = follow(browser_.open("/?lang=en"));
    EXPECT_EQ(target_of(browser_.open("/formular/weiter")), "/formular/halter");
    EXPECT_TRUE(shows(browser_.open("/formular/halter"), "First name"));
}

TEST_F(Preview, ShowsWarningsAndNotesOnTheSummary) {
    reuse::Package package;
    package.rules = formats::parse_json(R"({"checks":[{"id":"C1","code":"probe.hint",
        "place":"G1.F4","assert":false,"severity":"note"}]})")
                        .value();
    package.texts["de"] = formats::Json::object(
        {{"message", formats::Json::object({{"probe.hint", "Das dauert länger."}})}});
    serve(probe(), &package);
    (void)follow(browser_.open("/"));
    const auto summary = browser_.open("/formular/pruefen");
    EXPECT_TRUE(shows(summary, "Das dauert länger. <a href=\"/formular/reise?change=1#G1-F4\">"))
        << between(summary, "id=\"hinweise\"", "</section>");
    EXPECT_TRUE(shows(summary, TestTown::open().text("preview.incomplete")));
}

TEST(PackagePreview, ShowsAPublishedPackageBeforeAnybodyJoins) {
    TestBrowser browser;
    const std::string base = "/vorschau/hundesteuer-anmeldung/1.0.0";
    EXPECT_EQ(target_of(browser.open(base)), base + "/formular/weiter");
    EXPECT_EQ(target_of(browser.open(base + "/formular/weiter")), base + "/formular/halter");
    const auto page = browser.open(base + "/formular/halter");
    EXPECT_TRUE(shows(page, TestTown::open().text("preview.band")));
    const auto faulty = browser.submit(page, base + "/formular/halter", {});
    EXPECT_EQ(faulty.status, 422);
    EXPECT_EQ(browser.open(base + "/befunde").status, 200);
    EXPECT_EQ(browser.open("/vorschau/hundesteuer-anmeldung/9.9.9").status, 404);
    EXPECT_EQ(browser.open("/vorschau/nope/1.0.0/schema").status, 404);
}

TEST(PackagePreview, DoesNotShowTheOwnCopyOfAnAdministration) {
    auto& reuse = TestTown::open().modules->reuse;
    const TenantId own{"010545459"};
    const Scope scope{own, {"test"}, "preview.test", {}, false};
    const auto files = reuse::fork_files(reuse.load_files("hundesteuer-anmeldung", "").value(),
                                         {"", own, "Amt Pellworm"});
    ASSERT_TRUE(reuse.publish_package(scope, files.value()).value().value);
    TestBrowser browser;
    const std::string copy = reuse::fork_id("hundesteuer-anmeldung", own);
    EXPECT_EQ(browser.open("/vorschau/" + copy + "/1.0.0").status, 404);
}

TEST(PreviewDesk, ForgetsThoseWhoStayedAwayTheLongest) {
    FakeClock clock;
    SeededRandom random(3);
    PreviewDesk desk(clock, random);
    const std::string first = desk.admit("");
    const formats::Json answers = formats::Json::object({{"F1", "x"}});
    ASSERT_TRUE(desk.save(first, "form", 0, answers));
    EXPECT_EQ(desk.save(first, "form", 0, answers).error().code, "forms.draft_changed");
    EXPECT_EQ(desk.admit(first), first);
    EXPECT_EQ(desk.read(first, "form").answers, answers);
    EXPECT_EQ(desk.read(first, "other").answers.size(), 0U);
    EXPECT_NE(desk.admit("made up"), "made up");
    for (std::size_t i = 0; i < limits::preview_visitors; ++i) {
        clock.advance_ms(1);
        (void)desk.admit("");
    }
    EXPECT_EQ(desk.read(first, "form").answers.size(), 0U);
    const std::string late = desk.admit("");
    ASSERT_TRUE(desk.save(late, "form", 0, answers));
    clock.advance_ms(limits::preview_idle_ms + 1);
    (void)desk.admit("");
    EXPECT_EQ(desk.read(late, "form").answers.size(), 0U);
}

TEST(PreviewDesk, BoundsFiles) {
    FakeClock clock;
    SeededRandom random(3);
    PreviewDesk desk(clock, random);
    const std::string bytes(limits::upload_file_bytes, 'x');
    std::vector<std::string> visitors;
    for (int i = 0; i < 8; ++i) {
        clock.advance_ms(1);
        visitors.push_back(desk.admit(""));
        ASSERT_TRUE(desk.put_file(visitors.back(), "form", bytes));
    }
    const std::string& last = visitors.back();
    const std::string blob = desk.put_file(last, "form", bytes).value();
    EXPECT_EQ(desk.put_file(last, "form", bytes).error().code, "web.preview_full");
    EXPECT_TRUE(desk.find_file(last, "form", blob).has_value());
    EXPECT_NE(desk.admit(visitors.front()), visitors.front()) << "there was no more room";
    desk.remove_file(last, "form", blob);
    EXPECT_FALSE(desk.find_file(last, "form", blob).has_value());
    desk.clear(last, "form");
    EXPECT_TRUE(desk.put_file(last, "form", bytes)) << "room again";
}

}  // namespace
}  // namespace gordion::web
