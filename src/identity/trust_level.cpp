// SPDX-License-Identifier: EUPL-1.2
#include "identity/trust_level.hpp"

#include <algorithm>

namespace gordion::identity {
namespace {

constexpr std::array<int, 6> known_codes{0, 10, 15, 20, 30, 40};

}  // namespace

Result<TrustLevel> parse_trust_level(std::string_view code) {
    for (const int known : known_codes) {
        if (to_text({known}) == code) {
            return TrustLevel{known};
        }
    }
    return Error{ErrorKind::Invalid,
                 "identity.trust_level_unknown",
                 "",
                 {},
                 "A trust level is one of 00, 10, 15, 20, 30, 40."};
}

std::string to_text(TrustLevel level) {
    const std::string digits = std::to_string(level.code);
    return digits.size() == 1 ? "0" + digits : digits;
}

}  // namespace gordion::identity
