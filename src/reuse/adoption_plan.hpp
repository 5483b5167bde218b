// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "reuse/reuse.hpp"

namespace gordion::reuse {

/// Values and adoptions written down in one file, so that joining can be prepared and repeated:
///
///     valid_from = "2026-01-01"
///     [[values]]   package = "…" or packages = ["…"]   region = "083110000"   set.KEY = "…"
///     [[adoption]] package = "…" or packages = ["…"]   tenant = "083110000"
///
/// A table parameter is a list of tables. A block may have a valid_from of its own. An adoption may
/// name a `version`; without one it takes the newest.
struct AdoptionPlan {
    std::vector<ParameterChange> values;
    std::vector<AdoptionWish> adoptions;
};

/// Findings: reuse.plan_value with file and line; faults leave the block out. Error codes: those of
/// formats::parse_toml. `file_name` is for the places.
Result<Judged<AdoptionPlan>> parse_adoption_plan(std::string_view bytes,
                                                 std::string_view file_name);

/// Sets the values that differ from what holds already, then adopts. Goes on after a refusal; what
/// was refused is a finding (code of the error, or reuse.parameter_missing). Repeating it changes
/// nothing.
struct PlanOutcome {
    std::size_t values_set = 0;
    std::size_t values_unchanged = 0;
    std::vector<Adoption> adoptions;
    Findings findings;
};
PlanOutcome apply_adoption_plan(Reuse& reuse, const Scope& scope, const AdoptionPlan& plan);

}  // namespace gordion::reuse
