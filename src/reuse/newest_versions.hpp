// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "reuse/adoption.hpp"

namespace gordion::reuse {

/// One offer of each package: the newest version, in the order of Reuse::list_offers(), whose
/// answer is expected (newest version of each package first).
std::vector<Offer> newest_versions(std::vector<Offer> offers);

}  // namespace gordion::reuse
