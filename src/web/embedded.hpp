// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "core/embedded_file.hpp"

namespace gordion::web {

/// Templates, texts, styles, fonts; names count from src/web.
std::span<const EmbeddedFile> embedded_files();

/// Its bytes, or nothing.
inline std::string_view find_embedded(std::string_view name) {
    return gordion::find_embedded(embedded_files(), name);
}

}  // namespace gordion::web
