// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/chunk_reader.hpp"

#include <algorithm>
#include <charconv>

namespace gordion::http {
namespace {

constexpr std::size_t line_bytes = 1024;
constexpr std::size_t all_trailer_bytes = 8 * 1024;

bool has_control(std::string_view line) {
    return std::any_of(line.begin(), line.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7F;
    });
}

}  // namespace

std::size_t ChunkReader::read(std::string_view bytes, std::string& body) {
    std::size_t used = 0;
    while (used < bytes.size() && state_ < State::Complete) {
        const std::string_view rest = bytes.substr(used);
        const std::size_t taken = state_ == State::Data ? take_data(rest, body) : take_line(rest);
        if (taken == 0) {
            break;
        }
        used += taken;
    }
    return used;
}

std::size_t ChunkReader::take_data(std::string_view bytes, std::string& body) {
    const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(data_left_, bytes.size()));
    body.append(bytes.substr(0, taken));
    body_bytes_ += taken;
    data_left_ -= taken;
    if (data_left_ == 0) {
        state_ = State::DataEnd;
    }
    return taken;
}

std::size_t ChunkReader::take_line(std::string_view bytes) {
    const std::size_t feed = bytes.substr(0, line_bytes).find('\n');
    if (feed == std::string_view::npos) {
        if (bytes.size() >= line_bytes) {
            state_ = State::Malformed;
        }
        return 0;
    }
    if (feed == 0 || bytes[feed - 1] != '\r' || has_control(bytes.substr(0, feed - 1))) {
        state_ = State::Malformed;
        return 0;
    }
    const std::string_view line = bytes.substr(0, feed - 1);
    if (state_ == State::Size) {
        take_size(line);
    } else if (state_ == State::DataEnd) {
        state_ = line.empty() ? State::Size : State::Malformed;
    } else if (line.empty()) {
        state_ = State::Complete;
    } else {
        trailer_bytes_ += line.size();
        state_ = trailer_bytes_ > all_trailer_bytes ? State::Malformed : State::Trailer;
    }
    return feed + 1;
}

// chunk-size [ chunk-ext ]; blanks around the size are refused, as some readers skip them and
// others do not.
void ChunkReader::take_size(std::string_view line) {
    std::uint64_t size = 0;
    const auto [end, failure] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    const bool has_number = failure != std::errc::invalid_argument;
    const bool ends_well = end == line.data() + line.size() || *end == ';';
    if (!has_number || !ends_well) {
        state_ = State::Malformed;
    } else if (failure == std::errc::result_out_of_range || size > body_limit_ - body_bytes_) {
        state_ = State::TooLarge;
    } else {
        data_left_ = size;
        state_ = size == 0 ? State::Trailer : State::Data;
    }
}

}  // namespace gordion::http
