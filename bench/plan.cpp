// SPDX-License-Identifier: EUPL-1.2
// Reuse plans: one administration, a Kreis, all of Germany – by prices, and as one piece. Prints
// one JSON object; bench/run.mjs shows it. Usage: gordion_plan_bench PART [ARS] [SECONDS], in the
// project's folder; PART is one, prices or piece.
#include <cstdlib>
#include <iostream>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/stopwatch.hpp"
#include "formats/json.hpp"
#include "must.hpp"
#include "planning/plan_make.hpp"
#include "planning/plan_solver.hpp"
#include "regions/directory_reader.hpp"
#include "services/catalogue_reader.hpp"

namespace gordion {
namespace {

using formats::Json;

planning::PlanProblem make_problem(const std::string& area) {
    const auto draft =
        must(regions::read_gv100_file("data/gemeindeverzeichnis/GV100AD_30112025.txt"));
    const auto directory = regions::Directory::make({draft.value.date, draft.value.regions, {}});
    auto read = must(services::read_catalogue(
        must(services::load_catalogue_files("data/ozg-katalog", must(parse_date("2019-10-05"))))));
    const auto catalogue = services::Catalogue::make(std::move(read.value), "");
    const auto figures = must(planning::parse_plan_figures(
        must(load_file("data/planning/annahmen.toml", limits::toml_bytes))));
    planning::PlanWish wish;
    wish.area = area;
    wish.start = must(parse_date("2027-01-01"));
    wish.all_bundles = true;
    if (const char* budget = std::getenv("PLAN_BUDGET_EURO")) {
        wish.budget_cents = std::atoll(budget) * 100;
    }
    return must(
        planning::make_plan_problem({directory.get(), catalogue.get(), &figures, {}}, wish));
}

int run(const std::vector<std::string>& words) {
    const std::string part = words.empty() ? "one" : words[0];
    const planning::PlanProblem problem =
        make_problem(words.size() > 1 ? words[1] : std::string("055540008"));
    const Findings findings = planning::check_plan_problem(problem);
    VERIFY(!has_faults(findings), "the product's own data make a sound problem");
    const Stopwatch watch;
    const planning::PlanModel model = planning::compile_plan(problem).value;
    planning::PlanOptions options;
    options.time_limit_ms = 1000 * (words.size() > 2 ? std::atol(words[2].c_str()) : 60);
    if (std::getenv("PLAN_TALK") != nullptr) {
        options.progress = [](const planning::PlanStep& step) {
            std::cerr << step.phase << " " << step.elapsed_ms << " ms " << step.value << " .. "
                      << step.bound << "\n";
            return true;
        };
    }
    planning::PlanAnswer answer;
    if (part == "prices") {
        options.tolerance = 0.0005;
        answer = planning::solve_by_prices(model, options);
    } else if (part == "piece") {
        planning::PlanAnswer nothing;
        nothing.schedule = planning::PlanSchedule::empty(model);
        answer = planning::solve_by_search(model, options, std::move(nothing));
    } else {
        answer = planning::solve_plan(model, options);
    }
    const planning::PlanUse use = planning::measure_plan(model, answer.schedule);
    const auto broken = planning::broken_rules(model, answer.schedule);
    std::cout << formats::write_json(Json::object(
                     {{"administrations", model.blocks.size()},
                      {"pairs", model.items.size()},
                      {"variables", model.items.size() * static_cast<std::size_t>(model.quarters)},
                      {"ms", watch.elapsed_ms()},
                      {"value", answer.value},
                      {"bound", answer.bound},
                      {"gap_percent", answer.gap() * 100},
                      {"proven", answer.is_proven},
                      {"offers", use.offers},
                      {"broken", broken.size()},
                      {"finding", answer.findings.empty()
                                      ? ""
                                      : answer.findings.front().values.front().second}}))
              << "\n";
    return broken.empty() ? 0 : 1;
}

}  // namespace
}  // namespace gordion

int main(int count, char** words) {
    return gordion::run({words + 1, words + count});
}
