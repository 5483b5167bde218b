// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "forms/internal/compiled_form.hpp"

/// One field's value: from text to typed, judged, and back to text for people.
namespace gordion::forms::internal {

/// A fault of one value: code without "forms.", and what its text mentions.
struct ValueFault {
    std::string code;
    Values values;
};

struct ParsedValue {
    formats::Json value;  ///< null: left blank
    std::optional<ValueFault> fault;
};

/// What a person wrote, typed. Only its form is judged here, not its bounds.
ParsedValue parse_value(const Node& node, std::string_view text);
/// Day, month and year of three fields.
ParsedValue parse_date_parts(std::string_view day, std::string_view month, std::string_view year);

/// Bounds, pattern, characters, code list; also the type, for answers that came as JSON.
std::optional<ValueFault> check_value(const Node& node, const formats::Json& value,
                                      const FormContext& context);

/// For a summary: "06.05.1990", "1.234,50 €", the label of a code.
std::string display_value(const Compiled& form, const Node& node, const formats::Json& value,
                          const FormContext& context, std::string_view language);
/// For a control: what parse_value reads back; Date in three parts.
std::vector<std::string> control_values(const Node& node, const formats::Json& value);

}  // namespace gordion::forms::internal
