// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace gordion::xzufi {

/// A text in one language; HTML stays in it as it came and must be cleaned before it is shown.
struct LocalText {
    std::string language;  ///< BCP 47, "de", "de-LS"; may be empty
    std::string value;
    bool operator==(const LocalText&) const = default;
};

using Texts = std::vector<LocalText>;

/// The text in that language; else the one without language, else the first; "" if there is none.
std::string text_in(const Texts& texts, std::string_view language);

struct Code {
    std::string code;
    std::string name;
    std::string list_uri;

    [[nodiscard]] bool empty() const { return code.empty(); }
    bool operator==(const Code&) const = default;
};

/// From the first to the last day, both included; an absent day is no bound.
struct Period {
    std::optional<Date> from;
    std::optional<Date> until;

    [[nodiscard]] bool contains(Stichtag day) const {
        return (!from || *from <= day) && (!until || day <= *until);
    }
    bool operator==(const Period&) const = default;
};

using Periods = std::vector<Period>;

/// Whether one of the periods contains the day. No period at all means always.
bool is_valid_on(const Periods& periods, Stichtag day);

struct Link {
    Code type;  ///< of an online service: "01" is the start
    std::string url;
    Texts title;
    std::string language;
    bool operator==(const Link&) const = default;
};

}  // namespace gordion::xzufi
