// SPDX-License-Identifier: EUPL-1.2
#include "formats/toml.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"

namespace gordion::formats {
namespace {

constexpr std::string_view service = R"(id = "hundesteuer"
version = "1.0.0"
since = 2026-11-23
at = 08:30:00
instant = 2026-11-23T08:30:00Z
ratio = 12.5
on = true

[[parameter]]
key = "satz"
label.de = "Satz"
levels = ["land", "kreis"]

[[parameter]]
key = "zonen"
columns = [{ key = "code" }, { key = "name" }]

[page.halter]
title = "Wer?"
)";

TEST(Toml, BecomesJsonInTheOrderOfTheFile) {
    const auto document = parse_toml(service);
    ASSERT_TRUE(document) << document.error().to_text();
    EXPECT_EQ(write_json(document.value().root),
              R"({"id":"hundesteuer","version":"1.0.0","since":"2026-11-23","at":"08:30:00",)"
              R"("instant":"2026-11-23T08:30:00Z","ratio":12.5,"on":true,)"
              R"("parameter":[{"key":"satz","label":{"de":"Satz"},"levels":["land","kreis"]},)"
              R"({"key":"zonen","columns":[{"key":"code"},{"key":"name"}]}],)"
              R"("page":{"halter":{"title":"Wer?"}}})");
}

TEST(Toml, TellsWhereEverythingStands) {
    const Toml document = parse_toml(service).value();
    EXPECT_EQ(document.place("id"), "line 1");
    EXPECT_EQ(document.place("on"), "line 7");
    EXPECT_EQ(document.place("parameter"), "line 9");
    EXPECT_EQ(document.place("parameter.0"), "line 9");
    EXPECT_EQ(document.place("parameter.0.label.de"), "line 11");
    EXPECT_EQ(document.place("parameter.0.levels.1"), "line 12");
    EXPECT_EQ(document.place("parameter.1"), "line 14");
    EXPECT_EQ(document.place("parameter.1.key"), "line 15");
    EXPECT_EQ(document.place("parameter.1.missing.deeper"), "line 14");
    EXPECT_EQ(document.place("page.halter.title"), "line 19");
    EXPECT_EQ(document.place("unknown"), "");
    EXPECT_EQ(document.place(""), "");
}

TEST(Toml, RefusesFaultsWithTheirPlace) {
    struct Case {
        const char* text;
        const char* place;
    };
    for (const Case& c : {Case{"a = 1\na = 2\n", "2:5"}, Case{"a = \n", "1:5"}, Case{"[a\n", "1:3"},
                          Case{"a = 1\nb = nan\n", "2:5"}, Case{"a = -inf\n", "1:5"},
                          Case{"a = \"\xff\"", "1:5"}}) {
        const auto document = parse_toml(c.text);
        ASSERT_FALSE(document) << c.text;
        EXPECT_EQ(document.error().code, "formats.toml_invalid") << c.text;
        EXPECT_EQ(document.error().place, c.place) << c.text << document.error().to_text();
    }
}

TEST(Toml, KeepsToTheLimits) {
    EXPECT_EQ(parse_toml(std::string(limits::toml_bytes + 1, '\n')).error().code,
              "formats.too_large");
    const std::string open(100, '[');
    const std::string close(100, ']');
    EXPECT_EQ(parse_toml("a = " + open + close).error().code, "formats.too_deep");
    EXPECT_EQ(parse_toml("a = " + std::string(5000, '[')).error().code, "formats.toml_invalid");
    std::string dotted = "a";
    for (int i = 0; i < 100; ++i) {
        dotted += ".a";
    }
    EXPECT_EQ(parse_toml(dotted + " = 1").error().code, "formats.too_deep");
}

TEST(Toml, ReadsAnEmptyDocument) {
    EXPECT_EQ(write_json(parse_toml("# nothing\n").value().root), "{}");
}

TEST(Toml, KnowsTheLineOfAnEmptyKey) {
    const auto document = parse_toml("a = 1\n\"\" = [{b = 2}]\n");
    ASSERT_TRUE(document) << document.error().to_text();
    EXPECT_EQ(document.value().place(""), "line 2");
    EXPECT_EQ(document.value().place("a"), "line 1");
}

}  // namespace
}  // namespace gordion::formats
