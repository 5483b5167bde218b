// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>

namespace gordion {

/// How long something took, for metrics and reports. It measures and never decides: what a deed
/// does depends on Clock and Deadline only, so that tests can stand still.
class Stopwatch {
public:
    Stopwatch() : started_(std::chrono::steady_clock::now()) {}
    [[nodiscard]] double elapsed_ms() const {
        const std::chrono::duration<double, std::milli> taken =
            std::chrono::steady_clock::now() - started_;
        return taken.count();
    }

private:
    std::chrono::steady_clock::time_point started_;
};

}  // namespace gordion
