// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "app/copies.hpp"
#include "web/exchange.hpp"

namespace gordion::web {

/// Who else receives a part of what is handed over, what and why, with the state of each copy once
/// it is sent. Nothing where there is none.
Html receivers(const Exchange& exchange, const std::vector<app::ShownCopy>& copies);

}  // namespace gordion::web
