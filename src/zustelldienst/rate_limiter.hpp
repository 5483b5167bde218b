// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/time.hpp"

namespace gordion::zustelldienst {

/// Where one caller stands in its window; the three RateLimit headers.
struct RateState {
    std::int64_t limit = 0;  ///< 0: there is none
    std::int64_t remaining = 0;
    std::int64_t reset_seconds = 0;
    bool is_exceeded = false;
};

/// Counts calls per key in fixed windows, in the memory of this node. Keys of old windows are
/// dropped when there are many. Shared between threads.
class RateLimiter {
public:
    /// `limit` 0: counts nothing.
    RateLimiter(const Clock& clock, std::int64_t limit, std::int64_t window_seconds);

    /// Counts this call too.
    RateState count(std::string_view key);
    /// Counts nothing.
    RateState look(std::string_view key);

private:
    struct Window {
        std::int64_t number = 0;
        std::int64_t calls = 0;
    };
    struct Shard {
        std::mutex mutex;
        std::unordered_map<std::string, Window> windows;
    };
    RateState state_of(std::string_view key, std::int64_t add);

    const Clock* clock_;
    std::int64_t limit_;
    std::int64_t window_ms_;
    std::array<Shard, 16> shards_;
};

}  // namespace gordion::zustelldienst
