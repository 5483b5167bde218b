// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "app/own_services.hpp"
#include "web/exchange.hpp"
#include "web/html.hpp"

namespace gordion::web {

/// One line of the list: name, duty, reason, how it is offered. `base`: where its page lies.
formats::Json own_service_json(const Exchange& exchange, const app::OwnService& service,
                               const std::string& base);
/// Everything about one service at a body, with what is missing for each offer. Error codes: those
/// of the check of an administration.
Result<Html> render_own_service(Exchange& exchange, const app::OwnServices& own,
                                const app::OwnService& service);

}  // namespace gordion::web
