// SPDX-License-Identifier: EUPL-1.2
// From what people write to the canonical text of a parameter.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "core/limits.hpp"
#include "core/money.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "formats/csv.hpp"
#include "reuse/parameter.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;

constexpr std::size_t text_characters = 4000;
constexpr std::size_t table_rows = 500;

Error make_error(std::string code, std::string place, Values values, std::string message) {
    return Error{ErrorKind::Invalid, std::move(code), std::move(place), std::move(values),
                 std::move(message)};
}

/// `example` is a value that would do, for texts in every language.
Error wrong_type(std::string place, ParameterType type, std::string example) {
    std::string message = "The value of '" + place + "' is not of type " +
                          std::string(to_string(type)) + ". Write it like this: " + example;
    return make_error("reuse.parameter_type", std::move(place),
                      {{"type", std::string(to_string(type))}, {"example", std::move(example)}},
                      std::move(message));
}

Error out_of_range(std::string place, std::string_view minimum, std::string_view maximum) {
    return make_error("reuse.parameter_range", place,
                      {{"min", std::string(minimum)}, {"max", std::string(maximum)}},
                      "The value of '" + place + "' must lie between '" + std::string(minimum) +
                          "' and '" + std::string(maximum) + "'.");
}

/// "1.234,5" and "1234.5" as a number; nothing else.
std::optional<double> parse_number(std::string_view text) {
    std::string plain(text);
    if (plain.find(',') != std::string::npos) {
        plain = replace_all(replace_all(std::move(plain), ".", ""), ",", ".");
    }
    const std::size_t dots = static_cast<std::size_t>(std::count(plain.begin(), plain.end(), '.'));
    const auto is_number_character = [](char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-';
    };
    if (plain.empty() || plain.size() > 15 || dots > 1 ||
        !std::all_of(plain.begin(), plain.end(), is_number_character)) {
        return std::nullopt;
    }
    double value = 0;
    const auto [end, failure] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    if (failure != std::errc() || end != plain.data() + plain.size()) {
        return std::nullopt;
    }
    return value;
}

struct Site {
    const ParameterDeclaration& declaration;
    ParameterType type;
    std::string place;
};

template <typename T, typename Read>
Result<void> check_range(const Site& site, const T& value, Read read) {
    const ParameterDeclaration& declaration = site.declaration;
    const bool too_small = !declaration.minimum.empty() && value < read(declaration.minimum);
    const bool too_large = !declaration.maximum.empty() && read(declaration.maximum) < value;
    if (too_small || too_large) {
        return out_of_range(site.place, declaration.minimum, declaration.maximum);
    }
    return {};
}

Result<std::string> parse_amount(const Site& site, std::string_view text) {
    const Result<Money> money = parse_money(text);
    if (!money) {
        return wrong_type(site.place, site.type, "120,00");
    }
    const auto read = [](const std::string& bound) { return parse_money(bound).value().cents; };
    TRY(check_range(site, money.value().cents, read));
    return money.value().to_decimal();
}

Result<std::string> parse_numeric(const Site& site, std::string_view text) {
    const std::optional<double> number = parse_number(text);
    const bool whole = number && std::floor(*number) == *number;
    if (!number || (site.type == ParameterType::Integer && !whole)) {
        return wrong_type(site.place, site.type,
                          site.type == ParameterType::Integer ? "12" : "12,5");
    }
    const auto read = [](const std::string& bound) { return parse_number(bound).value_or(0); };
    TRY(check_range(site, *number, read));
    if (whole) {
        return std::to_string(static_cast<std::int64_t>(*number));
    }
    return formats::write_json(Json(*number));
}

Result<std::string> parse_day(const Site& site, std::string_view text) {
    Result<Date> date = parse_date(text);
    if (!date) {
        date = parse_german_date(text);
    }
    if (!date) {
        return wrong_type(site.place, site.type, "31.12.2026");
    }
    const auto read = [](const std::string& bound) { return parse_date(bound).value(); };
    TRY(check_range(site, date.value(), read));
    return date.value().to_iso();
}

