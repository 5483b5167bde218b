// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/endpoint.hpp"

namespace gordion::web {

// The page that takes the place of a provider's own for demo accounts. Both answer "not found" for
// every other provider.

Result<http::Response> show_demo_people(Exchange& exchange);
Result<http::Response> choose_demo_person(Exchange& exchange);

}  // namespace gordion::web
