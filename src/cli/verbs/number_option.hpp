// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "cli/verb.hpp"

namespace gordion::cli {

/// What a number may be; at most six digits.
struct NumberOption {
    int fallback = 0;
    int least = 0;
    int most = 999'999;
};

/// A whole number. Error code: cli.number_invalid.
Result<int> parse_number_option(const Call& call, std::string_view name, NumberOption allowed);

}  // namespace gordion::cli
