// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "routing/destination_store.hpp"
#include "zustelldienst/route_source.hpp"
#include "zustelldienst/settings.hpp"

namespace gordion::app {

/// What operators registered in module `routing` as routes of our own delivery server: destinations
/// of the channel "fitconnect" that lie there, with their days of validity. Whoever has registered
/// a service in an area has decided it, also for days on which nothing leads there; nothing leads
/// to a destination that is not active or no longer offers the service there.
class RegisteredRoutes final : public zustelldienst::RouteSource {
public:
    /// `server`: the settings of our delivery server, to tell its destinations from others'.
    RegisteredRoutes(routing::DestinationStore& registered,
                     zustelldienst::DestinationStore& destinations,
                     const zustelldienst::Settings& server);

    Result<void> visit(const Take& take) override;
    Result<std::string> state() override;

private:
    [[nodiscard]] bool is_ours(const formats::Json& channel_settings) const;

    routing::DestinationStore* registered_;
    zustelldienst::DestinationStore* destinations_;
    std::string public_url_;
    std::string issuer_;
};

}  // namespace gordion::app
