// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "web/exchange.hpp"

namespace gordion::web {

/// Which accounts to offer, and where to come back to.
struct ProviderWish {
    identity::TrustLevel level;
    std::vector<std::string> kinds;  ///< "citizen", "organisation"
    std::string back;
};

/// Buttons of the accounts that can be enough, or a sentence where there is none.
Html provider_list(const Exchange& exchange, const ProviderWish& wish);
std::string sign_in_url(std::string_view provider, identity::TrustLevel level,
                        std::string_view back);
/// "substanziell (30)"
std::string level_text(const Exchange& exchange, identity::TrustLevel level);

}  // namespace gordion::web
