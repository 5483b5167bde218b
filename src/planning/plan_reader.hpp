// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>

#include "core/result.hpp"
#include "formats/json.hpp"
#include "planning/plan_problem.hpp"

namespace gordion::planning {

/// A problem from a file (TOML, or JSON where it begins with a brace), as docs/reference/plan.md
/// describes it. Everything wrong is a finding with its place ("pair.3.one_off_cents", and the line
/// in TOML): those of check_plan_problem, planning.plan_missing (a required figure is absent),
/// planning.plan_value (of another kind than expected), planning.plan_reference (an id that is not
/// there), planning.plan_key (a warning: an unknown key). With faults the problem is as far as it
/// could be read. Error codes: those of formats::parse_toml and parse_json.
Result<Judged<PlanProblem>> parse_plan_problem(std::string_view bytes);

/// The same form; reading it gives the same problem.
formats::Json plan_problem_as_json(const PlanProblem& problem);

}  // namespace gordion::planning
