// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/route_snapshot.hpp"

#include <algorithm>
#include <bit>
#include <map>

#include "core/text.hpp"

namespace gordion::zustelldienst {
namespace {

constexpr std::size_t service_digits = 14;
constexpr std::size_t most_area_digits = 12;
constexpr unsigned length_bits = 4;
constexpr unsigned area_bits = 40;  // twelve digits fit
constexpr std::uint64_t most_services = 1U << (64 - length_bits - area_bits);

// 0 for what is no number.
std::uint64_t number_of(std::string_view digits) {
    std::uint64_t number = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') {
            return 0;
        }
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return number;
}

std::uint64_t service_number(std::string_view leistungsschluessel) {
    return leistungsschluessel.size() == service_digits ? number_of(leistungsschluessel) : 0;
}

// Never 0, because services count from 1.
std::uint64_t make_key(std::uint32_t service, std::size_t length, std::uint64_t area) {
    return (static_cast<std::uint64_t>(service) << (length_bits + area_bits)) |
           (static_cast<std::uint64_t>(length) << area_bits) | area;
}

// Mixes all bits of a key (the finalizer of splitmix64): keys of neighbours must not lie together.
std::uint64_t mix(std::uint64_t key) {
    key = (key ^ (key >> 30)) * 0xbf58476d1ce4e5b9ULL;
    key = (key ^ (key >> 27)) * 0x94d049bb133111ebULL;
    return key ^ (key >> 31);
}

std::size_t table_size(std::size_t items) {
    return std::bit_ceil(std::max<std::size_t>(items * 2, 16));
}

}  // namespace

const RouteSnapshot::ServiceSlot* RouteSnapshot::find_service(std::uint64_t number) const {
    const std::size_t mask = services_.size() - 1;
    for (std::size_t at = mix(number) & mask; services_[at].service != 0; at = (at + 1) & mask) {
        if (services_[at].service == number) {
            return &services_[at];
        }
    }
    return nullptr;
}

const RouteSnapshot::Group* RouteSnapshot::find_group(std::uint64_t key) const {
    const std::size_t mask = keys_.size() - 1;
    for (std::size_t at = mix(key) & mask; keys_[at] != 0; at = (at + 1) & mask) {
        if (keys_[at] == key) {
            return &groups_[group_of_[at]];
        }
    }
    return nullptr;
}

const RouteSnapshot::Group* RouteSnapshot::find(std::string_view leistungsschluessel,
                                                std::string_view area) const {
    const std::uint64_t number = service_number(leistungsschluessel);
    const bool digits = area.size() <= most_area_digits && (area.empty() || is_digits(area));
    const ServiceSlot* service = number == 0 || !digits ? nullptr : find_service(number);
    if (service == nullptr) {
        return nullptr;
    }
    for (std::size_t length = area.size() + 1; length-- > 0;) {
        if ((service->lengths & (1U << length)) == 0) {
            continue;
        }
        const std::uint64_t prefix = number_of(area.substr(0, length));
        if (const Group* group = find_group(make_key(service->index, length, prefix))) {
            return group;
        }
    }
    return nullptr;
}

RouteSnapshotBuilder::RouteSnapshotBuilder(Date day, std::shared_ptr<const RouteSnapshot> earlier)
    : made_(std::make_shared<RouteSnapshot>()), kept_earlier_(std::move(earlier)) {
    made_->day_ = day;
    if (kept_earlier_) {
        for (const auto& entry : kept_earlier_->entries()) {
            earlier_.emplace(entry->claims().content, entry);
        }
    }
}

std::optional<std::uint32_t> RouteSnapshotBuilder::index_of_service(
    std::string_view leistungsschluessel) {
    const std::uint64_t number = service_number(leistungsschluessel);
    if (number == 0 || services_.size() + 1 >= most_services) {
        return std::nullopt;
    }
    const auto next = static_cast<std::uint32_t>(services_.size() + 1);
    return services_.try_emplace(number, Service{next, 0}).first->second.index;
}

void RouteSnapshotBuilder::add(const RoutedDestination& destination) {
    const bool valid = (!destination.valid_from || *destination.valid_from <= made_->day_) &&
                       (!destination.valid_until || made_->day_ <= *destination.valid_until);
    const auto next = static_cast<std::uint32_t>(made_->entries_.size());
    if (!valid || !ids_.try_emplace(destination.id, next).second) {
        return;
    }
    RouteEntry::Claims claims = make_claims(destination);
    const auto known = earlier_.find(claims.content);
    made_->entries_.push_back(
        known == earlier_.end() ? std::make_shared<RouteEntry>(std::move(claims)) : known->second);
    for (const RoutedDestination::Service& service : destination.services) {
        const auto index = index_of_service(service.leistungsschluessel);
        if (!index) {
            continue;
        }
        for (const std::string& area : service.areas) {
            const bool digits =
                area.size() <= most_area_digits && (area.empty() || is_digits(area));
            if (!digits) {
                continue;
            }
            services_[service_number(service.leistungsschluessel)].lengths |= 1U << area.size();
            pairs_.push_back({make_key(*index, area.size(), number_of(area)), next});
        }
    }
}

std::shared_ptr<const RouteSnapshot> RouteSnapshotBuilder::finish() {
    RouteSnapshot& made = *made_;
    std::ranges::sort(pairs_);
    pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
    made.route_count_ = pairs_.size();
    made.services_.resize(table_size(services_.size()));
    for (const auto& [number, service] : services_) {
        std::size_t at = mix(number) & (made.services_.size() - 1);
        while (made.services_[at].service != 0) {
            at = (at + 1) & (made.services_.size() - 1);
        }
        made.services_[at] = {number, service.index, service.lengths};
    }
    made.keys_.resize(table_size(pairs_.size()));
    made.group_of_.resize(made.keys_.size());
    std::map<std::vector<std::uint32_t>, std::uint32_t> groups;
    std::vector<std::uint32_t> together;
    for (auto pair = pairs_.begin(); pair != pairs_.end();) {
        const std::uint64_t key = pair->key;
        together.clear();
        for (; pair != pairs_.end() && pair->key == key; ++pair) {
            together.push_back(pair->entry);
        }
        std::ranges::sort(together, {}, [&](std::uint32_t index) -> const std::string& {
            return made.entries_[index]->claims().destination_id;
        });
        const auto [group, fresh] =
            groups.try_emplace(together, static_cast<std::uint32_t>(made.groups_.size()));
        if (fresh) {
            made.groups_.push_back({together});
        }
        std::size_t at = mix(key) & (made.keys_.size() - 1);
        while (made.keys_[at] != 0) {
            at = (at + 1) & (made.keys_.size() - 1);
        }
        made.keys_[at] = key;
        made.group_of_[at] = group->second;
    }
    pairs_ = {};
    return made_;
}

}  // namespace gordion::zustelldienst
