// SPDX-License-Identifier: EUPL-1.2
#include "reuse/adoption_snapshot.hpp"

#include <algorithm>

namespace gordion::reuse {
namespace {

std::string region_key(std::string_view package_id, std::string_view region) {
    return std::string(package_id) + "|" + std::string(region);
}

bool holds_later(const Adoption& left, const Adoption& right) {
    return left.valid_from != right.valid_from ? left.valid_from > right.valid_from
                                               : left.adopted_at > right.adopted_at;
}

}  // namespace

AdoptionSnapshot::AdoptionSnapshot(Content content) : content_(std::move(content)) {
    std::sort(content_.offers.begin(), content_.offers.end(),
              [](const Offer& left, const Offer& right) {
                  return left.package_id != right.package_id
                             ? left.package_id < right.package_id
                             : compare_versions(left.version, right.version) > 0;
              });
    for (const Adoption& adoption : content_.adoptions) {
        by_tenant_[adoption.tenant.value].push_back(&adoption);
    }
    for (ParameterValue& value : content_.values) {
        by_region_[region_key(value.package, value.region)].push_back(std::move(value));
    }
    content_.values.clear();
}

const Offer* AdoptionSnapshot::find_offer(std::string_view package_id,
                                          std::string_view version) const {
    for (const Offer& offer : content_.offers) {
        if (offer.package_id == package_id && (version.empty() || offer.version == version)) {
            return &offer;
        }
    }
    return nullptr;
}

const Adoption* AdoptionSnapshot::find_adoption(const TenantId& tenant, std::string_view package_id,
                                                Stichtag day) const {
    const auto found = by_tenant_.find(tenant.value);
    const Adoption* best = nullptr;
    if (found == by_tenant_.end()) {
        return best;
    }
    for (const Adoption* adoption : found->second) {
        const bool fits = adoption->package_id == package_id && adoption->valid_from <= day;
        if (fits && (best == nullptr || !holds_later(*best, *adoption))) {
            best = adoption;
        }
    }
    return best;
}

const Adoption* AdoptionSnapshot::find_by_key(const TenantId& tenant, std::string_view service_key,
                                              Stichtag day) const {
    const auto found = by_tenant_.find(tenant.value);
    const Adoption* best = nullptr;
    if (found == by_tenant_.end()) {
        return best;
    }
    for (const Adoption* adoption : found->second) {
        const Offer* offer = find_offer(adoption->package_id, adoption->version);
        const bool serves =
            offer != nullptr &&
            std::find(offer->leistungsschluessel.begin(), offer->leistungsschluessel.end(),
                      service_key) != offer->leistungsschluessel.end();
        const bool current = find_adoption(tenant, adoption->package_id, day) == adoption;
        if (serves && current && (best == nullptr || !holds_later(*best, *adoption))) {
            best = adoption;
        }
    }
    return best;
}

const std::vector<ParameterValue>& AdoptionSnapshot::values_at(std::string_view package_id,
                                                               std::string_view region) const {
    static const std::vector<ParameterValue> none;
    const auto found = by_region_.find(region_key(package_id, region));
    return found == by_region_.end() ? none : found->second;
}

std::vector<ParameterValue> AdoptionSnapshot::values_around(std::string_view package_id,
                                                            std::string_view ars) const {
    std::vector<ParameterValue> values;
    for (const std::string& region : region_chain(ars)) {
        const std::vector<ParameterValue>& here = values_at(package_id, region);
        values.insert(values.end(), here.begin(), here.end());
    }
    return values;
}

}  // namespace gordion::reuse
