// SPDX-License-Identifier: EUPL-1.2
#pragma once

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

}  // namespace gordion::regions::internal
