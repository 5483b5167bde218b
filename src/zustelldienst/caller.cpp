// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/caller.hpp"

#include <algorithm>

#include "fitconnect/names.hpp"

namespace gordion::zustelldienst {

bool Caller::subscribes_to(std::string_view destination) const {
    return permissions->subscribed.contains(destination);
}

bool Caller::manages(std::string_view destination) const {
    return permissions->managed.contains(destination);
}

bool Caller::may_send(std::string_view service, std::string_view region) const {
    return std::ranges::any_of(permissions->send, [&](const Permissions::SendLimit& limit) {
        return (limit.service.empty() || limit.service == service) &&
               fitconnect::region_contains(limit.region, region);
    });
}

Scope Caller::scope(std::string_view purpose) const {
    Scope scope = system_scope(purpose);
    scope.tenant = tenant;
    scope.actor = ActorId{"fitconnect:" + client_id};
    return scope;
}

}  // namespace gordion::zustelldienst
