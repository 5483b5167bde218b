// SPDX-License-Identifier: EUPL-1.2
// The official JSON Schema Test Suite, as Debian ships it (setup/debian.txt). The metaschemas come
// from the npm package ajv.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"
#include "formats/json_schema.hpp"

namespace gordion::formats {
namespace {

namespace fs = std::filesystem;

const fs::path suite = "/usr/share/gocode/src/github.com/flowstack/go-jsonschema/testdata";
const fs::path metaschemas = GORDION_SOURCE_DIR "/node_modules/ajv/dist/refs";

Json read(const fs::path& path) {
    auto bytes = load_file(path, limits::json_bytes);
    auto json = bytes ? parse_json(bytes.value()) : Result<Json>(bytes.take_error());
    return json ? std::move(json).value() : Json();
}

// The suite's own files live at localhost:1234, as its README says.
std::optional<Json> resolve(std::string_view uri) {
    const std::string remotes = "http://localhost:1234/";
    const std::string draft = "https://json-schema.org/draft/2020-12/";
    fs::path path;
    if (uri == "http://json-schema.org/draft-07/schema") {
        path = metaschemas / "json-schema-draft-07.json";
    } else if (uri.starts_with(draft)) {
        path =
            metaschemas / "json-schema-2020-12" / (std::string(uri.substr(draft.size())) + ".json");
    } else if (uri.starts_with(remotes)) {
        path = suite / "remotes" / uri.substr(remotes.size());
    }
    return fs::is_regular_file(path) ? std::optional(read(path)) : std::nullopt;
}

struct Outcome {
    std::size_t passed = 0;
    std::vector<std::string> failed;  ///< "file: group: test"
};

void run_group(const std::string& file, const Json& group, const JsonSchemaOptions& options,
               Outcome& outcome) {
    const auto schema = JsonSchema::compile(*group.find("schema"), options);
    for (const Json& test : group.find("tests")->as_array()) {
        const bool expected = test.find("valid")->as_bool();
        bool is_right = false;
        if (schema.value) {
            const Json& instance = *test.find("data");
            const bool is_valid = schema.value->validate(instance).empty();
            is_right = is_valid == expected && schema.value->accepts(instance) == expected;
        }
        if (is_right) {
            ++outcome.passed;
        } else {
            outcome.failed.push_back(
                file + ": " + group.text_at("description") + ": " + test.text_at("description") +
                (schema.findings.empty() ? "" : " (" + schema.findings.front().code + ")"));
        }
    }
}

struct LeftOut {
    std::string_view file;
    std::string_view reason;
};

constexpr std::string_view remark = "a format that stays a remark";
constexpr std::array<LeftOut, 13> left_out{{
    {"content.json", "what contentEncoding and contentMediaType say stays a remark"},
    {"unicode.json", "contradicts ecmascript-regex.json: digits of all scripts as \\d and \\w"},
    {"duration.json", remark},
    {"hostname.json", remark},
    {"idn-email.json", remark},
    {"idn-hostname.json", remark},
    {"ipv6.json", remark},
    {"iri-reference.json", remark},
    {"iri.json", remark},
    {"json-pointer.json", remark},
    {"regex.json", remark},
    {"relative-json-pointer.json", remark},
    {"uri-template.json", remark},
}};

Outcome run(const std::string& folder, SchemaDialect dialect, SchemaFormats formats) {
    Outcome outcome;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(suite / folder)) {
        const std::string name = entry.path().filename().string();
        const bool is_left_out =
            folder.find("optional") != std::string::npos &&
            std::any_of(left_out.begin(), left_out.end(),
                        [&](const LeftOut& file) { return file.file == name; });
        if (entry.path().extension() == ".json" && !is_left_out) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& path : files) {
        const Json groups = read(path);
        if (!groups.is_array()) {
            outcome.failed.push_back(folder + "/" + path.filename().string() + ": cannot be read");
            continue;
        }
        for (const Json& group : groups.as_array()) {
            run_group(folder + "/" + path.filename().string(), group,
                      {resolve, formats, dialect, ""}, outcome);
        }
    }
    return outcome;
}

bool is_here() {
    return fs::is_directory(suite) && fs::is_directory(metaschemas);
}

void check_all(const std::string& folder, SchemaDialect dialect, std::size_t least) {
    if (!is_here()) {
        GTEST_SKIP() << "the suite (golang-github-flowstack-go-jsonschema-dev) or ajv is missing";
    }
    const Outcome outcome = run(folder, dialect, SchemaFormats::Note);
    EXPECT_EQ(join(outcome.failed, "\n"), "");
    EXPECT_GE(outcome.passed, least);
    testing::Test::RecordProperty("passed", static_cast<int>(outcome.passed));
}

TEST(JsonSchemaSuite, AllRequiredTestsOfDraft2020HoldTrue) {
    check_all("draft2020-12", SchemaDialect::Draft2020, 1000);
}

TEST(JsonSchemaSuite, AllRequiredTestsOfDraft7HoldTrue) {
    check_all("draft7", SchemaDialect::Draft7, 790);
}

void check_optional(const std::string& folder, SchemaDialect dialect) {
    if (!is_here()) {
        GTEST_SKIP() << "the suite (golang-github-flowstack-go-jsonschema-dev) or ajv is missing";
    }
    const Outcome plain = run(folder + "/optional", dialect, SchemaFormats::Note);
    const Outcome formats = run(folder + "/optional/format", dialect, SchemaFormats::Demand);
    EXPECT_EQ(join(plain.failed, "\n"), "");
    EXPECT_EQ(join(formats.failed, "\n"), "");
    EXPECT_GE(plain.passed + formats.passed, 160U);
}

TEST(JsonSchemaSuite, OptionalTestsOfDraft2020HoldTrueExceptForThoseListed) {
    check_optional("draft2020-12", SchemaDialect::Draft2020);
}

TEST(JsonSchemaSuite, OptionalTestsOfDraft7HoldTrueExceptForThoseListed) {
    check_optional("draft7", SchemaDialect::Draft7);
}

}  // namespace
}  // namespace gordion::formats
