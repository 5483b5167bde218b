// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <span>
#include <string_view>

namespace gordion {

/// A file built into the program. A module with such files lists them in its embedded.hpp; the list
/// is written by cmake/EmbedFiles.cmake.
struct EmbeddedFile {
    std::string_view name;
    std::string_view bytes;
};

/// The bytes of the file of that name, or nothing. The files are sorted by name.
std::string_view find_embedded(std::span<const EmbeddedFile> files, std::string_view name);

}  // namespace gordion
