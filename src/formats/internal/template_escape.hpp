// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "formats/template.hpp"

namespace gordion::formats {

/// Appends `text`, made harmless as Escape says.
void append_escaped(std::string& out, std::string_view text, Escape escape);

}  // namespace gordion::formats
