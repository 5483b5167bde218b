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

void append_markup(std::string& out, std::string_view text) {
    bool line_begins = true;
    for (const char c : text) {
        const bool marks_item = line_begins && (c == '-' || c == '+');
        if (marks_item || std::string_view("*_#|[]`\\").find(c) != std::string_view::npos) {
            out += '\\';
        }
        out += c;
        line_begins = c == '\n' || c == '\r' || (line_begins && (c == ' ' || c == '\t'));
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
