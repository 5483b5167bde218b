// SPDX-License-Identifier: EUPL-1.2
#include "regions/internal/place_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

#include "core/text.hpp"

namespace gordion::regions::internal {
namespace {

constexpr std::size_t longest_compared = 40;

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

std::size_t typing_distance(std::string_view left, std::string_view right, std::size_t most) {
    left = left.substr(0, longest_compared);
    right = right.substr(0, longest_compared);
    const std::size_t longer = std::max(left.size(), right.size());
    if (longer - std::min(left.size(), right.size()) > most) {
        return most + 1;
    }
    using Line = std::array<std::uint8_t, longest_compared + 1>;
    Line before_last{};
    Line last{};
    Line current{};
    std::iota(last.begin(), last.end(), std::uint8_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        current[0] = static_cast<std::uint8_t>(i);
        std::uint8_t best = current[0];
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const unsigned replace = last[j - 1] + (left[i - 1] == right[j - 1] ? 0U : 1U);
            unsigned cost = std::min({replace, last[j] + 1U, current[j - 1] + 1U});
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
                cost = std::min(cost, before_last[j - 2] + 1U);
            }
            current[j] = static_cast<std::uint8_t>(cost);
            best = std::min(best, current[j]);
        }
        if (best > most) {
            return most + 1;
        }
        before_last = last;
        last = current;
    }
    return std::min<std::size_t>(last[right.size()], most + 1);
}

}  // namespace gordion::regions::internal
