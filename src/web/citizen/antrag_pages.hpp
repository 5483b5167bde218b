// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/endpoint.hpp"

namespace gordion::web {

/// From the first question to the confirmation.
std::vector<Endpoint> antrag_endpoints();

}  // namespace gordion::web
