// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gordion::forms::internal {

/// The character that begins at `at`, which moves behind it. The text must be UTF-8.
std::uint32_t next_character(std::string_view text, std::size_t& at);
void append_character(std::string& to, std::uint32_t character);

}  // namespace gordion::forms::internal
