// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "http/internal/request_reader.hpp"

namespace {

using gordion::http::ReaderLimits;
using gordion::http::RequestReader;

struct Outcome {
    RequestReader::State state = RequestReader::State::Head;
    std::string path;
    std::string body;
    bool operator==(const Outcome&) const = default;
};

Outcome read(std::string_view input, std::size_t step) {
    ReaderLimits limits;
    limits.header_bytes = 512;
    limits.body_bytes = 256;
    RequestReader reader(limits);
    std::string held;
    for (std::size_t at = 0; at < input.size(); at += step) {
        held += input.substr(at, step);
        held.erase(0, reader.read(held));
        if (reader.state() == RequestReader::State::Refused) {
            return {reader.state(), "", ""};
        }
        if (reader.state() == RequestReader::State::Complete) {
            const gordion::http::Request request = reader.take_request();
            return {RequestReader::State::Complete, request.path, request.body};
        }
    }
    return {reader.state(), "", ""};
}

}  // namespace

// A request means the same in whatever pieces it arrives, and a path that is let through is safe.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const Outcome whole = read(input, std::max<std::size_t>(size, 1));
    const bool is_complete = whole.state == RequestReader::State::Complete;
    if (!(whole == read(input, 1)) ||
        (is_complete && (whole.path.empty() || whole.path[0] != '/' ||
                         (whole.path + "/").find("/../") != std::string::npos))) {
        std::abort();
    }
    return 0;
}
