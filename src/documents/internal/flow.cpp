// SPDX-License-Identifier: EUPL-1.2
#include "documents/internal/flow.hpp"

#include <algorithm>
#include <limits>

namespace gordion::documents::internal {
namespace {

constexpr Color rule_gray{0.72, 0.72, 0.72};
constexpr Color strong_gray{0.2, 0.2, 0.2};
constexpr Color head_fill{0.94, 0.94, 0.94};
constexpr Color box_fill{0.95, 0.96, 0.97};
constexpr Color box_bar{0.25, 0.35, 0.5};
constexpr Color link_blue{0.1, 0.2, 0.55};

std::size_t mark_for(Sheets& sheets, std::size_t page, std::size_t node) {
    Page& on = sheets.pages[page];
    if (!on.marks.empty() && sheets.marks[on.marks.back()].node == node) {
        return on.marks.back();
    }
    const std::size_t mark = sheets.marks.size();
    sheets.marks.push_back({node, page, on.marks.size()});
    on.marks.push_back(mark);
    sheets.nodes[node].kids.push_back({Kid::Kind::Mark, mark});
    return mark;
}

std::size_t link_node(Sheets& sheets, std::size_t parent, std::size_t span) {
    const std::vector<Kid>& kids = sheets.nodes[parent].kids;
    const auto at = std::find_if(kids.rbegin(), kids.rend(), [&](const Kid& kid) {
        return kid.kind == Kid::Kind::Node && sheets.nodes[kid.index].span == span;
    });
    if (at != kids.rend()) {
        return at->index;
    }
    const std::size_t node = add_node(sheets, parent, "Link");
    sheets.nodes[node].span = span;
    return node;
}

void add_link(Sheets& sheets, std::size_t node, const Piece& piece, const LinkArea& area) {
    sheets.links.push_back(area);
    sheets.nodes[node].kids.push_back({Kid::Kind::LinkArea, sheets.links.size() - 1});
    sheets.pages[area.page].bars.push_back(
        {piece.x, piece.y + 1.4, piece.run.width, 0.5, link_blue});
}

struct Spot {
    std::size_t page = 0;
    double top = 0;
};

void place_run(Sheets& sheets, const Spot& spot, const Cell& cell, const Line& line,
               const Run& run) {
    Piece piece{run, cell.x + run.x, spot.top + line.baseline, cell.gray, artifact};
    if (cell.node == artifact) {
        sheets.pages[spot.page].furniture.push_back(piece);
        return;
    }
    const bool is_link = run.span != no_link && cell.source != nullptr;
    const std::size_t node = is_link ? link_node(sheets, cell.node, run.span) : cell.node;
    piece.mark = mark_for(sheets, spot.page, node);
    sheets.pages[spot.page].pieces.push_back(piece);
    if (is_link) {
        const std::string& target = (*cell.source)[run.span].link;
        add_link(sheets, node, piece,
                 {spot.page, node, piece.x, spot.top, run.width, line.height, target});
    }
}

/// The lines of `cell` from `first` that fit into `height`; at least `least`, even if they do not.
std::size_t count_fitting(const Cell& cell, std::size_t first, double height, std::size_t least) {
    double used = 0;
    std::size_t count = 0;
    for (std::size_t i = first; i < cell.lines.size(); ++i, ++count) {
        used += cell.lines[i].height;
        if (used > height + 0.01 && count >= least) {
            break;
        }
    }
    return count;
}

double height_of(const Cell& cell, std::size_t first, std::size_t count) {
    double height = 0;
    for (std::size_t i = first; i < first + count; ++i) {
        height += cell.lines[i].height;
    }
    return height;
}

/// Sets lines below each other, beginning at `spot`; returns their lower edge.
double place_lines(Sheets& sheets, Spot spot, const Cell& cell, std::size_t first,
                   std::size_t count) {
    for (std::size_t i = first; i < first + count; ++i) {
        for (const Run& run : cell.lines[i].runs) {
            place_run(sheets, spot, cell, cell.lines[i], run);
        }
        spot.top += cell.lines[i].height;
    }
    return spot.top;
}

double text_height(const Strip& strip) {
    double height = 0;
    for (const Cell& cell : strip.cells) {
        height = std::max(height, height_of(cell, 0, cell.lines.size()));
    }
    return height + 2 * strip.padding;
}

constexpr std::size_t short_paragraph = 8;

/// What must stand on one page at the beginning of a strip: two lines of a paragraph that may
/// break (all, where its rest would be a single line, or where the next strip belongs to its end),
/// everything else whole.
double start_height(const Strip& strip) {
    if (strip.breaks == Breaks::OnlyIfTooTall) {
        return text_height(strip);
    }
    const std::size_t whole = strip.keeps_with_next ? short_paragraph : 3;
    double height = 0;
    for (const Cell& cell : strip.cells) {
        const std::size_t lines = cell.lines.size() <= whole ? cell.lines.size() : 2;
        height = std::max(height, height_of(cell, 0, lines));
    }
    return height + 2 * strip.padding;
}

class Flow {
public:
    Flow(Sheets& sheets, const std::vector<Strip>& strips, const Area& area)
        : sheets_(sheets), strips_(strips), area_(area), y_(area.first_top) {
        if (sheets_.pages.empty()) {
            sheets_.pages.emplace_back();
        }
    }

