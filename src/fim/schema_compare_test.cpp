// SPDX-License-Identifier: EUPL-1.2
#include "fim/schema_compare.hpp"

#include <gtest/gtest.h>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "fim/schema_reader.hpp"

namespace gordion::fim {
namespace {

std::string probe() {
    auto bytes = load_file(GORDION_SOURCE_DIR "/src/fim/testdata/probe.xdf.xml", limits::xml_bytes);
    EXPECT_TRUE(bytes.has_value());
    return bytes ? bytes.value() : std::string();
}

Schema read(const std::string& bytes) {
    auto schema = read_schema(bytes);
    EXPECT_TRUE(schema.has_value());
    return schema ? std::move(schema).value().value : Schema();
}

std::string show(const std::vector<SchemaChange>& changes) {
    std::string all;
    for (const SchemaChange& change : changes) {
        all += std::string(to_string(change.kind)) + " " + std::string(to_string(change.impact)) +
               " " + change.path + " " + change.attribute + " '" + change.before + "' '" +
               change.after + "' " + change.reason + "\n";
    }
    return all;
}

/// Replaces one text in the probe and compares.
std::vector<SchemaChange> change(std::string_view from, std::string_view to) {
    const std::string old = probe();
    const auto at = old.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    std::string now = old;
    now.replace(at, from.size(), to);
    return compare_schemas(read(old), read(now));
}

struct Expected {
    std::string_view from;
    std::string_view to;
    ChangeImpact impact;
    std::string_view attribute;
    std::string_view reason;
};

TEST(SchemaCompare, FindsNothingBetweenEqualSchemas) {
    EXPECT_EQ(show(compare_schemas(read(probe()), read(probe()))), "");
}

TEST(SchemaCompare, JudgesOneChangeEach) {
    for (const Expected& tested : std::initializer_list<Expected>{
             {"maxLength=\"40\"", "maxLength=\"30\"", ChangeImpact::Breaking, "maxLength",
              "narrowed"},
             {"maxLength=\"40\"", "maxLength=\"50\"", ChangeImpact::Compatible, "maxLength",
              "widened"},
             {"minLength=\"1\" maxLength=\"40\"", "maxLength=\"40\"", ChangeImpact::Compatible,
              "minLength", "widened"},
             {"maxValue=\"2030-12-31\"", "maxValue=\"2029-12-31\"", ChangeImpact::Breaking,
              "maxValue", "narrowed"},
             {"pattern=\"[0-9]{5}\"", "pattern=\"[0-9]{4}\"", ChangeImpact::Breaking, "pattern",
              "narrowed"},
             {"<code>text_latin</code>", "<code>text</code>", ChangeImpact::Breaking, "datentyp",
              "meaning"},
             {"<xdf:wert><xdf:code>b</xdf:code><xdf:name>Brief</xdf:name></xdf:wert>", "",
              ChangeImpact::Breaking, "werte", "narrowed"},
             {"<xdf:wert><xdf:code>b</xdf:code>",
              "<xdf:wert><xdf:code>f</xdf:code><xdf:name>Fax</xdf:name></xdf:wert>"
              "<xdf:wert><xdf:code>b</xdf:code>",
              ChangeImpact::Compatible, "werte", "widened"},
             {"<xdf:name>Brief</xdf:name>", "<xdf:name>Post</xdf:name>", ChangeImpact::Compatible,
              "wert.b", "text"},
             {"<xdf:anzahl>0:5", "<xdf:anzahl>0:*", ChangeImpact::Compatible, "anzahl", "widened"},
             {"<xdf:anzahl>0:5", "<xdf:anzahl>1:5", ChangeImpact::Breaking, "anzahl", "narrowed"},
             {"<xdf:anzahl>1:1", "<xdf:anzahl>1:2", ChangeImpact::Breaking, "anzahl", "meaning"},
             {"Jedes Tier einzeln.", "Ein Tier nach dem anderen.", ChangeImpact::Compatible,
              "hilfetextEingabe", "text"},
             {"<xdf:mediaType>application/pdf</xdf:mediaType>",
              "<xdf:mediaType>application/pdf</xdf:mediaType>"
              "<xdf:mediaType>image/png</xdf:mediaType>",
              ChangeImpact::Compatible, "mediaType", "widened"},
             {"<xdf:maxSize>1000000", "<xdf:maxSize>500000", ChangeImpact::Breaking, "maxSize",
              "narrowed"},
         }) {
        const std::vector<SchemaChange> changes = change(tested.from, tested.to);
        ASSERT_EQ(changes.size(), 1U) << tested.to << "\n" << show(changes);
        EXPECT_EQ(changes.front().kind, ChangeKind::Changed);
        EXPECT_EQ(changes.front().impact, tested.impact) << show(changes);
        EXPECT_EQ(changes.front().attribute, tested.attribute);
        EXPECT_EQ(changes.front().reason, tested.reason) << show(changes);
    }
}

Schema with_position(const Schema& schema, std::string_view id, Multiplicity multiplicity) {
    Schema changed = schema;
    Position added = changed.positions.at(0).group()->positions.at(0);
    std::get<Field>(added.element).identification.id = id;
    added.multiplicity = multiplicity;
    std::get<Group>(changed.positions.at(0).element).positions.push_back(added);
    return changed;
}

TEST(SchemaCompare, NamesWhatCameAndWentByItsPath) {
    const Schema old = read(probe());
    const Schema with = with_position(old, "F99000000999", {0, 1});
    EXPECT_EQ(show(compare_schemas(old, with)),
              "added compatible G99000000901.F99000000999  '' 'Name (0:1)' added_optional\n");
    EXPECT_EQ(show(compare_schemas(with, old)),
              "removed breaking G99000000901.F99000000999  'Name (0:1)' '' removed\n");
    const Schema required = with_position(old, "F99000000999", {1, 1});
    EXPECT_EQ(show(compare_schemas(old, required)),
              "added breaking G99000000901.F99000000999  '' 'Name (1:1)' added_required\n");
}

TEST(SchemaCompare, SeesAnotherOrderAsCompatible) {
    const Schema old = read(probe());
    Schema now = old;
    std::swap(now.positions.at(0), now.positions.at(1));
    EXPECT_EQ(show(compare_schemas(old, now)), "changed compatible  struktur '' '' order\n");
    EXPECT_EQ(worst_of(compare_schemas(old, now)), ChangeImpact::Compatible);
}

TEST(SchemaCompare, JudgesRules) {
    const Schema old = read(probe());
    Schema now = old;
    now.regeln.emplace_back().identification.id = "R1";
    now.regeln.back().freitext = "Wenn A, dann B.";
    EXPECT_EQ(show(compare_schemas(old, now)),
              "added breaking R1  '' 'Wenn A, dann B.' rule_added\n");
    EXPECT_EQ(show(compare_schemas(now, old)),
              "removed compatible R1  'Wenn A, dann B.' '' rule_removed\n");
    Schema other = now;
    other.regeln.back().freitext = "Wenn A, dann C.";
    EXPECT_EQ(show(compare_schemas(now, other)),
              "changed breaking R1 freitextRegel 'Wenn A, dann B.' 'Wenn A, dann C.' "
              "rule_changed\n");
}

TEST(SchemaCompare, CutsLongTextsBetweenCharacters) {
    const Schema old = read(probe());
    Schema now = old;
    for (int i = 0; i < 300; ++i) {
        now.beschreibung += "ü";
    }
    EXPECT_EQ(count_characters(compare_schemas(old, now).front().after), 200U);
}

}  // namespace
}  // namespace gordion::fim
