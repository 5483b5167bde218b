// SPDX-License-Identifier: EUPL-1.2
#include "formats/csv.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"

namespace gordion::formats {
namespace {

std::string line_place(int line) {
    return "line " + std::to_string(line);
}

class Reader {
public:
    Reader(std::string_view bytes, char separator) : rest_(bytes), separator_(separator) {}

    [[nodiscard]] bool at_end() const { return at_ >= rest_.size(); }

    /// One record. A row without any cell stands for an empty line.
    Result<Csv::Row> read_row() {
        Csv::Row row;
        row.line = line_;
        if (skip_line_end()) {
            return row;
        }
        while (true) {
            row.cells.push_back(TRY(read_cell()));
            if (at_end() || skip_line_end()) {
                return row;
            }
            ++at_;  // the separator
        }
    }

private:
    Result<std::string> read_cell() {
        std::string cell;
        if (!at_end() && rest_[at_] == '"') {
            cell = TRY(read_quoted());
        }
        // What follows a closing quote up to the separator is kept as it stands: some exports
        // write a quote into the middle of a cell, and a lost cell would be worse.
        std::size_t end = at_;
        while (end < rest_.size() && rest_[end] != separator_ && rest_[end] != '\n' &&
               rest_[end] != '\r') {
            ++end;
        }
        cell.append(rest_, at_, end - at_);
        at_ = end;
        return cell;
    }

    Result<std::string> read_quoted() {
        const int first_line = line_;
        std::string cell;
        ++at_;
        while (true) {
            const std::size_t quote = rest_.find('"', at_);
            if (quote == std::string_view::npos) {
                return Error{ErrorKind::Invalid,
                             "formats.csv_quote",
                             line_place(first_line),
                             {},
                             "A quoted cell begins here and never ends."};
            }
            const std::string_view piece = rest_.substr(at_, quote - at_);
            line_ += static_cast<int>(std::count(piece.begin(), piece.end(), '\n'));
            cell += piece;
            at_ = quote + 1;
            if (at_end() || rest_[at_] != '"') {
                return cell;
            }
            cell += '"';
            ++at_;
        }
    }

    bool skip_line_end() {
        if (at_end() || (rest_[at_] != '\n' && rest_[at_] != '\r')) {
            return false;
        }
        at_ += rest_.substr(at_, 2) == "\r\n" ? 2 : 1;
        ++line_;
        return true;
    }

    std::string_view rest_;
    std::size_t at_ = 0;
    char separator_;
    int line_ = 1;
};

// The separator that the header uses most, outside quotes.
char separator_of(std::string_view bytes) {
    std::array<std::size_t, 3> counts{};
    constexpr std::string_view separators = ",;\t";
    bool quoted = false;
    for (const char c : bytes) {
        if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == '\n' || c == '\r')) {
            break;
        } else if (const auto which = separators.find(c);
                   !quoted && which != std::string_view::npos) {
            ++counts[which];
        }
    }
    const auto most = std::max_element(counts.begin(), counts.end());
    return separators[static_cast<std::size_t>(most - counts.begin())];
}

void add_columns_finding(Findings& findings, const Csv::Row& row, std::size_t expected) {
    if (findings.size() > limits::findings) {
        return;
    }
    if (findings.size() == limits::findings) {
        findings.push_back({"formats.csv_columns_more",
                            Severity::Fault,
                            line_place(row.line),
                            {},
                            "Further rows with a wrong number of columns are not listed."});
        return;
    }
    findings.push_back(
        {"formats.csv_columns",
         Severity::Fault,
         line_place(row.line),
         {{"expected", std::to_string(expected)}, {"found", std::to_string(row.cells.size())}},
         "The row has another number of columns than the header and is left out."});
}

}  // namespace

Result<std::size_t> Csv::column(std::string_view name) const {
    const auto found = std::find(header.begin(), header.end(), name);
    if (found == header.end()) {
        return Error{ErrorKind::Invalid,
                     "formats.csv_column_missing",
                     "line 1",
                     {{"column", std::string(name)}, {"present", join(header, ", ")}},
                     "The header does not name a column that is needed."};
    }
    return static_cast<std::size_t>(found - header.begin());
}

Result<Judged<Csv>> parse_csv(std::string_view bytes) {
    if (bytes.size() > limits::csv_bytes) {
        return Error{
            ErrorKind::TooLarge,
            "formats.too_large",
            "",
            {{"bytes", std::to_string(bytes.size())}, {"limit", std::to_string(limits::csv_bytes)}},
            "The CSV file is larger than allowed."};
    }
    if (!is_utf8(bytes)) {
        return Error{ErrorKind::Invalid,
                     "formats.not_utf8",
                     "",
                     {},
                     "The CSV file is not UTF-8; convert it before importing."};
    }
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF") {
        bytes.remove_prefix(3);
    }
    Judged<Csv> judged;
    judged.value.separator = separator_of(bytes);
    Reader reader(bytes, judged.value.separator);
    while (!reader.at_end()) {
        Csv::Row row = TRY(reader.read_row());
        if (row.cells.empty()) {
            continue;
        }
        if (judged.value.header.empty()) {
            judged.value.header = std::move(row.cells);
        } else if (row.cells.size() != judged.value.header.size()) {
            add_columns_finding(judged.findings, row, judged.value.header.size());
            judged.value.misfits.push_back(std::move(row));
        } else {
            judged.value.rows.push_back(std::move(row));
        }
    }
    if (judged.value.header.empty()) {
        return Error{
            ErrorKind::Invalid, "formats.csv_empty", "", {}, "The CSV file has no header row."};
    }
    return judged;
}

std::string write_csv_row(const std::vector<std::string>& cells, char separator) {
    // What any reader might take for a separator is quoted, except commas among semicolons.
    const std::string_view special = separator == ';' ? ";\t\"\r\n" : ",;\t\"\r\n";
    std::string row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) {
            row += separator;
        }
        const bool alone_and_empty = cells.size() == 1 && cells[i].empty();
        if (alone_and_empty || cells[i].find_first_of(special) != std::string::npos) {
            row += '"' + replace_all(cells[i], "\"", "\"\"") + '"';
        } else {
            row += cells[i];
        }
    }
    return row + "\r\n";
}

}  // namespace gordion::formats
