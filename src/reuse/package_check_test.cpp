// SPDX-License-Identifier: EUPL-1.2
#include "reuse/package_check.hpp"

#include <gtest/gtest.h>

#include "reuse/bescheid.hpp"
#include "reuse/reuse_test.hpp"

namespace gordion::reuse {
namespace {

using testing::changed_files;
using testing::find_code;
using testing::shipped_files;
using testing::slim_files;
using testing::to_text;

Findings check_files(const PackageFiles& files) {
    Judged<Package> package = read_package(files).value();
    Findings findings = std::move(package.findings);
    append(findings, check_package(std::move(package.value), nullptr).findings);
    return findings;
}

class ShippedPackages : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedPackages, HaveNothingToMend) {
    Findings findings = check_files(shipped_files(GetParam()));
    std::erase_if(findings, [](const Finding& f) { return f.severity == Severity::Note; });
    EXPECT_TRUE(findings.empty()) << to_text(findings);
}

// Words between two full stops, as in web/texts_test.cpp.
std::size_t longest_sentence(const formats::Json& texts) {
    if (texts.is_object()) {
        std::size_t longest = 0;
        for (const auto& [key, value] : texts.as_object()) {
            longest = std::max(longest, longest_sentence(value));
        }
        return longest;
    }
    std::size_t longest = 0;
    std::size_t words = 0;
    for (const std::string& word : split(texts.is_string() ? texts.as_string() : "", ' ')) {
        words += word.empty() ? 0 : 1;
        longest = std::max(longest, words);
        const bool ends =
            !word.empty() && std::string_view(".?!:").find(word.back()) != std::string_view::npos;
        words = ends ? 0 : words;
    }
    return longest;
}

TEST_P(ShippedPackages, KeepSentencesShortInLeichteSprache) {
    const Package package = read_package(shipped_files(GetParam())).value().value;
    EXPECT_LE(longest_sentence(package.texts.at("ls")), 14U);
    EXPECT_GT(longest_sentence(package.texts.at("ls")), 0U);
}
INSTANTIATE_TEST_SUITE_P(Shipped, ShippedPackages,
                         ::testing::Values("hundesteuer-anmeldung", "bewohnerparkausweis",
                                           "gewerbeanmeldung", "meldebescheinigung",
                                           "feuerwerk-anzeige"));

struct Change {
    const char* file;
    const char* from;
    const char* to;
    const char* code;
    const char* mentions;
};

class PackageChange : public ::testing::TestWithParam<Change> {};

TEST_P(PackageChange, IsNoticedByPublishing) {
    const Change& change = GetParam();
    const Findings findings = check_files(changed_files(change.file, change.from, change.to));
    const auto fits = [&](const Finding& finding) {
        return finding.code == change.code &&
               (finding.message + finding.place).find(change.mentions) != std::string::npos;
    };
    EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), fits))
        << change.file << ": " << change.to << "\n"
        << to_text(findings);
}
INSTANTIATE_TEST_SUITE_P(
    Changes, PackageChange,
    ::testing::Values(
        Change{"calculation.json", "params.satz_zweiter_hund", "params.satz_2",
               "reuse.logic_reference", "params.satz_2"},
        Change{"calculation.json", "\"each\": \"G99000000004\"", "\"each\": \"G99000000099\"",
               "reuse.logic_reference", "G99000000099"},
        Change{"rules.json", "answers.G99000000005.F99000000025",
               "answers.G99000000005.F99000000099", "forms.variable_unknown", "checks C4"},
        Change{"calculation.json", "1200", "1100", "reuse.example_calculation", "betrag"},
        Change{"rules.json", "\">=\"", "\">\"", "reuse.example_findings", "not expected"},
        Change{"service.toml", "\"G99000000001.F99000000001\"", "\"F99000000001\"",
               "reuse.recipient_field", "whole path"},
        Change{"texts/en.toml", "label = \"IBAN\"", "help = \"IBAN\"", "reuse.text_missing",
               "F99000000051"},
        Change{"texts/ls.toml", "\"hundesteuer.chip_doppelt\" =", "\"x\" =", "reuse.text_missing",
               "chip_doppelt"},
        Change{"texts/en.toml", "\"zucht\" =", "\"zuchtt\" =", "reuse.text_missing", "zucht"},
        Change{"texts/de.toml", "[page.halter]\ntitle", "[page.halter]\nname", "reuse.text_missing",
               "page.halter"},
        Change{"form.toml", "[[page]]\nid = \"anschrift\"",
               "[[value]]\nfield = \"G99000000001.F99000000001\"\nfrom_account = \"shoe_size\"\n\n"
               "[[page]]\nid = \"anschrift\"",
               "reuse.account_attribute", "shoe_size"},
        Change{"texts/de.toml", "[message]\n", "[message]\n\"expected.betrag\" = \"Steuer\"\n",
               "reuse.expected_amount", "expected.betrag"},
        Change{"texts/de.toml", "[message]\n",
               "[message]\n\"expected.gibt_es_nicht_cents\" = \"Steuer\"\n",
               "reuse.expected_amount", "gibt_es_nicht"},
        Change{"texts/de.toml", "[message]\n",
               "[message]\n\"expected.jaehrlich_cents\" = \"Steuer\"\n", "reuse.text_missing",
               "expected.jaehrlich_cents"},
        Change{"bescheid.de.md", "{{recipient.name}}", "{{recipient.nam}}",
               "reuse.bescheid_template", "recipient.nam"},
        Change{"bescheid.de.md", "{{/rows}}", "", "reuse.bescheid_template", ""},
        Change{"examples/gueltig-ein-hund.json", "\"120.00\"", "\"teuer\"", "reuse.example_params",
               "120,00"},
        Change{"examples/gueltig-ein-hund.json", "satz_erster_hund", "satz_nullter_hund",
               "reuse.example_params", "satz_nullter_hund"},
        Change{"schema.xdf.xml", "<code>num_int</code>", "<code>number</code>", "fim.code_invalid",
               ""}));

