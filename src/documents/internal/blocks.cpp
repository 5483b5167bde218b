// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <string>

#include "documents/internal/composing.hpp"

namespace gordion::documents::internal {
namespace {

constexpr Style body{};
constexpr double paragraph_space = 7;
constexpr double after_look = 10;  ///< below tables and boxes
constexpr double item_indent = 20;
constexpr double box_indent = 12;

struct HeadingLook {
    std::string_view role;
    Style style;
    double space_above = 0;
};

HeadingLook look_of(int level) {
    if (level == 1) {
        return {"H1", {.size = 13.5, .leading = 18, .weight = Weight::Bold}, 20};
    }
    if (level == 2) {
        return {"H2", {.size = 11.5, .leading = 15, .weight = Weight::Bold}, 14};
    }
    return {"H3", {.size = 10.5, .leading = 14, .weight = Weight::Bold}, 12};
}

bool is_introduction(const Text& text) {
    return !text.empty() && !text.back().text.empty() && text.back().text.back() == ':';
}

class BlockSetter {
public:
    explicit BlockSetter(const Workshop& in) : in_(in) {}

    void operator()(const Heading& heading) {
        const int level = std::clamp(heading.level, 1, level_ + 1);
        const HeadingLook look = look_of(level);
        std::vector<Line> lines =
            in_.shaper.shape(heading.text, look.style, body_width, Align::Left);
        if (lines.empty()) {
            return;
        }
        level_ = std::min(level, 2);
        Strip& strip = add({.node = add_node(in_.sheets, 0, look.role),
                            .x = left_edge,
                            .lines = std::move(lines),
                            .source = &heading.text},
                           look.space_above);
        strip.breaks = Breaks::OnlyIfTooTall;
        strip.keeps_with_next = true;
    }

    void operator()(const Paragraph& paragraph) {
        std::vector<Line> lines = in_.shaper.shape(paragraph.text, body, body_width, Align::Left);
        if (lines.empty()) {
            return;
        }
        Strip& strip = add({.node = add_node(in_.sheets, 0, "P"),
                            .x = left_edge,
                            .lines = std::move(lines),
                            .source = &paragraph.text},
                           paragraph_space);
        strip.keeps_with_next = is_introduction(paragraph.text);
    }

    void operator()(const List& list) {
        if (list.items.empty()) {
            return;
        }
        const std::size_t node = add_node(in_.sheets, 0, "L");
        const bool is_numbered = list.kind == List::Kind::Numbered;
        in_.sheets.nodes[node].numbering = is_numbered ? Numbering::Decimal : Numbering::Disc;
        for (std::size_t i = 0; i < list.items.size(); ++i) {
            const std::string label =
                is_numbered
                    ? std::to_string(list.first_number + static_cast<std::int64_t>(i)) + ". "
                    : "• ";
            add_item(node, label, list.items[i], i == 0 ? paragraph_space : 3);
        }
    }

    void operator()(const Note& note) {
        std::size_t node = artifact;
        for (const Text& text : note.paragraphs) {
            std::vector<Line> lines =
                in_.shaper.shape(text, body, body_width - 2 * box_indent, Align::Left);
            if (lines.empty()) {
                continue;
            }
            const bool is_first = node == artifact;
            if (is_first) {
                node = add_node(in_.sheets, 0, "Div");
            }
            Strip& strip = add({.node = add_node(in_.sheets, node, "P"),
                                .x = left_edge + box_indent,
                                .lines = std::move(lines),
                                .source = &text},
                               paragraph_space + 2);
            strip.look = Look::Box;
            strip.space_above = is_first ? strip.space_above : 0;
            strip.padding = 5;
        }
    }

    void operator()(const PageBreak&) { begins_page_ = true; }

