// SPDX-License-Identifier: EUPL-1.2
#include <benchmark/benchmark.h>

#include "formats/json.hpp"
#include "formats/template.hpp"

namespace gordion::formats {
namespace {

// A page with one question per field, over texts shared by all pages.
constexpr std::string_view page = R"(<!doctype html>
<html lang="{{lang}}">
<head><title>{{title}} – {{t.site}}</title></head>
<body>
<main>
{{#errors}}
<div role="alert"><h2>{{t.error_title}}</h2><ul>{{#items}}<li><a href="#{{id}}">{{text}}</a></li>{{/items}}</ul></div>
{{/errors}}
<h1>{{title}}</h1>
<form method="post" action="{{action}}"><input type="hidden" name="_csrf" value="{{csrf}}">
{{#fields}}
<div class="kern-form-input{{#error}} kern-form-input--error{{/error}}">
<label class="kern-label" for="{{id}}">{{label}}{{^required}} <span>{{t.optional}}</span>{{/required}}</label>
{{#hint}}
<div class="kern-hint" id="{{id}}-hint">{{hint}}</div>
{{/hint}}
<input class="kern-form-input__input" id="{{id}}" name="{{name}}" value="{{value}}">
{{#error}}
<p class="kern-error" id="{{id}}-error">{{error}}</p>
{{/error}}
</div>
{{/fields}}
<button>{{t.next}}</button></form>
</main>
</body>
</html>
)";

Json texts() {
    Json members = Json::object();
    for (int i = 0; i < 1500; ++i) {
        members.set("text" + std::to_string(i), "Irgendein Text");
    }
    for (const char* name : {"site", "error_title", "optional", "next"}) {
        members.set(name, "Weiter");
    }
    return Json::object({{"t", std::move(members)}});
}

Json question() {
    Json fields = Json::array();
    for (int i = 0; i < 8; ++i) {
        fields.push(Json::object({{"id", "F9900" + std::to_string(i)},
                                  {"name", "G99.F" + std::to_string(i)},
                                  {"label", "Familienname <" + std::to_string(i) + ">"},
                                  {"required", i % 2 == 0},
                                  {"hint", i % 3 == 0 ? "" : "Wie im Ausweis"},
                                  {"value", "Müller \"X\""},
                                  {"error", i == 2 ? Json("Bitte ausfüllen.") : Json()}}));
    }
    Json items = Json::array({Json::object({{"id", "F99002"}, {"text", "Bitte ausfüllen."}})});
    return Json::object({{"lang", "de"},
                         {"title", "Angaben zur Person"},
                         {"action", "/antrag/person"},
                         {"csrf", "kQx7dP0wq9Wn0m1xA8b7"},
                         {"fields", std::move(fields)},
                         {"errors", Json::object({{"items", std::move(items)}})}});
}

void RenderQuestionPage(benchmark::State& state) {
    const Template parsed = Template::parse(page, Escape::Html).value();
    const Json outer = texts();
    const Json data = question();
    std::size_t bytes = 0;
    for (auto _ : state) {
        bytes += parsed.render(data, outer).value().size();
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(RenderQuestionPage);

std::string records() {
    Json list = Json::array();
    for (int i = 0; i < 2000; ++i) {
        list.push(Json::object(
            {{"id", "010545459039-" + std::to_string(i)},
             {"name", "Größe Müller"},
             {"amount", 12.5},
             {"n", i * 7919},
             {"tags", Json::array({"a", "b\n"})},
             {"nested", Json::object({{"x", Json()}, {"street", "Hauptstraße 12"}})}}));
    }
    return write_json(list);
}

void ParseJson(benchmark::State& state) {
    const std::string text = records();
    for (auto _ : state) {
        benchmark::DoNotOptimize(parse_json(text).has_value());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(ParseJson);

void WriteJson(benchmark::State& state) {
    const std::string text = records();
    const Json value = parse_json(text).value();
    for (auto _ : state) {
        benchmark::DoNotOptimize(write_json(value).data());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(WriteJson);

}  // namespace
}  // namespace gordion::formats
