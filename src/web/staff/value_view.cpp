// SPDX-License-Identifier: EUPL-1.2
#include "web/staff/value_view.hpp"

#include "core/text.hpp"
#include "formats/csv.hpp"

namespace gordion::web {
namespace {

using formats::Json;

// The cells of a table as people read them, row by row.
std::vector<std::vector<std::string>> read_cells(const reuse::ParameterDeclaration& declaration,
                                                 std::string_view canonical) {
    std::vector<std::vector<std::string>> rows;
    const Json shown = reuse::to_display(declaration, canonical, "de");
    if (!shown.is_array()) {
        return rows;
    }
    for (const Json& entry : shown.as_array()) {
        std::vector<std::string> cells;
        if (entry.is_string()) {
            cells.push_back(entry.as_string());
        }
        for (const reuse::ParameterColumn& column : declaration.columns) {
            cells.push_back(entry.text_at(column.key));
        }
        rows.push_back(std::move(cells));
    }
    return rows;
}

bool has_rows(const reuse::ParameterDeclaration& declaration) {
    return declaration.type == reuse::ParameterType::Table ||
           declaration.type == reuse::ParameterType::ListText;
}

Json strings(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) {
        list.push(text);
    }
    return list;
}

}  // namespace

Html value_markup(const Visit& visit, const reuse::ParameterDeclaration& declaration,
                  std::string_view canonical) {
    if (!has_rows(declaration) || canonical.empty()) {
        return Html::escape(canonical.empty() ? std::string("–")
                                              : reuse::display_text(declaration, canonical, "de"));
    }
    Json columns = Json::array();
    for (const reuse::ParameterColumn& column : declaration.columns) {
        columns.push(reuse::in_language(column.label, "de"));
    }
    Json rows = Json::array();
    for (const std::vector<std::string>& cells : read_cells(declaration, canonical)) {
        rows.push(Json::object({{"cells", strings(cells)}}));
    }
    return visit.site.render(
        "staff/value",
        Json::object({{"is_table", declaration.type == reuse::ParameterType::Table},
                      {"label", reuse::in_language(declaration.label, "de")},
                      {"columns", std::move(columns)},
                      {"rows", std::move(rows)}}),
        visit.language);
}

std::string value_lines(const reuse::ParameterDeclaration& declaration,
                        std::string_view canonical) {
    if (!has_rows(declaration)) {
        return reuse::display_text(declaration, canonical, "de");
    }
    std::vector<std::string> lines;
    for (const std::vector<std::string>& cells : read_cells(declaration, canonical)) {
        lines.push_back(join(cells, " · "));
    }
    return join(lines, "\n");
}

std::string typed_text(const reuse::ParameterDeclaration& declaration, std::string_view canonical) {
    if (declaration.type != reuse::ParameterType::Table || canonical.empty()) {
        return value_lines(declaration, canonical);
    }
    std::vector<std::string> keys;
    for (const reuse::ParameterColumn& column : declaration.columns) {
        keys.push_back(column.key);
    }
    std::string sheet = formats::write_csv_row(keys, ';');
    for (const std::vector<std::string>& cells : read_cells(declaration, canonical)) {
        sheet += formats::write_csv_row(cells, ';');
    }
    return sheet;
}

}  // namespace gordion::web
