// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace gordion::http {

/// Bytes received and not yet read. Small while a connection waits, so that thousands cost little.
class ReceiveBuffer {
public:
    [[nodiscard]] std::string_view view() const { return {data_.get() + begin_, end_ - begin_}; }
    [[nodiscard]] bool empty() const { return begin_ == end_; }
    /// Room behind what is held, at least one byte. `capacity` is what the buffer should have in
    /// all; it becomes larger where what is held asks for it, and smaller when nothing is held.
    std::span<char> prepare(std::size_t capacity);
    void commit(std::size_t count) { end_ += count; }
    void consume(std::size_t count) { begin_ += count; }
    void clear() { begin_ = end_ = 0; }

private:
    std::unique_ptr<char[]> data_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace gordion::http
