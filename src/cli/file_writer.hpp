// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <string_view>

#include "core/files.hpp"
#include "core/result.hpp"

namespace gordion::cli {

// How verbs write files: what has a name is complete and survives a loss of power; what was there
// before stays as it is until then. Error code: cli.file_write (Unavailable; value file, and what
// the system says in the message).

enum class Readers {
    Everybody,   ///< as the umask of the process allows
    OwnerAlone,  ///< private keys: from the first byte on
};

/// Writes beside the file under another name, to the disk, and renames. Folders above it are made.
/// A device or pipe is written to as it is.
Result<void> write_file(const std::filesystem::path& file, std::string_view bytes,
                        Readers readers = Readers::Everybody);

/// A new file in a folder that has no name yet (make_empty_folder), piece by piece and to the disk.
/// Error codes besides: those of `bytes`.
Result<void> write_new_file(const std::filesystem::path& file, ByteSource& bytes, Readers readers);

/// An empty folder; what a broken try has left in its place is removed.
Result<void> make_empty_folder(const std::filesystem::path& folder);

/// Gives a folder that is complete its name, which nothing has yet.
Result<void> publish_folder(const std::filesystem::path& begun,
                            const std::filesystem::path& folder);

}  // namespace gordion::cli
