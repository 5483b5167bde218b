// SPDX-License-Identifier: EUPL-1.2
#include "core/embedded_file.hpp"

#include <algorithm>

namespace gordion {

std::string_view find_embedded(std::span<const EmbeddedFile> files, std::string_view name) {
    const auto found = std::lower_bound(
        files.begin(), files.end(), name,
        [](const EmbeddedFile& file, std::string_view wanted) { return file.name < wanted; });
    return found != files.end() && found->name == name ? found->bytes : std::string_view{};
}

}  // namespace gordion
