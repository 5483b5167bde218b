// SPDX-License-Identifier: EUPL-1.2
// From the canonical text of a parameter to what rules compute with and what people read.
#include <charconv>

#include "core/money.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "reuse/parameter.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;

/// Stored values were checked when they were written, and a package change may have made another
/// type of them: what no longer fits is shown as it is and computed as null.
Json scalar_to_logic(ParameterType type, const std::string& canonical) {
    switch (type) {
        case ParameterType::Money: {
            const Result<Money> money = parse_money(canonical);
            return money ? Json(money.value().cents) : Json();
        }
        case ParameterType::Number:
        case ParameterType::Integer: {
            const Result<Json> number = formats::parse_json(canonical);
            return number && number.value().is_number() ? number.value() : Json();
        }
        case ParameterType::Bool:
            return Json(canonical == "true");
        case ParameterType::Text:
        case ParameterType::Date:
        case ParameterType::Choice:
        case ParameterType::ListText:
        case ParameterType::Table:
            break;
    }
    return Json(canonical);
}

std::string scalar_to_display(ParameterType type, const std::string& canonical,
                              std::string_view language) {
    switch (type) {
        case ParameterType::Money: {
            const Result<Money> money = parse_money(canonical);
            return money ? money.value().to_german() : canonical;
        }
        case ParameterType::Number:
            return language == "en" ? canonical : replace_all(canonical, ".", ",");
        case ParameterType::Bool:
            if (language == "en") {
                return canonical == "true" ? "yes" : "no";
            }
            return canonical == "true" ? "ja" : "nein";
        case ParameterType::Date: {
            const Result<Date> date = parse_date(canonical);
            return date ? date.value().to_german() : canonical;
        }
        case ParameterType::Integer:
        case ParameterType::Text:
        case ParameterType::Choice:
        case ParameterType::ListText:
        case ParameterType::Table:
            break;
    }
    return canonical;
}

/// Every cell of the table through `view(type, text)`.
template <typename View>
Json view_table(const ParameterDeclaration& declaration, std::string_view canonical, View view) {
    const Result<Json> rows = formats::parse_json(canonical);
    Json seen = Json::array();
    if (!rows || !rows.value().is_array()) {
        return seen;
    }
    for (const Json& row : rows.value().as_array()) {
        Json one = Json::object();
        for (const ParameterColumn& column : declaration.columns) {
            one.set(column.key, view(column.type, row.text_at(column.key)));
        }
        seen.push(std::move(one));
    }
    return seen;
}

Json view_list(std::string_view canonical) {
    Result<Json> list = formats::parse_json(canonical);
    return list && list.value().is_array() ? std::move(list).value() : Json::array();
}

}  // namespace

Json to_logic(const ParameterDeclaration& declaration, std::string_view canonical) {
    if (declaration.type == ParameterType::Table) {
        return view_table(declaration, canonical, [](ParameterType type, const std::string& text) {
            return scalar_to_logic(type, text);
        });
    }
    if (declaration.type == ParameterType::ListText) {
        return view_list(canonical);
    }
    return scalar_to_logic(declaration.type, std::string(canonical));
}

Json to_display(const ParameterDeclaration& declaration, std::string_view canonical,
                std::string_view language) {
    if (declaration.type == ParameterType::Table) {
        return view_table(declaration, canonical,
                          [language](ParameterType type, const std::string& text) {
                              return Json(scalar_to_display(type, text, language));
                          });
    }
    if (declaration.type == ParameterType::ListText) {
        return view_list(canonical);
    }
    if (declaration.type == ParameterType::Choice) {
        for (const ParameterChoice& choice : declaration.choices) {
            if (choice.value == canonical) {
                return Json(in_language(choice.label, language));
            }
        }
    }
    return Json(scalar_to_display(declaration.type, std::string(canonical), language));
}

}  // namespace gordion::reuse
