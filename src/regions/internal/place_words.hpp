// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gordion::regions::internal {

/// The words that carry a place name: folded, "St." as "sankt", without connecting words and their
/// abbreviations ("an der", "a.d.", "im"). "Neustadt a.d.Aisch" and "Neustadt an der Aisch" give
/// the same words. If nothing else is left, the connecting words stay.
std::vector<std::string> place_words(std::string_view name);

/// Whether the word only says what kind of place it is ("stadt", "gemeinde", "landkreis").
bool is_designation(std::string_view word);

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other
/// (optimal string alignment); anything above `most` is reported as most + 1.
std::size_t typing_distance(std::string_view left, std::string_view right, std::size_t most);

/// How many typing errors a word of this length may have and still be meant.
inline std::size_t tolerated_errors(std::size_t length) {
    return length < 4 ? 0 : length < 8 ? 1 : 2;
}

}  // namespace gordion::regions::internal
