// SPDX-License-Identifier: EUPL-1.2
#include "crypto/internal/inflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

namespace gordion::crypto {
namespace {

Error no_deflate() {
    return {ErrorKind::Invalid,
            "crypto.jwe_inflate",
            "",
            {},
            "What was compressed is no raw DEFLATE, is cut off, or has bytes behind its end."};
}

}  // namespace

// Ends what inflateInit2 began.
struct Inflating::State {
    z_stream stream{};
    std::uint64_t most = 0;
    std::uint64_t made = 0;
    int outcome = Z_OK;
    std::array<char, 64UL * 1024> piece{};
    ~State() { inflateEnd(&stream); }
};

Inflating::Inflating(std::uint64_t most) : state_(std::make_unique<State>()) {
    constexpr int raw = -15;
    state_->most = most;
    VERIFY(inflateInit2(&state_->stream, raw) == Z_OK,
           "inflating fails to begin only without memory");
}

Inflating::~Inflating() = default;

Result<void> Inflating::add(std::string_view bytes, std::string& plain) {
    if (bytes.size() > std::numeric_limits<uInt>::max() ||
        (state_->outcome != Z_OK && !bytes.empty())) {
        return no_deflate();
    }
    z_stream& stream = state_->stream;
    std::string input(bytes);  // zlib reads through a pointer that is not const
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    while (state_->outcome == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(state_->piece.data());
        stream.avail_out = static_cast<uInt>(state_->piece.size());
        const int outcome = inflate(&stream, Z_NO_FLUSH);
        const std::size_t made = state_->piece.size() - stream.avail_out;
        state_->made += made;
        if (state_->made > state_->most) {
            return Error{ErrorKind::TooLarge,
                         "crypto.jwe_too_large",
                         "",
                         {{"limit", std::to_string(state_->most)}},
                         "Inflated, the content is larger than one JWE may carry."};
        }
        plain.append(state_->piece.data(), made);
        // Without anything to read or write zlib says that it could do nothing: more is to come.
        if (outcome == Z_BUF_ERROR || (outcome == Z_OK && made == 0 && stream.avail_in == 0)) {
            return {};
        }
        state_->outcome = outcome;
    }
    if (state_->outcome != Z_STREAM_END || stream.avail_in != 0) {
        state_->outcome = Z_DATA_ERROR;
        return no_deflate();
    }
    return {};
}

Result<void> Inflating::check_end() const {
    return state_->outcome == Z_STREAM_END ? Result<void>() : no_deflate();
}

Result<std::string> inflate_raw(std::string_view bytes, std::size_t most) {
    Inflating inflating(most);
    std::string plain;
    TRY(inflating.add(bytes, plain));
    TRY(inflating.check_end());
    return plain;
}

}  // namespace gordion::crypto
