// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "formats/json.hpp"

namespace gordion::crypto {

/// A compact serialization taken apart at its dots (RFC 7515 and 7516, section 7.1). The views
/// point into the text it was read from.
struct Compact {
    std::vector<std::string_view> segments;
    formats::Json header;
};

/// Checks number of segments and size, and reads the header. An object with `crit` is refused,
/// because we know no extension that could be critical. `code` is the error for everything else.
Result<Compact> read_compact(std::string_view text, std::size_t segment_count,
                             std::string_view code);

/// The header of a first segment, checked as read_compact() does.
Result<formats::Json> read_jose_header(std::string_view segment, std::string_view code);

/// The header as first segment.
std::string write_header(const formats::Json& header);

}  // namespace gordion::crypto
