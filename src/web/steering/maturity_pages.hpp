// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "web/endpoint.hpp"

namespace gordion::web {

/// How far the services of the own administration are, criterion by criterion; for staff.
std::vector<Endpoint> maturity_endpoints();

}  // namespace gordion::web
