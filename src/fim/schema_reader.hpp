// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "fim/schema.hpp"

namespace gordion::fim {

/// Reads an XDatenfelder message as a stream: a schema (0102), or a single group (0103), which
/// becomes a schema of one position so that it can be shown and checked in the same way. The
/// namespace URI decides about the version, never the prefix.
///
/// A value with faults among its findings is readable but must not be published. Findings, each
/// with place "line N" and the element's id as value "element":
///   fim.element_unexpected   an element the standard does not have at this place (skipped whole)
///   fim.element_duplicate    a second value where one is allowed (the first stays)
///   fim.element_missing      a required element is absent
///   fim.element_empty        id, version, name … without content
///   fim.code_invalid         feldart, datentyp, status … outside its code list
///   fim.multiplicity_invalid anzahl that is not min:max
///   fim.number_invalid       a length or size that is no number
///   fim.code_duplicate       the same code twice in one inline list
///   fim.more_findings        the list ends here (limits::findings)
/// Error codes: fim.version_unsupported (XDatenfelder 1 and 2, value "namespace"),
/// fim.message_unsupported (another root, value "root"), fim.too_many_elements, and those of
/// formats::read_xml.
Result<Judged<Schema>> read_schema(std::string_view bytes);

}  // namespace gordion::fim
