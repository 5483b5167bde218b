// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/endpoint.hpp"

namespace gordion::web {

/// For machines: /healthz (this process answers), /readyz (database and reference data are there;
/// 503 with the reason otherwise), /metrics (Prometheus), /assets/{name} (built-in styles, script
/// and fonts, kept by browsers for a year because their names change with their bytes).
std::vector<Endpoint> system_endpoints();

}  // namespace gordion::web
