// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/finding.hpp"
#include "core/time.hpp"
#include "regions/directory.hpp"

namespace gordion::planning {

/// Of maturity model 1.1, in which coverage is told.
inline constexpr int highest_coverage_level = 4;

/// That a bundle is offered online in an area, on which level of maturity, and since when.
struct CoverageFact {
    int bundle = 0;
    std::string area;  ///< part of the ARS; "00" is everywhere
    int level = 0;     ///< of maturity model 1.1: 0 to 4
    Date from;
    std::optional<Date> until;  ///< the last day
    std::string source;         ///< who says so: "gordion", "dashboard 2026-10" …
    bool operator==(const CoverageFact&) const = default;
};

/// That a source speaks about an area completely from a day on: what it does not name is not
/// offered there. Without one, what nobody names is not known.
struct CoverageStatement {
    std::string area;
    Date from;
    bool operator==(const CoverageStatement&) const = default;
};

/// How far a bundle reaches in an area on a day: the ways of counting stand side by side, because
/// the distance between them is the message. Source: domain/efa.md, section 4.1.
struct BundleCoverage {
    std::uint32_t municipalities = 0;  ///< of the area, in which it is available
    std::int64_t population = 0;       ///< who live there
};

/// One area on one day.
struct AreaCoverage {
    std::string area;
    std::size_t bundles = 0;     ///< looked at
    std::size_t programme = 0;   ///< available in at least one municipality (programme rule)
    std::size_t everywhere = 0;  ///< available in all municipalities (rule of the map)
    /// Share of (bundle, inhabitant) pairs that are served, in millionths.
    std::int64_t weighted_millionths = 0;
    /// Share of such pairs about which anybody says anything, also that it is not offered. What is
    /// not known can only raise the three numbers.
    std::int64_t known_millionths = 0;
    [[nodiscard]] bool is_known() const { return known_millionths == 1'000'000; }
    /// What `weighted_millionths` can be at most.
    [[nodiscard]] std::int64_t highest_millionths() const {
        return weighted_millionths + 1'000'000 - known_millionths;
    }
    bool operator==(const AreaCoverage&) const = default;
};

/// The bundles available in an area by how far they reach; each counts once, where it reaches
/// furthest.
struct Spread {
    std::size_t bund = 0;  ///< in all municipalities of Germany
    std::size_t land = 0;  ///< of the area's Land
    std::size_t area = 0;  ///< of the area
    std::size_t some = 0;  ///< in at least one
    [[nodiscard]] std::size_t sum() const { return bund + land + area + some; }
};

/// What is offered where, for any day: made once from all facts, asked often. Works on
/// municipalities, not administrations, because the rule of the map counts them. Immutable; used
/// from any thread.
class CoverageBook {
    struct Range {
        std::size_t begin = 0;
        std::size_t end = 0;
    };

public:
    /// Facts about unknown bundles or areas are left out with a finding planning.coverage_unknown
    /// (a warning; values bundle, area), those whose days are in the wrong order with
    /// planning.coverage_days, those of an unknown level with planning.coverage_level.
    static Judged<std::shared_ptr<const CoverageBook>> make(
        std::shared_ptr<const regions::Directory> directory, std::vector<int> bundles,
        std::vector<CoverageFact> facts, const std::vector<CoverageStatement>& statements = {});

    /// The same book with more facts; cheaper than making all of it anew. Findings are those about
    /// the new facts.
    [[nodiscard]] Judged<std::shared_ptr<const CoverageBook>> with(
        const std::vector<CoverageFact>& facts) const;

    /// One day and one least level of maturity.
    class Day {
    public:
        /// An unknown bundle or area is a Bug: ask has_area().
        [[nodiscard]] BundleCoverage bundle_in(int bundle, std::string_view area) const;
        /// The same for what somebody says anything about.
        [[nodiscard]] BundleCoverage known_in(int bundle, std::string_view area) const;
        [[nodiscard]] AreaCoverage area(std::string_view area) const;
        [[nodiscard]] Spread spread_in(std::string_view area) const;
        /// The Bund, all Länder, Kreise and administrations, by their numbers; computed with the
        /// day.
        [[nodiscard]] const std::vector<AreaCoverage>& areas() const { return areas_; }

    private:
        friend class CoverageBook;
        explicit Day(const CoverageBook& book) : book_(&book) {}
        [[nodiscard]] BundleCoverage count(const std::vector<bool>& table, std::size_t bundle,
                                           const Range& range) const;

        const CoverageBook* book_;
        std::vector<bool> served_;  ///< bundle × municipality
        std::vector<bool> known_;   ///< bundle × municipality: somebody says something
        std::vector<AreaCoverage> areas_;
    };
    /// The book outlives the day.
    [[nodiscard]] Day on(Date day, int least_level) const;
    /// One area on many days, in order: cheaper than so many Days. An unknown area is a Bug.
    [[nodiscard]] std::vector<AreaCoverage> curve(std::string_view area,
                                                  const std::vector<Date>& days,
                                                  int least_level) const;
    [[nodiscard]] bool has_area(std::string_view area) const;
    /// The municipalities in it; 0 for an unknown one.
    [[nodiscard]] std::size_t municipalities_in(std::string_view area) const;
    [[nodiscard]] const std::vector<int>& bundles() const { return bundles_; }
    [[nodiscard]] std::size_t fact_count() const { return facts_.size(); }
    /// The days on which something changes, in order: the steps of a curve.
    [[nodiscard]] std::vector<Date> changes() const;

private:
    struct PlacedFact {
        std::uint32_t bundle = 0;
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        int level = 0;
        std::int32_t from = 0;
        std::int32_t until = 0;
    };
    struct PlacedStatement {
        Range range;
        std::int32_t from = 0;
    };
    struct Tally;
    class Curve;
    CoverageBook() = default;
    [[nodiscard]] std::optional<Range> range_of(std::string_view area) const;
    void lay_out(const regions::Directory& directory);
    void place(const std::vector<CoverageFact>& facts, Findings& findings);
    [[nodiscard]] std::vector<bool> stated_on(std::int32_t day) const;

    std::vector<int> bundles_;
    std::unordered_map<int, std::uint32_t> bundle_numbers_;
    std::vector<std::string> municipalities_;  ///< in the order of their numbers
    std::vector<std::int64_t> population_;     ///< before each municipality
    std::vector<std::string> areas_;           ///< with two, five and nine digits, and the Bund
    std::vector<Range> ranges_;                ///< of the areas
    std::vector<PlacedFact> facts_;            ///< by bundle
    std::vector<PlacedStatement> statements_;
};

}  // namespace gordion::planning
