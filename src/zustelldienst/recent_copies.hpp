// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/limits.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace gordion::zustelldienst {

/// Copies of stored things by id, each good for some seconds, so that calls need no database: what
/// this process forgets is read again at once, what another one changes after that time. Shared
/// between threads.
template <typename T>
class RecentCopies {
public:
    using Copy = std::shared_ptr<const T>;

    RecentCopies(const Clock& clock, std::int64_t seconds)
        : clock_(&clock), good_ms_(seconds * 1000) {}

    /// The copy, or what `load` (→ Result<T>) reads without the lock. That is kept unless something
    /// was forgotten while it was read.
    template <typename Load>
    Result<Copy> find_or_load(std::string_view id, const Load& load) {
        const std::string key(id);
        const Instant now = clock_->now();
        std::uint64_t forgotten = 0;
        {
            const std::lock_guard lock(mutex_);
            forgotten = forgotten_;
            const auto found = kept_.find(key);
            if (found != kept_.end() && found->second.loaded_at.plus_ms(good_ms_) > now) {
                return found->second.copy;
            }
        }
        Copy loaded = std::make_shared<const T>(TRY(load()));
        const std::lock_guard lock(mutex_);
        if (forgotten == forgotten_) {
            if (kept_.size() >= limits::fitconnect_cached) {
                kept_.clear();
            }
            kept_.insert_or_assign(key, Kept{loaded, now});
        }
        return loaded;
    }

    void forget(std::string_view id) {
        const std::lock_guard lock(mutex_);
        kept_.erase(std::string(id));
        ++forgotten_;
    }

private:
    struct Kept {
        Copy copy;
        Instant loaded_at;
    };

    const Clock* clock_;
    std::int64_t good_ms_;
    std::mutex mutex_;
    std::unordered_map<std::string, Kept> kept_;
    std::uint64_t forgotten_ = 0;  ///< how often: what was read before is not kept after
};

}  // namespace gordion::zustelldienst
