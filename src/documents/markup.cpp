// SPDX-License-Identifier: EUPL-1.2
#include "documents/markup.hpp"

#include <algorithm>
#include <optional>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "documents/internal/markup_text.hpp"

namespace gordion::documents {
namespace {

using internal::MarkedText;
using internal::parse_marked_text;

/// The cells of "| a | b \| c |"; the escapes stay for the inline parser.
std::vector<std::string_view> split_row(std::string_view line) {
    std::string_view rest = trim(line);
    rest.remove_prefix(1);
    std::vector<std::string_view> cells;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < rest.size() && cells.size() < markup_columns; ++i) {
        if (rest[i] == '\\') {
            ++i;
        } else if (rest[i] == '|') {
            cells.push_back(trim(rest.substr(begin, i - begin)));
            begin = i + 1;
        }
    }
    if (!trim(rest.substr(begin)).empty() && cells.size() < markup_columns) {
        cells.push_back(trim(rest.substr(begin)));
    }
    return cells;
}

bool is_row(std::string_view line) {
    return line.size() > 1 && line.front() == '|';
}

bool is_alignment_row(std::string_view line) {
    return is_row(line) && line.find("--") != std::string_view::npos &&
           line.find_first_not_of("|-: \t") == std::string_view::npos;
}

/// Whether a cell that nobody aligned reads as an amount: those stand right.
bool is_amount(const Text& cell) {
    std::string text;
    for (const Span& span : cell) {
        text += span.text;
    }
    for (const std::string_view sign : {"€", "−", "\u00A0", "\u202F", "Euro", "EUR", "%"}) {
        text = replace_all(text, sign, "");
    }
    return text.find_first_of("0123456789") != std::string::npos &&
           text.find_first_not_of("0123456789.,+- ") == std::string::npos;
}

bool is_empty(const Text& cell) {
    return std::all_of(cell.begin(), cell.end(),
                       [](const Span& span) { return trim(span.text).empty(); });
}

bool is_bold(const Text& cell) {
    return !is_empty(cell) && std::all_of(cell.begin(), cell.end(), [](const Span& span) {
        return span.weight == Weight::Bold || trim(span.text).empty();
    });
}

Align align_by_content(const Table& table, std::size_t column) {
    bool has_amount = false;
    const auto fits = [&](const std::vector<Text>& row) {
        if (column >= row.size() || is_empty(row[column])) {
            return true;
        }
        has_amount = has_amount || is_amount(row[column]);
        return is_amount(row[column]);
    };
    const bool all_fit =
        std::all_of(table.rows.begin(), table.rows.end(), fits) && fits(table.total);
    return all_fit && has_amount ? Align::Right : Align::Left;
}

/// "- ", "1. ", "23. ": how many characters the mark of an item takes; 0 where there is none.
std::size_t bullet_length(std::string_view line) {
    return line.size() >= 2 && line[0] == '-' && line[1] == ' ' ? 2 : 0;
}

std::size_t number_length(std::string_view line) {
    std::size_t digits = 0;
    while (digits < line.size() && digits < 4 && line[digits] >= '0' && line[digits] <= '9') {
        ++digits;
    }
    const bool is_number = digits > 0 && line.substr(digits, 2) == ". ";
    return is_number ? digits + 2 : 0;
}

std::size_t heading_level(std::string_view line) {
    const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
    return level >= 1 && level <= 3 && level < line.size() && line[level] == ' ' ? level : 0;
}

bool is_page_break(std::string_view line) {
    const std::string_view text = trim(line);
    return text.size() >= 3 && text.find_first_not_of('-') == std::string_view::npos;
}

class MarkupReader {
public:
    explicit MarkupReader(std::string_view markup) {
        for (std::size_t begin = 0; begin <= markup.size();) {
            const std::size_t end = std::min(markup.find('\n', begin), markup.size());
            std::string_view line = markup.substr(begin, end - begin);
            if (!line.empty() && line.back() == '\r') {
                line.remove_suffix(1);
            }
            lines_.push_back(line);
            begin = end + 1;
        }
    }

    void run() {
        while (at_ < lines_.size() && blocks_.size() <= markup_blocks) {
            read_block();
        }
    }

    Judged<std::vector<Block>> take() && { return {std::move(blocks_), std::move(findings_)}; }
    [[nodiscard]] std::size_t count() const { return blocks_.size(); }

private:
    [[nodiscard]] std::string_view line(std::size_t at) const {
        return at < lines_.size() ? lines_[at] : std::string_view();
    }

    [[nodiscard]] bool begins_table(std::size_t at) const {
        return is_row(line(at)) && is_alignment_row(line(at + 1)) && !split_row(line(at)).empty();
    }

    /// Whether the line belongs to no paragraph, whatever stands before it.
    [[nodiscard]] bool begins_block(std::size_t at) const {
        const std::string_view text = line(at);
        return trim(text).empty() || heading_level(text) != 0 || is_page_break(text) ||
               bullet_length(text) != 0 || text.substr(0, 3) == "1. " || text[0] == '>' ||
               begins_table(at);
    }

