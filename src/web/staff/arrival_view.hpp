// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "app/decisions.hpp"
#include "web/components/components.hpp"
#include "web/exchange.hpp"

namespace gordion::web {

/// How a case came in where it came over FIT-Connect: server, destination and ids, what the sender
/// says of itself and of who signed in, its files as they were sent, and which way letters take
/// back. Nothing for what was handed over here.
Html arrival_section(const Exchange& exchange, const app::CaseView& view);

}  // namespace gordion::web
