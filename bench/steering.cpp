// SPDX-License-Identifier: EUPL-1.2
// Steering over all of Germany: coverage on a day and over a year. Prints one JSON object;
// bench/run.mjs shows it. Usage: gordion_steering_bench (in the project's folder).
#include <algorithm>
#include <iostream>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/random.hpp"
#include "core/stopwatch.hpp"
#include "formats/json.hpp"
#include "planning/coverage.hpp"
#include "regions/directory_reader.hpp"

namespace gordion {
namespace {

template <typename T>
T must(Result<T> result) {
    VERIFY(result.has_value(), result.error().to_text().c_str());
    return std::move(result).value();
}

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
    const auto book =
        planning::CoverageBook::make(germany, std::move(numbers), std::move(facts)).value;
    std::vector<double> days;
    std::vector<double> years;
    std::size_t everywhere = 0;
    for (int round = 0; round < 5; ++round) {
        const Stopwatch day_watch;
        const auto day = book->on(must(parse_date("2025-06-30")), 3);
        everywhere += day.areas().front().everywhere + day.areas().size();
        days.push_back(day_watch.elapsed_ms());
        const Stopwatch year_watch;
        for (int month = 0; month < 12; ++month) {
            const auto point = book->on(must(parse_date("2025-01-01")).plus_days(month * 30), 3);
            everywhere += point.areas().front().everywhere;
        }
        years.push_back(year_watch.elapsed_ms());
    }
    std::cout << formats::write_json(formats::Json::object(
                     {{"facts", count},
                      {"areas", book->on(must(parse_date("2025-06-30")), 3).areas().size()},
                      {"day_ms", median_ms(days)},
                      {"year_ms", median_ms(years)},
                      {"check", everywhere}}))
              << "\n";
}

}  // namespace
}  // namespace gordion

int main() {
    gordion::run();
    return 0;
}
