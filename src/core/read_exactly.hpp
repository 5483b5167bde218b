// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>

#include "core/files.hpp"

namespace gordion {

/// So many bytes of a source that is known to have them, because it was read to its end before: one
/// that ends earlier is a Bug. Error codes: those of the source.
Result<std::string> read_exactly(ByteSource& source, std::uint64_t bytes);

}  // namespace gordion
