// SPDX-License-Identifier: EUPL-1.2
// One area on many days. Only the facts that reach the area are looked at, and a bundle is counted
// anew only on days on which something about it has changed.
#include <algorithm>

#include "planning/coverage.hpp"
#include "planning/share.hpp"

namespace gordion::planning {

class CoverageBook::Curve {
public:
    Curve(const CoverageBook& book, const Range& range, const std::vector<Date>& days,
          int least_level)
        : book_(book),
          range_(range),
          least_level_(least_level),
          offers_(places() + 1),
          named_(places() + 1),
          sums_(days.size()) {
        for (const Date day : days) {
            days_.push_back(static_cast<std::int32_t>(day.days_since_epoch()));
            stated_.push_back(book.stated_on(days_.back()));
        }
    }

    // All days of one bundle, with the facts that reach the area.
    void add(const std::vector<const PlacedFact*>& facts, std::vector<AreaCoverage>& points) {
        Sum sum;
        for (std::size_t at = 0; at < days_.size(); ++at) {
            if (at == 0 || has_changed(facts, at)) {
                sum = count(facts, at);
            }
            points[at].programme += sum.served > 0 ? 1 : 0;
            points[at].everywhere += sum.served == places() ? 1 : 0;
            sums_[at].people += sum.people;
            sums_[at].known_people += sum.known_people;
        }
    }

    void finish(std::vector<AreaCoverage>& points) const {
        const std::int64_t people = book_.population_[range_.end] - book_.population_[range_.begin];
        for (std::size_t at = 0; at < days_.size(); ++at) {
            points[at].weighted_millionths =
                share_of_pairs(sums_[at].people, people, book_.bundles_.size());
            points[at].known_millionths =
                share_of_pairs(sums_[at].known_people, people, book_.bundles_.size());
        }
    }

private:
    struct Sum {
        std::size_t served = 0;
        std::int64_t people = 0;
        std::int64_t known_people = 0;
    };

    [[nodiscard]] std::size_t places() const { return range_.end - range_.begin; }

    static bool holds(const PlacedFact& fact, std::int32_t day) {
        return fact.from <= day && day <= fact.until;
    }

    [[nodiscard]] bool has_changed(const std::vector<const PlacedFact*>& facts,
                                   std::size_t at) const {
        return stated_[at] != stated_[at - 1] ||
               std::any_of(facts.begin(), facts.end(), [&](const PlacedFact* fact) {
                   return holds(*fact, days_[at - 1]) != holds(*fact, days_[at]);
               });
    }

    Sum count(const std::vector<const PlacedFact*>& facts, std::size_t at) {
        std::fill(offers_.begin(), offers_.end(), 0);
        std::fill(named_.begin(), named_.end(), 0);
        for (const PlacedFact* fact : facts) {
            if (!holds(*fact, days_[at])) {
                continue;
            }
            const std::size_t begin = std::max<std::size_t>(fact->begin, range_.begin);
            const std::size_t end = std::min<std::size_t>(fact->end, range_.end);
            const int offer = fact->level >= least_level_ ? 1 : 0;
            ++named_[begin - range_.begin];
            --named_[end - range_.begin];
            offers_[begin - range_.begin] += offer;
            offers_[end - range_.begin] -= offer;
        }
        Sum sum;
        std::int32_t open_offers = 0;
        std::int32_t open_named = 0;
        for (std::size_t place = 0; place < places(); ++place) {
            open_offers += offers_[place];
            open_named += named_[place];
            const std::size_t number = range_.begin + place;
            const std::int64_t here = book_.population_[number + 1] - book_.population_[number];
            sum.served += open_offers > 0 ? 1 : 0;
            sum.people += open_offers > 0 ? here : 0;
            sum.known_people += open_named > 0 || stated_[at][number] ? here : 0;
        }
        return sum;
    }

    const CoverageBook& book_;
    Range range_;
    int least_level_;
    std::vector<std::int32_t> days_;
    std::vector<std::vector<bool>> stated_;
    std::vector<std::int32_t> offers_;  // begin minus end at each place of the area
    std::vector<std::int32_t> named_;
    std::vector<Sum> sums_;
};

std::vector<AreaCoverage> CoverageBook::curve(std::string_view area, const std::vector<Date>& days,
                                              int least_level) const {
    const auto range = range_of(area);
    VERIFY(range, "the area is known");
    std::vector<AreaCoverage> points(days.size(), {std::string(area), bundles_.size(), 0, 0, 0, 0});
    Curve curve(*this, *range, days, least_level);
    std::vector<const PlacedFact*> facts;
    std::size_t next = 0;
    for (std::uint32_t bundle = 0; bundle < bundles_.size(); ++bundle) {
        facts.clear();
        for (; next < facts_.size() && facts_[next].bundle == bundle; ++next) {
            if (facts_[next].begin < range->end && range->begin < facts_[next].end) {
                facts.push_back(&facts_[next]);
            }
        }
        if (!facts.empty() || !statements_.empty()) {
            curve.add(facts, points);
        }
    }
    curve.finish(points);
    return points;
}

}  // namespace gordion::planning
