// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "planning/coverage.hpp"
#include "planning/coverage_mapping.hpp"
#include "services/catalogue.hpp"

namespace gordion::planning {

/// What rows are compared with. Without one, numbers are taken as they are; then columns "service"
/// and "ags" find nothing.
struct CoverageReference {
    const regions::Directory* directory = nullptr;
    const services::Catalogue* catalogue = nullptr;
};

struct CoverageImport {
    std::vector<CoverageFact> facts;
    std::size_t rows = 0;     ///< of the table, without the header
    std::size_t refused = 0;  ///< of them
    /// The refused rows with their header, as CSV, and beside each its line and the code of the
    /// reason: to be mended and given again. "" where all were read.
    std::string refused_rows;
};

/// Reads what others say about coverage: read_table_text(), separators found out, columns by the
/// mapping. Days are 2025-12-31 or 31.12.2025, with a time after them if need be; a number of a
/// region may lack its leading zero ("5334" is 05334). A row that cannot be read is refused with a
/// warning planning.csv_row (place "line N"; values column, text), one about an unknown bundle or
/// area with planning.coverage_unknown, one whose days are in the wrong order with
/// planning.coverage_days; one that says the same as an earlier one is left out with a note
/// planning.csv_twice. At most limits::findings are listed, then planning.csv_more. `source` names
/// rows without one of their own.
///
/// Error codes: those of read_table_text and formats::parse_csv, formats.csv_column_missing.
Result<Judged<CoverageImport>> read_coverage_csv(std::string_view bytes,
                                                 const CoverageMapping& mapping,
                                                 std::string_view source,
                                                 const CoverageReference& reference = {});

/// How far the programme is: how many bundles are in each state on a day. Rows: bundle, state,
/// since; the latest state of a bundle counts. Error and finding codes as above.
Result<Judged<std::map<std::string, std::size_t>>> count_programme_csv(std::string_view bytes,
                                                                       Date on);

}  // namespace gordion::planning
