// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>

namespace gordion::forms::internal {

/// Whether a text consists of characters that registers can keep: DIN SPEC 91379:2019, datatype C
/// (Latin letters, base letters with the combining marks of its sequences, punctuation, currency
/// signs). DEVIATION: the standard lists 928 letters and sequences one by one; here whole Unicode
/// ranges stand for them, and any listed mark may follow any Latin letter. That lets some letters
/// through that no register knows, and refuses none that it knows.
bool is_latin_text(std::string_view utf8);

/// Whether a text has only characters that people write: no control characters but tab and line
/// end, no unassigned specials (U+FFF0–U+FFFF), no private use. The text must be UTF-8.
bool is_written_text(std::string_view utf8);

}  // namespace gordion::forms::internal
