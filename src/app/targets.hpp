// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "app/coverage_report.hpp"
#include "planning/target_store.hpp"

namespace gordion::app {

/// Where a distance comes from, to be worded: the code of a text and its values.
struct TargetReason {
    std::string code;
    Values values;
};

struct TargetRow {
    planning::GoalDistance distance;
    std::vector<TargetReason> reasons;  ///< empty where the goal is reached
};

/// How far an area is from a picture, and why.
struct TargetReport {
    planning::StoredPicture stored;  ///< the rows point into it
    std::string area;
    std::string name;
    Date day;
    formats::Json evidence;
    std::vector<TargetRow> rows;
    std::vector<CoverageSource> sources;
};

struct TargetQuestion {
    std::string picture;
    std::string version;  ///< "": the newest
    std::string area;     ///< 2, 5 or 9 digits, or "00"
    Date day;
    formats::Json declared = formats::Json::object();  ///< what somebody declares, by name
};

/// Measures "coverage.<1 to 4>.<programme, everywhere, weighted>" in percent of the area's bundles
/// or pairs (with "_most"), "coverage.<level>.known", "system.services" (packages in use) and
/// "declared.<name>". Error codes: planning.target_missing, planning.area_missing,
/// planning.target_area (Invalid: a municipality inside a Verband, or a Regierungsbezirk).
Result<std::unique_ptr<const TargetReport>> report_target(Modules& in,
                                                          const TargetQuestion& question);

formats::Json target_as_json(const TargetReport& report);

}  // namespace gordion::app
