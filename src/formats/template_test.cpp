// SPDX-License-Identifier: EUPL-1.2
#include "formats/template.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"

namespace gordion::formats {
namespace {

Result<std::string> render(std::string_view text, std::string_view data,
                           Escape escape = Escape::Html) {
    return TRY(Template::parse(text, escape)).render(parse_json(data).value());
}

void check_rendered(std::string_view text, std::string_view data, std::string_view expected,
                    Escape escape = Escape::Html) {
    const auto result = render(text, data, escape);
    ASSERT_TRUE(result) << text << ": " << result.error().to_text();
    EXPECT_EQ(result.value(), expected) << text;
}

void check_refused(std::string_view text, std::string_view data, std::string_view code,
                   std::string_view detail) {
    const auto result = render(text, data);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().code, code) << text;
    const bool named = !result.error().values.empty();
    EXPECT_EQ(named ? result.error().values[0].second : result.error().place, detail) << text;
}

TEST(Template, PrintsValuesEscaped) {
    check_rendered("{{a}} {{ b }} {{c}} {{d}} {{e}} {{f}}",
                   R"({"a":"x","b":-7,"c":12.5,"d":true,"e":null,"f":""})", "x -7 12.5 true  ");
    check_rendered("{{a}}|{{{a}}}|{{&a}}|{{{ a }}}", R"({"a":"<&>\"'"})",
                   "&lt;&amp;&gt;&quot;&#39;|<&>\"'|<&>\"'|<&>\"'");
    check_rendered("{{a}}", R"({"a":"Größe"})", "Größe");
    check_rendered("no tag } }} {", "{}", "no tag } }} {");
    check_rendered("", "{}", "");
}

TEST(Template, EscapesMarkupInBescheidTexts) {
    check_rendered("{{a}}", R"({"a":"*b* _c_ #d [e](f) |g| `h` \\i"})",
                   R"(\*b\* \_c\_ \#d \[e\](f) \|g\| \`h\` \\i)", Escape::Markup);
    check_rendered("{{a}}", R"({"a":"- x\n+ y\n  - z 1-2 a+b"})", "\\- x\n\\+ y\n  \\- z 1-2 a+b",
                   Escape::Markup);
    check_rendered("{{a}}", R"({"a":"> q\n12. x\n1.5 y\n a. 3. 2"})",
                   "\\> q\n12\\. x\n1.5 y\n a. 3. 2", Escape::Markup);
    // A value must not end the row of a table or begin another.
    check_rendered("| {{a}} |\n{{a}}", R"({"a":"x\ny |"})", "| x y \\| |\nx\ny \\|",
                   Escape::Markup);
    check_rendered("{{{a}}}", R"({"a":"**b**"})", "**b**", Escape::Markup);
    check_rendered("{{a}}", R"({"a":"<*>"})", "<*>", Escape::None);
}

TEST(Template, RepeatsSectionsOverLists) {
    check_rendered("{{#a}}[{{b}}{{c}}]{{/a}}", R"({"c":"!","a":[{"b":1},{"b":2,"c":"?"}]})",
                   "[1!][2?]");
    check_rendered("{{#a}}{{.}},{{/a}}", R"({"a":[1,"x",2.5]})", "1,x,2.5,");
    check_rendered("{{#a}}{{#.}}{{.}}{{/.}};{{/a}}", R"({"a":[[1,2],[3]]})", "12;3;");
    check_rendered("{{#a}}{{b}}{{/a}}", R"({"a":{"b":"in"},"b":"out"})", "in");
    check_rendered("{{#a.b}}{{c}}{{/a.b}}", R"({"a":{"b":{"c":1}}})", "1");
}

TEST(Template, ShowsSectionsOnlyOverWhatIsThere) {
    for (const char* absent : {R"({})", R"({"a":null})", R"({"a":false})", R"({"a":[]})",
                               R"({"a":""})", R"({"a":{"x":1},"b":{}})"}) {
        const bool object = std::string_view(absent).find("x") != std::string_view::npos;
        check_rendered("{{#a}}yes{{/a}}{{^a}}no{{/a}}", absent, object ? "yes" : "no");
        check_rendered("{{#a.b.c}}yes{{/a.b.c}}{{^a.b.c}}no{{/a.b.c}}", absent, "no");
    }
    for (const char* present :
         {R"({"a":true})", R"({"a":0})", R"({"a":"x"})", R"({"a":[null]})", R"({"a":{}})"}) {
        check_rendered("{{#a}}yes{{/a}}{{^a}}no{{/a}}", present, "yes");
    }
}

TEST(Template, FindsDottedNamesFromTheInnermostContext) {
    check_rendered("{{a.b.c}}", R"({"a":{"b":{"c":"x"}}})", "x");
    check_rendered("{{#l}}{{a.b}}{{/l}}", R"({"a":{"b":"out"},"l":[{"x":1}]})", "out");
    // The first part decides where to look; a name is not put together from two contexts.
    check_refused("{{#l}}{{a.b}}{{/l}}", R"({"a":{"b":"out"},"l":[{"a":{}}]})",
                  "formats.template_variable_missing", "a.b");
}

