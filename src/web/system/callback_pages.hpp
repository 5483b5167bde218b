// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/endpoint.hpp"

namespace gordion::web {

/// Callbacks of FIT-Connect delivery servers, proved by HMAC.
std::vector<Endpoint> callback_endpoints();

}  // namespace gordion::web
