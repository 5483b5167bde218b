// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/endpoint.hpp"

namespace gordion::web {

/// /vorschau/{package}/{version}/…: the forms of published packages, before anybody joins.
std::vector<Endpoint> preview_endpoints();

}  // namespace gordion::web