TEST(Template, LooksInTheOuterDataLast) {
    const Json outer = parse_json(R"({"t":{"save":"Speichern"},"a":"outer"})").value();
    const Json data = parse_json(R"({"a":"own","l":[{"b":1}]})").value();
    const auto page =
        Template::parse("{{a}} {{#l}}{{t.save}}{{b}}{{/l}} {{#.}}.{{/.}}", Escape::Html);
    EXPECT_EQ(page.value().render(data, outer).value(), "own Speichern1 .");
    EXPECT_EQ(page.value().render(data).error().values[0].second, "t.save");
}

TEST(Template, RefusesAMissingVariable) {
    check_refused("x {{name}}", "{}", "formats.template_variable_missing", "name");
    check_refused("{{a.b}}", R"({"a":{}})", "formats.template_variable_missing", "a.b");
    check_refused("{{a.b}}", R"({"a":"text"})", "formats.template_variable_missing", "a.b");
    check_refused("{{{raw}}}", "{}", "formats.template_variable_missing", "raw");
    check_refused("{{#a}}{{b}}{{/a}}", R"({"a":[{"b":1},{}]})", "formats.template_variable_missing",
                  "b");
    check_refused("{{a}}", R"({"a":[1]})", "formats.template_variable_unprintable", "a");
    check_refused("{{a}}", R"({"a":{"b":1}})", "formats.template_variable_unprintable", "a");
    // What is not reached is not missing.
    check_rendered("{{#a}}{{b}}{{/a}}", "{}", "");
}

TEST(Template, TakesLinesAwayWhereOnlyASectionStands) {
    check_rendered("a\n  {{#s}}\nb\n  {{/s}}  \nc\n", R"({"s":true})", "a\nb\nc\n");
    check_rendered("a\r\n{{#s}}\r\nb\r\n{{/s}}\r\nc", R"({"s":true})", "a\r\nb\r\nc");
    check_rendered("{{! a\ncomment }}\nx\n{{^s}}\ny\n{{/s}}", "{}", "x\ny\n");
    check_rendered("| {{#s}}x{{/s}} |\n", R"({"s":true})", "| x |\n");
    check_rendered("{{#s}} x {{/s}}\n", R"({"s":true})", " x \n");
    check_rendered("{{a}}\n{{a}}\n", R"({"a":1})", "1\n1\n");
    check_rendered("{{#l}}\n- {{.}}\n{{/l}}\n", R"({"l":["a","b"]})", "- a\n- b\n");
}

TEST(Template, RefusesWhatItCannotRead) {
    for (const char* wrong : {"{{#a}}", "{{/a}}", "{{#a}}{{#b}}{{/a}}{{/b}}", "{{", "{{a", "{{a}",
                              "{{}}", "{{#}}{{/}}", "{{{a}}", "{{>partial}}", "{{=<% %>=}}",
                              "{{a b}}", "{{.a}}", "{{a.}}", "{{a..b}}", "{{ }}", "{{{{a}}}}"}) {
        const auto parsed = Template::parse(wrong, Escape::Html);
        ASSERT_FALSE(parsed) << wrong;
        EXPECT_EQ(parsed.error().code, "formats.template_invalid") << wrong;
    }
    EXPECT_EQ(Template::parse("a\nb\n{{/c}}", Escape::Html).error().place, "line 3");
}

TEST(Template, KeepsToTheLimits) {
    std::string deep;
    for (std::size_t i = 0; i <= limits::template_depth; ++i) {
        deep += "{{#a}}";
    }
    EXPECT_EQ(Template::parse(deep, Escape::Html).error().code, "formats.template_invalid");
    EXPECT_EQ(
        Template::parse(std::string(limits::template_bytes + 1, ' '), Escape::Html).error().code,
        "formats.too_large");
    // A list in a list in a list … costs its size to the power of the depth.
    Json list = Json::array();
    for (int i = 0; i < 10; ++i) {
        list.push("x");
    }
    const Json data = Json::object({{"a", list}});
    const std::string text(200'000, 'x');
    const auto parsed =
        Template::parse("{{#a}}{{#a}}{{#a}}" + text + "{{/a}}{{/a}}{{/a}}", Escape::Html);
    EXPECT_EQ(parsed.value().render(data).error().code, "formats.too_large");
}

TEST(Template, RendersFromManyThreads) {
    const Template page = Template::parse("{{#l}}<{{.}}>{{/l}}{{name}}", Escape::Html).value();
    std::vector<std::thread> threads;
    std::array<bool, 4> same{};
    for (std::size_t t = 0; t < same.size(); ++t) {
        threads.emplace_back([&, t] {
            const Json data = Json::object({{"name", Json(t)}, {"l", Json::array({1, 2})}});
            same[t] = true;
            for (int i = 0; i < 200; ++i) {
                same[t] = same[t] && page.render(data).value() == "<1><2>" + std::to_string(t);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (const bool each : same) {
        EXPECT_TRUE(each);
    }
}

}  // namespace
}  // namespace gordion::formats
