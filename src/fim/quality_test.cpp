// SPDX-License-Identifier: EUPL-1.2
#include "fim/quality.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "fim/pattern.hpp"
#include "fim/schema_reader.hpp"

namespace gordion::fim {
namespace {

Schema read(const std::string& name) {
    const auto bytes = load_file(GORDION_SOURCE_DIR "/src/fim/testdata/" + name, limits::xml_bytes);
    EXPECT_TRUE(bytes.has_value()) << name;
    auto schema = read_schema(bytes.value());
    EXPECT_TRUE(schema.has_value()) << name;
    return std::move(schema).value().value;
}

TEST(Quality, NamesEveryWeakness) {
    std::set<std::string> found;
    for (const Finding& finding : check_quality(read("poor.xdf.xml"))) {
        found.insert(finding.code.substr(std::string("fim.quality.").size()) + " " +
                     finding.place.substr(finding.place.find(": ") + 2));
    }
    const std::set<std::string> expected{
        "group_empty G99000000931",
        "multiplicity F99000000931",
        "lengths F99000000931",
        "pattern F99000000931",
        "select_without_codes F99000000932",
        "text_without_max F99000000933",
        "file_without_type F99000000934",
        "file_without_size F99000000934",
        "values F99000000935",
        "norm_without_bezug F99000000936",
        "label_without_text F99000000937",
        "values F99000000938",
        "length_on_type F99000000938",
        "input_with_codes X1",
        "id_form X1",
    };
    EXPECT_EQ(found, expected);
}

TEST(Quality, FindsNothingInAGoodSchema) {
    for (const Finding& finding : check_quality(read("probe.xdf.xml"))) {
        ADD_FAILURE() << finding.to_text();
    }
}

TEST(Quality, NamesABrokenPatternAtEveryFieldThatHasIt) {
    Schema schema;
    for (const char* id : {"F17000000001", "F17000000002", "F17000000003"}) {
        Field field;
        field.identification = {id, "1.0.0"};
        field.praezisierung.pattern = std::string_view(id).ends_with('2') ? "[a-z]" : "(broken";
        schema.positions.push_back({{}, {}, std::move(field), 0});
    }
    std::vector<std::string> places;
    for (const Finding& finding : check_quality(schema)) {
        if (finding.code == "fim.quality.pattern") {
            places.push_back(finding.place);
        }
    }
    EXPECT_EQ(places, (std::vector<std::string>{"line 0: F17000000001", "line 0: F17000000003"}));
}

TEST(Quality, JudgesNumbersAndRelations) {
    Field field;
    field.identification = {"F17000000001", "1.0"};
    field.schemaelementart = Schemaelementart::Harmonized;
    field.feldart = Feldart::Select;
    field.codes = {{"a", "A", ""}};
    field.inhalt = "b";
    field.relation = {{"ERS", {"F17000000001", ""}}};
    Schema schema;
    schema.identification = {"S99000000001", "1.0.0"};
    schema.positions.push_back(Position{Multiplicity{}, {}, field, 0});
    std::set<std::string> found;
    for (const Finding& finding : check_quality(schema)) {
        found.insert(finding.code);
    }
    const std::set<std::string> expected{"fim.quality.version_form", "fim.quality.relation_self",
                                         "fim.quality.harmonized_number",
                                         "fim.quality.code_unknown"};
    EXPECT_EQ(found, expected);
    schema.standard = XdfVersion::V2;
    schema.identification = {"S99000001", "1.0"};
    std::get<Field>(schema.positions[0].element).identification.id = "F60000001";
    std::get<Field>(schema.positions[0].element).inhalt = "a";
    EXPECT_TRUE(check_quality(schema).empty());
}

TEST(Quality, JudgesAnElementWithoutId) {
    Field field;
    field.schemaelementart = Schemaelementart::Harmonized;
    field.datentyp = Datentyp::Bool;
    Schema schema;
    schema.identification = {"S99000000001", "1.0.0"};
    schema.positions.push_back(Position{Multiplicity{}, {}, field, 0});
    const Findings findings = check_quality(schema);
    ASSERT_FALSE(findings.empty());
    EXPECT_EQ(findings.front().code, "fim.quality.id_form");
}

TEST(Quality, ComparesCopiesOfOneElement) {
    Field field;
    field.identification = {"F99000000001", "1.0.0"};
    field.datentyp = Datentyp::Bool;
    Field other = field;
    other.bezeichnung_eingabe = "anders";
    Field newer = field;
    newer.identification.version = "1.1.0";
    Schema schema;
    schema.identification = {"S99000000001", "1.0.0"};
    for (const Field& each : {field, other, newer}) {
        schema.positions.push_back(Position{Multiplicity{}, {}, each, 0});
    }
    const Findings findings = check_quality(schema);
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].code, "fim.quality.two_contents");
    EXPECT_EQ(findings[1].code, "fim.quality.two_versions");
}

TEST(Pattern, MatchesTheWholeText) {
    const auto digits = Pattern::compile("[0-9]{5}");
    ASSERT_TRUE(digits.has_value());
    EXPECT_TRUE(digits.value().matches("25859"));
    EXPECT_FALSE(digits.value().matches("a25859"));
    EXPECT_FALSE(digits.value().matches("25859\n"));
    const auto either = Pattern::compile("a|b");
    EXPECT_TRUE(either.value().matches("b"));
    EXPECT_FALSE(either.value().matches("ab"));
    EXPECT_TRUE(Pattern::compile("^[A-Z]+$").value().matches("AB"));
}

TEST(Pattern, RefusesWhatItCannotCheckInLinearTime) {
    for (const char* wrong : {"(a", "(?=a)b", "(a)\\1", "(?:ab){1,100000}", "\xff"}) {
        EXPECT_FALSE(Pattern::compile(wrong).has_value()) << wrong;
    }
    const std::string long_text(200'000, 'a');
    EXPECT_FALSE(Pattern::compile("(a+)+b").value().matches(long_text));
}

}  // namespace
}  // namespace gordion::fim
