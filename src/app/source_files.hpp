// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "core/files.hpp"

namespace gordion::app {

/// A file that is read more than once – to judge it, to keep it – and must be the same each time.
/// Only pieces of it are in memory.
struct SourceFile {
    std::filesystem::path path;
    std::size_t limit = 0;  ///< bytes
    std::string sha256;     ///< hex
};

/// Reads the file once for its hash. Error codes: core.file_….
Result<SourceFile> find_source_file(const std::filesystem::path& path, std::size_t limit);

/// The file from its beginning. At its end, and before anybody is told so, the bytes are compared
/// with the hash. Error codes: core.file_…, app.file_changed (Conflict).
Result<std::unique_ptr<ByteSource>> open_source_file(const SourceFile& file);

}  // namespace gordion::app
