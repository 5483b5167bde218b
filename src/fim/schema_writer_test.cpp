// SPDX-License-Identifier: EUPL-1.2
#include "fim/schema_writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "fim/schema_reader.hpp"
#include "formats/xml.hpp"

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
    EXPECT_TRUE(schema.has_value()) << (schema ? "" : schema.error().to_text()) << bytes;
    return schema ? std::move(schema).value() : Judged<Schema>();
}

/// A document without what does not count: prefixes, layout, the order of attributes and of
/// differently named children, empty elements without attributes, schemaLocation.
class Canonical final : public formats::XmlHandler {
public:
    Result<void> on_start(std::string_view ns, std::string_view name,
                          const std::vector<formats::XmlAttribute>& attributes, int) override {
        Element element{"{" + std::string(ns) + "}" + std::string(name), {}, {}, {}};
        for (const auto& each : attributes) {
            if (each.ns.empty()) {
                element.attributes.push_back(std::string(each.name) + "=" +
                                             std::string(trim(each.value)));
            }
        }
        std::sort(element.attributes.begin(), element.attributes.end());
        open.push_back(std::move(element));
        return {};
    }
    Result<void> on_text(std::string_view text) override {
        open.back().text += text;
        return {};
    }
    Result<void> on_end(std::string_view, std::string_view, int) override {
        Element closed = std::move(open.back());
        open.pop_back();
        closed.text = trim(closed.text);
        std::stable_sort(closed.children.begin(), closed.children.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        if (closed.text.empty() && closed.attributes.empty() && closed.children.empty()) {
            return {};
        }
        std::string whole =
            "<" + closed.name + " " + join(closed.attributes, " ") + ">" + closed.text + "\n";
        for (const auto& child : closed.children) {
            whole += child.second;
        }
        if (open.empty()) {
            document = whole;
        } else {
            open.back().children.emplace_back(closed.name, whole);
        }
        return {};
    }

    std::string document;

private:
    struct Element {
        std::string name;
        std::vector<std::string> attributes;
        std::string text;
        std::vector<std::pair<std::string, std::string>> children;
    };
    std::vector<Element> open;
};

std::string canonical(const std::string& bytes) {
    Canonical handler;
    const auto result = formats::read_xml(bytes, handler);
    EXPECT_TRUE(result.has_value()) << result.error().to_text();
    return handler.document;
}

void check_round_trip(const std::filesystem::path& path) {
    const std::string bytes = load(path);
    const Schema schema = read(bytes).value;
    const auto written = write_schema(schema);
    ASSERT_TRUE(written.has_value()) << path;
    EXPECT_EQ(canonical(written.value()), canonical(bytes)) << path;
    const auto again = read(written.value());
    EXPECT_FALSE(has_faults(again.findings)) << path;
    EXPECT_EQ(write_schema(again.value).value(), written.value()) << path;
}

TEST(SchemaWriter, WritesWhatWasReadFromThisProject) {
    for (const char* name : {"hundesteuer-anmeldung", "bewohnerparkausweis", "gewerbeanmeldung",
                             "meldebescheinigung", "feuerwerk-anzeige"}) {
        check_round_trip(std::filesystem::path(GORDION_SOURCE_DIR) / "packages" / name /
                         "schema.xdf.xml");
    }
    check_round_trip(testdata / "probe.xdf.xml");
    check_round_trip(testdata / "everything.xdf3.xml");
    check_round_trip(testdata / "everything.xdf2.xml");
}

TEST(SchemaWriter, WritesReleasedSchemasAsTheyWere) {
    if (!std::filesystem::exists(samples / "v3-real")) {
        GTEST_SKIP() << "skipped: no shared data beside this project";
    }
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(samples / "v3-real")) {
        if (entry.path().extension() == ".xml") {
            check_round_trip(entry.path());
            ++files;
        }
    }
    EXPECT_EQ(files, 10);
    for (const char* name : {"v3/simple.xml", "v3/stammdatenschema-mini.xml", "v2/minimal.xml",
                             "v2/simple.xml", "v2/select.xml", "v2/data-field-rule.xml"}) {
        check_round_trip(samples / name);
    }
}

TEST(SchemaWriter, DoesNotWriteVersionOne) {
    Schema schema;
    schema.standard = XdfVersion::V1;
    EXPECT_EQ(write_schema(schema).error().code, "fim.version_not_written");
}

TEST(SchemaWriter, EscapesWhatPeopleWrote) {
    Schema schema = read(load(testdata / "probe.xdf.xml")).value;
    schema.name = "A & B <c> \"d\" ]]> ä";
    schema.bezug.push_back({"§ 1", "https://example.org/?a=1&b=\"2\""});
    const Schema again = read(write_schema(schema).value()).value;
    EXPECT_EQ(again.name, schema.name);
    ASSERT_EQ(again.bezug.size(), 1U);
    EXPECT_EQ(again.bezug.front().link, schema.bezug.front().link);
}

TEST(SchemaWriter, ConvertsVersionTwo) {
    const auto converted = to_version_3(read(load(testdata / "everything.xdf2.xml")).value);
    EXPECT_FALSE(has_faults(converted.findings));
    const Schema& schema = converted.value;
    EXPECT_EQ(schema.identification, (Identification{"S99000000801", "1.2.0"}));
    EXPECT_EQ(schema.freigabestatus, 6);
    EXPECT_EQ(schema.status_gesetzt_durch, "Beispielredaktion");
    const auto again = read(write_schema(schema).value());
    EXPECT_FALSE(has_faults(again.findings)) << again.findings.front().to_text();
    const Field& name = *again.value.positions.at(0).group()->positions.at(0).field();
    EXPECT_EQ(name.identification.id, "F99000000801");
    EXPECT_EQ(name.praezisierung.max_length, 40U);
    EXPECT_EQ(name.praezisierung.text, "");
    EXPECT_EQ(name.regeln.at(0).freitext, "Der Name muss ausgefüllt sein.");
}

TEST(SchemaWriter, GivesAnElementWithoutLabelItsName) {
    Schema old = read(load(testdata / "everything.xdf2.xml")).value;
    const std::string label = old.positions.at(0).facts().bezeichnung_eingabe;
    Position& group = old.positions.at(0);
    std::get<Group>(group.element).bezeichnung_eingabe.clear();
    const auto converted = to_version_3(old);
    const std::string name = old.positions.at(0).facts().name;
    ASSERT_NE(name, label);
    EXPECT_EQ(converted.value.positions.at(0).facts().bezeichnung_eingabe, name);
    const auto said =
        std::find_if(converted.findings.begin(), converted.findings.end(),
                     [](const auto& finding) { return finding.code == "fim.converted_label"; });
    ASSERT_NE(said, converted.findings.end());
    EXPECT_EQ(said->values, (Values{{"name", name}}));
    EXPECT_FALSE(has_faults(read(write_schema(converted.value).value()).findings));
}

TEST(SchemaWriter, LengthensIds) {
    EXPECT_EQ(to_long_id("F60000231"), "F60000000231");
    EXPECT_EQ(to_long_id("G17001234"), "G17000001234");
    for (const char* same : {"F60000000231", "F1", "", "F6000023x"}) {
        EXPECT_EQ(to_long_id(same), same);
    }
}

}  // namespace
}  // namespace gordion::fim
