// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/result.hpp"

namespace gordion::crypto {

/// What a citizen without account writes down: sixteen readable characters, 77 bits, so that even
/// somebody who copies the database cannot try them all. Shown in groups of four.
std::string make_access_code(Random& random);  ///< "7KX3-9QWM-2B4D-HJ6T"

/// Takes what people type: small letters, blanks and dashes anywhere. Returns the sixteen
/// characters without dashes. Error code: crypto.code_shape.
Result<std::string> parse_access_code(std::string_view typed);

/// What is stored to check a code; the code itself cannot be computed from it.
std::string access_code_check(std::string_view parsed_code);

/// "<tenant>-XXXX-XXXX": the number under which a citizen's matter is found. The tenant in it leads
/// to the authority without a global look-up.
std::string make_case_number(std::string_view tenant, Random& random);

/// The number in its stored spelling (upper case, no blanks). Error code: crypto.number_shape.
Result<std::string> parse_case_number(std::string_view typed);
/// The tenant part of a parsed number.
std::string tenant_of_number(std::string_view number);

}  // namespace gordion::crypto
