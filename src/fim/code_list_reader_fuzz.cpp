// SPDX-License-Identifier: EUPL-1.2
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "core/limits.hpp"
#include "fim/code_list_reader.hpp"

/// What is read has as many cells in every row as columns, and its codes are all there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = gordion::fim::read_code_list({reinterpret_cast<const char*>(data), size});
    if (!read.has_value()) {
        return 0;
    }
    const gordion::fim::CodeList& list = read.value().value;
    for (const auto& row : list.rows) {
        if (row.size() != list.columns.size()) {
            std::abort();
        }
    }
    if (gordion::fim::make_codes(list).size() != list.rows.size()) {
        std::abort();
    }
    return 0;
}
