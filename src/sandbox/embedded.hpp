// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <span>
#include <string_view>

namespace gordion::sandbox {

/// A file built into the program: plan, keys and templates of data/sandbox, the catalogue.
struct EmbeddedFile {
    std::string_view name;
    std::string_view bytes;
};

/// All of them, sorted by name; the list is written by cmake/EmbedFiles.cmake.
std::span<const EmbeddedFile> embedded_files();

/// Its bytes, or nothing.
std::string_view find_embedded(std::string_view name);

}  // namespace gordion::sandbox
