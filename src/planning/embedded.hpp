// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "core/embedded_file.hpp"

namespace gordion::planning {

/// data/geometrie as "geometrie/…", data/targets as "targets/…".
std::span<const EmbeddedFile> embedded_files();

}  // namespace gordion::planning
