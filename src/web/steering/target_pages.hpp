// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "web/endpoint.hpp"

namespace gordion::web {

/// What somebody wants to be reached, and how far an area is: for everybody.
std::vector<Endpoint> target_endpoints();

}  // namespace gordion::web
