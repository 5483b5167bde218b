// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "documents/document.hpp"

namespace gordion::documents {

/// Light Markdown, as a Bescheid template gives it after Mustache has filled it in:
///
///   # Title  ## Section  ### Part       headings
///   **bold**  *italic*  [text](https:…) spans; links to https:, http:, mailto:, tel: only
///   - item      1. item                 lists; an indented line goes on with its item
///   | a | b |                           tables: header row, alignment row (--- or ---:), rows;
///   |---|--:|                           a last row whose first cell is all bold is the total
///   > text                              a box
///   ---                                 a page break
///   \* (any ASCII punctuation)          the character itself
///   two blanks or \ at the line's end   line break
///
/// Everything else is text, as it stands. Findings (all Warnings, place "line N"):
/// documents.markup_row_length (a row with more or fewer cells than the header),
/// documents.markup_unclosed (** or * that never ends: shown as text).
/// Errors: documents.not_utf8, documents.markup_too_large (over the limits below).
Result<Judged<std::vector<Block>>> parse_markup(std::string_view markup);

inline constexpr std::size_t markup_bytes = 1024 * 1024;
inline constexpr std::size_t markup_columns = 20;
inline constexpr std::size_t markup_blocks = 20'000;

}  // namespace gordion::documents
