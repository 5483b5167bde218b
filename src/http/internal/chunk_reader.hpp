// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gordion::http {

/// Reads a chunked body (RFC 9112, section 7.1). Extensions are skipped, trailers dropped: nobody
/// may smuggle in a header after the head was judged.
class ChunkReader {
public:
    enum class State { Size, Data, DataEnd, Trailer, Complete, Malformed, TooLarge };

    explicit ChunkReader(std::size_t body_limit) : body_limit_(body_limit) {}

    /// Appends to `body`; returns how many bytes are done with. The rest, and what comes after it,
    /// is handed in again.
    std::size_t read(std::string_view bytes, std::string& body);
    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] std::size_t body_bytes() const { return body_bytes_; }  ///< appended so far

private:
    std::size_t take_data(std::string_view bytes, std::string& body);
    std::size_t take_line(std::string_view bytes);
    void take_size(std::string_view line);

    std::size_t body_limit_;
    std::size_t body_bytes_ = 0;
    State state_ = State::Size;
    std::uint64_t data_left_ = 0;
    std::size_t trailer_bytes_ = 0;
};

}  // namespace gordion::http
