// SPDX-License-Identifier: EUPL-1.2
#include "forms/internal/utf8.hpp"

namespace gordion::forms::internal {

// The lead byte tells the length truly, because the text is UTF-8 already.
std::uint32_t next_character(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
    };
    const std::uint32_t lead = byte(at++);
    if (lead < 0x80) {
        return lead;
    }
    const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    std::uint32_t value = lead & (0x3FU >> more);
    for (std::size_t i = 0; i < more && at < text.size(); ++i) {
        value = (value << 6) | (byte(at++) & 0x3F);
    }
    return value;
}

void append_character(std::string& to, std::uint32_t c) {
    const auto tail = [&](unsigned shift) {
        to += static_cast<char>(0x80U | ((c >> shift) & 0x3FU));
    };
    if (c < 0x80) {
        to += static_cast<char>(c);
    } else if (c < 0x800) {
        to += static_cast<char>(0xC0U | (c >> 6U));
        tail(0);
    } else if (c < 0x10000) {
        to += static_cast<char>(0xE0U | (c >> 12U));
        tail(6);
        tail(0);
    } else {
        to += static_cast<char>(0xF0U | (c >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

}  // namespace gordion::forms::internal
