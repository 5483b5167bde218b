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

// Ends what inflateInit2 began.
struct Inflation {
    z_stream stream{};
    ~Inflation() { inflateEnd(&stream); }
};

}  // namespace

Result<std::string> inflate_raw(std::string_view bytes, std::size_t most) {
    if (bytes.size() > std::numeric_limits<uInt>::max()) {
        return no_deflate();
    }
    Inflation inflation;
    z_stream& stream = inflation.stream;
    constexpr int raw = -15;
    VERIFY(inflateInit2(&stream, raw) == Z_OK, "inflating fails to begin only without memory");
    std::string input(bytes);  // zlib reads through a pointer that is not const
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    std::string plain;
    std::array<char, 64UL * 1024> piece{};
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        state = inflate(&stream, Z_NO_FLUSH);
        const std::size_t made = piece.size() - stream.avail_out;
        if (plain.size() + made > most) {
            return Error{ErrorKind::TooLarge,
                         "crypto.jwe_too_large",
                         "",
                         {{"limit", std::to_string(most)}},
                         "Inflated, the content is larger than one JWE may carry."};
        }
        plain.append(piece.data(), made);
        if (state == Z_OK && made == 0 && stream.avail_in == 0) {
            return no_deflate();
        }
    }
    if (state != Z_STREAM_END || stream.avail_in != 0) {
        return no_deflate();
    }
    return plain;
}

}  // namespace gordion::crypto
