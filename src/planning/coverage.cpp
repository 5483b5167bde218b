// SPDX-License-Identifier: EUPL-1.2
#include "planning/coverage.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace gordion::planning {
namespace {

constexpr std::string_view everywhere = "00";
constexpr int highest_level = 4;

Finding left_out(std::string code, const CoverageFact& fact, std::string message) {
    return {std::move(code),
            Severity::Warning,
            std::to_string(fact.bundle) + " " + fact.area,
            {{"bundle", std::to_string(fact.bundle)}, {"area", fact.area}},
            std::move(message)};
}

// Of (bundle, inhabitant) pairs, in millionths. Up to 83 million inhabitants and 600 bundles make
// 5 × 10^10 pairs, times a million stays below 2^63.
std::int64_t share_of(std::int64_t served_people, std::int64_t people, std::size_t bundles) {
    constexpr std::int64_t millionths = 1'000'000;
    const std::int64_t pairs = people * static_cast<std::int64_t>(bundles);
    return pairs == 0 ? 0 : served_people * millionths / pairs;
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

Judged<std::shared_ptr<const CoverageBook>> CoverageBook::make(
    std::shared_ptr<const regions::Directory> directory, std::vector<int> bundles,
    std::vector<CoverageFact> facts) {
    auto book = std::shared_ptr<CoverageBook>(new CoverageBook());
    Findings findings;
    book->lay_out(*directory);
    book->bundles_ = std::move(bundles);
    for (std::size_t i = 0; i < book->bundles_.size(); ++i) {
        book->bundle_numbers_.emplace(book->bundles_[i], static_cast<std::uint32_t>(i));
    }
    for (const CoverageFact& fact : facts) {
        const auto bundle = book->bundle_numbers_.find(fact.bundle);
        const auto range = book->range_of(fact.area);
        if (bundle == book->bundle_numbers_.end() || !range) {
            findings.push_back(left_out("planning.coverage_unknown", fact,
                                        "There is no such bundle or area; the fact is left out."));
        } else if (fact.until && *fact.until < fact.from) {
            findings.push_back(left_out("planning.coverage_days", fact,
                                        "The last day lies before the first; it is left out."));
        } else if (fact.level < 0 || fact.level > highest_level) {
            findings.push_back(
                left_out("planning.coverage_level", fact, "A level lies between 0 and 4."));
        } else {
            book->facts_.push_back(
                {bundle->second, static_cast<std::uint32_t>(range->begin),
                 static_cast<std::uint32_t>(range->end), fact.level, day_number(fact.from),
                 fact.until ? day_number(*fact.until) : std::numeric_limits<std::int32_t>::max()});
        }
    }
    std::stable_sort(
        book->facts_.begin(), book->facts_.end(),
        [](const PlacedFact& one, const PlacedFact& other) { return one.bundle < other.bundle; });
    return {std::move(book), std::move(findings)};
}

// One bundle on one day: how many municipalities and inhabitants are served before each place, so
// that every area is two look-ups.
struct CoverageBook::Tally {
    explicit Tally(std::size_t places)
        : steps(places + 1), served(places + 1), people(places + 1) {}

    // What begins minus what ends at each place; the running sum tells who is served.
    std::vector<std::int32_t> steps;
    std::vector<std::uint32_t> served;
    std::vector<std::int64_t> people;
};

CoverageBook::Day CoverageBook::on(Date day, int least_level) const {
    const std::int32_t today = day_number(day);
    const std::size_t places = municipalities_.size();
    Day made(*this);
    made.served_.resize(bundles_.size() * places);
    std::vector<std::int64_t> served_people(areas_.size());
    for (const std::string& area : areas_) {
        made.areas_.push_back({area, bundles_.size(), 0, 0, 0});
    }
    Tally tally(places);
    for (std::size_t next = 0; next < facts_.size();) {
        const std::uint32_t bundle = facts_[next].bundle;
        std::fill(tally.steps.begin(), tally.steps.end(), 0);
        bool is_offered = false;
        for (; next < facts_.size() && facts_[next].bundle == bundle; ++next) {
            const PlacedFact& fact = facts_[next];
            if (fact.from <= today && today <= fact.until && fact.level >= least_level) {
                ++tally.steps[fact.begin];
                --tally.steps[fact.end];
                is_offered = true;
            }
        }
        if (!is_offered) {
            continue;
        }
        std::int32_t offers = 0;
        for (std::size_t place = 0; place < places; ++place) {
            offers += tally.steps[place];
            const bool served = offers > 0;
            made.served_[bundle * places + place] = served;
            tally.served[place + 1] = tally.served[place] + (served ? 1 : 0);
            tally.people[place + 1] =
                tally.people[place] + (served ? population_[place + 1] - population_[place] : 0);
        }
        for (std::size_t i = 0; i < areas_.size(); ++i) {
            const Range& range = ranges_[i];
            const std::size_t served = tally.served[range.end] - tally.served[range.begin];
            made.areas_[i].programme += served > 0 ? 1 : 0;
            made.areas_[i].everywhere += served == range.end - range.begin ? 1 : 0;
            served_people[i] += tally.people[range.end] - tally.people[range.begin];
        }
    }
    for (std::size_t i = 0; i < areas_.size(); ++i) {
        made.areas_[i].weighted_millionths =
            share_of(served_people[i], population_[ranges_[i].end] - population_[ranges_[i].begin],
                     bundles_.size());
    }
    return made;
}

bool CoverageBook::has_area(std::string_view area) const {
    return range_of(area).has_value();
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

BundleCoverage CoverageBook::Day::count(std::size_t bundle, std::size_t begin,
                                        std::size_t end) const {
    BundleCoverage coverage;
    const std::size_t row = bundle * book_->municipalities_.size();
    for (std::size_t place = begin; place < end; ++place) {
        if (served_[row + place]) {
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
    return count(number->second, range->begin, range->end);
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
    AreaCoverage coverage{std::string(area), book_->bundles_.size(), 0, 0, 0};
    std::int64_t served_people = 0;
    for (std::size_t bundle = 0; bundle < coverage.bundles; ++bundle) {
        const BundleCoverage one = count(bundle, range->begin, range->end);
        coverage.programme += one.municipalities > 0 ? 1 : 0;
        coverage.everywhere += one.municipalities == range->end - range->begin ? 1 : 0;
        served_people += one.population;
    }
    coverage.weighted_millionths =
        share_of(served_people, book_->population_[range->end] - book_->population_[range->begin],
                 coverage.bundles);
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
            return count(bundle, range.begin, range.end).municipalities == range.end - range.begin;
        };
        if (count(bundle, here->begin, here->end).municipalities == 0) {
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
