// SPDX-License-Identifier: EUPL-1.2
#include "core/read_exactly.hpp"

namespace gordion {

Result<std::string> read_exactly(ByteSource& source, std::uint64_t bytes) {
    std::string read(bytes, '\0');
    std::size_t at = 0;
    while (at < read.size()) {
        const std::size_t got = TRY(source.read({read.data() + at, read.size() - at}));
        VERIFY(got > 0, "the source was read to its end before");
        at += got;
    }
    return read;
}

}  // namespace gordion
