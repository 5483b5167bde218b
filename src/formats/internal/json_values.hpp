// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "formats/json.hpp"

namespace gordion::formats::internal {

/// Whether a number has no fraction: 1.0 is whole.
[[nodiscard]] bool is_whole(const Json& number);

/// Compares two numbers exactly, also a large whole one with a double.
[[nodiscard]] std::strong_ordering compare_numbers(const Json& left, const Json& right);

/// Whether `number` is a whole multiple of `divisor` (above zero), both taken as the decimals in
/// which they are written: shortest digits that read back the same.
[[nodiscard]] bool is_multiple(const Json& number, const Json& divisor);

/// Equality of JSON Schema: 1 equals 1.0, and the order of members does not count.
[[nodiscard]] bool equal_values(const Json& left, const Json& right);

/// The same for equal values; `work` grows by the values that were looked at.
[[nodiscard]] std::uint64_t hash_value(const Json& value, std::size_t& work);

/// "/" and the token as JSON pointers write it (RFC 6901), appended.
void append_pointer_token(std::string& to, std::string_view token);

/// The value below by one token that is not escaped any more, or nullptr.
[[nodiscard]] const Json* find_below(const Json& value, std::string_view token);

}  // namespace gordion::formats::internal
