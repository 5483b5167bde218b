// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace gordion::http {

/// A share of something counted, given back with its owner. The total outlives it.
class Share {
public:
    Share() = default;
    Share(Share&& other) noexcept
        : total_(std::exchange(other.total_, nullptr)), amount_(std::exchange(other.amount_, 0)) {}
    Share& operator=(Share&& other) noexcept {
        std::swap(total_, other.total_);
        std::swap(amount_, other.amount_);
        return *this;
    }
    ~Share() {
        if (total_ != nullptr) {
            total_->fetch_sub(amount_, std::memory_order_relaxed);
        }
    }

    /// Takes more, if the total stays within `limit`. A share is always of the same total.
    bool take(std::atomic<std::uint64_t>& total, std::uint64_t amount, std::uint64_t limit) {
        const std::uint64_t before = total.fetch_add(amount, std::memory_order_relaxed);
        if (amount > limit || before > limit - amount) {
            total.fetch_sub(amount, std::memory_order_relaxed);
            return false;
        }
        total_ = &total;
        amount_ += amount;
        return true;
    }

private:
    std::atomic<std::uint64_t>* total_ = nullptr;
    std::uint64_t amount_ = 0;
};

}  // namespace gordion::http
