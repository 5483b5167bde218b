// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>

#include "http/internal/exchange.hpp"

namespace gordion::http {

/// Exchanges linked in their order. Not shared between threads.
struct ExchangeList {
    Exchange* first = nullptr;
    Exchange* last = nullptr;
    std::size_t size = 0;

    void append(Exchange& exchange);
    Exchange* take_first();  ///< null when empty
};

/// The bounded queue between I/O threads and workers. Shared; owns its mutex.
///
/// Waking a thread costs more than a small answer, so a batch wakes one worker, and a worker that
/// leaves something behind wakes the next: a slow handler never keeps others waiting, and under
/// load nobody sleeps and nobody is woken.
class WorkQueue {
public:
    explicit WorkQueue(std::size_t length) : length_(length) {}

    /// Takes from the front of `batch` what fits; what stays in it found no place.
    void push(ExchangeList& batch);
    /// Waits for work; null once stop() was called.
    Exchange* pop();
    void stop();
    /// What no worker took before stop().
    ExchangeList take_rest();
    [[nodiscard]] std::size_t size() const { return size_.load(std::memory_order_relaxed); }

private:
    const std::size_t length_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    ExchangeList waiting_;
    std::atomic<std::size_t> size_{0};
    int sleeping_ = 0;
    bool stopped_ = false;
};

}  // namespace gordion::http
