// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/limits.hpp"
#include "core/result.hpp"

namespace gordion::storage::internal {

/// A fixed number of connections that threads borrow. Waiting for a free one is bounded by
/// limits::database_wait_ms (storage.busy). Shared between threads.
template <typename T>
class ConnectionPool {
public:
    /// A borrowed connection; gives itself back.
    class Lease {
    public:
        Lease(ConnectionPool& pool, std::unique_ptr<T> held)
            : pool_(&pool), held_(std::move(held)) {}
        Lease(Lease&& other) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (held_) {
                pool_->give_back(std::move(held_));
            }
        }
        T& operator*() const { return *held_; }
        T* operator->() const { return held_.get(); }

    private:
        ConnectionPool* pool_;
        std::unique_ptr<T> held_;
    };

    void add(std::unique_ptr<T> connection) { give_back(std::move(connection)); }

    Result<Lease> borrow() {
        std::unique_lock lock(mutex_);
        const auto wait = std::chrono::milliseconds(limits::database_wait_ms);
        if (!freed_.wait_for(lock, wait, [&] { return !idle_.empty(); })) {
            return Error{ErrorKind::Unavailable,
                         "storage.busy",
                         "",
                         {},
                         "No database connection became free in time; try again, or raise the "
                         "number of connections."};
        }
        std::unique_ptr<T> connection = std::move(idle_.back());
        idle_.pop_back();
        return Lease(*this, std::move(connection));
    }

private:
    void give_back(std::unique_ptr<T> connection) {
        {
            const std::lock_guard lock(mutex_);
            idle_.push_back(std::move(connection));
        }
        freed_.notify_one();
    }

    std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<std::unique_ptr<T>> idle_;
};

}  // namespace gordion::storage::internal
