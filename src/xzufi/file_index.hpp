// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace gordion::xzufi {

/// The list of transfer files in the order in which they are to be replayed, as collectors of
/// messages keep it in index.txt: one name relative to the folder per line. Empty lines and lines
/// that begin with "#" are left out. Error codes: formats.not_utf8, xzufi.index_invalid (place
/// "line N": a name that leads out of the folder), xzufi.index_too_long, xzufi.index_empty.
Result<std::vector<std::string>> read_file_index(std::string_view bytes);

}  // namespace gordion::xzufi
