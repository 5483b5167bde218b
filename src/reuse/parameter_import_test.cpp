// SPDX-License-Identifier: EUPL-1.2
#include "reuse/parameter_import.hpp"

#include "reuse/reuse_fixture_test.hpp"

namespace gordion::reuse::testing {
namespace {

/// The dog tax whose first rate is called HundesteuerSatz1 in XZuFi.
PackageFiles named_files() {
    return changed_files("service.toml", "key = \"satz_erster_hund\"",
                         "key = \"satz_erster_hund\"\nxzufi = \"HundesteuerSatz1\"");
}

class ParameterImportTest : public ReuseTest {
protected:
    void SetUp() override {
        ReuseTest::SetUp();
        if (!IsSkipped()) {
            publish(named_files());
        }
    }
    ImportOutcome run(std::vector<ImportedValue> values, LocalChoice local = LocalChoice::Keep) {
        clock_.advance_ms(1);
        const auto outcome =
            import_parameters(*reuse_, system_, {dog_tax, std::move(values), today_, local});
        EXPECT_TRUE(outcome) << outcome.error().to_text();
        return outcome.value();
    }
    std::string own_value(const char* region, const char* key) {
        const auto history = reuse_->list_history(dog_tax, region, key).value();
        return history.empty() ? "" : history.front().value.value_or("");
    }
};
GORDION_ON_BOTH_DATABASES(ParameterImportTest);

TEST_P(ParameterImportTest, SetsWhatDiffersAndRemembersFromWhere) {
    const std::vector<ImportedValue> values{
        {"010545459", "HundesteuerSatz1", "40,00", "xzufi:1", ""},
        {"010545459", "satz_zweiter_hund", "60", "xzufi:1", ""}};
    EXPECT_EQ(run(values).set, 2U);
    EXPECT_EQ(own_value("010545459", "satz_erster_hund"), "40.00");
    EXPECT_EQ(reuse_->list_history(dog_tax, "010545459", "satz_erster_hund").value()[0].origin,
              "xzufi:1");
    const ImportOutcome again = run(values);
    EXPECT_EQ(again.set, 0U);
    EXPECT_EQ(again.unchanged, 2U);
    EXPECT_TRUE(again.findings.empty());
    EXPECT_EQ(run({{"010545459", "HundesteuerSatz1", "45", "xzufi:2", ""}}).set, 1U)
        << "an import may overwrite an import";
    EXPECT_EQ(own_value("010545459", "satz_erster_hund"), "45.00");
}

TEST_P(ParameterImportTest, KeepsWhatSomebodyChoseUnlessAsked) {
    ASSERT_TRUE(set(system_, "010545459", "satz_erster_hund", "33"));
    const std::vector<ImportedValue> values{
        {"010545459", "HundesteuerSatz1", "40", "xzufi:1", "line 2"}};
    const ImportOutcome kept = run(values);
    EXPECT_EQ(kept.kept, 1U);
    ASSERT_EQ(kept.findings.size(), 1U);
    EXPECT_EQ(kept.findings[0].code, "reuse.import_conflict");
    EXPECT_EQ(kept.findings[0].place, "line 2");
    EXPECT_EQ(kept.findings[0].severity, Severity::Warning);
    EXPECT_EQ(own_value("010545459", "satz_erster_hund"), "33.00");
    EXPECT_EQ(run(values, LocalChoice::Replace).set, 1U);
    EXPECT_EQ(own_value("010545459", "satz_erster_hund"), "40.00");
}

TEST_P(ParameterImportTest, NamesEverythingItCannotTake) {
    const ImportOutcome outcome = run({{"010545459", "GibtEsNicht", "1", "", "line 2"},
                                       {"053150000", "GibtEsNicht", "2", "", "line 3"},
                                       {"010545459", "satz_erster_hund", "viel", "", "line 4"},
                                       {"01", "satz_erster_hund", "10", "", "line 5"},
                                       {"999", "satz_erster_hund", "10", "", "line 6"},
                                       {"053150000", "satz_erster_hund", "10", "", "line 7"},
                                       {"053150000", "HundesteuerSatz1", "11", "", "line 8"},
                                       {"053150000", "HundesteuerSatz1", "10,00", "", "line 9"},
                                       {"", "", "", "", ""}});
    std::vector<std::string> codes;
    for (const Finding& finding : outcome.findings) {
        codes.push_back(finding.code);
    }
    EXPECT_EQ(codes, (std::vector<std::string>{"reuse.import_unknown", "reuse.parameter_type",
                                               "reuse.import_twice", "reuse.import_unknown",
                                               "reuse.parameter_level", "reuse.region_unknown"}))
        << to_text(outcome.findings);
    EXPECT_EQ(outcome.set, 1U);
    EXPECT_EQ(own_value("053150000", "satz_erster_hund"), "10.00");
    EXPECT_EQ(import_parameters(*reuse_, system_, {"gibt-es-nicht", {}, today_}).error().code,
              "reuse.offer_missing");
    const ImportOutcome foreign =
        import_parameters(*reuse_, scope_of("053150000"),
                          {dog_tax, {{"010545459", "satz_erster_hund", "1", "", ""}}, today_})
            .value();
    ASSERT_EQ(foreign.findings.size(), 1U);
    EXPECT_EQ(foreign.findings[0].code, "reuse.scope_too_narrow");
}

TEST(ImportedValues, AreReadFromCsv) {
    const auto values =
        parse_imported_values(
            "\xEF\xBB\xBFregion;name;value\n010545459;A;\"1,5\"\n x ; y ;z\n1;2\n", "werte.csv")
            .value();
    ASSERT_EQ(values.value.size(), 2U);
    EXPECT_EQ(values.value[0].region, "010545459");
    EXPECT_EQ(values.value[0].value, "1,5");
    EXPECT_EQ(values.value[0].source, "werte.csv");
    EXPECT_EQ(values.value[1].name, "y");
    EXPECT_EQ(values.value[1].place, "line 3");
    EXPECT_NE(find_code(values.findings, "formats.csv_columns"), nullptr);
    EXPECT_EQ(parse_imported_values("region,name\n1,2\n", "f").error().code,
              "formats.csv_column_missing");
    EXPECT_EQ(parse_imported_values("", "f").error().code, "formats.csv_empty");
}

}  // namespace
}  // namespace gordion::reuse::testing
