// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/endpoint.hpp"

namespace gordion::web {

/// Search, service, place, authority: everything before a draft begins.
std::vector<Endpoint> finding_endpoints();
/// About, accessibility, privacy, imprint, and the captured mails of the demo.
std::vector<Endpoint> about_endpoints();

}  // namespace gordion::web
