// SPDX-License-Identifier: EUPL-1.2
#include "core/ids.hpp"

#include <algorithm>
#include <array>

#include "core/limits.hpp"
#include "core/text.hpp"

namespace gordion {

std::string_view region_part(const TenantId& tenant) {
    return std::string_view(tenant.value).substr(0, tenant.value.find('-'));
}

bool is_tenant(std::string_view text) {
    const std::string_view region = text.substr(0, text.find('-'));
    const bool sized = region.size() == 2 || region.size() == 5 || region.size() == 9;
    if (!sized || !is_digits(region) || region.size() == text.size()) {
        return sized && is_digits(region);
    }
    const std::string_view word = text.substr(region.size() + 1);
    return !word.empty() && text.size() <= limits::tenant_characters && word.back() != '-' &&
           std::all_of(word.begin(), word.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
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
