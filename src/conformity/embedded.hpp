// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "core/embedded_file.hpp"

namespace gordion::conformity {

/// The catalogues of data/conformity.
std::span<const EmbeddedFile> embedded_files();

}  // namespace gordion::conformity
