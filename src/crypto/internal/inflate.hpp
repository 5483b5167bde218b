// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace gordion::crypto {

/// Raw DEFLATE (RFC 1951) to its plain bytes, of which at most so many. Error codes:
/// crypto.jwe_inflate (Invalid), crypto.jwe_too_large.
Result<std::string> inflate_raw(std::string_view bytes, std::size_t most);

}  // namespace gordion::crypto
