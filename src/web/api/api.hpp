// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/endpoint.hpp"

namespace gordion::web {

/// The JSON interface under /api/v1; docs/reference/api.md describes it.
std::vector<Endpoint> api_endpoints();

}  // namespace gordion::web
