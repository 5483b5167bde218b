// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gordion {

/// What kind of thing went wrong. The kind alone decides HTTP status and exit code (web and cli
/// each keep one table); the code of an Error says which thing it was.
enum class ErrorKind {
    Invalid,          ///< The input is wrong and the sender can mend it.
    Unauthenticated,  ///< Nobody is signed in, or the session has ended.
    Forbidden,        ///< Known, but not allowed.
    NotFound,         ///< Absent, or hidden from this scope: the two look alike on purpose.
    Conflict,         ///< True by itself, but not together with what is stored.
    TooLarge,         ///< Over a limit of core/limits.hpp.
    TooMany,          ///< A rate limit or lock; trying later helps.
    Unsupported,      ///< A format or feature that this version does not know.
    Unavailable,      ///< A part outside this process does not answer; trying later helps.
    Deadline,         ///< The time for this request or job ran out.
    Corrupt,          ///< Stored data contradict themselves.
};

std::string_view to_string(ErrorKind kind);

/// Named values of an Error or Finding, in the order in which a text mentions them.
/// Never put personal data here: values are logged.
using Values = std::vector<std::pair<std::string, std::string>>;

/// One reason why a deed did not happen. `code` is stable and dotted, beginning with the module
/// ("routing.no_destination"); `place` says where (file:line, field path, column); `message` is an
/// English sentence for logs and shells. People see texts keyed by `code`.
struct Error {
    ErrorKind kind = ErrorKind::Invalid;
    std::string code;
    std::string place;
    Values values;
    std::string message;

    /// "code at place: message (name=value, …)" – for logs and shells.
    [[nodiscard]] std::string to_text() const;
};

}  // namespace gordion
