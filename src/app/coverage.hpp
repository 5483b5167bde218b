// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planning/coverage_store.hpp"
#include "reuse/adoption.hpp"

namespace gordion::app {

struct Modules;
struct Reference;

/// Who says what Gordion itself offers.
inline constexpr std::string_view own_coverage_source = "Gordion";
/// Where Gordion serves a bundle, the Antrag goes online with its Nachweise: that is level 3 of
/// model 1.1 by the definition of the level.
inline constexpr int own_coverage_level = 3;

/// What adoptions say: each step holds until the day before the next one of the same tenant and
/// package. Steps of packages whose offer is unknown say nothing; neither do keys without a bundle.
std::vector<planning::CoverageFact> own_coverage(std::vector<reuse::Adoption> steps,
                                                 const std::vector<reuse::Offer>& offers,
                                                 const services::Catalogue& catalogue);

/// All that is known about coverage at one moment. Immutable.
struct CoverageState {
    std::shared_ptr<const Reference> reference;
    std::shared_ptr<const planning::CoverageBook> book;
    std::vector<planning::CoverageImportRecord> lists;  ///< that hold, newest first
    std::size_t own_facts = 0;
    Findings findings;  ///< about facts that were left out, those of CoverageBook::make
};

/// One day of it, counted from a least level on.
struct CoverageDay {
    std::shared_ptr<const CoverageState> state;
    planning::CoverageBook::Day day;
};

/// Keeps what the cockpit shows in memory; made anew when a list, an adoption or the reference data
/// have changed. Shared between threads.
class CoverageDesk {
public:
    explicit CoverageDesk(Modules& in) : in_(&in) {}

    /// Error codes: app.reference_missing, those of the stores.
    Result<std::shared_ptr<const CoverageState>> load_state();
    /// As it was known at a moment in the past; kept by nobody.
    Result<std::shared_ptr<const CoverageState>> load_state_known_at(Instant at);
    std::shared_ptr<const CoverageDay> count_day(const std::shared_ptr<const CoverageState>& state,
                                                 Date day, int least_level);
    using Curve = std::vector<planning::AreaCoverage>;
    std::shared_ptr<const Curve> draw_curve(const std::shared_ptr<const CoverageState>& state,
                                            const std::string& area, const std::vector<Date>& days,
                                            int least_level);

private:
    /// What others say: the greater part, which adoptions do not change.
    struct Lists {
        std::string key;
        std::shared_ptr<const planning::CoverageBook> book;
        std::vector<planning::CoverageImportRecord> records;
        Findings findings;
    };
    [[nodiscard]] Result<std::string> load_lists_key(const Reference& reference) const;
    [[nodiscard]] Result<std::shared_ptr<const Lists>> make_lists(const Reference& reference,
                                                                  Instant at) const;
    [[nodiscard]] Result<std::shared_ptr<const CoverageState>> make_state(
        std::shared_ptr<const Reference> reference, const Lists& lists, Instant at) const;

    Modules* in_;
    std::mutex mutex_;  // guards what follows; never held while counting
    std::string key_;
    std::shared_ptr<const Lists> lists_;
    std::shared_ptr<const CoverageState> state_;
    std::map<std::pair<Date, int>, std::shared_ptr<const CoverageDay>> days_;
    std::map<std::string, std::shared_ptr<const Curve>> curves_;
};

struct CoverageOrder {
    std::filesystem::path file;
    std::string source;
    std::filesystem::path mapping;    ///< TOML; none if empty
    std::vector<std::string> covers;  ///< areas about which the list speaks completely
};

struct CoverageImported {
    planning::CoverageChange change;
    std::string refused_rows;  ///< "" where all were read
};

enum class Apply { No, Yes };

/// Reads somebody's list and, if it is applied, keeps it: the file in the data folder under its
/// hash, the facts in the database. Error codes: core.file_…, those of read_coverage_mapping,
/// read_coverage_csv, CoverageStore.
Result<Judged<CoverageImported>> import_coverage(Modules& in, const CoverageOrder& order,
                                                 Apply apply);

}  // namespace gordion::app
