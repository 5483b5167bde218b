// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "web/endpoint.hpp"

namespace gordion::web {

/// What is online where, on any day: for everybody, without personal data.
std::vector<Endpoint> coverage_endpoints();

}  // namespace gordion::web
