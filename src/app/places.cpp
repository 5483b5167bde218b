// SPDX-License-Identifier: EUPL-1.2
#include "app/places.hpp"

namespace gordion::app {
namespace {

std::string value_of(const std::vector<reuse::EffectiveValue>& values, std::string_view key) {
    for (const reuse::EffectiveValue& value : values) {
        if (value.declaration->key == key) {
            return value.value;
        }
    }
    return {};
}

}  // namespace

std::string Authority::one_line() const {
    const std::string town = postcode.empty() ? city : postcode + " " + city;
    return street.empty() ? town : street + ", " + town;
}

Authority authority_of(const TenantId& tenant, const std::vector<reuse::EffectiveValue>& values,
                       const regions::Directory& directory) {
    Authority authority{tenant,
                        value_of(values, "authority_name"),
                        value_of(values, "authority_street"),
                        value_of(values, "authority_postcode"),
                        value_of(values, "authority_city"),
                        value_of(values, "authority_email"),
                        value_of(values, "authority_phone"),
                        value_of(values, "authority_hours")};
    const auto administration = directory.administration_of(tenant.value);
    if (administration && authority.name.empty()) {
        authority.name = administration->name;
    }
    if (administration && authority.city.empty()) {
        authority.city = administration->seat;
    }
    if (administration && authority.postcode.empty()) {
        authority.postcode = administration->postcode;
    }
    return authority;
}

Result<ServiceAtPlace> look_up_service(Modules& in, std::string_view leistungsschluessel,
                                       std::string_view ars) {
    ServiceAtPlace found;
    found.reference = TRY(in.reference());
    const auto key = TRY(services::parse_leistungsschluessel(leistungsschluessel));
    found.service = found.reference->catalogue->find(key);
    if (found.service == nullptr) {
        return Error{ErrorKind::NotFound,
                     "app.service_missing",
                     "",
                     {{"key", key.digits}},
                     "The catalogue has no service with this Leistungsschluessel."};
    }
    const regions::Directory& directory = *found.reference->directory;
    found.place = directory.find(ars);
    if (found.place == nullptr || found.place->level != regions::RegionLevel::Gemeinde) {
        return Error{ErrorKind::NotFound,
                     "regions.unknown_ars",
                     "ars",
                     {{"ars", std::string(ars.substr(0, 20))}},
                     "No municipality has this number (ARS, twelve digits)."};
    }
    found.competent = TRY(services::find_zustaendigkeit(*found.service, found.place->ars, directory,
                                                        found.reference->zustaendigkeit));
    found.adoption = TRY(in.reuse.find_adoption(key.digits, found.place->ars, in.clock.today()));
    if (found.adoption) {
        found.authority =
            authority_of(found.adoption->adoption.tenant, found.adoption->values, directory);
    } else {
        found.authority = authority_of(found.competent.tenant, {}, directory);
        if (found.authority.name.empty()) {
            found.authority.name = found.competent.name;
        }
    }
    return found;
}

Result<std::string> tenant_name(Modules& in, const TenantId& tenant) {
    const auto reference = TRY(in.reference());
    const regions::Directory& directory = *reference->directory;
    if (const auto administration = directory.administration_of(tenant.value)) {
        return administration->name;
    }
    if (const regions::Region* region = directory.find(tenant.value)) {
        return region->name;
    }
    const Scope scope{tenant, {"system"}, "tenant.name", {}, false};
    for (const auto& destination : TRY(in.destinations.list_destinations(scope, tenant))) {
        if (!destination.receiver.empty()) {
            return destination.name;
        }
    }
    return tenant.value;
}

Result<std::set<std::string>> offered_keys(Modules& in) {
    std::set<std::string> keys;
    for (const reuse::Offer& offer : TRY(in.reuse.list_offers(system_scope("app.offered")))) {
        keys.insert(offer.leistungsschluessel.begin(), offer.leistungsschluessel.end());
    }
    return keys;
}

}  // namespace gordion::app
