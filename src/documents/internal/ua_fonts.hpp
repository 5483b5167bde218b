// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "documents/internal/qpdf.hpp"
#include "documents/internal/ua_report.hpp"

namespace gordion::documents::internal {

/// What a check must know of a font to judge the text shown with it.
struct FontFacts {
    bool is_composite = false;       ///< Type0: two bytes for each character code
    bool is_mapped_by_rule = false;  ///< a standard encoding maps every code to Unicode
    std::map<std::uint32_t, std::uint32_t> to_unicode;  ///< code → first UTF-16 unit
};

/// Reads a font and reports what is wrong with it as such (31-…).
FontFacts check_font(const QPDFObjectHandle& font, UaReport& report);

/// The character codes of a shown string.
std::vector<std::uint32_t> codes_of(const FontFacts& font, std::string_view shown);

}  // namespace gordion::documents::internal
