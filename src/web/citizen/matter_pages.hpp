// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/endpoint.hpp"

namespace gordion::web {

/// The status of what was handed over: history, questions, letters.
std::vector<Endpoint> matter_endpoints();

}  // namespace gordion::web
