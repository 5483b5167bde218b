// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/values.hpp"

#include <algorithm>

namespace gordion::xzufi {

std::string text_in(const Texts& texts, std::string_view language) {
    for (const std::string_view wanted : {language, std::string_view()}) {
        for (const LocalText& text : texts) {
            if (text.language == wanted) {
                return text.value;
            }
        }
    }
    return texts.empty() ? std::string() : texts.front().value;
}

bool is_valid_on(const Periods& periods, Stichtag day) {
    return periods.empty() ||
           std::any_of(periods.begin(), periods.end(),
                       [&](const Period& period) { return period.contains(day); });
}

}  // namespace gordion::xzufi