    void operator()(const Signature& signature) {
        const std::size_t first = strips_.size();
        if (first > 0) {
            // A page with nothing but a signature would prove nothing.
            strips_.back().keeps_with_next = true;
        }
        add_line(signature.closing, body, 14);
        add_line(signature.role, body, 8);
        add_line(signature.name, body, signature.role.empty() ? 8 : 2);
        add_line(signature.remark, {.size = 9, .leading = 12, .gray = 0.25}, 12);
        for (std::size_t i = first; i + 1 < strips_.size(); ++i) {
            strips_[i].keeps_with_next = true;
        }
    }

    void operator()(const Table& table) {
        const std::size_t first = strips_.size();
        compose_table(in_, table, strips_);
        open_with(first);
    }

    void operator()(const KeyValues& list) {
        const std::size_t first = strips_.size();
        compose_key_values(in_, list, strips_);
        open_with(first);
    }

    std::vector<Strip> take() && { return std::move(strips_); }

private:
    Strip& add(Cell cell, double space_above) {
        Strip strip{.cells = {}, .space_above = space_above, .breaks = Breaks::BetweenLines};
        strip.cells.push_back(std::move(cell));
        strips_.push_back(std::move(strip));
        open_with(strips_.size() - 1);
        return strips_.back();
    }

    /// Hands a pending page break to the first strip of a block.
    void open_with(std::size_t first) {
        if (first < strips_.size()) {
            if (first > 0 && strips_[first - 1].look != Look::Plain) {
                strips_[first].space_above = std::max(strips_[first].space_above, after_look);
            }
            strips_[first].begins_page = begins_page_;
            begins_page_ = false;
        }
    }

    void add_item(std::size_t list, const std::string& label, const Text& text, double above) {
        const std::size_t item = add_node(in_.sheets, list, "LI");
        Strip& strip = add({.node = add_node(in_.sheets, item, "Lbl"),
                            .x = left_edge + 4,
                            .lines = in_.shaper.shape(plain(label), body, 60, Align::Left)},
                           above);
        const double indent = label.size() > 4 ? item_indent + 12 : item_indent;
        strip.cells.push_back(
            {.node = add_node(in_.sheets, item, "LBody"),
             .x = left_edge + indent,
             .lines = in_.shaper.shape(text, body, body_width - indent, Align::Left),
             .source = &text});
    }

    void add_line(const std::string& text, const Style& style, double above) {
        std::vector<Line> lines = in_.shaper.shape(plain(text), style, body_width, Align::Left);
        if (!lines.empty()) {
            add({.node = add_node(in_.sheets, 0, "P"),
                 .x = left_edge,
                 .lines = std::move(lines),
                 .gray = style.gray},
                above)
                .breaks = Breaks::OnlyIfTooTall;
        }
    }

    const Workshop& in_;
    std::vector<Strip> strips_;
    int level_ = 0;  ///< of the last heading, as far as it decides what may come next
    bool begins_page_ = false;
};

bool is_main_heading(const Block& block) {
    const auto* heading = std::get_if<Heading>(&block);
    return heading != nullptr && heading->level <= 1;
}

}  // namespace

std::vector<Strip> compose_blocks(const Workshop& in, const Heading& title) {
    BlockSetter setter(in);
    const std::vector<Block>& blocks = in.document.blocks;
    if (std::none_of(blocks.begin(), blocks.end(), is_main_heading)) {
        setter(title);
    }
    for (const Block& block : blocks) {
        std::visit(setter, block);
    }
    return std::move(setter).take();
}

Sheets compose(const Document& document, Shaper& shaper, std::size_t most_pages) {
    Sheets sheets;
    add_node(sheets, 0, "Document");
    sheets.pages.emplace_back();
    const Workshop in{document, shaper, sheets};
    const Area area = compose_first_page(in);
    const Heading title{1, plain(document.title)};
    const std::vector<Strip> strips = compose_blocks(in, title);
    flow_strips(sheets, strips, area, most_pages);
    compose_furniture(in);
    return sheets;
}

}  // namespace gordion::documents::internal
