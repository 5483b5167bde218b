// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>

#include "core/files.hpp"
#include "core/finding.hpp"
#include "core/result.hpp"
#include "fim/code_list.hpp"

namespace gordion::fim {

/// Reads a code list as it is published: genericode 1.0 (as a stream; OASIS, 2007), or one of the
/// two JSON forms of XRepository ({spalten, daten: [[…]]} and {daten: [{zelle: [{wert}]}]}). Bytes
/// that begin with "<" are genericode.
///
/// JSON may lack the identification; then the members are empty and the caller names the list.
/// A list with faults among its findings is readable but must not be used. Findings, place "line N"
/// for genericode and "row N" for JSON:
///   fim.element_missing        no CanonicalUri, no Version, no column (value "name")
///   fim.element_unexpected     an element that genericode does not have there (skipped whole)
///   fim.code_list_column       a Value, Key or ColumnRef that names no column (value "column")
///   fim.code_list_values       more values than columns in a row (the rest is dropped)
///   fim.code_list_code         a row without a code (skipped)
///   fim.code_list_duplicate         a code for the second time (the first stays; value "code")
///   fim.code_list_empty        no row at all
///   fim.more_findings          the list of findings ends here (limits::findings)
/// Error codes: fim.code_list_unsupported (another root, a list without its rows, or JSON of
/// another shape; value "reason"), fim.code_list_too_large (value "rows", "columns", "cells" or
/// "row_bytes"), and those
/// of formats::read_xml and formats::parse_json.
Result<Judged<CodeList>> read_code_list(std::string_view bytes);

/// The same for a list that comes in pieces. Genericode may be as large as limits::xml_bytes, and
/// one piece of it is in memory; JSON is collected first and is limited by limits::json_bytes.
/// Errors of the source are handed on.
Result<Judged<CodeList>> read_code_list(ByteSource& bytes);

}  // namespace gordion::fim
