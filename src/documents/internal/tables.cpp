// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <numeric>

#include "documents/internal/composing.hpp"

namespace gordion::documents::internal {
namespace {

constexpr Style cell_style{.size = 9.5, .leading = 12.5};
constexpr Style head_style{.size = 9.5, .leading = 12.5, .weight = Weight::Bold};
constexpr Style label_style{.size = 9.5, .leading = 13.5, .gray = 0.25};
constexpr Style value_style{.size = 10, .leading = 13.5};
constexpr double inset = 4;  ///< between the edge of a column and its text
/// Later rows do not widen a column any more; they break instead.
constexpr std::size_t measured_rows = 60;

struct Columns {
    std::vector<double> widths;
    std::vector<Align> align;
};

const Text& cell_of(const std::vector<Text>& row, std::size_t column) {
    static const Text empty;
    return column < row.size() ? row[column] : empty;
}

struct Measures {
    std::vector<double> natural;
    std::vector<double> least;

    void widen(std::size_t column, double by_nature, double by_word) {
        natural[column] = std::max(natural[column], by_nature + 2 * inset);
        least[column] = std::max(least[column], by_word + 2 * inset);
    }
};

Measures measure(const Shaper& shaper, const Table& table) {
    const std::size_t columns = table.header.size();
    Measures found{std::vector<double>(columns, 0), std::vector<double>(columns, 0)};
    const auto look_at = [&](const std::vector<Text>& row, const Style& style) {
        for (std::size_t i = 0; i < columns && i < row.size(); ++i) {
            const double natural = shaper.natural_width(row[i], style);
            // The longest word matters only where the cell is wider than its share.
            const bool is_narrow = natural < body_width / static_cast<double>(columns) / 2;
            found.widen(i, natural, is_narrow ? natural : shaper.word_width(row[i], style));
        }
    };
    look_at(table.header, head_style);
    for (std::size_t i = 0; i < std::min(table.rows.size(), measured_rows); ++i) {
        look_at(table.rows[i], cell_style);
    }
    look_at(table.total, head_style);
    return found;
}

/// Natural widths where they fit (the rest shared in proportion), else no column below its longest
/// word, else all in proportion to those: then words break.
std::vector<double> share_out(const Measures& found) {
    const double natural = std::accumulate(found.natural.begin(), found.natural.end(), 0.0);
    const double least = std::accumulate(found.least.begin(), found.least.end(), 0.0);
    std::vector<double> widths = found.natural;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        if (natural <= body_width) {
            widths[i] = natural > 0 ? found.natural[i] * body_width / natural
                                    : body_width / static_cast<double>(widths.size());
        } else if (least >= body_width) {
            widths[i] = found.least[i] * body_width / least;
        } else {
            const double wish = found.natural[i] - found.least[i];
            widths[i] = found.least[i] + wish * (body_width - least) / (natural - least);
        }
        // A column as wide as its text must not break it because of rounding.
        widths[i] += 0.01;
    }
    return widths;
}

void set_caption(const Workshop& in, std::size_t table, const Text& caption,
                 std::vector<Strip>& strips) {
    std::vector<Line> lines = in.shaper.shape(caption, head_style, body_width, Align::Left);
    if (lines.empty()) {
        return;
    }
    Strip strip{.cells = {}, .space_above = 12, .padding = 2, .keeps_with_next = true};
    strip.cells.push_back({.node = add_node(in.sheets, table, "Caption"),
                           .x = left_edge,
                           .lines = std::move(lines),
                           .source = &caption});
    strips.push_back(std::move(strip));
}

/// One row of the grid: its nodes and its strip. `heads` says which cells are TH.
Strip set_row(const Workshop& in, std::size_t table, const std::vector<Text>& row,
              const Columns& columns, Look look) {
    Strip strip{.cells = {}, .padding = 3, .look = look};
    const std::size_t node = add_node(in.sheets, table, "TR");
    const Style& style = look == Look::Ruled ? cell_style : head_style;
    double x = left_edge;
    for (std::size_t i = 0; i < columns.widths.size(); ++i) {
        const bool is_head = look == Look::Head || (look == Look::Strong && i == 0);
        const std::size_t cell = add_node(in.sheets, node, is_head ? "TH" : "TD");
        if (is_head) {
            in.sheets.nodes[cell].scope = look == Look::Head ? Scope::Column : Scope::Row;
        }
        const Text& text = cell_of(row, i);
        strip.cells.push_back(
            {.node = cell,
             .x = x + inset,
             .lines = in.shaper.shape(text, style, columns.widths[i] - 2 * inset, columns.align[i]),
             .source = &text});
        x += columns.widths[i];
    }
    return strip;
}

}  // namespace

void compose_table(const Workshop& in, const Table& table, std::vector<Strip>& strips) {
    if (table.header.empty()) {
        return;
    }
    Columns columns{share_out(measure(in.shaper, table)), table.align};
    columns.align.resize(table.header.size(), Align::Left);

    const std::size_t node = add_node(in.sheets, 0, "Table");
    const std::size_t first = strips.size();
    set_caption(in, node, table.caption, strips);
    const std::size_t head = strips.size();
    strips.push_back(set_row(in, node, table.header, columns, Look::Head));
    strips.back().keeps_with_next = !table.rows.empty() || !table.total.empty();
    for (const std::vector<Text>& row : table.rows) {
        strips.push_back(set_row(in, node, row, columns, Look::Ruled));
        strips.back().head = head;
    }
    if (!table.total.empty()) {
        strips.back().keeps_with_next = true;
        strips.push_back(set_row(in, node, table.total, columns, Look::Strong));
        strips.back().head = head;
    }
    strips[first].space_above = 10;
}

void compose_key_values(const Workshop& in, const KeyValues& list, std::vector<Strip>& strips) {
    if (list.pairs.empty()) {
        return;
    }
    const double label_width = body_width * 0.38;
    const std::size_t node = add_node(in.sheets, 0, "Table");
    const std::size_t first = strips.size();
    set_caption(in, node, list.caption, strips);
    for (const auto& [label, value] : list.pairs) {
        Strip strip{.cells = {}, .padding = 3, .look = Look::Ruled};
        const std::size_t row = add_node(in.sheets, node, "TR");
        const std::size_t head = add_node(in.sheets, row, "TH");
        in.sheets.nodes[head].scope = Scope::Row;
        strip.cells.push_back(
            {.node = head,
             .x = left_edge,
             .lines = in.shaper.shape(plain(label), label_style, label_width - inset, Align::Left),
             .gray = label_style.gray});
        strip.cells.push_back(
            {.node = add_node(in.sheets, row, "TD"),
             .x = left_edge + label_width,
             .lines = in.shaper.shape(value, value_style, body_width - label_width, Align::Left),
             .source = &value});
        strips.push_back(std::move(strip));
    }
    strips[first].space_above = 8;
}

}  // namespace gordion::documents::internal
