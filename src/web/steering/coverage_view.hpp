// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "app/coverage_report.hpp"
#include "documents/document.hpp"
#include "formats/json.hpp"
#include "planning/area_map.hpp"
#include "web/visit.hpp"

/// What the cockpit's pages show, as data of their templates.
namespace gordion::web {

enum class MapDetail { Parts, Kreise };

/// What a page asks for, beside the question itself.
struct CoverageWish {
    app::CoverageQuestion question;
    int months = 12;  ///< of the curve
    MapDetail detail = MapDetail::Parts;
};

/// "/abdeckung/05?tag=…": the same question about another area, or another page of it
/// ("/leistungen").
std::string coverage_url(const CoverageWish& wish, std::string_view area,
                         std::string_view page = {});

std::string count_text(std::int64_t count);          ///< "83.577.140"
std::string percent_words(std::int64_t millionths);  ///< "12,3 %"
/// "12,3 %", or "12,3 bis 45,6 %" where not everything is known.
std::string share_text(const Visit& visit, const planning::AreaCoverage& area,
                       planning::CoverageRule rule);

/// Name, day, the three rules with their definitions, sources, parts with ranks.
formats::Json coverage_json(const Visit& visit, const app::CoverageReport& report,
                            const CoverageWish& wish);

/// One area of a map: what it is called, and its numbers.
struct MapValue {
    planning::AreaCoverage coverage;
    std::string name;
};
/// Nothing where there is nothing to draw.
formats::Json map_json(const Visit& visit, const planning::AreaMap& map,
                       const std::vector<MapValue>& values, const CoverageWish& wish);

/// The curve: three lines that differ in dashes and marks, and the same as a table.
formats::Json curve_json(const Visit& visit, const std::vector<Date>& days,
                         const std::vector<planning::AreaCoverage>& points);

/// The report on paper.
documents::Document coverage_document(const Visit& visit, const app::CoverageReport& report,
                                      const CoverageWish& wish);

}  // namespace gordion::web
