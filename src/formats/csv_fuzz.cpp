// SPDX-License-Identifier: EUPL-1.2
#include "formats/csv.hpp"

// Every row has as many cells as the header, and what is written reads back.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion::formats;
    const auto csv = parse_csv({reinterpret_cast<const char*>(data), size});
    if (!csv) {
        return 0;
    }
    const Csv& value = csv.value().value;
    const std::string header = write_csv_row(std::vector<std::string>(value.header.size(), "x"));
    for (const Csv::Row& row : value.rows) {
        if (row.cells.size() != value.header.size()) {
            __builtin_trap();
        }
        const auto again = parse_csv(header + write_csv_row(row.cells));
        if (!again || again.value().value.rows.size() != 1 ||
            again.value().value.rows[0].cells != row.cells) {
            __builtin_trap();
        }
    }
    return 0;
}
