// SPDX-License-Identifier: EUPL-1.2
#include "core/ids.hpp"

#include <array>

namespace gordion {

std::string_view region_part(const TenantId& tenant) {
    return std::string_view(tenant.value).substr(0, tenant.value.find('-'));
}

std::string make_uuid(const Clock& clock, Random& random) {
    std::array<unsigned char, 16> bytes{};
    random.fill(bytes);
    const auto ms = static_cast<std::uint64_t>(clock.now().ms);
    for (std::size_t i = 0; i < 6; ++i) {
        bytes[i] = static_cast<unsigned char>(ms >> (8 * (5 - i)));
    }
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0F) | 0x70);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3F) | 0x80);
    constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            text += '-';
        }
        text += hex[bytes[i] >> 4];
        text += hex[bytes[i] & 0x0F];
    }
    return text;
}

bool is_uuid(std::string_view text) {
    if (text.size() != 36) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        const bool hex = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
        if (hyphen ? text[i] != '-' : !hex) {
            return false;
        }
    }
    return true;
}

}  // namespace gordion
