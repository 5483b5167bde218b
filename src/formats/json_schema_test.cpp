// SPDX-License-Identifier: EUPL-1.2
#include "formats/json_schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "core/text.hpp"

namespace gordion::formats {
namespace {

Json json(std::string_view text) {
    return parse_json(text).value();
}

JsonSchema compile(std::string_view schema, const JsonSchemaOptions& options = {}) {
    auto judged = JsonSchema::compile(json(schema), options);
    VERIFY(judged.value.has_value(), "the test writes a schema that compiles");
    return *judged.value;
}

// "code place" of every finding.
std::vector<std::string> codes(const Findings& findings) {
    std::vector<std::string> all;
    for (const Finding& finding : findings) {
        all.push_back(finding.code + " " + finding.place);
    }
    return all;
}

void check_refused(std::string_view schema, std::string_view expected,
                   const JsonSchemaOptions& options = {}) {
    const auto judged = JsonSchema::compile(json(schema), options);
    EXPECT_FALSE(judged.value) << schema;
    EXPECT_THAT(codes(judged.findings), testing::Contains(std::string(expected))) << schema;
}

void check_verdicts(std::string_view schema, const std::vector<std::string>& right,
                    const std::vector<std::string>& wrong, const JsonSchemaOptions& options = {}) {
    const JsonSchema compiled = compile(schema, options);
    for (const std::string& text : right) {
        EXPECT_EQ(codes(compiled.validate(json(text))), std::vector<std::string>{}) << text;
        EXPECT_TRUE(compiled.accepts(json(text))) << text;
    }
    for (const std::string& text : wrong) {
        EXPECT_FALSE(compiled.validate(json(text)).empty()) << text;
        EXPECT_FALSE(compiled.accepts(json(text))) << text;
    }
}

TEST(JsonSchema, NamesThePlaceTheKeywordAndWhatItDemands) {
    const JsonSchema schema = compile(R"({
        "required": ["name", "a/b"],
        "properties": {
            "name": {"type": "string", "maxLength": 3},
            "list": {"items": {"enum": ["x", 1]}},
            "a/b": {"minimum": 0.5}},
        "additionalProperties": false})");
    const Findings findings =
        schema.validate(json(R"({"name": "Äöüß", "list": ["x", 2], "c~d": 1, "a/b": 0})"));
    EXPECT_THAT(
        codes(findings),
        testing::ElementsAre("formats.instance_long /name", "formats.instance_enum /list/1",
                             "formats.instance_forbidden /c~0d", "formats.instance_number /a~1b"));
    EXPECT_EQ(findings.at(1).values, (Values{{"keyword", "enum"}, {"expected", "x, 1"}}));
    EXPECT_EQ(findings.at(3).values, (Values{{"keyword", "minimum"}, {"expected", "0.5"}}));
    EXPECT_THAT(codes(schema.validate(json("{}"))),
                testing::ElementsAre("formats.instance_required ", "formats.instance_required "));
}

TEST(JsonSchema, CountsInDecimals) {
    check_verdicts(R"({"multipleOf": 0.01})",
                   {"0.07", "19.99", "4.35", "1.1", "0", "-0.29", "1e300", "9007199254740993",
                    "123456789012.34"},
                   {"0.075", "0.001", "1e-300", "19.999"});
    check_verdicts(R"({"multipleOf": 1e-8})", {"12391239123", "1e-8", "3.00000001"}, {"1e-9"});
    check_verdicts(R"({"multipleOf": 0.123456789})", {"0.246913578", "0"}, {"1e300", "1"});
    check_verdicts(R"({"multipleOf": 3})", {"9223372036854775806", "-9223372036854775806"},
                   {"9223372036854775807", "-9223372036854775808", "1e300"});
    check_verdicts(R"({"maximum": 9007199254740992})", {"9007199254740992", "9007199254740992.0"},
                   {"9007199254740993", "1e17"});
    check_verdicts(R"({"exclusiveMinimum": -0.5})", {"0", "-0.25"}, {"-0.5", "-1"});
    check_verdicts(R"({"const": 1})", {"1", "1.0"}, {"true", "\"1\"", "1.5"});
}

TEST(JsonSchema, FollowsReferencesIntoAnyPlace) {
    check_verdicts(R"({"properties": {"a": {"$defs": {"hash/1": {"pattern": "^[a-f0-9]{4}$"}}},
                                      "b": {"$ref": "#/properties/a/$defs/hash~11"},
                                      "c": {"$ref": "#/x%25/0"}},
                       "x%": [{"type": "null"}]})",
                   {R"({"b": "00ff", "c": null})"}, {R"({"b": "00fg"})", R"({"c": 0})"});
    check_verdicts(R"({"$id": "https://example.org/tree", "$dynamicAnchor": "node",
                       "properties": {"children": {"items": {"$dynamicRef": "#node"}}},
                       "unevaluatedProperties": false})",
                   {R"({"children": [{"children": []}]})"}, {R"({"children": [{"kinder": []}]})"});
}

