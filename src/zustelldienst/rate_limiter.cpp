// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/rate_limiter.hpp"

#include <algorithm>
#include <functional>

namespace gordion::zustelldienst {
namespace {

constexpr std::size_t most_keys_per_shard = 4096;

}  // namespace

RateLimiter::RateLimiter(const Clock& clock, std::int64_t limit, std::int64_t window_seconds)
    : clock_(&clock), limit_(limit), window_ms_(std::max<std::int64_t>(window_seconds, 1) * 1000) {}

RateState RateLimiter::count(std::string_view key) {
    return state_of(key, 1);
}

RateState RateLimiter::look(std::string_view key) {
    return state_of(key, 0);
}

RateState RateLimiter::state_of(std::string_view key, std::int64_t add) {
    if (limit_ == 0) {
        return {};
    }
    const std::int64_t now = clock_->now().ms;
    const std::int64_t number = now / window_ms_;
    Shard& shard = shards_[std::hash<std::string_view>()(key) % shards_.size()];
    const std::lock_guard lock(shard.mutex);
    if (shard.windows.size() >= most_keys_per_shard) {
        // Who floods with ever new keys may push out others' counts, but not our memory.
        std::erase_if(shard.windows,
                      [&](const auto& kept) { return kept.second.number != number; });
        if (shard.windows.size() >= most_keys_per_shard) {
            shard.windows.clear();
        }
    }
    Window& window = shard.windows[std::string(key)];
    if (window.number != number) {
        window = {number, 0};
    }
    window.calls = std::min(window.calls + add, limit_ + 1);
    return {limit_, std::max<std::int64_t>(limit_ - window.calls, 0),
            ((number + 1) * window_ms_ - now + 999) / 1000, window.calls > limit_};
}

}  // namespace gordion::zustelldienst
