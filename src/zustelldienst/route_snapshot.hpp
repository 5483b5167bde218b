// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/time.hpp"
#include "zustelldienst/route_entry.hpp"

namespace gordion::zustelldienst {

/// All routes of one day, and of the days after it until one begins or ends. Of the areas that
/// contain the one asked for, the smallest that has destinations for the service wins, and all
/// destinations of that area are the answer (XZuFi: the most specific Gebiet wins; several at one
/// level stand beside each other).
///
/// A look-up is a hash of the service and one of service and area per length of area number that
/// the service has; nothing is allocated. Immutable but for the signatures in its entries; shared
/// between threads.
class RouteSnapshot {
public:
    /// Whether these are the routes of that day.
    [[nodiscard]] bool is_of(Date day) const {
        return day_ <= day && (!changes_on_ || day < *changes_on_);
    }
    /// The moment from which on they are not, in milliseconds as Instant has them.
    [[nodiscard]] std::int64_t over_at_ms() const { return over_at_ms_; }
    /// The entries that lead to one service in one area, in the order of their destinations' ids;
    /// none: no destination. `area` is a part of the ARS, or "" for all of Germany; other
    /// characters than digits, or more than twelve, find nothing.
    [[nodiscard]] std::span<const std::uint32_t> find(std::string_view leistungsschluessel,
                                                      std::string_view area) const;
    [[nodiscard]] const std::shared_ptr<RouteEntry>& entry(std::uint32_t index) const {
        return entries_[index];
    }
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
    /// One line of memory for most answers: the entry itself, or several in groups_.
    struct Slot {
        std::uint64_t key = 0;  ///< 0: free
        std::uint32_t target = 0;
    };
    static constexpr std::uint32_t is_group = 1U << 31;
    [[nodiscard]] std::span<const std::uint32_t> find_pair(std::uint64_t key) const;

    Date day_;
    std::optional<Date> changes_on_;
    std::int64_t over_at_ms_ = std::numeric_limits<std::int64_t>::max();
    std::size_t route_count_ = 0;
    std::vector<ServiceSlot> services_;
    std::vector<Slot> slots_;  ///< open addressing
    std::vector<std::vector<std::uint32_t>> groups_;
    std::vector<std::shared_ptr<RouteEntry>> entries_;
};

/// Collects destinations, source by source, and makes a snapshot. An entry whose content is in
/// `earlier` is taken over with its signature.
class RouteSnapshotBuilder {
public:
    RouteSnapshotBuilder(Date day, std::shared_ptr<const RouteSnapshot> earlier);

    /// What is added from now on comes from the next source. Of all but the last one what they
    /// decide is remembered, and a destination may get more services by a later one.
    enum class Place { Last, BeforeOthers };
    void begin_source(Place place);
    /// Leads where the destination is valid on the day and no earlier source has decided, and takes
    /// no notice of service or area numbers that are none. Of twins of one source the first is
    /// taken.
    void add(RoutedDestination destination);
    std::shared_ptr<const RouteSnapshot> finish();

private:
    struct Pair {
        std::uint64_t key;
        std::uint32_t entry;
        auto operator<=>(const Pair&) const = default;
    };
    std::optional<std::uint32_t> index_of_service(std::string_view leistungsschluessel);
    void judge(RoutedDestination::Service& service);
    void lead(const RoutedDestination& destination);
    void fill_tables();

    std::shared_ptr<RouteSnapshot> made_;
    std::unordered_map<std::string_view, std::shared_ptr<RouteEntry>> earlier_;
    std::shared_ptr<const RouteSnapshot> kept_earlier_;
    std::uint32_t source_ = 0;
    Place place_ = Place::Last;
    std::unordered_map<std::string, std::uint32_t> ids_;        ///< with the source that named it
    std::unordered_map<std::uint64_t, std::uint32_t> decided_;  ///< pair: by which source
    std::map<std::string, RoutedDestination> held_;             ///< of sources before the last
    struct Service {
        std::uint32_t index = 0;
        std::uint32_t lengths = 0;
    };
    std::unordered_map<std::uint64_t, Service> services_;
    std::vector<Pair> pairs_;
};

}  // namespace gordion::zustelldienst
