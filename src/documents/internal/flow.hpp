// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "documents/internal/sheet.hpp"

namespace gordion::documents::internal {

/// Lines of one node at one place of a strip.
struct Cell {
    std::size_t node = artifact;
    double x = 0;
    std::vector<Line> lines;
    double gray = 0;
    const Text* source = nullptr;  ///< where link targets stand; outlives the flow
};

enum class Breaks { BetweenLines, OnlyIfTooTall };
enum class Look { Plain, Ruled, Strong, Head, Box };

/// A horizontal slice of the page: a paragraph, a table row, a list item. Everything is set as a
/// sequence of strips, so that one algorithm decides about pages.
struct Strip {
    std::vector<Cell> cells;
    double space_above = 0;  ///< dropped at the top of a page
    double padding = 0;      ///< above and below, inside the look
    Breaks breaks = Breaks::OnlyIfTooTall;
    Look look = Look::Plain;
    bool keeps_with_next = false;
    bool begins_page = false;
    std::optional<std::size_t> head =
        std::nullopt;  ///< index of the strip repeated on top of each further page
};

/// Where strips may stand on a page.
struct Area {
    double first_top = 0;  ///< on the first page
    double top = 0;        ///< on all further pages
    double bottom = 0;
};

/// Puts strips on pages. Makes the first page if there is none. Stops when there are more than
/// `most_pages` pages: the caller sees it by their number.
void flow_strips(Sheets& sheets, const std::vector<Strip>& strips, const Area& area,
                 std::size_t most_pages);

/// Puts a cell at a fixed place of a page, whatever else stands there; returns its lower edge.
double place_cell(Sheets& sheets, std::size_t page, const Cell& cell, double top);

}  // namespace gordion::documents::internal
