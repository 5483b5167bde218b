// SPDX-License-Identifier: EUPL-1.2
#include "fim/internal/code_list_builder.hpp"

#include <algorithm>

#include "core/limits.hpp"

namespace gordion::fim::internal {
namespace {

Error too_large(const std::string& place, std::string_view what, std::size_t most) {
    return {ErrorKind::TooLarge,
            "fim.code_list_too_large",
            place,
            {{std::string(what), std::to_string(most)}},
            "a code list of this size is not read"};
}

}  // namespace

Error list_unsupported(std::string place, std::string reason) {
    return {ErrorKind::Unsupported,
            "fim.code_list_unsupported",
            std::move(place),
            {{"reason", std::move(reason)}},
            "this is no code list: genericode 1.0 or the JSON of XRepository is read"};
}

void CodeListBuilder::report(std::string_view code, Severity severity, std::string place,
                             Values values, std::string message) {
    if (findings_.size() < limits::findings) {
        findings_.push_back(
            {std::string(code), severity, std::move(place), std::move(values), std::move(message)});
    } else if (findings_.size() == limits::findings) {
        findings_.push_back({"fim.more_findings",
                             Severity::Fault,
                             std::move(place),
                             {},
                             "there is more to mend; the rest is not listed"});
    }
}

std::size_t CodeListBuilder::column(std::string_view id) const {
    const auto found = std::find_if(list.columns.begin(), list.columns.end(),
                                    [&](const CodeListColumn& each) { return each.id == id; });
    return found == list.columns.end() ? std::string::npos
                                       : static_cast<std::size_t>(found - list.columns.begin());
}

Result<void> CodeListBuilder::add_column(CodeListColumn made, const std::string& place) {
    if (list.columns.size() == limits::code_list_columns) {
        return too_large(place, "columns", limits::code_list_columns);
    }
    if (made.id.empty() || column(made.id) != std::string::npos) {
        report("fim.code_list_column", Severity::Fault, place, {{"column", made.id.substr(0, 80)}},
               "a column needs an id of its own");
    }
    list.columns.push_back(std::move(made));
    return {};
}

std::size_t CodeListBuilder::code_column() const {
    const auto key = std::find_if(list.columns.begin(), list.columns.end(),
                                  [](const CodeListColumn& each) { return each.is_key; });
    return key == list.columns.end() ? 0 : static_cast<std::size_t>(key - list.columns.begin());
}

Result<void> CodeListBuilder::add_row(std::vector<std::string> row, const std::string& place) {
    has_rows_ = true;
    if (list.rows.size() == limits::code_list_rows) {
        return too_large(place, "rows", limits::code_list_rows);
    }
    row.resize(list.columns.size());
    cells_ += row.size();
    if (cells_ > limits::code_list_cells) {
        return too_large(place, "cells", limits::code_list_cells);
    }
    std::size_t bytes = 0;
    for (const std::string& cell : row) {
        bytes += cell.size();
    }
    if (bytes > limits::code_list_row_bytes) {
        return too_large(place, "row_bytes", limits::code_list_row_bytes);
    }
    const std::size_t code = code_column();
    if (code >= row.size() || row[code].empty()) {
        report("fim.code_list_code", Severity::Fault, place, {},
               "a row without a code is no entry");
        return {};
    }
    if (!codes_.insert(row[code]).second) {
        report("fim.code_list_duplicate", Severity::Fault, place,
               {{"code", row[code].substr(0, 80)}},
               "the code is there already; the first one stays");
        return {};
    }
    list.rows.push_back(std::move(row));
    return {};
}

Judged<CodeList> CodeListBuilder::take() {
    if (list.columns.empty()) {
        report("fim.element_missing", Severity::Fault, "",
               {{"element", "CodeList"}, {"name", "Column"}, {"parent", "ColumnSet"}},
               "a code list needs a column");
    } else if (!has_rows_) {
        report("fim.code_list_empty", Severity::Fault, "", {}, "the code list has no row");
    }
    return {std::move(list), std::move(findings_)};
}

}  // namespace gordion::fim::internal
