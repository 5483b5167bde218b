// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/time.hpp"
#include "zustelldienst/route_entry.hpp"

namespace gordion::zustelldienst {

/// All routes of one day. Of the areas that contain the one asked for, the smallest that has
/// destinations for the service wins, and all destinations of that area are the answer (XZuFi:
/// the most specific Gebiet wins; several at one level stand beside each other).
///
/// A look-up is a hash of the service and one of service and area per length of area number that
/// the service has; nothing is allocated. Immutable but for the signatures in its entries; shared
/// between threads.
class RouteSnapshot {
public:
    /// Destinations that lead to one service in one area, in the order of their ids.
    struct Group {
        std::vector<std::uint32_t> entries;
    };

    [[nodiscard]] Date day() const { return day_; }
    /// nullptr: no destination. `area` is a part of the ARS, or "" for all of Germany; other
    /// characters than digits, or more than twelve, find nothing.
    [[nodiscard]] const Group* find(std::string_view leistungsschluessel,
                                    std::string_view area) const;
    [[nodiscard]] RouteEntry& entry(std::uint32_t index) const { return *entries_[index]; }
    [[nodiscard]] const std::vector<std::shared_ptr<RouteEntry>>& entries() const {
        return entries_;
    }
    [[nodiscard]] std::size_t route_count() const { return route_count_; }

private:
    friend class RouteSnapshotBuilder;
    struct ServiceSlot {
        std::uint64_t service = 0;  ///< the number of the Leistungsschluessel; 0: free
        std::uint32_t index = 0;
        std::uint32_t lengths = 0;  ///< bit n: there are areas of n digits
    };
    [[nodiscard]] const ServiceSlot* find_service(std::uint64_t number) const;
    [[nodiscard]] const Group* find_group(std::uint64_t key) const;

    Date day_;
    std::size_t route_count_ = 0;
    std::vector<ServiceSlot> services_;
    std::vector<std::uint64_t> keys_;      ///< open addressing; 0: free
    std::vector<std::uint32_t> group_of_;  ///< beside keys_
    std::vector<Group> groups_;
    std::vector<std::shared_ptr<RouteEntry>> entries_;
};

/// Collects destinations and makes a snapshot. An entry whose content is in `earlier` is taken
/// over with its signature.
class RouteSnapshotBuilder {
public:
    RouteSnapshotBuilder(Date day, std::shared_ptr<const RouteSnapshot> earlier);

    /// Takes no notice of destinations that are not valid on the day, and of service or area
    /// numbers that are none. Of twins by id the first is taken.
    void add(const RoutedDestination& destination);
    std::shared_ptr<const RouteSnapshot> finish();

private:
    struct Pair {
        std::uint64_t key;
        std::uint32_t entry;
        auto operator<=>(const Pair&) const = default;
    };
    std::optional<std::uint32_t> index_of_service(std::string_view leistungsschluessel);

    std::shared_ptr<RouteSnapshot> made_;
    std::unordered_map<std::string_view, std::shared_ptr<RouteEntry>> earlier_;
    std::shared_ptr<const RouteSnapshot> kept_earlier_;
    std::unordered_map<std::string, std::uint32_t> ids_;
    struct Service {
        std::uint32_t index = 0;
        std::uint32_t lengths = 0;
    };
    std::unordered_map<std::uint64_t, Service> services_;
    std::vector<Pair> pairs_;
};

}  // namespace gordion::zustelldienst
