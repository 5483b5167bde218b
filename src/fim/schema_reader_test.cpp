// SPDX-License-Identifier: EUPL-1.2
#include "fim/schema_reader.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/random.hpp"
#include "core/text.hpp"
#include "fim/schema_writer.hpp"

namespace gordion::fim {
namespace {

const std::filesystem::path testdata = GORDION_SOURCE_DIR "/src/fim/testdata";
const std::filesystem::path samples = GORDION_SOURCE_DIR "/../shared/data/fim-xdf";

std::string load(const std::filesystem::path& path) {
    auto bytes = load_file(path, limits::xml_bytes);
    EXPECT_TRUE(bytes.has_value()) << path;
    return bytes ? bytes.value() : std::string();
}

Judged<Schema> read(const std::string& bytes) {
    auto schema = read_schema(bytes);
    EXPECT_TRUE(schema.has_value()) << (schema ? "" : schema.error().to_text());
    return schema ? std::move(schema).value() : Judged<Schema>();
}

std::string texts_of(const Findings& findings) {
    std::string all;
    for (const Finding& finding : findings) {
        all += finding.to_text() + "\n";
    }
    return all;
}

TEST(SchemaReader, ReadsEveryKindOfElement) {
    const auto [schema, findings] = read(load(testdata / "probe.xdf.xml"));
    EXPECT_TRUE(findings.empty()) << texts_of(findings);
    EXPECT_EQ(schema.identification.id, "S99000000900");
    EXPECT_EQ(schema.freigabestatus, 6);
    const SchemaCounts counts = count_elements(schema);
    EXPECT_EQ(counts.groups, 5U);
    EXPECT_EQ(counts.fields, 22U);
    EXPECT_EQ(counts.code_lists, 4U);

    const Position& animal = schema.positions.at(2);
    EXPECT_EQ(animal.multiplicity, (Multiplicity{0, 5}));
    EXPECT_EQ(animal.group()->hilfetext_eingabe, "Jedes Tier einzeln.");
    const Field& kind = *animal.group()->positions.at(1).field();
    EXPECT_EQ(kind.feldart, Feldart::Select);
    EXPECT_EQ(kind.codes.at(1), (Code{"katze", "Katze", ""}));
    const Field& value = *animal.group()->positions.at(2).field();
    EXPECT_EQ(value.datentyp, Datentyp::NumCurrency);
    EXPECT_EQ(value.praezisierung.max_value, "10000");
    const Field& proof = *animal.group()->positions.at(4).group()->positions.at(1).field();
    EXPECT_EQ(proof.max_size_bytes, 1000000U);
    EXPECT_EQ(proof.media_types, std::vector<std::string>{"application/pdf"});
}

TEST(SchemaReader, ReadsThePackagesOfThisProject) {
    for (const char* name : {"hundesteuer-anmeldung", "bewohnerparkausweis", "gewerbeanmeldung",
                             "meldebescheinigung", "feuerwerk-anzeige"}) {
        const auto path =
            std::filesystem::path(GORDION_SOURCE_DIR) / "packages" / name / "schema.xdf.xml";
        const auto [schema, findings] = read(load(path));
        EXPECT_TRUE(findings.empty()) << texts_of(findings);
    }
}

TEST(SchemaReader, ReadsReleasedSchemas) {
    if (!std::filesystem::exists(samples / "v3-real")) {
        GTEST_SKIP() << "skipped: no shared data beside this project";
    }
    SchemaCounts all;
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(samples / "v3-real")) {
        if (entry.path().extension() != ".xml") {
            continue;
        }
        const auto [schema, findings] = read(load(entry.path()));
        EXPECT_FALSE(has_faults(findings)) << entry.path() << "\n" << texts_of(findings);
        const SchemaCounts counts = count_elements(schema);
        all.fields += counts.fields;
        all.groups += counts.groups;
        all.rules += counts.rules;
        ++files;
    }
    EXPECT_EQ(files, 10);
    EXPECT_GT(all.fields, 500U);
    EXPECT_GT(all.groups, 150U);
    EXPECT_GT(all.rules, 70U);
}

TEST(SchemaReader, JudgesTheSamplesOfOthers) {
    if (!std::filesystem::exists(samples / "v3")) {
        GTEST_SKIP() << "skipped: no shared data beside this project";
    }
    for (const char* name : {"input.xml", "simple.xml", "stammdatenschema-mini.xml"}) {
        const auto [schema, findings] = read(load(samples / "v3" / name));
        EXPECT_FALSE(has_faults(findings)) << name << "\n" << texts_of(findings);
        EXPECT_GT(count_elements(schema).fields, 0U) << name;
    }
    const auto empty_id = read(load(samples / "v3" / "empty-id-node.xml"));
    ASSERT_TRUE(has_faults(empty_id.findings));
    EXPECT_EQ(empty_id.findings.front().code, "fim.element_empty");
    EXPECT_EQ(empty_id.findings.front().place, "line 10");
    const auto unexpected = read(load(samples / "v3" / "unexpected-node.xml"));
    ASSERT_TRUE(has_faults(unexpected.findings));
    EXPECT_EQ(unexpected.findings.front().code, "fim.element_unexpected");
    EXPECT_EQ(unexpected.findings.front().place, "line 11");
}

TEST(SchemaReader, SaysWhatItDoesNotRead) {
    const auto schema = read_schema(
        "<x:xdatenfelder.stammdatenschema.0102 "
        "xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_4.0.0'/>");
    ASSERT_FALSE(schema.has_value());
    EXPECT_EQ(schema.error().code, "fim.version_unsupported");
    EXPECT_EQ(schema.error().place, "line 1");
    const auto message = read_schema(
        "\n<x:xdatenfelder.dokumentsteckbrief.0101 "
        "xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_2'/>");
    ASSERT_FALSE(message.has_value());
    EXPECT_EQ(message.error().code, "fim.message_unsupported");
    EXPECT_EQ(message.error().place, "line 2");
    EXPECT_EQ(read_schema("<html/>").error().code, "fim.message_unsupported");
    EXPECT_FALSE(read_schema("").has_value());
    EXPECT_FALSE(read_schema(std::string("\0\1\2binary", 9)).has_value());
}

TEST(SchemaReader, ReadsVersionTwo) {
    if (!std::filesystem::exists(samples / "v2")) {
        GTEST_SKIP() << "skipped: no shared data beside this project";
    }
    const auto [simple, findings] = read(load(samples / "v2" / "simple.xml"));
    EXPECT_FALSE(has_faults(findings)) << texts_of(findings);
    EXPECT_EQ(simple.standard, XdfVersion::V2);
    EXPECT_EQ(simple.status, "aktiv");
    EXPECT_EQ(simple.freigabestatus, 6);
    EXPECT_EQ(count_elements(simple).fields, 1U);
    EXPECT_EQ(count_elements(simple).groups, 1U);
    const auto select = read(load(samples / "v2" / "select.xml"));
    EXPECT_FALSE(has_faults(select.findings)) << texts_of(select.findings);
    const CodeListReference& list = *select.value.positions.at(0).field()->code_list;
    EXPECT_EQ(list.identification.id, "C123");
    EXPECT_EQ(list.canonical_version_uri, "urn:de:example_1");
    const auto twice = read(load(samples / "v2" / "duplicate-optional-value.xml"));
    ASSERT_TRUE(has_faults(twice.findings));
    EXPECT_EQ(twice.findings.front().code, "fim.element_duplicate");
    EXPECT_EQ(twice.findings.front().place, "line 15");
}

TEST(SchemaReader, ReadsVersionOneWithAWarning) {
    if (!std::filesystem::exists(samples / "v1")) {
        GTEST_SKIP() << "skipped: no shared data beside this project";
    }
    const auto [schema, findings] = read(load(samples / "v1" / "waffenbesitzkarte-S00000036.xml"));
    EXPECT_FALSE(has_faults(findings)) << texts_of(findings);
    EXPECT_EQ(findings.back().code, "fim.version_outdated");
    EXPECT_EQ(schema.identification, (Identification{"S00000036", "0.0"}));
    const SchemaCounts counts = count_elements(schema);
    EXPECT_EQ(counts.fields, 46U);
    EXPECT_EQ(counts.groups, 18U);
    EXPECT_EQ(counts.code_lists, 3U);
}

TEST(SchemaReader, ReadsBoundsOfVersionTwo) {
    const auto read_bounds = [](const std::string& text) {
        return read(
            "<x:xdatenfelder.datenfeld.0104 "
            "xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_2'><x:datenfeld>"
            "<x:identifikation><x:id>F1</x:id><x:version>1.0</x:version>"
            "</x:identifikation><x:name>N</x:name>"
            "<x:bezeichnungEingabe>N</x:bezeichnungEingabe>"
            "<x:schemaelementart><code>ABS</code></x:schemaelementart>"
            "<x:feldart><code>input</code></x:feldart>"
            "<x:datentyp><code>text</code></x:datentyp><x:praezisierung>" +
            text + "</x:praezisierung></x:datenfeld></x:xdatenfelder.datenfeld.0104>");
    };
    const auto [schema, findings] =
        read_bounds(R"({"minLength":"1","maxLength":120,"minValue":"","pattern":"[a-z]+"})");
    EXPECT_FALSE(has_faults(findings)) << texts_of(findings);
    EXPECT_EQ(schema.message, MessageKind::Field);
    const Praezisierung& bounds = schema.positions.at(0).field()->praezisierung;
    EXPECT_EQ(bounds.min_length, 1U);
    EXPECT_EQ(bounds.max_length, 120U);
    EXPECT_EQ(bounds.pattern, "[a-z]+");
    for (const char* wrong : {"5 Zeichen", "{\"minLength\":", "[1]"}) {
        const auto unread = read_bounds(wrong);
        EXPECT_FALSE(has_faults(unread.findings)) << texts_of(unread.findings);
        const auto warning = std::find_if(
            unread.findings.begin(), unread.findings.end(),
            [](const Finding& each) { return each.code == "fim.praezisierung_unread"; });
        EXPECT_NE(warning, unread.findings.end()) << wrong;
        EXPECT_EQ(unread.value.positions.at(0).field()->praezisierung.text, wrong);
    }
}

struct Damage {
    const char* from;
    const char* to;
    const char* code;
};

TEST(SchemaReader, ReportsDamageWithItsLine) {
    const std::string whole = load(testdata / "probe.xdf.xml");
    for (const Damage& tested : std::initializer_list<Damage>{
             {"<xdf:id>F99000000901</xdf:id>", "<xdf:id> </xdf:id>", "fim.element_empty"},
             {"<xdf:name>Name</xdf:name>", "<xdf:name>N</xdf:name><xdf:name>N</xdf:name>",
              "fim.element_duplicate"},
             {"<xdf:name>Name</xdf:name>", "<xdf:nome>N</xdf:nome><xdf:name>N</xdf:name>",
              "fim.element_unexpected"},
             {"<code>date</code>", "<code>data</code>", "fim.code_invalid"},
             {"<xdf:freigabestatus><code>6", "<xdf:freigabestatus><code>9", "fim.code_invalid"},
             {"<xdf:anzahl>1:1", "<xdf:anzahl>1-1", "fim.multiplicity_invalid"},
             {"<xdf:anzahl>1:1", "<xdf:anzahl>1:999999999999", "fim.multiplicity_invalid"},
             {"minLength=\"5\"", "minLength=\"five\"", "fim.number_invalid"},
             {"<xdf:code>b</xdf:code>", "<xdf:code>t</xdf:code>", "fim.code_duplicate"},
             {"<xdf:id>F99000000902</xdf:id>", "<xdf:id>F99000000901</xdf:id>",
              "fim.position_duplicate"},
             {"<xdf:datentyp><code>bool</code></xdf:datentyp>", "", "fim.element_missing"},
             {"<xdf:datentyp><code>bool</code></xdf:datentyp>", "<xdf:datentyp/>",
              "fim.element_missing"},
         }) {
        std::string damaged = whole;
        const auto at = damaged.find(tested.from);
        ASSERT_NE(at, std::string::npos) << tested.from;
        damaged.replace(at, std::string(tested.from).size(), tested.to);
        const auto [schema, findings] = read(damaged);
        ASSERT_TRUE(has_faults(findings)) << tested.to;
        EXPECT_EQ(findings.front().code, tested.code) << texts_of(findings);
        EXPECT_EQ(findings.front().place.rfind("line ", 0), 0U);
    }
}

TEST(SchemaReader, SurvivesTruncationAndFlippedBytes) {
    const std::string whole = load(testdata / "probe.xdf.xml");
    for (std::size_t length = 0; length < whole.size(); length += 397) {
        EXPECT_FALSE(read_schema(std::string_view(whole).substr(0, length)).has_value());
    }
    SeededRandom random(7);
    for (int i = 0; i < 30; ++i) {
        std::string flipped = whole;
        flipped[random.below(flipped.size())] ^= static_cast<char>(1 << random.below(8));
        (void)read_schema(flipped);
    }
}

TEST(SchemaReader, BoundsItsFindings) {
    std::string bytes =
        "<x:xdatenfelder.stammdatenschema.0102 "
        "xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_3.0.0'><x:stammdatenschema>";
    for (int i = 0; i < 5000; ++i) {
        bytes += "<x:nope/>";
    }
    const auto [schema, findings] =
        read(bytes + "</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>");
    EXPECT_EQ(findings.size(), limits::findings + 1);
    EXPECT_EQ(findings.back().code, "fim.more_findings");
}

TEST(Multiplicity, IsReadStrictly) {
    EXPECT_EQ(parse_multiplicity("2:5"), (Multiplicity{2, 5}));
    EXPECT_EQ(parse_multiplicity("0:*"), (Multiplicity{0, std::nullopt}));
    for (const char* wrong : {"", "1", ":", "1:", ":1", "*:1", "1:x", "-1:2", "1:2:3", "1 : 2"}) {
        EXPECT_FALSE(parse_multiplicity(wrong).has_value()) << wrong;
    }
    EXPECT_EQ((Multiplicity{0, std::nullopt}.to_text()), "0:*");
}

TEST(SchemaReader, RefusesMorePartsThanFitIntoMemory) {
    const std::string begin =
        "<x:xdatenfelder.datenfeld.0104 xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_3.0.0'>"
        "<x:datenfeld>";
    std::string rules;
    for (std::size_t i = 0; i <= limits::schema_bytes / sizeof(Regel); ++i) {
        rules += "<x:regel/>";
    }
    const auto refused = read_schema(begin + rules);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, "fim.too_many_parts");
    EXPECT_EQ(refused.error().place, "line 1");
}

TEST(SchemaReader, ReadsAMessageInPiecesAsItReadsItWhole) {
    for (const char* name : {"everything.xdf3.xml", "everything.xdf2.xml", "poor.xdf.xml"}) {
        const std::string message = load(testdata / name);
        const auto whole = read(message);
        for (const std::size_t piece_bytes : {1U, 7U, 100'000U}) {
            MemorySource source(message, piece_bytes);
            const auto pieces = read_schema(source);
            ASSERT_TRUE(pieces.has_value()) << name;
            EXPECT_EQ(texts_of(pieces.value().findings), texts_of(whole.findings)) << name;
            EXPECT_EQ(write_schema(pieces.value().value).value(),
                      write_schema(whole.value).value());
        }
        MemorySource cut(std::string_view(message).substr(0, message.size() / 2), 7);
        EXPECT_EQ(read_schema(cut).error().code, "formats.xml_invalid") << name;
    }
}

}  // namespace
}  // namespace gordion::fim
