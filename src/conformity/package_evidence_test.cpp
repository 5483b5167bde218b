// SPDX-License-Identifier: EUPL-1.2
#include "conformity/package_evidence.hpp"

#include <gtest/gtest.h>

#include "conformity/check.hpp"
#include "conformity/report_formats.hpp"
#include "formats/xml.hpp"
#include "reuse/package_check.hpp"
#include "reuse/package_reader.hpp"

namespace gordion::conformity {
namespace {

using formats::Json;
using Texts = std::vector<std::string>;

const Texts bodies{"Ahrweiler", "Köln", "Nordfriesland"};

Json evidence_of(const std::string& name, const reuse::PackageFiles& more = {}) {
    auto files = reuse::read_files(std::filesystem::path(GORDION_SOURCE_DIR) / "packages" / name);
    EXPECT_TRUE(files.has_value());
    for (const auto& [file, bytes] : more) {
        files.value()[file] += bytes;
    }
    auto read = reuse::read_package(files.value());
    EXPECT_TRUE(read.has_value());
    const auto checked = reuse::check_package(std::move(read.value().value), nullptr);
    EXPECT_NE(checked.loaded, nullptr);
    return package_evidence(*checked.loaded, checked.findings, bodies);
}

TEST(PackageEvidence, ShowsWhatAPackageIs) {
    const Json dog = evidence_of("hundesteuer-anmeldung");
    const auto at = [&](const char* path) { return find_evidence(dog, path); };
    ASSERT_NE(at("package.id"), nullptr);
    EXPECT_EQ(at("package.id")->as_string(), "hundesteuer-anmeldung");
    EXPECT_TRUE(at("package.fees")->as_bool());
    EXPECT_EQ(at("package.design.files")->as_int(), 0);
    EXPECT_EQ(at("package.design.place_names")->as_int(), 0);
    EXPECT_EQ(at("package.endpoints")->as_int(), 0);
    EXPECT_EQ(at("package.examples_failed")->as_int(), 0);
    EXPECT_GE(at("package.schema.fields")->as_int(), 10);
    EXPECT_GE(at("package.legal.grounds")->as_int(), 2);
    EXPECT_FALSE(at("package.account.required")->as_bool());
    const Json trade = evidence_of("gewerbeanmeldung");
    EXPECT_TRUE(find_evidence(trade, "package.target.business")->as_bool());
}

TEST(PackageEvidence, FindsNamesOfBodies) {
    EXPECT_EQ(find_bodies("Die Stadt Köln, der Landkreis Ahrweiler und Kreis", bodies),
              (Texts{"Landkreis Ahrweiler", "Stadt Köln"}));
    EXPECT_EQ(find_bodies("Köln; Stadt Bonn; die Stadt", bodies), Texts{});
    EXPECT_EQ(find_bodies("Stadt", bodies), Texts{});
    EXPECT_EQ(find_bodies("Stadt ", bodies), Texts{});
    const Json named = evidence_of("hundesteuer-anmeldung", {{"bescheid.de.md", "\nStadt Köln\n"}});
    EXPECT_EQ(find_evidence(named, "package.design.place_names")->as_int(), 1);
}

TEST(PackageEvidence, IsMergedMemberByMember) {
    Json evidence = formats::parse_json(R"({"package":{"a":1,"b":{"c":1}}})").value();
    merge_evidence(evidence,
                   formats::parse_json(R"({"package":{"b":{"d":2}},"system":{"x":true}})").value());
    EXPECT_EQ(formats::write_json(evidence),
              R"({"package":{"a":1,"b":{"c":1,"d":2}},"system":{"x":true}})");
    merge_evidence(evidence, Json(3));
    EXPECT_EQ(evidence.as_object().size(), 2U);
}

class Reports : public ::testing::Test {
protected:
    Reports() {
        Json evidence = evidence_of("hundesteuer-anmeldung");
        merge_evidence(evidence, formats::parse_json(
                                     R"({"declared":{"usability":{"participants":0},"xss":"<b>"}})")
                                     .value());
        report = check(*efa, {Addressee::Provider}, evidence, "Hunde & <Steuer>", {0});
    }
    const std::vector<Catalogue> all = load_catalogues().value().value;
    const Catalogue* efa = find_catalogue(all, "efa", parse_date("2026-01-01").value());
    ConformityReport report;
};

TEST_F(Reports, SayWhatIsMetAndWhatEvidenceIsMissing) {
    const std::string text = write_text(report);
    EXPECT_NE(text.find("E-DES-1  erfüllt"), std::string::npos) << text;
    EXPECT_NE(text.find("E-DES-2  nicht erfüllt"), std::string::npos);
    EXPECT_NE(text.find("E-KONTO-2  nicht anwendbar"), std::string::npos);
    EXPECT_NE(text.find("Es fehlt der Nachweis: declared.contract.way"), std::string::npos);
    EXPECT_NE(text.find("nicht konform"), std::string::npos);
    const Json json = write_json_report(report);
    EXPECT_FALSE(json.find("conformant")->as_bool());
    EXPECT_EQ(json.find("requirements")->size(), report.judgements.size());
    EXPECT_EQ(
        json.find("requirements")->as_array()[0].find("evidence")->as_array()[0].text_at("kind"),
        "package");
}

TEST_F(Reports, AreWellFormedForPipelines) {
    const std::string junit = write_junit(report);
    EXPECT_NE(junit.find("Hunde &amp; &lt;Steuer&gt;"), std::string::npos);
    EXPECT_NE(junit.find("failures=\""), std::string::npos);
    const Json sarif = write_sarif(report, "packages/hundesteuer-anmeldung/service.toml");
    const Json& run = sarif.find("runs")->as_array()[0];
    EXPECT_EQ(run.find("tool")->find("driver")->find("rules")->size(), report.judgements.size());
    const auto& results = run.find("results")->as_array();
    EXPECT_EQ(results.size(), report.must.not_met + report.must.not_provable +
                                  report.should.not_met + report.should.not_provable);
    EXPECT_EQ(results[0].text_at("level"), "warning");
}

}  // namespace
}  // namespace gordion::conformity