TEST(PackageCheck, WantsExamplesOfBothKinds) {
    PackageFiles files = shipped_files("bewohnerparkausweis");
    std::erase_if(files,
                  [](const auto& file) { return file.first.starts_with("examples/fehler"); });
    EXPECT_NE(find_code(check_files(files), "reuse.examples_missing"), nullptr);
}

TEST(PackageCheck, RefusesASchemaThatIsNone) {
    for (const char* schema : {"", "<a/>", "kein XML", "<!DOCTYPE a><a/>"}) {
        PackageFiles files = shipped_files("hundesteuer-anmeldung");
        files.at("schema.xdf.xml") = schema;
        const Findings findings = check_files(files);
        ASSERT_TRUE(has_faults(findings)) << schema;
        EXPECT_EQ(findings.back().place.rfind("schema.xdf.xml", 0), 0U) << to_text(findings);
    }
}

TEST(Bescheid, IsWrittenFromAnswersParametersAndAmounts) {
    const PackageFiles files = shipped_files("hundesteuer-anmeldung");
    Package package = read_package(files).value().value;
    const Example example =
        *std::find_if(package.examples.begin(), package.examples.end(),
                      [](const Example& e) { return e.name == "gueltig-zuzug-mit-lastschrift"; });
    const auto loaded = compile_package(std::move(package), {}).value;
    ASSERT_NE(loaded, nullptr);
    std::vector<ParameterValue> stored;
    for (const auto& [key, value] : example.parameters.as_object()) {
        stored.push_back({{"053150000"},
                          "hundesteuer-anmeldung",
                          "053150000",
                          key,
                          value.as_string(),
                          Date(),
                          "",
                          Instant()});
    }
    LetterFacts facts;
    facts.aktenzeichen = "HS-1";
    facts.number = "053150000-ABCD-EFGH";
    facts.today = parse_date(example.today).value();
    facts.params = effective_values(loaded->service(), testing::point_at(stored),
                                    {"Stadt Köln", "50667", "Köln"}, "053150000000", facts.today)
                       .value;
    const formats::Json params = logic_params(facts.params);
    facts.answers = loaded->form->fachdaten(example.answers, {&params, facts.today});
    facts.calculation = loaded->calculation.evaluate(facts.answers, params, example.today).value();
    const std::string letter = render_bescheid(*loaded, facts).value();
    for (const char* part :
         {"Guten Tag Erika Beispiel", "60,00 €", "120,00 €", "07/2026", "einen Hund",
          "SEPA-Lastschriftmandat", "01.01.2025", "am 1. Juli jedes Jahres", "Widerspruch",
          "Rechtsbehelfsbelehrung", "Stadt Köln"}) {
        EXPECT_NE(letter.find(part), std::string::npos) << part << "\n" << letter;
    }
    EXPECT_EQ(find_recipient(loaded->service(), facts.answers).lines,
              (std::vector<std::string>{"Musterweg 12a", "79098 Beispielstadt"}));
    facts.granted = false;
    facts.reason = "Der Hund lebt *nicht* hier.";
    const std::string refusal = render_bescheid(*loaded, facts).value();
    EXPECT_NE(refusal.find("Der Hund lebt \\*nicht\\* hier."), std::string::npos) << refusal;
    EXPECT_EQ(refusal.find("SEPA"), std::string::npos);
}

