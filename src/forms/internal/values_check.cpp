// SPDX-License-Identifier: EUPL-1.2
#include <cmath>

#include "core/limits.hpp"
#include "core/money.hpp"
#include "core/text.hpp"
#include "forms/internal/latin.hpp"
#include "forms/internal/options.hpp"
#include "forms/internal/values.hpp"
#include "forms/media_type.hpp"

namespace gordion::forms::internal {
namespace {

using formats::Json;

using Judgement = std::optional<ValueFault>;

// A bound as a German reader writes it.
std::string show_number(double value, fim::Datentyp datentyp) {
    if (datentyp == fim::Datentyp::NumCurrency) {
        return Money{std::llround(value * 100)}.to_german();
    }
    const bool whole = std::trunc(value) == value && std::abs(value) < 1e15;
    return whole ? std::to_string(static_cast<std::int64_t>(value))
                 : replace_all(formats::write_json(Json(value)), ".", ",");
}

Judgement check_number(const Node& node, const Json& value) {
    const fim::Datentyp datentyp = node.field->datentyp;
    if (!value.is_number() || (datentyp == fim::Datentyp::NumInt && !value.is_int())) {
        return ValueFault{"type_invalid", {}};
    }
    const double number = value.as_number();
    if (!std::isfinite(number)) {
        return ValueFault{"type_invalid", {}};
    }
    if (datentyp == fim::Datentyp::NumCurrency) {
        const double cents = number * 100;
        if (std::abs(cents) > 1e11 || std::abs(cents - std::round(cents)) > 1e-6 * 100) {
            return ValueFault{"money_invalid", {}};
        }
    }
    if (node.rule.min_number && number < *node.rule.min_number) {
        return ValueFault{"too_small", {{"min", show_number(*node.rule.min_number, datentyp)}}};
    }
    if (node.rule.max_number && number > *node.rule.max_number) {
        return ValueFault{"too_large", {{"max", show_number(*node.rule.max_number, datentyp)}}};
    }
    return {};
}

Judgement check_date(const Node& node, const Json& value) {
    const Result<Date> date = parse_date(value.as_string());
    if (!date) {
        return ValueFault{"date_invalid", {}};
    }
    if (node.rule.min_date && date.value() < *node.rule.min_date) {
        return ValueFault{"date_before", {{"min", node.rule.min_date->to_german()}}};
    }
    if (node.rule.max_date && date.value() > *node.rule.max_date) {
        return ValueFault{"date_after", {{"max", node.rule.max_date->to_german()}}};
    }
    return {};
}

Judgement check_text(const Node& node, const std::string& text) {
    const bool latin = node.field->datentyp == fim::Datentyp::TextLatin;
    const auto counted = count_written(text, latin ? Alphabet::Latin : Alphabet::Any);
    if (!counted) {
        return ValueFault{"characters", {}};
    }
    const std::size_t characters = *counted;
    const ValueRule& rule = node.rule;
    const std::size_t most = rule.max_length == 0
                                 ? limits::form_text_characters
                                 : std::min(rule.max_length, limits::form_text_characters);
    if (characters > most) {
        return ValueFault{"too_long", {{"max", std::to_string(most)}}};
    }
    if (characters < rule.min_length) {
        return ValueFault{"too_short", {{"min", std::to_string(rule.min_length)}}};
    }
    if (rule.pattern && !rule.pattern->matches(text)) {
        return ValueFault{"pattern", {}};
    }
    return {};
}

// "08:30" or "08:30:15", exactly as parse_value writes it.
bool is_time(std::string_view text) {
    const auto is_number = [&](std::size_t at, char most_tens, char most) {
        const char tens = text[at];
        const char ones = text[at + 1];
        return tens >= '0' && tens <= most_tens && ones >= '0' && ones <= '9' &&
               (tens < most_tens || ones <= most);
    };
    const bool seconds = text.size() == 8;
    return (text.size() == 5 || seconds) && text[2] == ':' && is_number(0, '2', '3') &&
           is_number(3, '5', '9') && (!seconds || (text[5] == ':' && is_number(6, '5', '9')));
}

Judgement check_time(const Node& node, std::string_view text) {
    if (node.field->datentyp == fim::Datentyp::Time) {
        return is_time(text) ? Judgement() : ValueFault{"time_invalid", {}};
    }
    constexpr std::size_t date_size = 10;
    const Result<Date> date = parse_date(text.substr(0, date_size));
    const bool valid = date && date.value().year() >= 1000 && text.size() > date_size &&
                       text[date_size] == 'T' && is_time(text.substr(date_size + 1));
    return valid ? Judgement() : ValueFault{"datetime_invalid", {}};
}

Judgement check_file(const Node& node, const Json& value) {
    const Result<UploadedFile> file = parse_uploaded_file(value);
    if (!file) {
        return ValueFault{"type_invalid", {}};
    }
    if (!is_allowed_media_type(file.value().media_type, node.rule.media_types)) {
        return ValueFault{"file_type",
                          {{"found", file.value().media_type.substr(0, 80)},
                           {"allowed", name_media_types(node.rule.media_types)}}};
    }
    if (file.value().size > node.rule.max_size_bytes) {
        return ValueFault{"file_too_large", {{"max", show_size(node.rule.max_size_bytes)}}};
    }
    return {};
}

}  // namespace

std::optional<ValueFault> check_value(const Node& node, const Json& value,
                                      const FormContext& context) {
    const fim::Datentyp datentyp = node.field->datentyp;
    if (node.field->feldart == fim::Feldart::Select) {
        if (!value.is_string()) {
            return ValueFault{"type_invalid", {}};
        }
        return is_option(node, value.as_string(), context) ? Judgement()
                                                           : ValueFault{"code_unknown", {}};
    }
    if (fim::is_numeric(datentyp)) {
        return check_number(node, value);
    }
    if (datentyp == fim::Datentyp::Bool) {
        return value.is_bool() ? Judgement() : ValueFault{"type_invalid", {}};
    }
    if (datentyp == fim::Datentyp::File) {
        return check_file(node, value);
    }
    if (!value.is_string()) {
        return ValueFault{"type_invalid", {}};
    }
    if (datentyp == fim::Datentyp::Date) {
        return check_date(node, value);
    }
    if (datentyp == fim::Datentyp::Time || datentyp == fim::Datentyp::Datetime) {
        return check_time(node, value.as_string());
    }
    return check_text(node, value.as_string());
}

}  // namespace gordion::forms::internal
