// SPDX-License-Identifier: EUPL-1.2
#include "planning/coverage.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "planning/share.hpp"

namespace gordion::planning {
namespace {

constexpr std::string_view everywhere = "00";
Finding left_out(std::string code, const CoverageFact& fact, std::string message) {
    return {std::move(code),
            Severity::Warning,
            std::to_string(fact.bundle) + " " + fact.area,
            {{"bundle", std::to_string(fact.bundle)}, {"area", fact.area}},
            std::move(message)};
}

std::int32_t day_number(Date date) {
    return static_cast<std::int32_t>(date.days_since_epoch());
}

}  // namespace

void CoverageBook::lay_out(const regions::Directory& directory) {
    population_.push_back(0);
    std::set<std::string> areas{std::string(everywhere)};
    for (const regions::Region* municipality : directory.municipalities_of(everywhere)) {
        municipalities_.push_back(municipality->ars);
        population_.push_back(population_.back() + municipality->population);
        for (const std::size_t length : {2U, 5U, 9U}) {
            areas.insert(municipality->ars.substr(0, length));
        }
    }
    areas_.assign(areas.begin(), areas.end());
    for (const std::string& area : areas_) {
        const auto range = range_of(area);
        VERIFY(range, "the area is that of a municipality");
        ranges_.push_back(*range);
    }
}

std::optional<CoverageBook::Range> CoverageBook::range_of(std::string_view area) const {
    if (area == everywhere) {
        return Range{0, municipalities_.size()};
    }
    const auto below = [](std::string_view ars, std::string_view prefix) {
        return ars.substr(0, prefix.size()) < prefix;
    };
    const auto above = [](std::string_view prefix, std::string_view ars) {
        return prefix < ars.substr(0, prefix.size());
    };
    const auto begin =
        std::lower_bound(municipalities_.begin(), municipalities_.end(), area, below);
    const auto end = std::upper_bound(begin, municipalities_.end(), area, above);
    if (area.empty() || begin == end) {
        return std::nullopt;
    }
    return Range{static_cast<std::size_t>(begin - municipalities_.begin()),
                 static_cast<std::size_t>(end - municipalities_.begin())};
}

void CoverageBook::place(const std::vector<CoverageFact>& facts, Findings& findings) {
    const auto known = static_cast<std::ptrdiff_t>(facts_.size());
    for (const CoverageFact& fact : facts) {
        const auto bundle = bundle_numbers_.find(fact.bundle);
        const auto range = range_of(fact.area);
        if (bundle == bundle_numbers_.end() || !range) {
            findings.push_back(left_out("planning.coverage_unknown", fact,
                                        "There is no such bundle or area; the fact is left out."));
        } else if (fact.until && *fact.until < fact.from) {
            findings.push_back(left_out("planning.coverage_days", fact,
                                        "The last day lies before the first; it is left out."));
        } else if (fact.level < 0 || fact.level > highest_coverage_level) {
            findings.push_back(
                left_out("planning.coverage_level", fact, "A level lies between 0 and 4."));
        } else {
            facts_.push_back(
                {bundle->second, static_cast<std::uint32_t>(range->begin),
                 static_cast<std::uint32_t>(range->end), fact.level, day_number(fact.from),
                 fact.until ? day_number(*fact.until) : std::numeric_limits<std::int32_t>::max()});
        }
    }
    const auto by_bundle = [](const PlacedFact& one, const PlacedFact& other) {
        return one.bundle < other.bundle;
    };
    std::stable_sort(facts_.begin() + known, facts_.end(), by_bundle);
    std::inplace_merge(facts_.begin(), facts_.begin() + known, facts_.end(), by_bundle);
}

Judged<std::shared_ptr<const CoverageBook>> CoverageBook::with(
    const std::vector<CoverageFact>& facts) const {
    Findings findings;
    auto book = std::shared_ptr<CoverageBook>(new CoverageBook(*this));
    book->place(facts, findings);
    return {std::move(book), std::move(findings)};
}

Judged<std::shared_ptr<const CoverageBook>> CoverageBook::make(
    std::shared_ptr<const regions::Directory> directory, std::vector<int> bundles,
    std::vector<CoverageFact> facts, const std::vector<CoverageStatement>& statements) {
    auto book = std::shared_ptr<CoverageBook>(new CoverageBook());
    Findings findings;
    book->lay_out(*directory);
    book->bundles_ = std::move(bundles);
    for (std::size_t i = 0; i < book->bundles_.size(); ++i) {
        book->bundle_numbers_.emplace(book->bundles_[i], static_cast<std::uint32_t>(i));
    }
    book->place(facts, findings);
    for (const CoverageStatement& statement : statements) {
        if (const auto range = book->range_of(statement.area)) {
            book->statements_.push_back({*range, day_number(statement.from)});
        }
    }
    return {std::move(book), std::move(findings)};
}

// One bundle on one day: how many municipalities and inhabitants are served before each place, so
// that every area is two look-ups.
struct CoverageBook::Tally {
    explicit Tally(std::size_t places)
        : steps(places + 1),
          known_steps(places + 1),
          served(places + 1),
          people(places + 1),
          known_people(places + 1) {}

