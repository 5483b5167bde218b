// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace gordion::crypto {

/// Raw DEFLATE (RFC 1951) that comes in pieces.
class Inflating {
public:
    explicit Inflating(std::uint64_t most);
    ~Inflating();
    Inflating(const Inflating&) = delete;
    Inflating& operator=(const Inflating&) = delete;

    /// Appends what the piece stands for. Error codes: crypto.jwe_inflate (Invalid),
    /// crypto.jwe_too_large (more than `most` altogether).
    Result<void> add(std::string_view piece, std::string& plain);
    /// Whether the end has come, and nothing behind it. Error code: crypto.jwe_inflate.
    [[nodiscard]] Result<void> check_end() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Raw DEFLATE (RFC 1951) to its plain bytes, of which at most so many. Error codes:
/// crypto.jwe_inflate (Invalid), crypto.jwe_too_large.
Result<std::string> inflate_raw(std::string_view bytes, std::size_t most);

}  // namespace gordion::crypto
