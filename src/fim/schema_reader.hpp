// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>

#include "core/files.hpp"
#include "core/finding.hpp"
#include "core/result.hpp"
#include "fim/schema.hpp"

namespace gordion::fim {

/// Reads an XDatenfelder message as a stream: a schema (0102), a single group (0103) or a single
/// field (0104), the latter two as a schema of one position. Versions 2 and 3.0.0 are read with
/// everything in them, version 1 as far as it can be mapped. The namespace URI decides about the
/// version, never the prefix.
///
/// A value with faults among its findings is readable but must not be published. Findings, each
/// with place "line N" and the element's id as value "element":
///   fim.element_unexpected   an element the standard does not have at this place (skipped whole)
///   fim.element_duplicate    a second value where one is allowed (the first stays)
///   fim.element_missing      a required element is absent
///   fim.element_empty        id, name … without content
///   fim.code_invalid         feldart, datentyp, status … outside its code list
///   fim.multiplicity_invalid anzahl that is not min:max
///   fim.number_invalid       a length or size that is no number
///   fim.code_duplicate       the same code twice in one inline list (the first stays)
///   fim.position_duplicate   the same element twice in one group: one path for two places
///   fim.praezisierung_unread version 2: bounds that are no JSON (a warning)
///   fim.text_unexpected      text between elements (a warning)
///   fim.version_outdated     version 1 (a warning)
///   fim.more_findings        the list ends here (limits::findings)
/// Error codes: fim.version_unsupported (another XDatenfelder, value "namespace"),
/// fim.message_unsupported (another root or namespace, value "root"), fim.too_many_elements,
/// fim.too_many_parts, and those of formats::read_xml.
Result<Judged<Schema>> read_schema(std::string_view bytes);

/// The same for a message that comes in pieces, of which one is in memory at a time; it may be as
/// large as limits::xml_bytes. Errors of the source are handed on.
Result<Judged<Schema>> read_schema(ByteSource& message);

}  // namespace gordion::fim