TEST(JsonSchema, LooksThroughTheApplicatorsForWhatIsLeftOver) {
    check_verdicts(R"({"allOf": [{"properties": {"a": true}}],
                       "anyOf": [{"properties": {"b": {"type": "string"}}, "required": ["b"]}, true],
                       "if": {"required": ["c"]}, "then": {"properties": {"c": true}},
                       "unevaluatedProperties": false})",
                   {R"({"a": 1})", R"({"b": "x"})", R"({"c": 1, "a": 2})"},
                   {R"({"b": 1})", R"({"d": 1})"});
    check_verdicts(R"({"prefixItems": [true], "contains": {"type": "string"}, "minContains": 2,
                       "maxContains": 3, "unevaluatedItems": {"type": "null"}})",
                   {R"([1, "a", "b", null])"},
                   {R"([1, "a", null])", R"([1, "a", "b", 2])", R"(["a", "b", "c", "d"])"});
}

TEST(JsonSchema, TakesForeignDocumentsOnlyFromTheResolver) {
    std::vector<std::string> asked;
    JsonSchemaOptions options;
    options.resolve = [&](std::string_view uri) -> std::optional<Json> {
        asked.emplace_back(uri);
        return uri == "https://example.org/b.json" ? std::optional(json(R"({"type": "integer"})"))
                                                   : std::nullopt;
    };
    const std::string_view schema =
        R"({"$id": "https://example.org/a.json", "items": {"$ref": "b.json"}})";
    check_verdicts(schema, {"[1]"}, {"[\"1\"]"}, options);
    EXPECT_THAT(asked, testing::ElementsAre("https://example.org/b.json"));
    check_refused(schema, "formats.schema_reference /items/$ref");
    check_refused(R"({"$ref": "#/nowhere"})", "formats.schema_reference /$ref");
    check_refused(R"({"$ref": "#%"})", "formats.schema_reference /$ref");
    check_refused(R"({"items": {"$ref": "c.json"}})", "formats.schema_reference /items/$ref",
                  options);
}

TEST(JsonSchema, SaysWhichPatternsItCannotSearch) {
    for (const std::string& pattern : std::vector<std::string>{
             R"(^(?=a))", R"((?!a))", R"((?<=a)b)", R"((a)\\1)", R"((?<n>a)\\k<n>)", R"([a)",
             R"(a**)", R"(\\Z)", R"(\\p{Nonsense})", R"((?i)a)", R"(\\ud800)", R"(\\)",
             R"(a{1001}b{1001})"}) {
        check_refused(R"({"properties": {"a": {"pattern": ")" + pattern + R"("}}})",
                      "formats.schema_pattern /properties/a/pattern");
    }
    check_refused(R"j({"patternProperties": {"(?=a)": true}})j",
                  "formats.schema_pattern /patternProperties");
}

TEST(JsonSchema, ReadsPatternsAsEcmaScriptDoes) {
    check_verdicts(R"({"pattern": "^[-\\w.]+/[-\\w.+]+$"})", {R"("application/pdf")"},
                   {R"("pdf")", R"("a/b\n")", R"("ä/b")"});
    check_verdicts(R"({"pattern": "^\\p{Letter}\\u{1F432}[[\\]\\x41]\\/\\cA$"})",
                   {R"("ä🐲[/\u0001")", R"("x🐲A/\u0001")"}, {R"("1🐲A/\u0001")"});
    check_verdicts(R"({"pattern": "^\\s\\S.$"})", {R"("\u00a0x\u0000")", R"("\ufeffxx")"},
                   {R"("xxx")", R"(" x\n")", R"(" x\u2028")"});
    check_verdicts(R"({"pattern": "^[\\p{L} .'-]{2,4000}$"})", {R"("Ä-")"}, {R"("x")", R"("12")"});
    check_verdicts(R"({"pattern": "^(?<year>\\d{4})-[^]$"})", {R"("2026-\n")"}, {R"("202-x")"});
    check_verdicts(R"({"pattern": "[]"})", {"1"}, {R"("")", R"("]")"});
}

TEST(JsonSchema, DemandsFormatsOnlyWhenAsked) {
    const std::string_view schema = R"({"format": "uuid", "not": {"format": "unknown"}})";
    check_verdicts(R"({"format": "uuid"})", {R"("no")", "1"}, {});
    JsonSchemaOptions options;
    options.formats = SchemaFormats::Demand;
    check_verdicts(R"({"format": "uuid"})",
                   {R"("f39ab143-d91a-474a-b69f-b00f1a1873c2")", "1",
                    R"("F39AB143-D91A-474A-B69F-B00F1A1873C2")"},
                   {R"("f39ab143d91a474ab69fb00f1a1873c2")", R"("")"}, options);
    check_verdicts(R"({"format": "date-time"})",
                   {R"("2026-02-28T23:59:60Z")", R"("2026-02-28t00:00:00.123+01:00")"},
                   {R"("2026-02-30T00:00:00Z")", R"("2026-02-28T24:00:00Z")",
                    R"("2026-02-28T12:00:60Z")", R"("2026-02-28")"},
                   options);
    check_verdicts(R"({"format": "uri"})", {R"("urn:x:y")", R"("https://a.b/c?d=e#f%20")"},
                   {R"("a/b")", R"("https://a b")", R"("https://a/%zz")", R"("//a/b")"}, options);
    check_verdicts(schema, {}, {R"("f39ab143-d91a-474a-b69f-b00f1a1873c2")"}, options);
}

TEST(JsonSchema, RefusesKeywordsWithWrongValues) {
    for (const auto& [schema, place] : std::vector<std::pair<std::string, std::string>>{
             {"1", ""},
             {"[]", ""},
             {R"({"type": "text"})", "/type"},
             {R"({"type": []})", "/type"},
             {R"({"type": [1]})", "/type"},
             {R"({"enum": 1})", "/enum"},
             {R"({"multipleOf": 0})", "/multipleOf"},
             {R"({"minimum": "1"})", "/minimum"},
             {R"({"maxLength": -1})", "/maxLength"},
             {R"({"maxLength": 1.5})", "/maxLength"},
             {R"({"pattern": 1})", "/pattern"},
             {R"({"format": 1})", "/format"},
             {R"({"uniqueItems": 1})", "/uniqueItems"},
             {R"({"required": "a"})", "/required"},
             {R"({"required": [1]})", "/required"},
             {R"({"allOf": []})", "/allOf"},
             {R"({"allOf": {}})", "/allOf"},
             {R"({"allOf": [1]})", "/allOf/0"},
             {R"({"not": []})", "/not"},
             {R"({"not": 1})", "/not"},
             {R"({"items": [true]})", "/items"},
             {R"({"properties": []})", "/properties"},
             {R"({"properties": {"a": []}})", "/properties"},
             {R"({"properties": {"a": null}})", "/properties/a"},
             {R"({"dependentRequired": {"a": 1}})", "/dependentRequired"},
             {R"({"dependentSchemas": {"a": []}})", "/dependentSchemas"},
             {R"({"$ref": 1})", "/$ref"},
             {R"({"$id": "a#b"})", "/$id"},
             {R"({"$defs": {"a": {"$anchor": "x"}, "b": {"$anchor": "x"}}})", "/$defs/b/$anchor"},
             {R"({"$defs": {"a": {"$id": "x"}, "b": {"$id": "x"}}})", "/$defs/b/$id"}}) {
        check_refused(schema, "formats.schema_invalid " + place);
    }
    check_refused(R"({"$schema": "http://json-schema.org/draft-04/schema#"})",
                  "formats.schema_dialect /$schema");
}

TEST(JsonSchema, LeavesOutTheVocabulariesThatAMetaschemaDoesNotName) {
    JsonSchemaOptions options;
    options.resolve = [&](std::string_view uri) {
        return uri == "https://example.org/meta"
                   ? std::optional(json(
                         R"({"$schema": "https://json-schema.org/draft/2020-12/schema",
                             "$vocabulary": {
                               "https://json-schema.org/draft/2020-12/vocab/core": true,
                               "https://json-schema.org/draft/2020-12/vocab/applicator": true}})"))
                   : std::nullopt;
    };
    check_verdicts(R"({"$schema": "https://example.org/meta",
                       "properties": {"a": false, "b": {"minimum": 10}}})",
                   {R"({"b": 1})"}, {R"({"a": 1})"}, options);
}

TEST(JsonSchema, KeepsToTheDraftThatTheSchemaNames) {
    check_verdicts(R"({"$schema": "http://json-schema.org/draft-07/schema#",
                       "items": [{"type": "string"}], "additionalItems": false,
                       "dependentRequired": {"a": ["b"]}, "dependencies": {"c": ["d"]},
                       "properties": {"e": {"$ref": "#/definitions/f", "maxLength": 1}},
                       "definitions": {"f": {"$id": "#f", "type": "string"}}})",
                   {R"(["x"])", R"({"a": 1})", R"({"e": "long"})"},
                   {R"(["x", "y"])", R"({"c": 1})", R"({"e": 1})"});
}

TEST(JsonSchema, StopsWhereASchemaWouldNeverEnd) {
    JsonSchemaOptions options;
    options.most_steps = 20'000;
    std::string doubling = R"({"$defs": {"0": {"type": "null"})";
    for (int i = 1; i <= 60; ++i) {
        const std::string last = R"({"$ref": "#/$defs/)" + std::to_string(i - 1) + R"("})";
        doubling += ", \"" + std::to_string(i) + R"(": {"anyOf": [{"allOf": [)" + last + "," +
                    last + "]}," + last + "]}";
    }
    doubling += R"(}, "$ref": "#/$defs/60"})";
    const std::vector<std::string> schemas{R"({"$ref": "#"})",
                                           R"({"not": {"$ref": "#"}})",
                                           R"({"$dynamicAnchor": "a", "$dynamicRef": "#a"})",
                                           R"({"anyOf": [{"not": {"$ref": "#"}}, true, false]})",
                                           R"({"if": {"$ref": "#"}, "then": true, "else": true})",
                                           doubling};
    for (const std::string& schema : schemas) {
        const JsonSchema compiled = compile(schema, options);
        EXPECT_THAT(codes(compiled.validate(json("{}"))),
                    testing::Contains("formats.instance_too_costly "))
            << schema.substr(0, 60);
        EXPECT_FALSE(compiled.accepts(json("{}")));
    }
}

TEST(JsonSchema, IsNotSlowedDownByHostileValues) {
    const std::string text(200'000, 'a');
    check_verdicts(R"({"pattern": "^(a+)+$"})", {"\"" + text + "\""}, {"\"" + text + "!\""});
    Json list = Json::array();
    for (int i = 0; i < 5'000; ++i) {
        list.push(Json::object({{"a", i}, {"b", "same"}}));
    }
    const JsonSchema unique = compile(R"({"uniqueItems": true})");
    EXPECT_TRUE(unique.accepts(list));
    list.push(json(R"({"b": "same", "a": 17.0})"));
    EXPECT_THAT(codes(unique.validate(list)), testing::ElementsAre("formats.instance_unique "));
    std::string deep = "1";
    for (int i = 0; i < 60; ++i) {
        deep = "[" + deep + "]";
    }
    check_verdicts(R"({"anyOf": [{"type": "integer"}, {"items": {"$ref": "#"}, "type": "array"}]})",
                   {deep}, {});
}

TEST(JsonSchema, ListsABoundedNumberOfFaults) {
    Json list = Json::array();
    for (int i = 0; i < 1'000; ++i) {
        list.push("x");
    }
    const Findings findings = compile(R"({"items": {"type": "null"}})").validate(list);
    ASSERT_EQ(findings.size(), limits::json_schema_findings + 1);
    EXPECT_EQ(findings.back().code, "formats.instance_more");
}

TEST(JsonSchema, RefusesSchemasThatNestTooDeepOrHaveTooManyParts) {
    Json deep = Json::object({{"type", "null"}});
    for (std::size_t i = 0; i < 200; ++i) {
        deep = Json::object({{"not", std::move(deep)}});
    }
    const auto judged = JsonSchema::compile(deep);
    EXPECT_FALSE(judged.value);
    EXPECT_EQ(judged.findings.at(0).code, "formats.schema_too_large");

    Json patterns = Json::object();
    for (std::size_t i = 0; i <= limits::json_schema_patterns; ++i) {
        patterns.as_object().emplace_back("^" + std::to_string(i) + "$", true);
    }
    const auto many = JsonSchema::compile(Json::object({{"patternProperties", patterns}}));
    EXPECT_FALSE(many.value);
    EXPECT_EQ(many.findings.at(0).code, "formats.schema_too_large");
}

TEST(JsonSchema, JudgesOnSeveralThreads) {
    const JsonSchema schema = compile(R"({"items": {"pattern": "^[a-z]{2,9}$"}})");
    std::vector<int> right(4);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < right.size(); ++i) {
            threads.emplace_back([&schema, &right, i] {
                for (int round = 0; round < 50; ++round) {
                    right[i] += schema.accepts(Json::array({"ab", "cd"})) ? 1 : 0;
                    right[i] += schema.accepts(Json::array({"ab", "1"})) ? 0 : 1;
                }
            });
        }
    }
    EXPECT_THAT(right, testing::Each(100));
}

}  // namespace
}  // namespace gordion::formats
