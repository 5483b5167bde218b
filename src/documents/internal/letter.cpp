// SPDX-License-Identifier: EUPL-1.2
// Places of a letter by DIN 5008:2020, form B. All lengths from the upper left edge of the sheet.
#include <algorithm>
#include <string>

#include "documents/internal/composing.hpp"

namespace gordion::documents::internal {
namespace {

constexpr double letterhead_top = 14 * mm;
constexpr double right_column = 125 * mm;
constexpr double return_line_bottom = 62.7 * mm;  ///< end of the zone for return line and remarks
constexpr double address_top = 62.7 * mm;
constexpr double address_width = 80 * mm;
constexpr double reference_top = 50 * mm;
constexpr double letter_text_top = 98.46 * mm;
constexpr double plain_text_top = 25 * mm;
constexpr double next_page_top = 25 * mm;
constexpr double running_head_top = 13 * mm;
constexpr double footer_end = 287 * mm;
constexpr double footer_leading = 10;
constexpr std::size_t footer_lines = 5;

constexpr Style name_style{.size = 15, .leading = 19, .weight = Weight::Bold};
constexpr Style sender_style{.size = 8.5, .leading = 11.5, .gray = 0.2};
constexpr Style return_style{.size = 7, .leading = 9, .gray = 0.2};
constexpr Style address_style{.size = 10.5, .leading = 12.9};
constexpr Style reference_style{.size = 9, .leading = 12.5};
constexpr Style furniture_style{.size = 7.5, .leading = footer_leading, .gray = 0.3};
constexpr Color fold_gray{0.6, 0.6, 0.6};
constexpr Color rule_gray{0.6, 0.6, 0.6};
constexpr Color accent{0.25, 0.35, 0.5};

std::string join_lines(const std::vector<std::string>& lines) {
    std::string joined;
    for (const std::string& line : lines) {
        joined += joined.empty() ? line : "\n" + line;
    }
    return joined;
}

struct Corner {
    double x = 0;
    double top = 0;
};

/// One paragraph at a fixed place of the first page; returns its lower edge.
double place(const Workshop& in, const std::string& text, const Style& style, Corner corner,
             double width) {
    std::vector<Line> lines = in.shaper.shape(plain(text), style, width, Align::Left);
    if (lines.empty()) {
        return corner.top;
    }
    return place_cell(in.sheets, 0,
                      {.node = add_node(in.sheets, 0, "P"),
                       .x = corner.x,
                       .lines = std::move(lines),
                       .gray = style.gray},
                      corner.top);
}

double place_letterhead(const Workshop& in, const Letterhead& head) {
    const double name_end = place(in, head.name, name_style, {left_edge, letterhead_top},
                                  right_column - left_edge - 6 * mm);
    const double lines_end = place(in, join_lines(head.lines), sender_style,
                                   {right_column, letterhead_top + 2}, right_edge - right_column);
    const double end = std::max(name_end, lines_end);
    if (name_end > letterhead_top) {
        in.sheets.pages[0].bars.push_back({left_edge, letterhead_top - 6, 18 * mm, 2.2, accent});
    }
    return end;
}

double place_address(const Workshop& in) {
    const Document& document = in.document;
    if (document.letterhead && !document.letterhead->return_line.empty()) {
        // A long line takes more than one; they grow upwards, into the zone for remarks.
        const std::string& line = document.letterhead->return_line;
        const auto lines = static_cast<double>(
            in.shaper.shape(plain(line), return_style, address_width, Align::Left).size());
        const double top = return_line_bottom - lines * return_style.leading - 2;
        place(in, line, return_style, {left_edge, top}, address_width);
        in.sheets.pages[0].bars.push_back(
            {left_edge, return_line_bottom - 2, address_width, 0.4, rule_gray});
    }
    return place(in, join_lines(document.address), address_style, {left_edge, address_top + 1},
                 address_width);
}

/// Label and value of each reference are one paragraph; the eye sees two columns.
double place_references(const Workshop& in, double x, double top, double width) {
    const double label_width = std::min(width * 0.42, 40 * mm);
    Style label_style = reference_style;
    label_style.gray = 0.25;
    for (const auto& [label, value] : in.document.references) {
        const Text label_text = plain(label + ": ");
        std::vector<Line> label_lines =
            in.shaper.shape(label_text, label_style, label_width - 4, Align::Left);
        std::vector<Line> value_lines =
            in.shaper.shape(plain(value), reference_style, width - label_width, Align::Left);
        const std::size_t node = add_node(in.sheets, 0, "P");
        const double label_end = place_cell(
            in.sheets, 0,
            {.node = node, .x = x, .lines = std::move(label_lines), .gray = label_style.gray}, top);
        const double value_end =
            place_cell(in.sheets, 0,
                       {.node = node, .x = x + label_width, .lines = std::move(value_lines)}, top);
        top = std::max(label_end, value_end) + 1;
    }
    return top;
}

std::vector<Line> footer_of(const Workshop& in) {
    std::vector<Line> lines = in.shaper.shape(plain(join_lines(in.document.footer)),
                                              furniture_style, body_width - 70, Align::Left);
    lines.resize(std::min(lines.size(), footer_lines));
    return lines;
}

double footer_top(std::size_t lines) {
    return footer_end - static_cast<double>(std::max<std::size_t>(lines, 1)) * footer_leading;
}

std::string page_number(const Document& document, std::size_t page, std::size_t pages) {
    const bool is_english = document.language.substr(0, 2) == "en";
    return (is_english ? "Page " : "Seite ") + std::to_string(page + 1) +
           (is_english ? " of " : " von ") + std::to_string(pages);
}

std::string running_head(const Document& document) {
    std::string text = document.title;
    if (!document.references.empty()) {
        text +=
            "  ·  " + document.references.front().first + ": " + document.references.front().second;
    }
    return text;
}

}  // namespace

Area compose_first_page(const Workshop& in) {
    const Document& document = in.document;
    Area area{.first_top = plain_text_top, .top = next_page_top, .bottom = 0};
    area.bottom = footer_top(footer_of(in).size()) - 6 * mm;
    double end = letterhead_top;
    if (document.letterhead) {
        end = place_letterhead(in, *document.letterhead);
        area.first_top = std::max(area.first_top, end + 9 * mm);
    }
    if (!document.address.empty()) {
        const double address_end = place_address(in);
        const double reference_end = place_references(
            in, right_column, std::max(reference_top, end + 3 * mm), right_edge - right_column);
        area.first_top = std::max({letter_text_top, address_end + 6 * mm, reference_end + 6 * mm});
    } else if (!document.references.empty()) {
        area.first_top = place_references(in, left_edge, area.first_top, body_width) + 6 * mm;
    }
    // Whatever somebody puts on top, the text begins on the first page.
    area.first_top = std::min(area.first_top, area.bottom - 40 * mm);
    return area;
}

void compose_furniture(const Workshop& in) {
    std::vector<Page>& pages = in.sheets.pages;
    const std::vector<Line> footer = footer_of(in);
    const double top = footer_top(footer.size());
    const std::vector<Line> head =
        in.shaper.shape(plain(running_head(in.document)), furniture_style, body_width, Align::Left);
    for (std::size_t page = 0; page < pages.size(); ++page) {
        pages[page].bars.push_back({left_edge, top - 4, body_width, 0.4, rule_gray});
        place_cell(in.sheets, page, {.x = left_edge, .lines = footer, .gray = 0.3}, top);
        place_cell(in.sheets, page,
                   {.x = left_edge,
                    .lines = in.shaper.shape(plain(page_number(in.document, page, pages.size())),
                                             furniture_style, body_width, Align::Right),
                    .gray = 0.3},
                   footer_end - footer_leading);
        if (page > 0 && !head.empty()) {
            place_cell(in.sheets, page, {.x = left_edge, .lines = {head.front()}, .gray = 0.3},
                       running_head_top);
        }
    }
    if (!in.document.address.empty()) {
        for (const double y : {105 * mm, 148.5 * mm, 210 * mm}) {
            pages.front().bars.push_back({5 * mm, y, 4 * mm, 0.4, fold_gray});
        }
    }
}

}  // namespace gordion::documents::internal
