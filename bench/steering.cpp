// SPDX-License-Identifier: EUPL-1.2
// Steering over all of Germany: coverage on a day and over a year, and the way of all facts from
// the database into memory, which the first page after a change waits for. Prints one JSON object;
// bench/run.mjs shows it. Usage: gordion_steering_bench (in the project's folder).
#include <algorithm>
#include <iostream>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/random.hpp"
#include "core/stopwatch.hpp"
#include "formats/json.hpp"
#include "must.hpp"
#include "planning/coverage_store.hpp"
#include "planning/migrations.hpp"
#include "regions/directory_reader.hpp"

namespace gordion {
namespace {

constexpr int bundles = 557;

/// Half of all pairs of administration and bundle are served since some day of three years: 1.2
/// million facts.
std::vector<planning::CoverageFact> make_facts(const regions::Directory& germany) {
    SeededRandom random(30);
    const Date begin = must(parse_date("2023-01-01"));
    std::vector<planning::CoverageFact> facts;
    for (const regions::Administration& administration : germany.administrations()) {
        for (int bundle = 0; bundle < bundles; ++bundle) {
            if (random.below(2) == 0) {
                facts.push_back({bundle, administration.id.value, static_cast<int>(random.below(5)),
                                 begin.plus_days(static_cast<std::int64_t>(random.below(1'000))),
                                 std::nullopt, "bench"});
            }
        }
    }
    return facts;
}

double median_ms(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

/// A list of so many facts, kept in a database in memory, and read again.
struct StoreTimes {
    double keep_ms = 0;
    double load_ms = 0;
};

StoreTimes measure_store(const std::vector<planning::CoverageFact>& facts) {
    const auto database = must(storage::Database::open({"sqlite::memory:"}));
    VERIFY(database->migrate(planning::planning_migrations()), "the database is new");
    const SystemClock clock;
    planning::CoverageStore store(*database, clock);
    const Scope scope = system_scope("bench");
    planning::CoverageList list;
    list.source = "bench";
    list.file = {"bench.csv", "00"};
    list.content.facts = facts;
    const Stopwatch keeping;
    must(store.import_list(scope, list));
    StoreTimes times{keeping.elapsed_ms(), 0};
    const Stopwatch loading;
    const auto loaded = must(store.load_facts(scope, 1));
    times.load_ms = loading.elapsed_ms();
    VERIFY(loaded == facts, "what was kept is what is there");
    return times;
}

void run() {
    const auto draft =
        must(regions::read_gv100_file("data/gemeindeverzeichnis/GV100AD_30112025.txt"));
    const auto germany = regions::Directory::make({draft.value.date, draft.value.regions, {}});
    std::vector<int> numbers;
    for (int bundle = 0; bundle < bundles; ++bundle) {
        numbers.push_back(bundle);
    }
    auto facts = make_facts(*germany);
    const std::size_t count = facts.size();
    const StoreTimes store = measure_store(facts);
    const Stopwatch make_watch;
    const auto book =
        planning::CoverageBook::make(germany, std::move(numbers), std::move(facts)).value;
    const double make_ms = make_watch.elapsed_ms();
    // What every administration joined, over what others say: after each adoption.
    std::vector<planning::CoverageFact> own;
    for (const regions::Administration& administration : germany->administrations()) {
        for (int bundle = 0; bundle < 10; ++bundle) {
            own.push_back({bundle, administration.id.value, 3, must(parse_date("2025-01-01")),
                           std::nullopt, "Gordion"});
        }
    }
    const Stopwatch merge_watch;
    const auto merged = book->with(own).value;
    const double merge_ms = merge_watch.elapsed_ms();
    std::vector<double> days;
    std::vector<double> years;
    std::vector<double> curves;
    std::vector<Date> months;
    for (int month = 0; month < 12; ++month) {
        months.push_back(must(parse_date("2025-01-01")).plus_days(month * 30));
    }
    std::size_t everywhere = 0;
    for (int round = 0; round < 5; ++round) {
        const Stopwatch day_watch;
        const auto day = book->on(must(parse_date("2025-06-30")), 3);
        everywhere += day.areas().front().everywhere + day.areas().size();
        days.push_back(day_watch.elapsed_ms());
        const Stopwatch year_watch;
        for (const Date month : months) {
            everywhere += book->on(month, 3).areas().front().everywhere;
        }
        years.push_back(year_watch.elapsed_ms());
        const Stopwatch curve_watch;
        everywhere += book->curve("00", months, 3).front().everywhere;
        curves.push_back(curve_watch.elapsed_ms());
    }
    std::cout << formats::write_json(formats::Json::object(
                     {{"facts", count},
                      {"areas", book->on(must(parse_date("2025-06-30")), 3).areas().size()},
                      {"day_ms", median_ms(days)},
                      {"year_ms", median_ms(years)},
                      {"curve_ms", median_ms(curves)},
                      {"keep_ms", store.keep_ms},
                      {"load_ms", store.load_ms},
                      {"make_ms", make_ms},
                      {"merge_ms", merge_ms},
                      {"own_facts", own.size()},
                      {"check", everywhere + merged->fact_count()}}))
              << "\n";
}

}  // namespace
}  // namespace gordion

int main() {
    gordion::run();
    return 0;
}
