// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gordion {

[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] bool is_digits(std::string_view text);  ///< at least one, and nothing but 0–9
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);
[[nodiscard]] std::string replace_all(std::string text, std::string_view from, std::string_view to);

/// Whether the bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
[[nodiscard]] bool is_utf8(std::string_view bytes);
/// Every byte as the code point of the same number (ISO-8859-1), written as UTF-8.
[[nodiscard]] std::string latin1_to_utf8(std::string_view bytes);
/// The number of code points; the text must be UTF-8.
[[nodiscard]] std::size_t count_characters(std::string_view utf8);
/// At most so many code points from the beginning.
[[nodiscard]] std::string_view first_characters(std::string_view utf8, std::size_t most);

/// What is left of a word when spelling habits are taken away: lower case, ä/ö/ü/ß as ae/oe/ue/ss,
/// other diacritics dropped, anything but letters and digits as one blank. "Neu-Ülm, Stadt" and
/// "neu uelm stadt" fold to the same text. For comparing and searching, never for showing.
[[nodiscard]] std::string fold_german(std::string_view utf8);

/// Below zero, zero or above zero as the version `left` ("1.9.0") is older than, equal to or newer
/// than `right`. Missing parts count as 0; parts that are no numbers compare as texts.
[[nodiscard]] int compare_versions(std::string_view left, std::string_view right);

}  // namespace gordion
