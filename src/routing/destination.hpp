// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/result.hpp"
#include "crypto/jose.hpp"

namespace gordion::routing {

/// Where submissions for an area go (Zustellpunkt). Its tenant is the authority that holds the
/// private key; only that authority's cases can read what is sent here.
struct Destination {
    DestinationId id;
    TenantId tenant;
    std::string name;
    /// Part of the ARS for which it receives: the tenant's key or longer.
    std::string area;
    /// Leistungsschluessel it receives; empty means every service of the area.
    std::vector<std::string> services;
    /// For what kind of body it receives copies and consultations ("finanzamt"), as packages name
    /// it. Empty: it receives for the competent authority.
    std::string receiver;
    /// Names the delivery channel: "backoffice" is our own.
    std::string channel;
    /// What the channel needs to know of it (addresses, ids), nothing secret; null for our own.
    formats::Json channel_settings = {};
    formats::Json public_jwk;
    Date valid_from;
    std::optional<Date> valid_to;  ///< the last day
};

/// A destination with the reason why it is this one, as code and values for a text.
struct Route {
    Destination destination;
    std::string reason_code;  ///< routing.reason_service or routing.reason_area
    Values reason_values;     ///< area, level, valid_from
};

/// Chooses among destinations for one service, municipality and day: valid on that day, area a
/// prefix of the ARS, service named or none named. The longest area wins, then a destination that
/// names the service, then the newer validity. Two that are equal in all three are not chosen
/// between: routing.ambiguous (kind Conflict) names both. None: routing.no_destination (NotFound).
/// Destinations with a receiver are never chosen.
/// Source: XZuFi Zustaendigkeit, most specific Gebiet wins (domain/fim.md, section 4.3).
Result<Route> choose_route(const std::vector<Destination>& candidates, std::string_view service,
                           std::string_view ars, Stichtag on);

/// Who else is looked for: the Finanzamt of a municipality.
struct ReceiverQuery {
    std::string_view receiver;
    std::string_view service;
    std::string_view ars;
    Stichtag on;
};

/// The same among the destinations of one receiver. None: routing.no_receiver (NotFound, value
/// receiver).
Result<Route> choose_receiver(const std::vector<Destination>& candidates,
                              const ReceiverQuery& query);

/// "finanzamt": lower-case letters, digits and hyphens, at most 60.
[[nodiscard]] bool is_receiver(std::string_view text);

}  // namespace gordion::routing
