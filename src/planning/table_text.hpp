// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/finding.hpp"
#include "core/result.hpp"

namespace gordion::planning {

/// A table of somebody else as UTF-8 text. UTF-16 is known by its byte order mark; bytes that are
/// not UTF-8 are read as Windows-1252, which is what spreadsheets call ISO-8859-1. Both are a note
/// planning.csv_encoding (value encoding).
///
/// Error codes: planning.csv_spreadsheet (Invalid: a file of a spreadsheet program, a PDF or an
/// archive), planning.csv_encoding_unknown (Invalid: UTF-16 cut off, UTF-16 without its mark, or
/// bytes that no text has), planning.csv_sep_line (Invalid: a first line "sep=;").
Result<Judged<std::string>> read_table_text(std::string_view bytes);

}  // namespace gordion::planning
