// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "core/embedded_file.hpp"

namespace gordion::conformity {

/// The rule files: data/conformity as "conformity/…", data/maturity as "maturity/…".
std::span<const EmbeddedFile> embedded_files();

}  // namespace gordion::conformity
