// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "planning/coverage.hpp"

namespace gordion::planning {

/// Which column of a foreign table says what; the names are those of its header.
struct CoverageColumns {
    std::string bundle = "bundle";
    std::string area = "area";
    std::string level = "level";
    std::string from = "from";
    std::string until = "until";    ///< may be absent in the table
    std::string source = "source";  ///< may be absent
};

struct CoverageImport {
    std::vector<CoverageFact> facts;
    std::size_t rows = 0;  ///< of the table, without the header
};

/// Reads what others say about coverage. Separators are found out; bytes that are not UTF-8 are
/// read as ISO-8859-1, with a note planning.csv_encoding. Days are 2025-12-31 or 31.12.2025; a
/// number of a region may lack its leading zero ("5334" is 05334). A row that cannot be read is
/// left out with a warning planning.csv_row (place "line N"; values column, text), one that says
/// the same as an earlier one with a note planning.csv_twice. `source` names rows without one of
/// their own.
///
/// Error codes: those of formats::parse_csv, formats.csv_column_missing.
Result<Judged<CoverageImport>> read_coverage_csv(std::string_view bytes,
                                                 const CoverageColumns& columns,
                                                 std::string_view source);

/// How far the programme is: how many bundles are in each state on a day. Rows: bundle, state,
/// since; the latest state of a bundle counts. Error and finding codes as above.
Result<Judged<std::map<std::string, std::size_t>>> count_programme_csv(std::string_view bytes,
                                                                       Date on);

}  // namespace gordion::planning
