// SPDX-License-Identifier: EUPL-1.2
// What one question page costs beside storage and HTML: dog tax form with ten dogs (170 answers).
#include <benchmark/benchmark.h>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "fim/logic.hpp"
#include "fim/schema_reader.hpp"
#include "formats/toml.hpp"
#include "forms/form.hpp"

namespace {

using namespace gordion;
using formats::Json;

std::string load(const std::string& name) {
    return load_file("packages/hundesteuer-anmeldung/" + name, limits::xml_bytes).value();
}

const forms::Form& dog_tax() {
    static const auto form = [] {
        forms::FormSource source;
        source.schema = fim::read_schema(load("schema.xdf.xml")).value().value;
        source.layout = formats::parse_toml(load("form.toml")).value().root;
        source.rules = formats::parse_json(load("rules.json")).value();
        source.texts["de"] = formats::parse_toml(load("texts/de.toml")).value().root;
        return forms::Form::make(std::move(source)).value;
    }();
    return *form;
}

Json answers(int dogs) {
    Json all = formats::parse_json(R"({
        "G99000000001":{"F99000000001":"Ada","F99000000002":"L","F99000000003":"1985-12-10"},
        "G99000000002":{"F99000000010":"Warft","F99000000011":"1","F99000000012":"25869",
                        "F99000000013":"Gröde"},
        "G99000000003":{"F99000000020":false},"G99000000005":{"F99000000023":false},
        "G99000000006":{"F99000000050":false},"G99000000007":{"F99000000060":true}})")
                   .value();
    Json list = Json::array();
    for (int i = 0; i < dogs; ++i) {
        Json dog = formats::parse_json(R"({"F99000000030":"Bello","F99000000031":"Mischling",
            "F99000000034":"m","F99000000035":"2024-05-01","F99000000036":"braun",
            "F99000000038":"2024-08-01","F99000000039":"privat","F99000000032":false,
            "F99000000041":"keine"})")
                       .value();
        dog.set("F99000000037", "27600000000000" + std::to_string(i));
        list.push(std::move(dog));
    }
    all.set("G99000000004", std::move(list));
    return all;
}

forms::FormContext context() {
    return {nullptr, Date::make(2026, 11, 23).value()};
}

void list_visible_pages(benchmark::State& state) {
    const Json all = answers(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        benchmark::DoNotOptimize(dog_tax().visible_pages(all, context()));
    }
}
BENCHMARK(list_visible_pages)->Arg(3)->Arg(10);

void view_page(benchmark::State& state) {
    const Json all = answers(3);
    const auto page = dog_tax().find_page("hunde.2", all, context()).value();
    for (auto _ : state) {
        benchmark::DoNotOptimize(dog_tax().view_page(page, all, context(), "de"));
    }
}
BENCHMARK(view_page);

void check_page(benchmark::State& state) {
    const Json all = answers(3);
    const auto page = dog_tax().find_page("hunde.2", all, context()).value();
    for (auto _ : state) {
        benchmark::DoNotOptimize(dog_tax().check_page(page, all, context()));
    }
}
BENCHMARK(check_page);

void check_all(benchmark::State& state) {
    const Json all = answers(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        benchmark::DoNotOptimize(dog_tax().check_all(all, context()));
    }
}
BENCHMARK(check_all)->Arg(3)->Arg(10);

void evaluate_condition(benchmark::State& state) {
    const Json data = Json::object({{"item", Json::object({{"F1", "hund"}})}});
    const auto logic =
        fim::Logic::compile(formats::parse_json(R"({"==":[{"var":"item.F1"},"hund"]})").value());
    for (auto _ : state) {
        benchmark::DoNotOptimize(logic.value().evaluate(data));
    }
}
BENCHMARK(evaluate_condition);

void read_schema(benchmark::State& state) {
    const std::string bytes = load("schema.xdf.xml");
    for (auto _ : state) {
        benchmark::DoNotOptimize(fim::read_schema(bytes));
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes.size()) *
                            static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(read_schema);

}  // namespace