Result<std::string> parse_truth(const Site& site, std::string_view text) {
    const std::string folded = fold_german(text);
    if (folded == "true" || folded == "ja" || folded == "yes") {
        return std::string("true");
    }
    if (folded == "false" || folded == "nein" || folded == "no") {
        return std::string("false");
    }
    return wrong_type(site.place, site.type, "ja");
}

Result<std::string> parse_chosen(const Site& site, std::string_view text) {
    std::vector<std::string> known;
    for (const ParameterChoice& choice : site.declaration.choices) {
        if (choice.value == text) {
            return choice.value;
        }
        known.push_back(choice.value);
    }
    const std::string list = join(known, ", ");
    return make_error("reuse.parameter_choice", site.place, {{"expected", list}},
                      "The value of '" + site.place + "' must be one of: " + list + ".");
}

Result<std::string> parse_plain(const Site& site, std::string_view text) {
    const bool has_control = std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
    });
    if (!is_utf8(text) || has_control) {
        return wrong_type(site.place, site.type, "Text");
    }
    if (count_characters(text) > text_characters) {
        const std::string limit = std::to_string(text_characters);
        return make_error("reuse.parameter_too_long", site.place, {{"max", limit}},
                          "The value of '" + site.place + "' has more than " + limit +
                              " characters. Shorten it.");
    }
    return std::string(text);
}

Result<std::string> parse_scalar(const Site& site, std::string_view raw) {
    const std::string_view text = trim(raw);
    if (text.empty()) {
        return make_error("reuse.parameter_empty", site.place, {},
                          "The value of '" + site.place + "' is empty.");
    }
    switch (site.type) {
        case ParameterType::Money:
            return parse_amount(site, text);
        case ParameterType::Number:
        case ParameterType::Integer:
            return parse_numeric(site, text);
        case ParameterType::Bool:
            return parse_truth(site, text);
        case ParameterType::Date:
            return parse_day(site, text);
        case ParameterType::Choice:
            return parse_chosen(site, text);
        case ParameterType::Text:
        case ParameterType::ListText:
        case ParameterType::Table:
            break;
    }
    return parse_plain(site, text);
}

/// A cell as text, however the JSON writes it.
std::string cell_text(const Json& cell) {
    return cell.is_string() ? cell.as_string() : cell.is_null() ? "" : formats::write_json(cell);
}

/// The first line that a table in CSV needs.
std::string header_of(const ParameterDeclaration& declaration) {
    std::vector<std::string> keys;
    for (const ParameterColumn& column : declaration.columns) {
        keys.push_back(column.key);
    }
    return join(keys, ";");
}

/// The rows of a table, from JSON or from CSV, still unchecked.
Result<Json> read_rows(const ParameterDeclaration& declaration, std::string_view text) {
    if (!text.empty() && text.front() == '[') {
        Result<Json> json = formats::parse_json(text);
        if (!json || !json.value().is_array()) {
            return wrong_type(declaration.key, ParameterType::Table, header_of(declaration));
        }
        return json;
    }
    Result<Judged<formats::Csv>> csv = formats::parse_csv(text);
    if (!csv || has_faults(csv.value().findings)) {
        return wrong_type(declaration.key, ParameterType::Table, header_of(declaration));
    }
    const formats::Csv& sheet = csv.value().value;
    Json rows = Json::array();
    for (const formats::Csv::Row& line : sheet.rows) {
        Json row = Json::object();
        for (std::size_t column = 0; column < sheet.header.size(); ++column) {
            row.set(trim(sheet.header[column]), Json(line.cells[column]));
        }
        rows.push(std::move(row));
    }
    return rows;
}

