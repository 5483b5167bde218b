// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/result.hpp"

namespace gordion::formats {

/// A CSV file (RFC 4180) with a header row. A byte order mark is skipped; the separator (comma,
/// semicolon or tab) is taken from the header; rows with another number of columns become findings
/// (formats.csv_columns, place "line N") and are left out.
struct Csv {
    std::vector<std::string> header;
    struct Row {
        int line = 0;  ///< where the row begins, from 1
        std::vector<std::string> cells;
    };
    std::vector<Row> rows;
    std::vector<Row> misfits;  ///< those that were left out, so that nothing of a file is lost
    char separator = ',';

    /// Position of a column; Error code formats.csv_column_missing names what there is instead.
    [[nodiscard]] Result<std::size_t> column(std::string_view name) const;
};

/// Error codes: formats.csv_empty, formats.csv_quote (unclosed), formats.not_utf8,
/// formats.too_large.
Result<Judged<Csv>> parse_csv(std::string_view bytes);

/// One row, quoted where needed, ended by CRLF.
std::string write_csv_row(const std::vector<std::string>& cells, char separator = ',');

}  // namespace gordion::formats
