// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/endpoint.hpp"

namespace gordion::web {

/// "Meine Vorgänge": what somebody who is signed in has begun and handed over.
std::vector<Endpoint> own_matters_endpoints();

}  // namespace gordion::web