// The schema of the dog tax with its list of breeds moved into a file of the package.
PackageFiles files_with_list(const std::string& file, const std::string& bytes) {
    PackageFiles files = slim_files();
    std::string& schema = files.at("schema.xdf.xml");
    const auto field = schema.find("<xdf3:id>F99000000034</xdf3:id>");
    const auto begin = schema.find("<xdf3:werte>", field);
    const auto end = schema.find("</xdf3:werte>", begin);
    VERIFY(end != std::string::npos, "the sex of a dog is an inline list");
    schema.replace(begin, end - begin + std::string_view("</xdf3:werte>").size(),
                   "<xdf3:codelisteReferenz><xdf3:canonicalIdentification>urn:gordion:test:sex"
                   "</xdf3:canonicalIdentification></xdf3:codelisteReferenz>");
    files[file] = bytes;
    return files;
}

std::string sex_list(const std::string& second) {
    return "<g:CodeList xmlns:g=\"http://docs.oasis-open.org/codelist/ns/genericode/1.0/\">\n"
           "<Identification><Version>1</Version><CanonicalUri>urn:gordion:test:sex</CanonicalUri>"
           "</Identification>\n<ColumnSet><Column Id=\"c\" Use=\"required\"/>"
           "<Column Id=\"n\" Use=\"required\"/></ColumnSet>\n<SimpleCodeList>\n"
           "<Row><Value><SimpleValue>m</SimpleValue></Value><Value><SimpleValue>Rüde"
           "</SimpleValue></Value></Row>\n<Row><Value><SimpleValue>" +
           second +
           "</SimpleValue></Value><Value><SimpleValue>Hündin</SimpleValue></Value></Row>\n"
           "</SimpleCodeList></g:CodeList>";
}

TEST(PackageLists, AreUsedByTheForm) {
    const std::string file = "codelists/sex.gc.xml";
    const auto findings = check_files(files_with_list(file, sex_list("w")));
    EXPECT_FALSE(has_faults(findings)) << to_text(findings);
    EXPECT_EQ(find_code(findings, "forms.code_list_missing"), nullptr);
    EXPECT_EQ(find_code(findings, "reuse.file_unknown"), nullptr);
    const auto missing = check_files(files_with_list("README.md", ""));
    EXPECT_NE(find_code(missing, "forms.code_list_missing"), nullptr);
}

TEST(PackageLists, AreJudgedWithTheirFileAndLine) {
    const auto twice = check_files(files_with_list("codelists/sex.gc.xml", sex_list("m")));
    const Finding* finding = find_code(twice, "fim.code_list_duplicate");
    ASSERT_NE(finding, nullptr) << to_text(twice);
    EXPECT_EQ(finding->place, "codelists/sex.gc.xml:6");
    const auto broken = check_files(files_with_list("codelists/sex.gc.xml", "<x"));
    EXPECT_NE(find_code(broken, "fim.code_list_unsupported"), nullptr) << to_text(broken);
    PackageFiles unused = slim_files();
    unused["codelists/sex.gc.xml"] = sex_list("w");
    EXPECT_NE(find_code(check_files(unused), "reuse.code_list_unused"), nullptr);
}

}  // namespace
}  // namespace gordion::reuse
