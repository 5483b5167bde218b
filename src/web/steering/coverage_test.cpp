// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <fstream>

#include "app/coverage.hpp"
#include "formats/csv.hpp"
#include "web/test_town.hpp"

namespace gordion::web {
namespace {

// What a Land says: everything about Schleswig-Holstein, and something about Bayern.
app::CoverageImported import_list(const std::string& rows, std::vector<std::string> covers) {
    app::Modules& in = *TestTown::open().modules;
    const auto file = in.config.data_folder / "liste.csv";
    std::ofstream(file) << "bundle;area;level;from;until\n" << rows;
    auto imported = app::import_coverage(in, {file, "Landesliste <Test>", {}, std::move(covers)},
                                         app::Apply::Yes);
    EXPECT_TRUE(imported.has_value()) << imported.error().to_text();
    return std::move(imported).value().value;
}

class CoveragePages : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        import_list(
            "10000;01;3;2024-01-01;\n10001;01054;2;2025-06-01;2026-06-30\n"
            "10002;09;4;2024-01-01;\n",
            {"01"});
    }
    // Other suites let the Amt join more, so what is its own is counted, not written down.
    static std::size_t programme(const char* area) {
        app::Modules& in = *TestTown::open().modules;
        return in.coverage_desk.load_state()
            .value()
            ->book->on(in.clock.today(), 2)
            .area(area)
            .programme;
    }
    static std::string of_all(std::size_t count) { return std::to_string(count) + " von 557"; }
    TestBrowser browser_;
};

TEST_F(CoveragePages, ShowThreeRulesWithWhatTheyMeanAndWhoSaysSo) {
    const auto page = browser_.open("/abdeckung");
    EXPECT_EQ(page.status, 200);
    const TestTown& town = TestTown::open();
    for (const char* rule : {"programme", "everywhere", "weighted"}) {
        EXPECT_TRUE(shows(page, town.text("coverage.rule_" + std::string(rule)))) << rule;
        EXPECT_TRUE(shows(page, town.text("coverage.meaning_" + std::string(rule)))) << rule;
    }
    // Elterngeld and the dog tax of Amt Pellworm; two more in Bayern and, until June,
    // Nordfriesland.
    EXPECT_GE(programme("00"), 3U);
    EXPECT_TRUE(shows(page, of_all(programme("00"))));
    EXPECT_TRUE(shows(page, "0 von 557"));
    EXPECT_TRUE(shows(page, "Landesliste &lt;Test&gt;"));
    EXPECT_FALSE(shows(page, "<Test>"));
    EXPECT_TRUE(shows(page, "23.11.2026"));
    EXPECT_TRUE(shows(page, "GeoBasis-DE / BKG 2021"));
    EXPECT_TRUE(shows(page, "30.11.2025")) << "the day of the directory";
    EXPECT_TRUE(shows(page, town.text("coverage.unknown_title")));
}

TEST_F(CoveragePages, AnswerForAnyDayAndLevel) {
    EXPECT_TRUE(shows(browser_.open("/abdeckung/01054?tag=2026-06-30"), "2 von 557"));
    EXPECT_TRUE(shows(browser_.open("/abdeckung/01054?tag=2025-05-31"), "1 von 557"));
    EXPECT_TRUE(shows(browser_.open("/abdeckung/01054?tag=30.06.2026&stufe=3"), "1 von 557"));
    EXPECT_TRUE(shows(browser_.open("/abdeckung/01054?tag=2023-12-31"), "0 von 557"));
    EXPECT_GE(programme("010545459039"), 2U) << "a municipality, with the dog tax of its Amt";
    EXPECT_TRUE(shows(browser_.open("/abdeckung/010545459039"), of_all(programme("010545459039"))));
}

TEST_F(CoveragePages, RankOnlyWhatIsKnown) {
    const auto bund = browser_.open("/abdeckung");
    EXPECT_TRUE(shows(bund, "1 von 16 Gebieten"));
    const auto land = browser_.open("/abdeckung/01?regel=programme");
    EXPECT_TRUE(shows(land, "(gleichauf)"));
    EXPECT_FALSE(shows(land, TestTown::open().text("coverage.unknown_title")));
    const auto bayern = browser_.open("/abdeckung/09");
    EXPECT_TRUE(shows(bayern, TestTown::open().text("coverage.ranking_none")));
}

TEST_F(CoveragePages, DrawMapsWhoseAreasAreLinksWithNames) {
    const auto bund = browser_.open("/abdeckung");
    EXPECT_TRUE(shows(bund, "aria-label=\"Bayern: 0,2"));
    EXPECT_TRUE(shows(bund, "href=\"/abdeckung/09?tag=2026-11-23"));
    EXPECT_FALSE(shows(bund, "Landkreis Nordfriesland: "));
    const auto kreise = browser_.open("/abdeckung?karte=kreise");
    EXPECT_TRUE(shows(kreise, "aria-label=\"Landkreis Nordfriesland: ") ||
                shows(kreise, "aria-label=\"Kreis Nordfriesland: "));
    EXPECT_TRUE(shows(browser_.open("/abdeckung/05"), "area-map"));
    EXPECT_FALSE(shows(browser_.open("/abdeckung/02"), "area-map")) << "a city is one area";
    EXPECT_FALSE(shows(browser_.open("/abdeckung/01054"), "area-map"));
}

