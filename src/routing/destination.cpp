// SPDX-License-Identifier: EUPL-1.2
#include "routing/destination.hpp"

#include <tuple>

namespace gordion::routing {
namespace {

bool fits(const Destination& destination, std::string_view service, std::string_view ars,
          Stichtag on) {
    const bool in_area = destination.area == "00" || ars.starts_with(destination.area);
    const bool in_time =
        destination.valid_from <= on && (!destination.valid_to || on <= *destination.valid_to);
    const auto& services = destination.services;
    const bool receives =
        services.empty() || std::find(services.begin(), services.end(), service) != services.end();
    return in_area && in_time && receives;
}

// "00" is the Bund: the widest area although its key is as long as a Land's.
std::size_t narrowness(const Destination& destination) {
    return destination.area == "00" ? 0 : destination.area.size();
}

auto rank(const Destination& destination) {
    return std::tuple(narrowness(destination), !destination.services.empty(),
                      destination.valid_from.days_since_epoch());
}

}  // namespace

Result<Route> choose_route(const std::vector<Destination>& candidates, std::string_view service,
                           std::string_view ars, Stichtag on) {
    const Destination* best = nullptr;
    const Destination* equal = nullptr;
    for (const Destination& candidate : candidates) {
        if (!fits(candidate, service, ars, on)) {
            continue;
        }
        if (best == nullptr || rank(candidate) > rank(*best)) {
            best = &candidate;
            equal = nullptr;
        } else if (rank(candidate) == rank(*best)) {
            equal = &candidate;
        }
    }
    const Values asked{
        {"service", std::string(service)}, {"ars", std::string(ars)}, {"on", on.to_iso()}};
    if (best == nullptr) {
        return Error{ErrorKind::NotFound, "routing.no_destination", "", asked,
                     "No destination receives this service for this municipality on this day."};
    }
    if (equal != nullptr) {
        Values values = asked;
        values.emplace_back("first", best->id.value);
        values.emplace_back("second", equal->id.value);
        return Error{ErrorKind::Conflict, "routing.ambiguous", "", std::move(values),
                     "Two destinations are equally specific; end the validity of one of them."};
    }
    return Route{*best,
                 best->services.empty() ? "routing.reason_area" : "routing.reason_service",
                 {{"area", best->area}, {"valid_from", best->valid_from.to_iso()}}};
}

}  // namespace gordion::routing
