// SPDX-License-Identifier: EUPL-1.2
#include "web/components/components.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "web/site.hpp"

namespace gordion::web {
namespace {

using formats::Json;

const std::filesystem::path folder = GORDION_SOURCE_DIR "/src/web/components";

const Site& shipped() {
    static const auto site = Site::load().value();
    return *site;
}

std::vector<std::string> component_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.is_directory()) {
            names.push_back(entry.path().filename().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

// examples.json: [{"name", "data", "shows": [markup that must occur]}]
Json examples_of(const std::string& component) {
    const auto bytes = load_file(folder / component / "examples.json", limits::json_bytes);
    EXPECT_TRUE(bytes) << component << " has no examples.json";
    return bytes ? formats::parse_json(bytes.value()).value() : Json::array();
}

class Components : public ::testing::TestWithParam<std::string> {};

TEST_P(Components, ShowsItsExamplesInEveryLanguage) {
    const std::string name = "components/" + GetParam() + "/" + GetParam();
    const Json examples = examples_of(GetParam());
    ASSERT_GT(examples.size(), 0U);
    for (const Json& example : examples.as_array()) {
        for (const std::string_view language : languages) {
            const Html html = shipped().render(name, *example.find("data"), language);
            for (const Json& expected : example.find("shows")->as_array()) {
                EXPECT_NE(html.markup().find(expected.as_string()), std::string::npos)
                    << example.text_at("name") << " lacks " << expected.as_string() << " in\n"
                    << html.markup();
            }
            EXPECT_EQ(html.markup().find("<script"), std::string::npos) << html.markup();
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, Components, ::testing::ValuesIn(component_names()),
                         [](const auto& tested) { return tested.param; });

TEST(ElementId, HasNoBracketsAndDots) {
    EXPECT_EQ(element_id("G1[0].F2"), "G1-0-F2");
    EXPECT_EQ(element_id("F1"), "F1");
    EXPECT_EQ(element_id(""), "");
}

TEST(Html, EscapesWhatIsNotMarkup) {
    EXPECT_EQ(Html::escape("<a href=\"x\">&'").markup(), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
}

}  // namespace
}  // namespace gordion::web
