// SPDX-License-Identifier: EUPL-1.2
#include "reuse/newest_versions.hpp"

#include <set>

namespace gordion::reuse {

std::vector<Offer> newest_versions(std::vector<Offer> offers) {
    std::set<std::string> seen;
    std::erase_if(offers,
                  [&](const Offer& offer) { return !seen.insert(offer.package_id).second; });
    return offers;
}

}  // namespace gordion::reuse
