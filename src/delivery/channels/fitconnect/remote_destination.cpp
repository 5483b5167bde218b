// SPDX-License-Identifier: EUPL-1.2
#include "delivery/channels/fitconnect/fitconnect.hpp"
#include "fitconnect/route.hpp"

namespace gordion::delivery {

namespace {

// Empty without services.
Result<std::string> find_remote_id(fitconnect::ApiClient& api, const routing::Destination& wanted,
                                   const fitconnect::KeyTrust& trust, Instant now) {
    std::string id;
    for (const std::string& service : wanted.services) {
        const auto route = TRY(fitconnect::find_route(api, {service, wanted.area}, trust, now));
        if (!id.empty() && id != route.destination_id) {
            return Error{ErrorKind::Conflict,
                         "fitconnect.route_ambiguous",
                         "services",
                         {{"destinations", id + " " + route.destination_id}},
                         "Different destinations receive these services; register each."};
        }
        id = route.destination_id;
    }
    return id;
}

}  // namespace

Result<routing::Destination> make_remote_destination(fitconnect::ApiClient& api,
                                                     RemoteDestination remote,
                                                     const fitconnect::KeyTrust& trust,
                                                     const Clock& clock) {
    routing::Destination made = std::move(remote.wanted);
    const std::string region = fitconnect::region_of(made.area);
    if (remote.destination_id.empty()) {
        remote.destination_id = TRY(find_remote_id(api, made, trust, clock.now()));
    }
    std::optional<fitconnect::ReadyDestination> ready;
    for (const std::string& service : made.services) {
        ready = TRY(fitconnect::prepare_destination(
            api, {remote.destination_id, fitconnect::service_identifier(service), region}, trust,
            clock.now()));
    }
    if (!ready) {
        return Error{ErrorKind::Invalid,
                     "delivery.remote_services",
                     "services",
                     {},
                     "A destination at another delivery server is registered for named services."};
    }
    made.channel = "fitconnect";
    made.public_jwk = ready->key.to_jwk();
    made.channel_settings = fitconnect::write_api_settings(remote.settings);
    made.channel_settings.set("destination_id", ready->destination.id);
    if (made.name.empty()) {
        made.name = ready->destination.name;
    }
    return made;
}

}  // namespace gordion::delivery
