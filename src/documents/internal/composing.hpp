// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <vector>

#include "documents/document.hpp"
#include "documents/internal/flow.hpp"
#include "documents/internal/shaping.hpp"
#include "documents/internal/sheet.hpp"

namespace gordion::documents::internal {

/// What all steps of setting one document share.
struct Workshop {
    const Document& document;
    Shaper& shaper;
    Sheets& sheets;
};

/// The whole document on pages. More pages than `most_pages` means: not finished, too long.
Sheets compose(const Document& document, Shaper& shaper, std::size_t most_pages);

/// Letterhead, return line, address and references on the first page; where the text may stand.
Area compose_first_page(const Workshop& in);
/// Running heads, footers, page numbers and fold marks, once the number of pages is known.
void compose_furniture(const Workshop& in);

/// The blocks as strips, their nodes below the Document. `title` is set above them where no block
/// is a heading of level 1; it and the document
/// must outlive the strips.
std::vector<Strip> compose_blocks(const Workshop& in, const Heading& title);

void compose_table(const Workshop& in, const Table& table, std::vector<Strip>& strips);
void compose_key_values(const Workshop& in, const KeyValues& list, std::vector<Strip>& strips);

}  // namespace gordion::documents::internal
