// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "app/modules.hpp"

namespace gordion::app {

/// The body that a citizen deals with, as shown on pages and letters.
struct Authority {
    TenantId tenant;
    std::string name;
    std::string street;
    std::string postcode;
    std::string city;
    std::string email;
    std::string phone;
    std::string hours;

    [[nodiscard]] std::string one_line() const;  ///< "Weg 1, 25813 Husum"
};

/// A public service at a place: who is competent and why, and whether it can be had online here.
struct ServiceAtPlace {
    std::shared_ptr<const Reference> reference;  ///< keeps the pointers below alive
    const services::PublicService* service = nullptr;
    const regions::Region* place = nullptr;
    services::Zustaendigkeit competent;
    std::shared_ptr<const reuse::FoundAdoption> adoption;  ///< none: not online here yet
    Authority authority;
};

/// Error codes: services.key_…, app.service_missing (NotFound), regions.unknown_ars (NotFound).
Result<ServiceAtPlace> look_up_service(Modules& in, std::string_view leistungsschluessel,
                                       std::string_view ars);

/// Name and address from the effective parameters, what is missing there from the directory.
Authority authority_of(const TenantId& tenant, const std::vector<reuse::EffectiveValue>& values,
                       const regions::Directory& directory);

/// The name of a tenant as people know it: administration, Kreis or Land from the directory, a
/// body from its destination; else its id.
Result<std::string> tenant_name(Modules& in, const TenantId& tenant);

/// The keys that somebody has joined, for the search to prefer them.
Result<std::set<std::string>> offered_keys(Modules& in);

}  // namespace gordion::app
