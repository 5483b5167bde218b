// SPDX-License-Identifier: EUPL-1.2
#include "routing/destination.hpp"

#include <tuple>

namespace gordion::routing {
namespace {

bool fits(const Destination& destination, const ReceiverQuery& query) {
    const Stichtag on = query.on;
    const bool in_area = destination.area == "00" || query.ars.starts_with(destination.area);
    const bool in_time =
        destination.valid_from <= on && (!destination.valid_to || on <= *destination.valid_to);
    const auto& services = destination.services;
    const bool receives = services.empty() || std::find(services.begin(), services.end(),
                                                        query.service) != services.end();
    return destination.receiver == query.receiver && in_area && in_time && receives;
}

// "00" is the Bund: the widest area although its key is as long as a Land's.
std::size_t narrowness(const Destination& destination) {
    return destination.area == "00" ? 0 : destination.area.size();
}

auto rank(const Destination& destination) {
    return std::tuple(narrowness(destination), !destination.services.empty(),
                      destination.valid_from.days_since_epoch());
}

// Error `none` where no candidate fits.
Result<Route> choose(const std::vector<Destination>& candidates, const ReceiverQuery& query,
                     Error none) {
    const Destination* best = nullptr;
    const Destination* equal = nullptr;
    for (const Destination& candidate : candidates) {
        if (!fits(candidate, query)) {
            continue;
        }
        if (best == nullptr || rank(candidate) > rank(*best)) {
            best = &candidate;
            equal = nullptr;
        } else if (rank(candidate) == rank(*best)) {
            equal = &candidate;
        }
    }
    if (best == nullptr) {
        return none;
    }
    if (equal != nullptr) {
        Values values = none.values;
        values.emplace_back("first", best->id.value);
        values.emplace_back("second", equal->id.value);
        return Error{ErrorKind::Conflict, "routing.ambiguous", "", std::move(values),
                     "Two destinations are equally specific; end the validity of one of them."};
    }
    return Route{*best,
                 best->services.empty() ? "routing.reason_area" : "routing.reason_service",
                 {{"area", best->area}, {"valid_from", best->valid_from.to_iso()}}};
}

}  // namespace

Result<Route> choose_route(const std::vector<Destination>& candidates, std::string_view service,
                           std::string_view ars, Stichtag on) {
    return choose(
        candidates, {"", service, ars, on},
        {ErrorKind::NotFound,
         "routing.no_destination",
         "",
         {{"service", std::string(service)}, {"ars", std::string(ars)}, {"on", on.to_iso()}},
         "No destination receives this service for this municipality on this day."});
}

Result<Route> choose_receiver(const std::vector<Destination>& candidates,
                              const ReceiverQuery& query) {
    return choose(candidates, query,
                  {ErrorKind::NotFound,
                   "routing.no_receiver",
                   "",
                   {{"receiver", std::string(query.receiver)},
                    {"service", std::string(query.service)},
                    {"ars", std::string(query.ars)},
                    {"on", query.on.to_iso()}},
                   "No body of this kind is registered for this municipality on this day."});
}

bool is_receiver(std::string_view text) {
    return !text.empty() && text.size() <= 60 && text.front() != '-' && text.back() != '-' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

}  // namespace gordion::routing
