// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace gordion::http {

/// Everything but letters, digits and "-._~" as %XX (RFC 3986, section 2). Fit for one path segment
/// and for query names and values.
std::string percent_encode(std::string_view text);

enum class Plus { Literal, Blank };  ///< Blank: "+" is a space, as in queries and forms

/// Refuses a "%" without two hex digits, NUL, and what is not UTF-8 after decoding.
/// Error codes: http.percent_invalid, http.text_invalid.
Result<std::string> percent_decode(std::string_view text, Plus plus = Plus::Literal);

}  // namespace gordion::http
