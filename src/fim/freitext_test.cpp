// SPDX-License-Identifier: EUPL-1.2
// Rules as editors write them, and what is read out of them.
#include "fim/freitext.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "fim/schema_reader.hpp"

namespace gordion::fim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::filesystem::path testdata = GORDION_SOURCE_DIR "/src/fim/testdata/freitext";

std::string load(const std::filesystem::path& path) {
    Result<std::string> loaded = load_file(path, limits::xml_bytes);
    VERIFY(loaded.has_value(), "the test data are there");
    return std::move(loaded).value();
}

const Schema& probe_schema() {
    static const Schema schema = [] {
        Result<Judged<Schema>> read = read_schema(load(testdata / "schema.xdf.xml"));
        VERIFY(read.has_value() && read.value().findings.empty(), "the schema is good");
        return std::move(read).value().value;
    }();
    return schema;
}

const RegelElements& probe_elements() {
    static const RegelElements elements(probe_schema());
    return elements;
}

Freitext parse(const std::string& text, const std::string& owner = "") {
    Regel regel;
    regel.identification.id = "R1";
    regel.freitext = text;
    return parse_freitext(regel, probe_elements(), owner, "test");
}

std::string read_out(const Freitext& freitext) {
    std::string text = to_german(freitext, probe_elements());
    for (const OpenItem& item : freitext.open) {
        text += "offen bei „" + item.at + "“ (" + std::string(to_string(item.reason)) +
                "): " + replace_all(item.text, "\n", " ") + "\n";
    }
    for (const Finding& finding : freitext.findings) {
        if (!finding.code.starts_with("fim.freitext.open_")) {
            text += finding.code + "\n";
        }
    }
    return text;
}

std::vector<std::string> codes_of(const Freitext& freitext) {
    std::vector<std::string> codes;
    for (const Finding& finding : freitext.findings) {
        codes.push_back(finding.code);
    }
    return codes;
}

/// Cases are separated by "----": perhaps "@owner", the text, then "=> " and what is read out.
struct Case {
    std::string owner;
    std::string text;
    std::string expected;
};

std::vector<Case> load_cases(const std::string& file) {
    std::vector<Case> cases(1);
    for (const std::string& line : split(trim(load(testdata / file)), '\n')) {
        Case& last = cases.back();
        if (line == "----") {
            cases.emplace_back();
        } else if (line.starts_with("@")) {
            last.owner = line.substr(1);
        } else if (line.starts_with("=> ")) {
            last.expected += line.substr(3) + "\n";
        } else {
            last.text += (last.text.empty() ? "" : "\n") + line;
        }
    }
    return cases;
}

/// Compares every case with its expectation; returns the share that is understood.
double check_cases(const std::string& file) {
    std::vector<Case> cases = load_cases(file);
    std::size_t understood = 0;
    std::string written;
    for (Case& each : cases) {
        const Freitext freitext = parse(each.text, each.owner);
        understood += freitext.is_understood() ? 1 : 0;
        const std::string found = read_out(freitext);
        if (std::getenv("GORDION_UPDATE") != nullptr) {
            each.expected = found;
        }
        EXPECT_EQ(found, each.expected) << file << ": " << each.text;
        written += (written.empty() ? "" : "----\n") +
                   (each.owner.empty() ? "" : "@" + each.owner + "\n") + each.text + "\n";
        for (const std::string& line : split(trim(each.expected), '\n')) {
            written += "=> " + line + "\n";
        }
    }
    if (std::getenv("GORDION_UPDATE") != nullptr) {
        std::ofstream(testdata / file) << written;
    }
    std::cout << file << ": " << understood << " of " << cases.size() << " texts understood\n";
    return static_cast<double>(understood) / static_cast<double>(cases.size());
}

TEST(Freitext, ReadsTheSpellingsThatItWasMadeFor) {
    EXPECT_GE(check_cases("spellings.txt"), 0.94);
}

// Written before the parser knew them, by somebody who knew the parser; README.md has the shares of
// the first run. Never mend the parser because of a text in fresh.txt: write new ones instead.
TEST(Freitext, ReadsSpellingsThatItWasNotMadeFor) {
    EXPECT_GE(check_cases("held_out.txt"), 0.85);
    EXPECT_GE(check_cases("fresh.txt"), 0.5);
}

TEST(Freitext, CoversTheRulesOfRealSchemas) {
    const std::filesystem::path shared = GORDION_SOURCE_DIR "/../shared/data/fim-xdf";
    if (!std::filesystem::exists(shared / "v3-real")) {
        GTEST_SKIP() << "skipped: no real schemas at " << shared;
    }
    std::vector<Schema> schemas;  // The rules point into them.
    for (const char* folder : {"v2", "v3", "v3-real"}) {
        for (const auto& entry : std::filesystem::directory_iterator(shared / folder)) {
            const bool message = entry.path().extension() == ".xml";
            Result<Judged<Schema>> read = message ? read_schema(load(entry.path()))
                                                  : Result<Judged<Schema>>(Judged<Schema>{});
            if (message && read) {
                schemas.push_back(std::move(read).value().value);
            }
        }
    }
    std::vector<PlacedRegel> all;
    for (const Schema& schema : schemas) {
        const RegelElements elements(schema);
        for (PlacedRegel& placed : parse_regeln(schema, elements)) {
            all.push_back(std::move(placed));
        }
    }
    const FreitextCoverage coverage = measure_coverage(all);
    std::cout << "real and sample schemas: " << coverage.understood << " of " << coverage.rules
              << " rules, " << coverage.texts_understood << " of " << coverage.texts
              << " different texts understood\n";
    EXPECT_GE(coverage.share(), 0.85);
    EXPECT_GE(coverage.rules, 80U);
}

