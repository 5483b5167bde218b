// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/work_queue.hpp"

namespace gordion::http {

void ExchangeList::append(Exchange& exchange) {
    exchange.next = nullptr;
    (last == nullptr ? first : last->next) = &exchange;
    last = &exchange;
    ++size;
}

Exchange* ExchangeList::take_first() {
    Exchange* taken = first;
    if (taken != nullptr) {
        first = taken->next;
        last = first == nullptr ? nullptr : last;
        taken->next = nullptr;
        --size;
    }
    return taken;
}

void WorkQueue::push(ExchangeList& batch) {
    bool wakes = false;
    {
        const std::lock_guard lock(mutex_);
        while (batch.size > 0 && waiting_.size < length_ && !stopped_) {
            waiting_.append(*batch.take_first());
        }
        size_.store(waiting_.size, std::memory_order_relaxed);
        wakes = sleeping_ > 0 && waiting_.size > 0;
    }
    if (wakes) {
        arrived_.notify_one();
    }
}

Exchange* WorkQueue::pop() {
    Exchange* taken = nullptr;
    bool wakes = false;
    {
        std::unique_lock lock(mutex_);
        ++sleeping_;
        arrived_.wait(lock, [this] { return stopped_ || waiting_.size > 0; });
        --sleeping_;
        if (stopped_) {
            return nullptr;
        }
        taken = waiting_.take_first();
        size_.store(waiting_.size, std::memory_order_relaxed);
        wakes = sleeping_ > 0 && waiting_.size > 0;
    }
    if (wakes) {
        arrived_.notify_one();
    }
    return taken;
}

void WorkQueue::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    arrived_.notify_all();
}

ExchangeList WorkQueue::take_rest() {
    const std::lock_guard lock(mutex_);
    return std::exchange(waiting_, {});
}

}  // namespace gordion::http