    void place(std::size_t index) {
        const Strip& strip = strips_[index];
        const double above = is_at_top_ ? 0 : strip.space_above;
        const bool wants_page = strip.begins_page && !is_at_top_;
        if (wants_page || (!is_at_top_ && above + chain_height(index) > room())) {
            new_page(index);
        } else {
            y_ += above;
        }
        place_parts(index);
    }

    [[nodiscard]] std::size_t pages() const { return sheets_.pages.size(); }

private:
    [[nodiscard]] double room() const { return area_.bottom - y_ + 0.01; }
    [[nodiscard]] std::size_t page() const { return sheets_.pages.size() - 1; }

    /// The strip and those it must not leave, as far as a page could hold them at all.
    [[nodiscard]] double chain_height(std::size_t index) const {
        const double most = (area_.bottom - area_.top) * 0.8;
        double height = start_height(strips_[index]);
        while (strips_[index].keeps_with_next && index + 1 < strips_.size()) {
            ++index;
            const double next = strips_[index].space_above + start_height(strips_[index]);
            if (height + next > most) {
                break;
            }
            height += next;
        }
        return height;
    }

    void new_page(std::size_t index) {
        sheets_.pages.emplace_back();
        y_ = area_.top;
        is_at_top_ = true;
        const std::optional<std::size_t> head = strips_[index].head;
        if (head && *head < index && text_height(strips_[*head]) < (area_.bottom - area_.top) / 3) {
            Strip repeated = strips_[*head];
            for (Cell& cell : repeated.cells) {
                cell.node = artifact;
            }
            place_part(repeated, std::vector<std::size_t>(repeated.cells.size(), 0),
                       std::numeric_limits<double>::max());
        }
    }

    void place_parts(std::size_t index) {
        const Strip& strip = strips_[index];
        std::vector<std::size_t> done(strip.cells.size(), 0);
        while (true) {
            done = place_part(strip, done, room() - 2 * strip.padding);
            bool is_complete = true;
            for (std::size_t i = 0; i < done.size(); ++i) {
                is_complete = is_complete && done[i] == strip.cells[i].lines.size();
            }
            if (is_complete) {
                return;
            }
            new_page(index);
        }
    }

    /// Sets as many lines as fit, beginning with the first not done; returns what is done then.
    std::vector<std::size_t> place_part(const Strip& strip, std::vector<std::size_t> done,
                                        double height) {
        const double top = y_;
        double lowest = top + strip.padding;
        for (std::size_t i = 0; i < strip.cells.size(); ++i) {
            const Cell& cell = strip.cells[i];
            const std::size_t left = cell.lines.size() - done[i];
            std::size_t count = count_fitting(cell, done[i], height, 1);
            if (count + 1 == left && count > 2) {
                --count;  // never a single line on the next page
            }
            lowest = std::max(
                lowest, place_lines(sheets_, {page(), top + strip.padding}, cell, done[i], count));
            done[i] += count;
        }
        y_ = lowest + strip.padding;
        draw_look(strip.look, top, y_);
        is_at_top_ = false;
        return done;
    }

    void draw_look(Look look, double top, double bottom) {
        std::vector<Bar>& bars = sheets_.pages[page()].bars;
        switch (look) {
            case Look::Plain:
                return;
            case Look::Ruled:
                bars.push_back({left_edge, bottom - 0.25, body_width, 0.5, rule_gray});
                return;
            case Look::Strong:
                bars.push_back({left_edge, top - 0.4, body_width, 0.8, strong_gray});
                bars.push_back({left_edge, bottom - 0.4, body_width, 0.8, strong_gray});
                return;
            case Look::Head:
                bars.push_back({left_edge, top, body_width, bottom - top, head_fill});
                bars.push_back({left_edge, bottom - 0.4, body_width, 0.8, strong_gray});
                return;
            case Look::Box:
                bars.push_back({left_edge, top, body_width, bottom - top, box_fill});
                bars.push_back({left_edge, top, 2.5, bottom - top, box_bar});
                return;
        }
    }

    Sheets& sheets_;
    const std::vector<Strip>& strips_;
    const Area& area_;
    double y_;
    bool is_at_top_ = true;
};

}  // namespace

std::size_t add_node(Sheets& sheets, std::size_t parent, std::string_view role) {
    const std::size_t node = sheets.nodes.size();
    sheets.nodes.push_back({.role = role, .parent = parent, .kids = {}});
    if (node != 0) {
        sheets.nodes[parent].kids.push_back({Kid::Kind::Node, node});
    }
    return node;
}

void flow_strips(Sheets& sheets, const std::vector<Strip>& strips, const Area& area,
                 std::size_t most_pages) {
    Flow flow(sheets, strips, area);
    for (std::size_t i = 0; i < strips.size() && flow.pages() <= most_pages; ++i) {
        flow.place(i);
    }
}

double place_cell(Sheets& sheets, std::size_t page, const Cell& cell, double top) {
    return place_lines(sheets, {page, top}, cell, 0, cell.lines.size());
}

}  // namespace gordion::documents::internal