    void read_block() {
        const std::string_view text = line(at_);
        if (trim(text).empty()) {
            ++at_;
        } else if (const std::size_t level = heading_level(text)) {
            blocks_.push_back(
                Heading{static_cast<int>(level), inline_text(trim(text.substr(level)))});
            ++at_;
        } else if (is_page_break(text)) {
            blocks_.push_back(PageBreak{});
            ++at_;
        } else if (bullet_length(text) != 0) {
            read_list(List::Kind::Bulleted, bullet_length);
        } else if (text.substr(0, 3) == "1. ") {
            read_list(List::Kind::Numbered, number_length);
        } else if (text[0] == '>') {
            read_note();
        } else if (begins_table(at_)) {
            read_table();
        } else {
            read_paragraph();
        }
    }

    void read_paragraph() {
        std::string source;
        const std::size_t first = at_;
        do {
            source += std::string(at_ == first ? "" : "\n") + std::string(line(at_));
            ++at_;
        } while (at_ < lines_.size() && !begins_block(at_));
        Text text = inline_text(source);
        if (!is_empty(text)) {
            blocks_.push_back(Paragraph{std::move(text)});
        }
    }

    void read_list(List::Kind kind, std::size_t (*mark_length)(std::string_view)) {
        List list{.kind = kind, .items = {}};
        while (at_ < lines_.size() && mark_length(line(at_)) != 0) {
            std::string source(line(at_).substr(mark_length(line(at_))));
            ++at_;
            while (is_continuation(line(at_))) {
                source += "\n" + std::string(trim(line(at_))) + trailing_break(line(at_));
                ++at_;
            }
            list.items.push_back(inline_text(source));
            // One empty line between two items does not end the list.
            if (trim(line(at_)).empty() && mark_length(line(at_ + 1)) != 0) {
                ++at_;
            }
        }
        blocks_.push_back(std::move(list));
    }

    static bool is_continuation(std::string_view text) {
        return text.substr(0, 2) == "  " && !trim(text).empty();
    }

    static std::string trailing_break(std::string_view text) {
        return text.size() > 2 && text.substr(text.size() - 2) == "  " ? "  " : "";
    }

    void read_note() {
        Note note;
        std::string source;
        const auto close = [&] {
            if (!trim(source).empty()) {
                note.paragraphs.push_back(inline_text(source));
            }
            source.clear();
        };
        for (; !line(at_).empty() && line(at_)[0] == '>'; ++at_) {
            std::string_view text = line(at_).substr(1);
            if (!text.empty() && text[0] == ' ') {
                text.remove_prefix(1);
            }
            if (trim(text).empty()) {
                close();
            } else {
                source += (source.empty() ? "" : "\n") + std::string(text);
            }
        }
        close();
        if (!note.paragraphs.empty()) {
            blocks_.push_back(std::move(note));
        }
    }

    void read_table() {
        Table table;
        table.header = read_row();
        const std::vector<std::string_view> marks = split_row(line(at_));
        ++at_;
        while (is_row(line(at_))) {
            table.rows.push_back(read_row());
            if (table.rows.back().size() != table.header.size()) {
                note_problem("documents.markup_row_length",
                             "This row has more or fewer cells than the header of its table.");
            }
            table.rows.back().resize(table.header.size());
        }
        if (table.rows.size() > 1 && is_bold(table.rows.back().front())) {
            table.total = std::move(table.rows.back());
            table.rows.pop_back();
        }
        for (std::size_t i = 0; i < table.header.size(); ++i) {
            const std::string_view mark = i < marks.size() ? marks[i] : std::string_view();
            const bool is_open = mark.find(':') == std::string_view::npos;
            const bool is_right = !mark.empty() && mark.back() == ':' && mark.front() != ':';
            table.align.push_back(is_open    ? align_by_content(table, i)
                                  : is_right ? Align::Right
                                             : Align::Left);
        }
        blocks_.push_back(std::move(table));
    }

    std::vector<Text> read_row() {
        std::vector<Text> cells;
        for (const std::string_view cell : split_row(line(at_))) {
            cells.push_back(inline_text(cell));
        }
        ++at_;
        return cells;
    }

    Text inline_text(std::string_view source) {
        MarkedText parsed = parse_marked_text(source);
        if (parsed.has_unclosed) {
            note_problem("documents.markup_unclosed",
                         "A * or ** has no counterpart and is shown as it stands; write \\* for a "
                         "star.");
        }
        if (!parsed.text.empty()) {
            std::string& last = parsed.text.back().text;
            last.erase(last.find_last_not_of(" \n") + 1);
        }
        return std::move(parsed.text);
    }

    void note_problem(std::string code, std::string message) {
        if (findings_.size() < limits::findings) {
            findings_.push_back({std::move(code),
                                 Severity::Warning,
                                 "line " + std::to_string(std::min(at_ + 1, lines_.size())),
                                 {},
                                 std::move(message)});
        }
    }

    std::vector<std::string_view> lines_;
    std::size_t at_ = 0;
    std::vector<Block> blocks_;
    Findings findings_;
};

}  // namespace

Result<Judged<std::vector<Block>>> parse_markup(std::string_view markup) {
    const auto too_large = [] {
        return Error{ErrorKind::TooLarge,
                     "documents.markup_too_large",
                     "",
                     {},
                     "The text of the document is longer than this server sets; shorten it."};
    };
    if (markup.size() > markup_bytes) {
        return too_large();
    }
    if (!is_utf8(markup)) {
        return Error{ErrorKind::Invalid, "documents.not_utf8", "", {}, "The text is not UTF-8."};
    }
    MarkupReader reader(markup);
    reader.run();
    if (reader.count() > markup_blocks) {
        return too_large();
    }
    return std::move(reader).take();
}

}  // namespace gordion::documents
