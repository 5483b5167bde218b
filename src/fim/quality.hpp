// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "core/finding.hpp"
#include "fim/schema.hpp"

namespace gordion::fim {

/// What a reader of the schema should mend, decided from the schema alone. Place: "line N: G1.F2".
/// Faults make a form impossible or contradictory, warnings make it poor, notes are conventions.
///   fim.quality.multiplicity         max smaller than min, or max 0 (fault)
///   fim.quality.group_empty          a group without positions (fault)
///   fim.quality.select_without_codes select with neither values nor list (fault)
///   fim.quality.input_with_codes     a list at a field that is no select (warning)
///   fim.quality.label_without_text   (warning)
///   fim.quality.lengths              minLength > maxLength (fault)
///   fim.quality.values               minValue > maxValue, or no value of the datentyp (fault)
///   fim.quality.pattern              not compilable (fault)
///   fim.quality.text_without_max     text without maxLength (warning)
///   fim.quality.length_on_type       length limits at a field that is no text (note)
///   fim.quality.file_without_type    file without mediaType (warning)
///   fim.quality.file_without_size    file without maxSize (warning)
///   fim.quality.norm_without_bezug   RNG element without reference to its norm (warning)
///   fim.quality.validity             gueltigBis before gueltigAb (fault)
///   fim.quality.two_versions         one id in two versions (warning)
///   fim.quality.two_contents         one (id, version) with different content (fault)
///   fim.quality.state_lower          an element less released than its schema (note)
///   fim.quality.id_form              id that is not letter + 11 digits, 8 in older versions (note)
///   fim.quality.version_form         version that is not MAJOR.MINOR.PATCH, MAJOR.MINOR in 2
///   (note) fim.quality.harmonized_number    HAR element outside Nummernkreis 60 (note)
///   fim.quality.code_unknown         prefilled code that the inline list does not have (fault)
///   fim.quality.relation_self        an element related to itself (fault)
Findings check_quality(const Schema& schema);

}  // namespace gordion::fim
