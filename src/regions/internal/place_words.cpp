// SPDX-License-Identifier: EUPL-1.2
#include "regions/internal/place_words.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace gordion::regions::internal {
namespace {

bool connects(std::string_view word) {
    constexpr std::array<std::string_view, 31> words{
        "a",   "am",  "an",  "auf", "b",  "bei", "d",  "dem", "den", "der", "des",
        "die", "h",   "i",   "im",  "in", "m",   "o",  "ob",  "u",   "und", "unter",
        "v",   "vom", "von", "vor", "vd", "ad",  "id", "zu",  "zur"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::vector<std::string> place_words(std::string_view name) {
    std::vector<std::string> words = split(fold_german(name), ' ');
    words.erase(std::remove(words.begin(), words.end(), std::string{}), words.end());
    for (std::string& word : words) {
        if (word == "st" || word == "skt") {
            word = "sankt";
        }
    }
    std::vector<std::string> kept;
    std::copy_if(words.begin(), words.end(), std::back_inserter(kept),
                 [](const std::string& word) { return !connects(word); });
    return kept.empty() ? words : kept;
}

bool is_designation(std::string_view word) {
    constexpr std::array<std::string_view, 16> words{
        "stadt",      "gemeinde",   "markt",      "flecken",          "landkreis",
        "kreis",      "kreisstadt", "hansestadt", "landeshauptstadt", "universitaetsstadt",
        "stadtkreis", "ort",        "insel",      "hallig",           "marktgemeinde",
        "dorf"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace gordion::regions::internal
