// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace gordion {

/// The values of an enumeration with the names under which they are stored or written.
template <typename Enum, std::size_t count>
using Names = std::array<std::pair<Enum, std::string_view>, count>;

/// The name of a value; "" for one that the table leaves out.
template <typename Enum, std::size_t count>
constexpr std::string_view name_of(const Names<Enum, count>& names, Enum value) {
    for (const auto& [known, name] : names) {
        if (known == value) {
            return name;
        }
    }
    return {};
}

/// The value of that name, or none.
template <typename Enum, std::size_t count>
constexpr std::optional<Enum> find_named(const Names<Enum, count>& names, std::string_view text) {
    for (const auto& [known, name] : names) {
        if (name == text) {
            return known;
        }
    }
    return std::nullopt;
}

}  // namespace gordion
