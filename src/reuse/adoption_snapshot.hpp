// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "reuse/reuse.hpp"

namespace gordion::reuse {

/// All offers, adoptions and values at one moment, arranged for finding. Immutable; shared.
class AdoptionSnapshot {
public:
    struct Content {
        std::int64_t change_count = 0;
        std::vector<Offer> offers;
        std::vector<Adoption> adoptions;
        std::vector<ParameterValue> values;
    };
    explicit AdoptionSnapshot(Content content);

    [[nodiscard]] std::int64_t change_count() const { return content_.change_count; }
    [[nodiscard]] const std::vector<Offer>& offers() const { return content_.offers; }
    [[nodiscard]] const std::vector<Adoption>& adoptions() const { return content_.adoptions; }

    /// "" stands for the newest version. nullptr if it is not offered.
    [[nodiscard]] const Offer* find_offer(std::string_view package_id,
                                          std::string_view version) const;
    /// The tenant's adoption of a package that holds on that day, or nullptr.
    [[nodiscard]] const Adoption* find_adoption(const TenantId& tenant, std::string_view package_id,
                                                Stichtag day) const;
    /// The same for whichever package serves the key; of several, the one adopted last.
    [[nodiscard]] const Adoption* find_by_key(const TenantId& tenant, std::string_view service_key,
                                              Stichtag day) const;
    /// Values of a package in exactly one region, in the order in which they were set.
    [[nodiscard]] const std::vector<ParameterValue>& values_at(std::string_view package_id,
                                                               std::string_view region) const;
    /// Values of a package in a region and all around it.
    [[nodiscard]] std::vector<ParameterValue> values_around(std::string_view package_id,
                                                            std::string_view ars) const;

private:
    Content content_;
    std::unordered_map<std::string, std::vector<const Adoption*>> by_tenant_;
    std::unordered_map<std::string, std::vector<ParameterValue>> by_region_;
};

}  // namespace gordion::reuse
