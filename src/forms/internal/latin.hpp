// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gordion::forms::internal {

/// Whether a text consists of characters that registers can keep: DIN SPEC 91379:2019-03 (DIN
/// 91379:2022-08), datatype C, in normal form C. Single letters and the letters with combining
/// marks are listed one by one, so "c̈" is accepted and "q̈" is not.
/// How exact it is: the list was written down from knowledge of the XÖV schema of the standard; the
/// standard itself was not at hand to be compared, so single letters may be missing or too many.
/// DEVIATION: the signs of its extension E1 (superscript figures, ‘ “ ” … ‰ ™ ≤ ≥ and the like)
/// are accepted as well, because people type them without knowing.
bool is_latin_text(std::string_view utf8);

/// The text in Unicode's normal form C as far as Latin letters go: "a" and "¨" become "ä". The
/// standard demands it; keyboards and file names of some systems send the other form.
std::string compose_latin(std::string_view utf8);

/// What keyboards make of plain signs, made plain again: all kinds of dashes become "-", a narrow
/// space a space; invisible signs (soft hyphen, zero width) are left out.
std::string plain_signs(std::string_view utf8);

/// Whether a text has only characters that people write: no control characters but tab and line
/// end, no unassigned specials (U+FFF0–U+FFFF), no private use. The text must be UTF-8.
bool is_written_text(std::string_view utf8);

enum class Alphabet { Any, Latin };
/// How many characters a text of any bytes has; nothing if it is not UTF-8, or not is_written_text,
/// or for Latin not is_latin_text. Looks at the text once.
std::optional<std::size_t> count_written(std::string_view bytes, Alphabet alphabet);

}  // namespace gordion::forms::internal
