// SPDX-License-Identifier: EUPL-1.2
#include "routing/router.hpp"

namespace gordion::routing {

Result<Route> Router::resolve(std::string_view service, std::string_view ars, Stichtag on) {
    const auto candidates = TRY(store_->list_candidates(system_scope("routing.resolve"), ars));
    return choose_route(candidates, service, ars, on);
}

Result<Route> Router::resolve_receiver(const ReceiverQuery& query) {
    return choose_receiver(
        TRY(store_->list_receivers(system_scope("routing.resolve"), query.receiver, query.ars)),
        query);
}

}  // namespace gordion::routing
