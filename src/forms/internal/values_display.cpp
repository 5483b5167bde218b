// SPDX-License-Identifier: EUPL-1.2
#include <cmath>

#include "core/money.hpp"
#include "core/text.hpp"
#include "forms/internal/options.hpp"
#include "forms/internal/values.hpp"

namespace gordion::forms::internal {
namespace {

using formats::Json;

std::string yes_or_no(bool value, std::string_view language) {
    if (language == "en") {
        return value ? "Yes" : "No";
    }
    return value ? "Ja" : "Nein";
}

std::string show_number(const Json& value) {
    return replace_all(formats::write_json(value), ".", ",");
}

Money to_money(const Json& value) {
    return Money{std::llround(value.as_number() * 100)};
}

std::string show_date(const std::string& iso) {
    const Result<Date> date = parse_date(iso);
    return date ? date.value().to_german() : iso;
}

std::string show_datetime(const std::string& text, std::string_view between) {
    const auto gap = text.find('T');
    return gap == std::string::npos
               ? text
               : show_date(text.substr(0, gap)) + std::string(between) + text.substr(gap + 1);
}

}  // namespace

std::string display_value(const Compiled& form, const Node& node, const Json& value,
                          const FormContext& context, std::string_view language) {
    if (value.is_null()) {
        return {};
    }
    if (value.is_array()) {
        std::vector<std::string> lines;
        for (const Json& item : value.as_array()) {
            lines.push_back(display_value(form, node, item, context, language));
        }
        return join(lines, "\n");
    }
    if (value.is_bool()) {
        return yes_or_no(value.as_bool(), language);
    }
    if (value.is_number()) {
        return node.field->datentyp == fim::Datentyp::NumCurrency ? to_money(value).to_german()
                                                                  : show_number(value);
    }
    if (value.is_object()) {
        return value.text_at("name");
    }
    const std::string& text = value.as_string();
    if (node.field->feldart == fim::Feldart::Select) {
        const auto option = OptionLookup{form, node, context, language}.find(text);
        return option ? option->label : text;
    }
    switch (node.field->datentyp) {
        case fim::Datentyp::Date:
            return show_date(text);
        case fim::Datentyp::Time:
            return language == "en" ? text : text + " Uhr";
        case fim::Datentyp::Datetime:
            return show_datetime(text, ", ") + (language == "en" ? "" : " Uhr");
        default:
            return text;
    }
}

std::vector<std::string> control_values(const Node& node, const Json& value) {
    if (value.is_null() || value.is_object()) {
        return {};
    }
    if (value.is_array()) {
        std::vector<std::string> all;
        for (const Json& item : value.as_array()) {
            const auto one = control_values(node, item);
            // A repeated date is one text, because three fields could not be told apart.
            all.push_back(node.control == Control::Date && one.size() == 3
                              ? one[0] + "." + one[1] + "." + one[2]
                          : one.empty() ? std::string()
                                        : one.front());
        }
        return all;
    }
    if (value.is_bool()) {
        return {value.as_bool() ? "true" : "false"};
    }
    if (value.is_number()) {
        return {node.control == Control::Money ? replace_all(to_money(value).to_decimal(), ".", ",")
                                               : show_number(value)};
    }
    const std::string& text = value.as_string();
    if (node.control == Control::Date) {
        const Result<Date> date = parse_date(text);
        if (date) {
            return {std::to_string(date.value().day()), std::to_string(date.value().month()),
                    std::to_string(date.value().year())};
        }
    }
    return {node.control == Control::Datetime ? show_datetime(text, " ") : text};
}

}  // namespace gordion::forms::internal
