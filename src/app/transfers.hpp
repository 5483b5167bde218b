// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <vector>

#include "app/modules.hpp"
#include "xzufi/message_import.hpp"

namespace gordion::app {

/// A file as it is, or of a folder the files that its index.txt names, in that order. Error codes:
/// core.file_…, those of xzufi::read_file_index (place "PATH, line N").
Result<std::vector<std::filesystem::path>> list_transfer_files(const std::filesystem::path& path);

/// Imports one XZuFi message; never more than a piece of the file is in memory. Findings have the
/// file's name in their places. Error codes: core.file_…, those of xzufi::import_message (place
/// "PATH, line N").
Result<xzufi::MessageImport> import_transfer_file(Modules& in, const std::filesystem::path& file,
                                                  const xzufi::ImportOptions& options);

}  // namespace gordion::app
