// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reuse/adoption.hpp"
#include "reuse/effective.hpp"
#include "reuse/persistent_map.hpp"

namespace gordion::reuse {

/// What was written since a moment, in the order of its numbers.
struct AdoptionChanges {
    std::int64_t change_count = 0;  ///< the moment up to which it was read
    std::vector<Offer> offers;
    std::vector<Adoption> adoptions;
    std::vector<Pin> pins;
    std::vector<ParameterValue> values;
};

/// All offers, adoptions, pins and values at one moment, arranged for finding. Immutable and shared
/// between threads; a newer one is made from it and what was written since, with work for that
/// only. Pointers and references live as long as the snapshot.
class AdoptionSnapshot {
public:
    /// Empty, before anything was written (change count -1).
    AdoptionSnapshot();
    [[nodiscard]] std::shared_ptr<const AdoptionSnapshot> with(AdoptionChanges changes) const;

    [[nodiscard]] std::int64_t change_count() const { return change_count_; }
    /// Newest version of each package first.
    [[nodiscard]] const std::vector<Offer>& offers() const { return *offers_; }
    /// "" stands for the newest version. nullptr if it is not offered.
    [[nodiscard]] const Offer* find_offer(std::string_view package_id,
                                          std::string_view version) const;
    /// Every version of the package, newest first.
    [[nodiscard]] std::vector<const Offer*> versions_of(std::string_view package_id) const;

    /// The tenant's adoption of a package that holds on that day, or nullptr if there is none or it
    /// has ended.
    [[nodiscard]] const Adoption* find_adoption(const TenantId& tenant, std::string_view package_id,
                                                Stichtag day) const;
    /// The same for whichever package serves the key; of several, the one that the tenant itself
    /// joined last: a rollout of one package never takes the key from another one.
    [[nodiscard]] const Adoption* find_by_key(const TenantId& tenant, std::string_view service_key,
                                              Stichtag day) const;
    /// Everything the tenant uses on that day.
    [[nodiscard]] std::vector<const Adoption*> uses_of(const TenantId& tenant, Stichtag day) const;
    /// Every step of the tenant with the package, in order.
    [[nodiscard]] const std::vector<Adoption>& steps_of(const TenantId& tenant,
                                                        std::string_view package_id) const;
    /// Every step of everybody, in the order of tenants, packages and numbers.
    [[nodiscard]] std::vector<const Adoption*> all_steps() const;
    /// Who uses the package on that day, in the order of tenants.
    [[nodiscard]] std::vector<const Adoption*> adopters_of(std::string_view package_id,
                                                           Stichtag day) const;
    /// Everything the tenant said about staying on a version, in order; the last one counts.
    [[nodiscard]] const std::vector<Pin>& pins_of(const TenantId& tenant,
                                                  std::string_view package_id) const;

    /// Values of a package in exactly one region, in the order in which they were set.
    [[nodiscard]] const std::vector<ParameterValue>& values_at(std::string_view package_id,
                                                               std::string_view region) const;
    /// Values of a package – and of the one it is a copy of – in a region and all around it.
    [[nodiscard]] StoredValues values_around(const ServiceDeclaration& service,
                                             std::string_view ars) const;

private:
    /// The steps of one tenant, by package.
    using Life = std::map<std::string, std::vector<Adoption>, std::less<>>;

    std::int64_t change_count_ = -1;
    std::shared_ptr<const std::vector<Offer>> offers_;
    PersistentMap<std::shared_ptr<const Life>> lives_;                          ///< by tenant
    PersistentMap<std::shared_ptr<const std::vector<Pin>>> pins_;               ///< package|tenant
    PersistentMap<std::shared_ptr<const std::vector<ParameterValue>>> values_;  ///< package|region
};

}  // namespace gordion::reuse
