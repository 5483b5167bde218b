// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <stdexcept>
#include <string>

namespace gordion {

/// A broken promise of our own code. Ends the request or job in which it happens, never the
/// process; only the outermost loop of http workers and jobs catches it.
class Bug : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] void report_bug(const char* condition, const char* why, const char* file, int line);

}  // namespace gordion

/// Stays on in release builds. `why` says why the condition holds.
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): needs the text and place of its argument.
#define VERIFY(condition, why)                                            \
    do {                                                                  \
        if (!(condition)) {                                               \
            ::gordion::report_bug(#condition, (why), __FILE__, __LINE__); \
        }                                                                 \
    } while (false)
