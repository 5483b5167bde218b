// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/route.hpp"

#include "core/text.hpp"

namespace gordion::fitconnect {

namespace {

Result<void> check_route(ApiClient& api, const ApiRoute& route, const RouteWish& wish,
                         const KeyTrust& trust, Instant now) {
    const ServerAddress& server = api.settings().server;
    if (server.portal_url.empty()) {
        return Error{ErrorKind::Unsupported,
                     "fitconnect.route_signature",
                     "portal_url",
                     {},
                     "Who signs routes is not known: set portal_url, or route_signatures to "
                     "ignore."};
    }
    const formats::Json keys = TRY(api.load_portal_keys());
    return check_destination_signature(route.destination_signature,
                                       {route.destination_id, wish.leistungsschluessel, wish.ars,
                                        server.submission_url, server.portal_url},
                                       keys, trust, now);
}

}  // namespace

Result<ApiRoute> find_route(ApiClient& api, const RouteWish& wish, const KeyTrust& trust,
                            Instant now) {
    std::vector<ApiRoute> routes = TRY(api.find_routes(wish.leistungsschluessel, wish.ars));
    if (routes.empty()) {
        return Error{
            ErrorKind::NotFound,
            "fitconnect.route_missing",
            "",
            {{"service", std::string(wish.leistungsschluessel)}, {"area", std::string(wish.ars)}},
            "The Routing API knows no destination for this service in this area."};
    }
    if (routes.size() > 1) {
        std::vector<std::string> ids;
        for (const ApiRoute& route : routes) {
            ids.push_back(route.destination_id);
        }
        return Error{ErrorKind::Conflict,
                     "fitconnect.route_ambiguous",
                     "",
                     {{"destinations", join(ids, " ")}},
                     "Several destinations receive this service in this area; name one."};
    }
    if (api.settings().route_signatures == RouteSignatures::Demand) {
        TRY(check_route(api, routes.front(), wish, trust, now));
    }
    return std::move(routes.front());
}

}  // namespace gordion::fitconnect
