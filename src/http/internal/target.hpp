// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "http/message.hpp"

namespace gordion::http {

struct Target {
    std::string path;
    Fields query;
};

/// The request target of RFC 9112, section 3.2: origin form, absolute form (its host is dropped),
/// and "*" of OPTIONS, which reads as "/". What could mean two things to two readers is refused,
/// not repaired: dot segments, encoded slashes, backslashes, control characters. Repeated slashes
/// become one; a slash at the end stays.
/// Error codes: http.path_invalid, http.query_invalid.
Result<Target> parse_target(Method method, std::string_view text);

}  // namespace gordion::http
