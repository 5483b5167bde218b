// SPDX-License-Identifier: EUPL-1.2
#include "formats/internal/template_escape.hpp"

namespace gordion::formats {
namespace {

std::string_view html_entity(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        default:
            return "&#39;";
    }
}

void append_html(std::string& out, std::string_view text) {
    std::size_t at = 0;
    while (true) {
        const std::size_t special = text.find_first_of("&<>\"'", at);
        out.append(text, at, special - at);
        if (special == std::string_view::npos) {
            return;
        }
        out += html_entity(text[special]);
        at = special + 1;
    }
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

// Whether what was written last belongs to a row of a table, which ends with its line.
bool is_in_row(std::string_view out) {
    const std::size_t newline = out.rfind('\n');
    const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    return begin < out.size() && out[begin] == '|';
}

void append_markup(std::string& out, std::string_view text) {
    const bool in_row = is_in_row(out);
    bool line_begins = true;    // only blanks so far
    bool number_begins = true;  // only blanks and digits so far: "1." would begin a list
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\n' || c == '\r') {
            out += in_row ? ' ' : c;
            line_begins = true;
            number_begins = true;
            continue;
        }
        const bool marks_block = line_begins && (c == '-' || c == '+' || c == '>');
        const bool marks_number = number_begins && !line_begins && c == '.' &&
                                  (at + 1 == text.size() || is_blank(text[at + 1]));
        if (marks_block || marks_number ||
            std::string_view("*_#|[]`\\").find(c) != std::string_view::npos) {
            out += '\\';
        }
        out += c;
        number_begins = number_begins && (is_digit(c) || (is_blank(c) && line_begins));
        line_begins = line_begins && is_blank(c);
    }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text, Escape escape) {
    switch (escape) {
        case Escape::Html:
            append_html(out, text);
            return;
        case Escape::Markup:
            append_markup(out, text);
            return;
        case Escape::None:
            out += text;
            return;
    }
}

}  // namespace gordion::formats
