// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace gordion::fitconnect::internal {

/// A queue between threads that keeps whoever puts in waiting while it is full. Owns its mutex.
template <typename T>
class BoundedQueue {
public:
    explicit BoundedQueue(std::size_t most) : most_(most) {}

    void put(T item) {
        std::unique_lock lock(mutex_);
        has_room_.wait(lock, [&] { return items_.size() < most_; });
        items_.push_back(std::move(item));
        has_item_.notify_one();
    }
    /// Nothing once it is closed and empty.
    std::optional<T> take() {
        std::unique_lock lock(mutex_);
        has_item_.wait(lock, [&] { return !items_.empty() || is_closed_; });
        if (items_.empty()) {
            return {};
        }
        T item = std::move(items_.front());
        items_.pop_front();
        has_room_.notify_one();
        return item;
    }
    /// Nothing more is put in.
    void close() {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
        has_item_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable has_room_;
    std::condition_variable has_item_;
    std::deque<T> items_;
    std::size_t most_;
    bool is_closed_ = false;
};

}  // namespace gordion::fitconnect::internal