    void clear() {
        std::fill(steps.begin(), steps.end(), 0);
        std::fill(known_steps.begin(), known_steps.end(), 0);
    }

    // Sums up from place to place; marks who is served and known from `row` on.
    void run(const std::vector<std::int64_t>& population, const std::vector<bool>& stated,
             std::size_t row, std::vector<bool>& served_table, std::vector<bool>& known_table) {
        std::int32_t offers = 0;
        std::int32_t facts = 0;
        for (std::size_t place = 0; place + 1 < served.size(); ++place) {
            offers += steps[place];
            facts += known_steps[place];
            const bool is_served = offers > 0;
            const bool is_known = facts > 0 || stated[place];
            const std::int64_t here = population[place + 1] - population[place];
            served_table[row + place] = is_served;
            known_table[row + place] = is_known;
            served[place + 1] = served[place] + (is_served ? 1 : 0);
            people[place + 1] = people[place] + (is_served ? here : 0);
            known_people[place + 1] = known_people[place] + (is_known ? here : 0);
        }
    }

    // What begins minus what ends at each place; the running sums tell who is served and known.
    std::vector<std::int32_t> steps;
    std::vector<std::int32_t> known_steps;
    std::vector<std::uint32_t> served;
    std::vector<std::int64_t> people;
    std::vector<std::int64_t> known_people;
};

std::vector<bool> CoverageBook::stated_on(std::int32_t day) const {
    std::vector<bool> stated(municipalities_.size());
    for (const PlacedStatement& statement : statements_) {
        if (statement.from <= day) {
            std::fill(stated.begin() + static_cast<std::ptrdiff_t>(statement.range.begin),
                      stated.begin() + static_cast<std::ptrdiff_t>(statement.range.end), true);
        }
    }
    return stated;
}

CoverageBook::Day CoverageBook::on(Date day, int least_level) const {
    const std::int32_t today = day_number(day);
    const std::size_t places = municipalities_.size();
    Day made(*this);
    made.served_.resize(bundles_.size() * places);
    made.known_.resize(bundles_.size() * places);
    std::vector<std::int64_t> served_people(areas_.size());
    std::vector<std::int64_t> known_people(areas_.size());
    for (const std::string& area : areas_) {
        made.areas_.push_back({area, bundles_.size(), 0, 0, 0, 0});
    }
    const std::vector<bool> stated = stated_on(today);
    Tally tally(places);
    std::size_t next = 0;
    for (std::uint32_t bundle = 0; bundle < bundles_.size(); ++bundle) {
        tally.clear();
        bool is_named = !statements_.empty();
        for (; next < facts_.size() && facts_[next].bundle == bundle; ++next) {
            const PlacedFact& fact = facts_[next];
            if (fact.from > today || today > fact.until) {
                continue;
            }
            is_named = true;
            ++tally.known_steps[fact.begin];
            --tally.known_steps[fact.end];
            if (fact.level >= least_level) {
                ++tally.steps[fact.begin];
                --tally.steps[fact.end];
            }
        }
        if (!is_named) {
            continue;
        }
        tally.run(population_, stated, bundle * places, made.served_, made.known_);
        for (std::size_t i = 0; i < areas_.size(); ++i) {
            const Range& range = ranges_[i];
            const std::size_t served = tally.served[range.end] - tally.served[range.begin];
            made.areas_[i].programme += served > 0 ? 1 : 0;
            made.areas_[i].everywhere += served == range.end - range.begin ? 1 : 0;
            served_people[i] += tally.people[range.end] - tally.people[range.begin];
            known_people[i] += tally.known_people[range.end] - tally.known_people[range.begin];
        }
    }
    for (std::size_t i = 0; i < areas_.size(); ++i) {
        const std::int64_t people = population_[ranges_[i].end] - population_[ranges_[i].begin];
        made.areas_[i].weighted_millionths =
            share_of_pairs(served_people[i], people, bundles_.size());
        made.areas_[i].known_millionths = share_of_pairs(known_people[i], people, bundles_.size());
    }
    return made;
}

bool CoverageBook::has_area(std::string_view area) const {
    return range_of(area).has_value();
}

std::size_t CoverageBook::municipalities_in(std::string_view area) const {
    const auto range = range_of(area);
    return range ? range->end - range->begin : 0;
}

std::vector<Date> CoverageBook::changes() const {
    std::set<std::int32_t> days;
    for (const PlacedFact& fact : facts_) {
        days.insert(fact.from);
        if (fact.until != std::numeric_limits<std::int32_t>::max()) {
            days.insert(fact.until + 1);
        }
    }
    std::vector<Date> dates;
    for (const std::int32_t day : days) {
        dates.push_back(Date::from_days(day));
    }
    return dates;
}

BundleCoverage CoverageBook::Day::count(const std::vector<bool>& table, std::size_t bundle,
                                        const Range& range) const {
    BundleCoverage coverage;
    const std::size_t row = bundle * book_->municipalities_.size();
    for (std::size_t place = range.begin; place < range.end; ++place) {
        if (table[row + place]) {
            ++coverage.municipalities;
            coverage.population += book_->population_[place + 1] - book_->population_[place];
        }
    }
    return coverage;
}

BundleCoverage CoverageBook::Day::bundle_in(int bundle, std::string_view area) const {
    const auto range = book_->range_of(area);
    const auto number = book_->bundle_numbers_.find(bundle);
    VERIFY(range && number != book_->bundle_numbers_.end(), "bundle and area are known");
    return count(served_, number->second, *range);
}

BundleCoverage CoverageBook::Day::known_in(int bundle, std::string_view area) const {
    const auto range = book_->range_of(area);
    const auto number = book_->bundle_numbers_.find(bundle);
    VERIFY(range && number != book_->bundle_numbers_.end(), "bundle and area are known");
    return count(known_, number->second, *range);
}

AreaCoverage CoverageBook::Day::area(std::string_view area) const {
    const auto known = std::lower_bound(
        areas_.begin(), areas_.end(), area,
        [](const AreaCoverage& one, std::string_view name) { return one.area < name; });
    if (known != areas_.end() && known->area == area) {
        return *known;
    }
    const auto range = book_->range_of(area);
    VERIFY(range, "the area is known");
    AreaCoverage coverage{std::string(area), book_->bundles_.size(), 0, 0, 0, 0};
    std::int64_t served_people = 0;
    std::int64_t known_people = 0;
    for (std::size_t bundle = 0; bundle < coverage.bundles; ++bundle) {
        const BundleCoverage one = count(served_, bundle, *range);
        coverage.programme += one.municipalities > 0 ? 1 : 0;
        coverage.everywhere += one.municipalities == range->end - range->begin ? 1 : 0;
        served_people += one.population;
        known_people += count(known_, bundle, *range).population;
    }
    const std::int64_t people = book_->population_[range->end] - book_->population_[range->begin];
    coverage.weighted_millionths = share_of_pairs(served_people, people, coverage.bundles);
    coverage.known_millionths = share_of_pairs(known_people, people, coverage.bundles);
    return coverage;
}

Spread CoverageBook::Day::spread_in(std::string_view area) const {
    const auto here = book_->range_of(area);
    VERIFY(here, "the area is known");
    const Range everybody{0, book_->municipalities_.size()};
    const Range land =
        area.size() < 2 || area == everywhere ? everybody : *book_->range_of(area.substr(0, 2));
    Spread spread;
    for (std::size_t bundle = 0; bundle < book_->bundles_.size(); ++bundle) {
        const auto reaches = [&](const Range& range) {
            return count(served_, bundle, range).municipalities == range.end - range.begin;
        };
        if (count(served_, bundle, *here).municipalities == 0) {
            continue;
        }
        if (reaches(everybody)) {
            ++spread.bund;
        } else if (reaches(land)) {
            ++spread.land;
        } else {
            ++(reaches(*here) ? spread.area : spread.some);
        }
    }
    return spread;
}

}  // namespace gordion::planning