TEST_F(CoveragePages, DrawACurveAndSayTheSameAsATable) {
    const auto page = browser_.open("/abdeckung/01054?tag=2026-11-23&monate=36");
    EXPECT_TRUE(shows(page, "curve__line--weighted"));
    EXPECT_TRUE(shows(page, "01.12.2023"));
    EXPECT_TRUE(shows(page, "01.11.2026"));
    EXPECT_TRUE(shows(page, "23.11.2026"));
    EXPECT_FALSE(shows(browser_.open("/abdeckung/01054?tag=2026-11-23"), "01.11.2025"));
}

TEST_F(CoveragePages, ListBundlesByTheirReach) {
    const auto missing = browser_.open("/abdeckung/01/leistungen?zeige=missing");
    EXPECT_EQ(missing.status, 200);
    EXPECT_FALSE(shows(missing, ">Elterngeld <"));
    const auto everywhere = browser_.open("/abdeckung/01/leistungen?zeige=everywhere");
    EXPECT_TRUE(shows(everywhere, ">Elterngeld <"));
    EXPECT_TRUE(shows(browser_.open("/abdeckung/01/leistungen?zeige=%3Cx%3E"), ">Elterngeld <"));
    const auto csv = browser_.open("/abdeckung/01/leistungen.csv");
    EXPECT_EQ(formats::parse_csv(csv.body).value().value.rows.size(), 557U);
}

TEST_F(CoveragePages, GoAlongAsTableJsonAndPdf) {
    const auto csv = browser_.open("/abdeckung/00/abdeckung.csv?tag=2026-06-30");
    EXPECT_TRUE(shows(csv, "00,Deutschland,2026-06-30,2,557,")) << csv.body.substr(0, 300);
    EXPECT_EQ(formats::parse_csv(csv.body).value().value.rows.size(), 17U);
    const auto json = browser_.open("/abdeckung/01/abdeckung.json");
    const auto read = formats::parse_json(json.body);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read.value().find("known_millionths")->as_int(), 1'000'000);
    EXPECT_EQ(read.value().find("reach")->as_array().size(), 557U);
    const auto pdf = browser_.open("/abdeckung/01/abdeckung.pdf");
    EXPECT_EQ(pdf.body.substr(0, 5), "%PDF-");
    EXPECT_EQ(browser_.open("/abdeckung/01/abdeckung.json?tag=x").status, 422);
}

TEST_F(CoveragePages, FindPlacesAndRefuseWhatThereIsNot) {
    const auto found = browser_.open("/abdeckung?ort=Gr%C3%B6de");
    EXPECT_TRUE(shows(found, "/abdeckung/010545459039?"));
    EXPECT_TRUE(
        shows(browser_.open("/abdeckung?ort=xyzzyq"), TestTown::open().text("coverage.find_none")));
    for (const char* area : {"99", "1", "x", "0105", "123456789012", "010", "%3Cscript%3E"}) {
        EXPECT_EQ(browser_.open("/abdeckung/" + std::string(area)).status, 404) << area;
    }
    for (const char* query :
         {"tag=gestern", "tag=1999-12-31", "tag=2040-01-01", "stufe=9", "tag=%22%3E%3Cscript%3E"}) {
        const auto page = browser_.open("/abdeckung?" + std::string(query));
        EXPECT_EQ(page.status, 422) << query;
        EXPECT_TRUE(shows(page, "error-summary")) << query;
        EXPECT_FALSE(shows(page, "<script>")) << query;
    }
}

TEST_F(CoveragePages, AreFreshAfterANewListAndRememberTheOldOne) {
    app::Modules& in = *TestTown::open().modules;
    const auto before = in.coverage_desk.load_state().value();
    EXPECT_EQ(in.coverage_desk.load_state().value(), before) << "nothing changed";
    const std::size_t count = programme("01");
    const Instant then = TestTown::open().clock.now();
    TestTown::open().clock.advance_ms(1000);
    import_list(
        "10000;01;3;2024-01-01;\n10001;01054;2;2025-06-01;2026-06-30\n"
        "10002;09;4;2024-01-01;\n10003;01;3;2024-01-01;\n",
        {"01"});
    EXPECT_NE(in.coverage_desk.load_state().value(), before);
    EXPECT_EQ(programme("01"), count + 1);
    EXPECT_TRUE(shows(browser_.open("/abdeckung/01"), of_all(count + 1)));
    const auto known = in.coverage_desk.load_state_known_at(then).value();
    EXPECT_EQ(known->book->on(in.clock.today(), 2).area("01").programme, count);
}

}  // namespace
}  // namespace gordion::web