TEST(Freitext, LooksForReferencesInTheInnermostGroupFirst) {
    // The address stands in two groups; inside one of them its own is meant.
    const std::string text = "F99000000231 \"Straße\" muss befüllt sein.";
    const Freitext inside = parse(text, "G99000000210.G99000000230");
    ASSERT_TRUE(inside.is_understood());
    EXPECT_EQ(inside.statements[0].effects[0].targets[0].path,
              "G99000000210.G99000000230.F99000000231");
    const Freitext outside = parse(text);
    EXPECT_EQ(outside.statements[0].effects[0].targets[0].matches, 2U);
    EXPECT_THAT(codes_of(outside), ElementsAre("fim.freitext.reference_ambiguous"));
}

TEST(Freitext, KnowsIdsOfVersionTwoAndNamesThatDiffer) {
    EXPECT_EQ(parse("F99000203 muss leer sein.").statements[0].effects[0].targets[0].path,
              "G99000000200.F99000000203");
    EXPECT_THAT(codes_of(parse("F99000000206 \"Faxnummer\" muss leer sein.")),
                ElementsAre("fim.freitext.name_differs"));
    EXPECT_THAT(codes_of(parse("F99000000999 \"Was\" muss leer sein.")),
                ElementsAre("fim.freitext.reference_unresolved"));
}

TEST(Freitext, KnowsCodesByTheirNamesAndSaysWhatIsMissing) {
    const auto value_of = [](const Freitext& freitext) {
        return freitext.statements.at(0).when.value().values.at(0);
    };
    const Freitext named = parse("Wenn F99000000201 = juristische Person, zeige F99000000203 an.");
    EXPECT_EQ(value_of(named).text, "002");
    EXPECT_EQ(value_of(named).listing, RegelValue::Listing::Listed);
    EXPECT_THAT(codes_of(parse("Wenn F99000000201 = 009, zeige F99000000203 an.")),
                ElementsAre("fim.freitext.code_unknown"));
    const std::string by_name = "Wenn F99000000241 = \"Dänemark\", zeige F99000000203 an.";
    EXPECT_THAT(codes_of(parse(by_name)), ElementsAre("fim.freitext.list_missing"));

    const std::vector<Code> states{{"126", "Dänemark", ""}};
    const RegelElements with_list(probe_schema(), [&](const Field& field) {
        EXPECT_EQ(field.code_list.value().canonical_identification, "urn:de:demo:staat");
        return &states;
    });
    Regel regel;
    regel.freitext = by_name;
    const Freitext listed = parse_freitext(regel, with_list, "", "test");
    EXPECT_EQ(value_of(listed).text, "126");
    EXPECT_THAT(listed.findings, IsEmpty());
}

TEST(Freitext, DropsNothingThatItDoesNotUnderstand) {
    const Freitext freitext = parse(
        "Wenn F99000000204 = Ja, zeige F99000000203 an. Berechne die Summe. "
        "D.h. es gibt z.B. am 30.02.2019 nichts.");
    ASSERT_EQ(freitext.statements.size(), 1U);
    ASSERT_EQ(freitext.open.size(), 1U);
    EXPECT_EQ(freitext.open[0].text, "Berechne die Summe");
    EXPECT_EQ(freitext.open[0].at, "Berechne");
    EXPECT_EQ(freitext.open[0].offset, 47U);
    ASSERT_EQ(freitext.explanations.size(), 1U);
    EXPECT_THAT(freitext.explanations[0], HasSubstr("30.02.2019"));
    EXPECT_FALSE(freitext.is_understood());
}

TEST(Freitext, EndsOnHostileTexts) {
    EXPECT_EQ(parse("").open.at(0).reason, OpenItem::Reason::Empty);
    EXPECT_EQ(parse(std::string(limits::freitext_bytes + 1, 'a')).open.at(0).reason,
              OpenItem::Reason::Size);
    std::string deep = "Wenn ";
    for (int i = 0; i < 2000; ++i) {
        deep += "((";
    }
    EXPECT_EQ(parse(deep + " F99000000204 = Ja, dann").open.at(0).reason, OpenItem::Reason::Size);
    std::string many;
    for (int i = 0; i < 700; ++i) {
        many += "F99000000203 ist Pflicht. ";
    }
    const Freitext long_rule = parse(many);
    EXPECT_LE(long_rule.statements.size(), limits::freitext_statements);
    EXPECT_EQ(long_rule.open.at(0).reason, OpenItem::Reason::Size);
    for (const std::string part : {"\" ' „ ", "wenn ", "F99000000204, ", "oder und ", "\xFF\xC3 ",
                                   "( [ { ", "= <> ", "18. Jahre ", "entweder "}) {
        std::string text;
        while (text.size() + part.size() < limits::freitext_bytes) {
            text += part;
        }
        EXPECT_FALSE(parse(text).is_understood()) << part;
    }
}

}  // namespace
}  // namespace gordion::fim