Result<void> check_columns(const ParameterDeclaration& declaration, const Json& row,
                           const std::string& place) {
    for (const Json::Member& member : row.as_object()) {
        const std::string& name = member.first;
        const bool known = std::any_of(declaration.columns.begin(), declaration.columns.end(),
                                       [&](const ParameterColumn& c) { return c.key == name; });
        if (!known) {
            const std::string list = header_of(declaration);
            return make_error("reuse.parameter_column", place,
                              {{"column", name}, {"expected", list}},
                              "The table has no column '" + name + "'; it has: " + list + ".");
        }
    }
    return {};
}

Result<Json> parse_row(const ParameterDeclaration& declaration, const Json& row,
                       const std::string& place) {
    if (!row.is_object()) {
        return wrong_type(place, ParameterType::Table, header_of(declaration));
    }
    TRY(check_columns(declaration, row, place));
    Json clean = Json::object();
    for (const ParameterColumn& column : declaration.columns) {
        const Json* cell = row.find(column.key);
        // The bounds of the declaration speak of no single column.
        const ParameterDeclaration unbounded;
        const Site site{unbounded, column.type, place + "." + column.key};
        const std::string text = cell == nullptr ? "" : cell_text(*cell);
        clean.set(column.key, Json(TRY(parse_scalar(site, text))));
    }
    return clean;
}

Result<std::string> parse_table(const ParameterDeclaration& declaration, std::string_view text) {
    const Json rows = TRY(read_rows(declaration, trim(text)));
    if (rows.size() == 0) {
        return make_error("reuse.parameter_empty", declaration.key, {},
                          "The table '" + declaration.key + "' has no rows.");
    }
    if (rows.size() > table_rows) {
        const std::string limit = std::to_string(table_rows);
        return make_error("reuse.parameter_too_long", declaration.key, {{"max", limit}},
                          "The table has more than " + limit + " rows.");
    }
    Json clean = Json::array();
    std::set<std::string> keys;
    for (const Json& row : rows.as_array()) {
        const std::string place = declaration.key + "[" + std::to_string(clean.size()) + "]";
        Json parsed = TRY(parse_row(declaration, row, place));
        const std::string& first = declaration.columns.front().key;
        if (!keys.insert(parsed.text_at(first)).second) {
            return make_error("reuse.parameter_column", place + "." + first,
                              {{"column", first}, {"value", parsed.text_at(first)}},
                              "'" + parsed.text_at(first) + "' stands in the column '" + first +
                                  "' twice. Each row needs its own.");
        }
        clean.push(std::move(parsed));
    }
    return formats::write_json(clean);
}

Result<std::string> parse_list(const ParameterDeclaration& declaration, std::string_view text) {
    Json items = Json::array();
    const std::string_view trimmed = trim(text);
    if (!trimmed.empty() && trimmed.front() == '[') {
        Result<Json> json = formats::parse_json(trimmed);
        if (!json || !json.value().is_array()) {
            return wrong_type(declaration.key, declaration.type, "[\"a\", \"b\"]");
        }
        items = std::move(json).value();
    } else {
        for (const std::string& line : split(trimmed, '\n')) {
            items.push(Json(line));
        }
    }
    Json clean = Json::array();
    for (const Json& item : items.as_array()) {
        const std::string place = declaration.key + "[" + std::to_string(clean.size()) + "]";
        clean.push(
            Json(TRY(parse_scalar({declaration, ParameterType::Text, place}, cell_text(item)))));
    }
    if (clean.size() == 0 || clean.size() > table_rows) {
        return make_error("reuse.parameter_empty", declaration.key, {},
                          "The list has no entries, or more than can be kept.");
    }
    return formats::write_json(clean);
}

}  // namespace

Result<std::string> parse_parameter(const ParameterDeclaration& declaration,
                                    std::string_view text) {
    if (text.size() > limits::toml_bytes) {
        return make_error("reuse.parameter_too_long", declaration.key, {},
                          "The value is too long.");
    }
    if (declaration.type == ParameterType::Table) {
        return parse_table(declaration, text);
    }
    if (declaration.type == ParameterType::ListText) {
        return parse_list(declaration, text);
    }
    return parse_scalar({declaration, declaration.type, declaration.key}, text);
}

}  // namespace gordion::reuse
