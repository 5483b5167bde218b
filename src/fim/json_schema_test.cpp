// SPDX-License-Identifier: EUPL-1.2
#include "fim/json_schema.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "fim/schema_reader.hpp"
#include "tests/support/node_oracle.hpp"

namespace gordion::fim {
namespace {

using formats::Json;

Schema read(const std::filesystem::path& path) {
    const auto bytes = load_file(path, limits::xml_bytes);
    EXPECT_TRUE(bytes.has_value()) << path;
    auto schema = read_schema(bytes.value());
    EXPECT_TRUE(schema.has_value()) << path;
    return std::move(schema).value().value;
}

const std::filesystem::path probe = GORDION_SOURCE_DIR "/src/fim/testdata/probe.xdf.xml";

Json parse(std::string_view text) {
    auto parsed = formats::parse_json(text);
    EXPECT_TRUE(parsed.has_value()) << text;
    return parsed ? parsed.value() : Json();
}

// What the smallest complete Fachdaten of the probe look like.
Json good_answers() {
    return parse(R"({
        "G99000000901":{"F99000000901":"Ada","F99000000903":"1990-05-06","F99000000904":"25859"},
        "F99000000910":true,
        "G99000000910":[{"F99000000911":"Bello","F99000000912":"hund","F99000000913":12.35,
                         "G99000000911":[{"F99000000915":"2026-01-02"}]}],
        "G99000000920":{"F99000000921":["de","fr"],"F99000000924":"08:30","F99000000926":3}})");
}

TEST(JsonSchema, MapsMultiplicityAndTypes) {
    const Json schema = to_json_schema(read(probe));
    EXPECT_EQ(schema.text_at("$schema"), "https://json-schema.org/draft/2020-12/schema");
    const Json& properties = *schema.find("properties");
    EXPECT_EQ(formats::write_json(*properties.find("G99000000910")),
              R"({"type":"array","items":{"$ref":"#/$defs/G99000000910V1.0.0"},"maxItems":5})");
    EXPECT_EQ(formats::write_json(*schema.find("required")),
              R"(["G99000000901","F99000000910","G99000000920"])");
    const Json& definitions = *schema.find("$defs");
    EXPECT_EQ(formats::write_json(*definitions.find("F99000000904V1.0.0")),
              R"({"title":"Postleitzahl","type":"string","minLength":5,"maxLength":5,)"
              R"("pattern":"^(?:[0-9]{5})$"})");
    EXPECT_EQ(formats::write_json(*definitions.find("F99000000906V1.0.0")),
              R"({"title":"Weg","type":"string","oneOf":[{"const":"t","title":"Telefon"},)"
              R"({"const":"b","title":"Brief"}]})");
    EXPECT_EQ(definitions.find("F99000000927V1.0.0"), nullptr) << "a label holds no data";
    EXPECT_NE(definitions.find("F99000000929V1.0.0")->find("x-code-list"), nullptr);
    const Json& wishes = *definitions.find("G99000000920V1.0.0");
    EXPECT_EQ(wishes.find("required"), nullptr) << "hidden fields are not asked";
}

TEST(JsonSchema, NumbersDefinitionsThatDiffer) {
    Schema schema;
    Field field;
    field.identification = {"F1", "1.0.0"};
    Position first{Multiplicity{}, {}, field, 0};
    field.datentyp = Datentyp::Bool;
    Group group;
    group.identification = {"G1", "1.0.0"};
    group.positions.push_back(Position{Multiplicity{}, {}, field, 0});
    schema.positions = {first, Position{Multiplicity{}, {}, group, 0}};
    const Json made = to_json_schema(schema);
    EXPECT_NE(made.find("$defs")->find("F1V1.0.0"), nullptr);
    EXPECT_NE(made.find("$defs")->find("F1V1.0.0-2"), nullptr);
}

TEST(JsonSchema, IsAcceptedAndMeantByAjv) {
    Json instances = Json::array({good_answers()});
    for (
        const char* wrong : {
            R"({})",
            R"({"G99000000901":{"F99000000901":"","F99000000903":"1990-05-06","F99000000904":"25859"}})",
        }) {
        instances.push(parse(wrong));
    }
    const auto damaged = [&](const char* group, const char* field, Json value) {
        Json answers = good_answers();
        answers.find(group)->set(field, std::move(value));
        instances.push(std::move(answers));
    };
    damaged("G99000000901", "F99000000903", "6.5.1990");
    damaged("G99000000901", "F99000000904", "258591");
    damaged("G99000000901", "nope", 1);
    damaged("G99000000920", "F99000000921", Json::array({"xx"}));
    damaged("G99000000920", "F99000000926", 2.5);
    damaged("G99000000920", "F99000000924", "25:00");
    const Json question =
        Json::object({{"schema", to_json_schema(read(probe))}, {"instances", instances}});
    const auto answers = testing::ask_node("json_schema_check.mjs", Json::array({question}));
    if (!answers) {
        GTEST_SKIP() << "skipped: node or the npm packages ajv, ajv-formats are not installed";
    }
    const Json& answer = answers->as_array().at(0);
    ASSERT_EQ(answer.text_at("problem"), "");
    const Json::Array& valid = answer.find("valid")->as_array();
    ASSERT_EQ(valid.size(), instances.size());
    EXPECT_TRUE(valid[0].as_bool()) << formats::write_json(answer);
    for (std::size_t i = 1; i < valid.size(); ++i) {
        EXPECT_FALSE(valid[i].as_bool()) << formats::write_json(instances.as_array()[i]);
    }
}

TEST(JsonSchema, OfReleasedSchemasIsAcceptedByAjv) {
    const std::filesystem::path real = GORDION_SOURCE_DIR "/../shared/data/fim-xdf/v3-real";
    if (!std::filesystem::exists(real)) {
        GTEST_SKIP() << "skipped: no shared data beside this project";
    }
    Json questions = Json::array();
    for (const auto& entry : std::filesystem::directory_iterator(real)) {
        if (entry.path().extension() == ".xml") {
            questions.push(Json::object(
                {{"schema", to_json_schema(read(entry.path()))}, {"instances", Json::array()}}));
        }
    }
    const auto answers = testing::ask_node("json_schema_check.mjs", questions);
    if (!answers) {
        GTEST_SKIP() << "skipped: node or the npm packages ajv, ajv-formats are not installed";
    }
    for (const Json& answer : answers->as_array()) {
        EXPECT_EQ(answer.text_at("problem"), "");
    }
}

}  // namespace
}  // namespace gordion::fim
