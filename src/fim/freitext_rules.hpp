// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "core/finding.hpp"
#include "fim/freitext.hpp"
#include "formats/json.hpp"

namespace gordion::fim {

/// Free-text rules in the notation of packages (forms/README.md), with paths from the root:
///   conditions  one for each element that rules show or hide: visible when one of the statements
///               that show it holds (or none shows it) and none that hides or forbids it
///   required    "muss befüllt sein", "als Pflicht"
///   checks      what must hold, with codes forms.rule.…, `elements` (whose labels the message
///               names) and `values`
/// Every entry names its rules in `id`. An answer that is missing breaks no check except where a
/// value or something filled is demanded.
///
/// A rule is applied whole or not at all: one with an open item, an unresolved reference or a value
/// outside its list is not, because showing half of what a rule shows would hide the rest.
/// Findings:
///   fim.freitext.not_applied {regel, reason}   reason: open, reference, value, list, repeated,
///                                              birth_date, pattern, permission
///   fim.freitext.duplicate   {regel, element}  two rules say the same
///   fim.freitext.shown_twice {regel, element}  a note: several rules show it; one of them suffices
/// Expressions see `answers`, `item`, `level_1` … (the instances of the repeated groups around the
/// element, outermost first) and `today`.
Judged<formats::Json> translate_regeln(const std::vector<PlacedRegel>& regeln,
                                       const RegelElements& elements);

}  // namespace gordion::fim
