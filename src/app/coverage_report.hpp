// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/coverage.hpp"
#include "formats/json.hpp"
#include "planning/coverage_ranking.hpp"

namespace gordion::app {

/// What is asked about coverage.
struct CoverageQuestion {
    std::string area = "00";
    Date day;
    int level = 2;  ///< least level of maturity; 2 is that of the programme's rule
    planning::CoverageRule rule = planning::CoverageRule::Weighted;  ///< for the ranking
};

/// A part of the area: a Land of the Bund, a Kreis of a Land, and so on down to municipalities.
struct CoveragePart {
    planning::RankedArea ranked;
    std::string name;
    std::int64_t population = 0;
    std::size_t municipalities = 0;
};

/// How far one bundle reaches in the area.
struct BundleReach {
    int bundle = 0;
    std::string name;
    std::string themenfeld;
    std::size_t offered = 0;  ///< municipalities
    std::size_t known = 0;    ///< municipalities about which somebody says something
};

/// Who says something about coverage, and how old it is.
struct CoverageSource {
    std::string name;
    std::optional<Instant> imported_at;  ///< none: Gordion's own adoptions, as of now
    std::size_t facts = 0;
    std::vector<std::string> covers;
};

/// The answer, with everything that has to stand beside its numbers.
struct CoverageReport {
    CoverageQuestion question;
    std::string name;
    std::vector<std::pair<std::string, std::string>> around;  ///< number and name, the Bund first
    std::int64_t population = 0;
    std::size_t municipalities = 0;
    Date directory_day;
    Date catalogue_day;
    planning::AreaCoverage total;
    planning::Spread spread;
    std::vector<CoveragePart> parts;  ///< by rank_areas()
    std::vector<BundleReach> bundles;
    std::vector<CoverageSource> sources;
};

/// Error code: planning.area_missing (NotFound).
Result<CoverageReport> report_coverage(CoverageDesk& desk,
                                       const std::shared_ptr<const CoverageState>& state,
                                       const CoverageQuestion& question);

/// The members are explained in docs/guides/coverage.md.
formats::Json coverage_as_json(const CoverageReport& report);
/// One row for the area and one for each part; numbers with a point, shares in percent.
std::string coverage_as_csv(const CoverageReport& report);
/// One row for each bundle.
std::string bundles_as_csv(const CoverageReport& report);

/// "12.3": millionths as percent, rounded.
std::string percent_text(std::int64_t millionths, char point = '.');
std::string_view rule_name(planning::CoverageRule rule);  ///< "programme", "everywhere", "weighted"
std::optional<planning::CoverageRule> find_rule(std::string_view name);

}  // namespace gordion::app
