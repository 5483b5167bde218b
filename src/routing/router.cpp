// SPDX-License-Identifier: EUPL-1.2
#include "routing/router.hpp"

namespace gordion::routing {

Result<Route> Router::resolve(std::string_view service, std::string_view ars, Stichtag on) {
    const auto candidates = TRY(store_->list_candidates(system_scope("routing.resolve"), ars));
    return choose_route(candidates, service, ars, on);
}

}  // namespace gordion::routing
