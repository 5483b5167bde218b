// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "documents/internal/sheet.hpp"

namespace gordion::documents::internal {

/// A PDF in which every stroke and glyph lies in one of many flat marked-content sequences.
/// `order[page]` says what each sequence of that page is: an index of Sheets::marks, or `artifact`.
struct Painted {
    std::string pdf;
    std::vector<std::vector<std::size_t>> order;
};

/// Error code: documents.engine_failed.
Result<Painted> paint(const Sheets& sheets);

}  // namespace gordion::documents::internal
