// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "core/result.hpp"

namespace gordion {

/// The bytes of a regular file. Its size is looked at before a byte is read, and never more than
/// `limit` bytes are. Error codes: core.file_missing (NotFound), core.file_kind (Invalid: a folder,
/// device or pipe), core.file_too_large (TooLarge; values "bytes", "limit"), core.file_read
/// (Unavailable). Place is the path.
Result<std::string> load_file(const std::filesystem::path& path, std::size_t limit);

}  // namespace gordion
