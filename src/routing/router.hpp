// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "routing/destination_store.hpp"

namespace gordion::routing {

/// Finds the destination of a submission. Shared between threads.
class Router {
public:
    explicit Router(DestinationStore& store) : store_(&store) {}

    /// Same errors as choose_route().
    Result<Route> resolve(std::string_view service, std::string_view ars, Stichtag on);
    /// Same errors as choose_receiver().
    Result<Route> resolve_receiver(const ReceiverQuery& query);

private:
    DestinationStore* store_;
};

}  // namespace gordion::routing
