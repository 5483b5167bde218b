// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "zustelldienst/transmission.hpp"

namespace gordion::zustelldienst {

/// What this process announced a moment ago and nobody submitted yet: most senders submit at once,
/// so submitting need not read the row again. Bounded: the oldest are forgotten. It only saves
/// work: whoever writes judges the row itself. Shared between threads.
class RecentAnnouncements {
public:
    explicit RecentAnnouncements(std::size_t most) : most_(most) {}

    void keep(Transmission announced) {
        const std::lock_guard lock(mutex_);
        order_.push_back(announced.id);
        std::string id = announced.id;
        kept_.insert_or_assign(std::move(id), std::move(announced));
        if (order_.size() > most_) {
            kept_.erase(order_.front());
            order_.pop_front();
        }
    }
    /// Gives it away.
    std::optional<Transmission> take(std::string_view id) {
        const std::lock_guard lock(mutex_);
        const auto found = kept_.find(std::string(id));
        if (found == kept_.end()) {
            return std::nullopt;
        }
        std::optional<Transmission> taken(std::move(found->second));
        kept_.erase(found);
        return taken;
    }

private:
    std::size_t most_;
    std::mutex mutex_;
    std::unordered_map<std::string, Transmission> kept_;
    std::deque<std::string> order_;  ///< of coming; names those already taken, too
};

}  // namespace gordion::zustelldienst
