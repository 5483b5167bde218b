// SPDX-License-Identifier: EUPL-1.2
// The first line of the input is the Content-Type, the rest the body.
#include <cstdint>
#include <cstdlib>

#include "http/form.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t line = std::min(input.find('\n'), input.size());
    const std::string_view body = line < size ? input.substr(line + 1) : std::string_view();
    gordion::http::FormLimits limits;
    limits.file_bytes = 64;
    const auto post = gordion::http::parse_multipart(input.substr(0, line), body, limits);
    if (post && post.value().fields.size() + post.value().files.size() > limits.fields) {
        std::abort();
    }
    return 0;
}
