// SPDX-License-Identifier: EUPL-1.2
#include "core/text.hpp"
#include "planning/coverage_csv.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    // The mapping stands before a line of dashes, the table after it.
    const std::size_t border = bytes.find("\n---\n");
    const auto mapping = border == std::string_view::npos
                             ? gordion::Result<gordion::planning::CoverageMapping>(
                                   gordion::planning::CoverageMapping())
                             : gordion::planning::read_coverage_mapping(bytes.substr(0, border));
    if (!mapping) {
        return 0;
    }
    const auto read = gordion::planning::read_coverage_csv(
        border == std::string_view::npos ? bytes : bytes.substr(border + 5), mapping.value(), "x");
    if (!read) {
        return 0;
    }
    const auto& import = read.value().value;
    if (import.facts.size() + import.refused > import.rows ||
        !gordion::is_utf8(import.refused_rows) ||
        import.refused_rows.empty() != (import.refused == 0)) {
        __builtin_trap();
    }
    // Refused rows are given again once they are mended.
    (void)gordion::planning::read_coverage_csv(import.refused_rows, mapping.value(), "x");
    return 0;
}
