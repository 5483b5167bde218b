// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/endpoint.hpp"

namespace gordion::web {

/// The back office: sign-in, inbox, cases, offers and parameters, mandates, protocol, packages.
std::vector<Endpoint> staff_endpoints();

}  // namespace gordion::web
