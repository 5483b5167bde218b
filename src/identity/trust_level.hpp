// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace gordion::identity {

/// How surely an account knows who uses it (Vertrauensniveau), as XZuFi codes it: 00 nothing is
/// known, 10 and 15 somebody registered, 20 low, 30 substantial, 40 high. A higher code is more.
struct TrustLevel {
    int code = 0;
    auto operator<=>(const TrustLevel&) const = default;
};

/// Exactly one of the codes above, two digits. Error code: identity.trust_level_unknown.
Result<TrustLevel> parse_trust_level(std::string_view code);
std::string to_text(TrustLevel level);  ///< "30"

}  // namespace gordion::identity
