// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/receive_buffer.hpp"

#include <algorithm>

namespace gordion::http {

std::span<char> ReceiveBuffer::prepare(std::size_t capacity) {
    const std::size_t held = end_ - begin_;
    const bool is_full = held == capacity_;
    if ((held == 0 && capacity_ != capacity) || is_full || capacity_ < capacity) {
        const std::size_t larger = is_full ? std::max(capacity, held * 2) : capacity;
        auto data = std::make_unique_for_overwrite<char[]>(larger);
        std::copy_n(data_.get() + begin_, held, data.get());
        data_ = std::move(data);
        capacity_ = larger;
    } else if (begin_ > 0) {
        std::copy_n(data_.get() + begin_, held, data_.get());
    }
    begin_ = 0;
    end_ = held;
    return {data_.get() + held, capacity_ - held};
}

}  // namespace gordion::http
