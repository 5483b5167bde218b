// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "core/finding.hpp"
#include "fim/schema.hpp"

namespace gordion::cli {

/// What of the rules of a schema together is wrong – cycles, duplicates, a condition on a later
/// question –, found by the same code that makes forms.
Findings judge_rule_graph(fim::Schema schema);
/// Elements that a rule names and the schema does not have, or has at several places.
Findings judge_rule_references(const fim::Schema& schema);

}  // namespace gordion::cli
