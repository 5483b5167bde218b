// SPDX-License-Identifier: EUPL-1.2
#include "app/registered_routes.hpp"

#include <map>

#include "fitconnect/names.hpp"

namespace gordion::app {
namespace {

using zustelldienst::RoutedDestination;

Scope routes_scope() {
    return system_scope("fitconnect.routes");
}

// Registered destinations of our server, by their ids there.
using ById = std::map<std::string, std::vector<routing::Destination>, std::less<>>;

// Each service by itself, because a destination may have ceased to offer one of several.
// `destination` is absent where it takes nothing now.
void add_services(const std::vector<routing::Destination>& registered,
                  const fitconnect::Destination* destination, RoutedDestination& routed) {
    for (const routing::Destination& one : registered) {
        const std::string region = fitconnect::region_of(one.area);
        for (const std::string& key : one.services) {
            const bool receives =
                destination != nullptr &&
                fitconnect::find_offered_service(*destination, fitconnect::service_identifier(key),
                                                 region) != nullptr;
            routed.services.push_back({key,
                                       {zustelldienst::area_of_region(one.area)},
                                       one.valid_from,
                                       one.valid_to,
                                       receives});
        }
    }
}

}  // namespace

RegisteredRoutes::RegisteredRoutes(routing::DestinationStore& registered,
                                   zustelldienst::DestinationStore& destinations,
                                   const zustelldienst::Settings& server)
    : registered_(&registered),
      destinations_(&destinations),
      public_url_(server.public_url),
      issuer_(server.issuer()) {}

// Our server may be reached by another address than the one it is known by; then the issuer of its
// events is named.
bool RegisteredRoutes::is_ours(const formats::Json& channel_settings) const {
    const std::string address = channel_settings.text_at("submission_url");
    return address == issuer_ || address == public_url_ ||
           channel_settings.text_at("issuer") == issuer_;
}

Result<void> RegisteredRoutes::visit(const Take& take) {
    ById by_id;
    for (routing::Destination& one :
         TRY(registered_->list_of_channel(routes_scope(), "fitconnect"))) {
        if (is_ours(one.channel_settings)) {
            by_id[one.channel_settings.text_at("destination_id")].push_back(std::move(one));
        }
    }
    if (by_id.empty()) {
        return {};
    }
    TRY(destinations_->visit_active(
        routes_scope(), [&](const zustelldienst::StoredDestination& stored) {
            const auto registered = by_id.find(stored.destination.id);
            if (registered != by_id.end()) {
                RoutedDestination routed = zustelldienst::routed(stored);
                add_services(registered->second, &stored.destination, routed);
                take(std::move(routed));
                by_id.erase(registered);
            }
        }));
    for (const auto& [id, registered] : by_id) {
        RoutedDestination closed{id, registered.front().tenant, registered.front().name, {}};
        add_services(registered, nullptr, closed);
        take(std::move(closed));
    }
    return {};
}

Result<std::string> RegisteredRoutes::state() {
    return TRY(registered_->state_of_all(routes_scope())) + "." +
           TRY(destinations_->state_of_all(routes_scope()));
}

}  // namespace gordion::app
