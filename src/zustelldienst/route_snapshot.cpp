// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/route_snapshot.hpp"

#include <algorithm>
#include <bit>
#include <iterator>

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

bool is_area(std::string_view area) {
    return area.size() <= most_area_digits && (area.empty() || is_digits(area));
}

// Midnight in Germany, which is one or two hours ahead of UTC.
Instant begin_of(Date day) {
    constexpr std::int64_t hour_ms = 3'600'000;
    const Instant early{(day.days_since_epoch() * 24 - 2) * hour_ms};
    return early.german_date() == day ? early : early.plus_ms(hour_ms);
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

std::span<const std::uint32_t> RouteSnapshot::find_pair(std::uint64_t key) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = mix(key) & mask; slots_[at].key != 0; at = (at + 1) & mask) {
        const Slot& slot = slots_[at];
        if (slot.key == key) {
            return (slot.target & is_group) != 0
                       ? std::span<const std::uint32_t>(groups_[slot.target & ~is_group])
                       : std::span<const std::uint32_t>(&slot.target, 1);
        }
    }
    return {};
}

std::span<const std::uint32_t> RouteSnapshot::find(std::string_view leistungsschluessel,
                                                   std::string_view area) const {
    const std::uint64_t number = service_number(leistungsschluessel);
    const ServiceSlot* service = number == 0 || !is_area(area) ? nullptr : find_service(number);
    if (service == nullptr) {
        return {};
    }
    for (std::size_t length = area.size() + 1; length-- > 0;) {
        if ((service->lengths & (1U << length)) == 0) {
            continue;
        }
        const std::uint64_t prefix = number_of(area.substr(0, length));
        const auto found = find_pair(make_key(service->index, length, prefix));
        if (!found.empty()) {
            return found;
        }
    }
    return {};
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

void RouteSnapshotBuilder::begin_source(Place place) {
    ++source_;
    place_ = place;
}

void RouteSnapshotBuilder::add(RoutedDestination destination) {
    const auto [known, fresh] = ids_.try_emplace(destination.id, source_);
    if (!fresh && known->second == source_) {
        return;
    }
    known->second = source_;
    for (RoutedDestination::Service& service : destination.services) {
        judge(service);
    }
    std::erase_if(destination.services, [](const auto& service) { return service.areas.empty(); });
    const auto held = held_.find(destination.id);
    if (held != held_.end()) {
        std::ranges::move(destination.services, std::back_inserter(held->second.services));
    } else if (place_ == Place::BeforeOthers) {
        held_.emplace(destination.id, std::move(destination));
    } else {
        lead(destination);
    }
}

// Leaves the areas to which the service is to lead.
void RouteSnapshotBuilder::judge(RoutedDestination::Service& service) {
    const Date day = made_->day_;
    const bool begun = !service.valid_from || *service.valid_from <= day;
    const bool over = service.valid_until && *service.valid_until < day;
    const auto note_change = [&](Date on) {
        made_->changes_on_ = std::min(made_->changes_on_.value_or(on), on);
    };
    if (!begun) {
        note_change(*service.valid_from);
    } else if (!over && service.valid_until) {
        note_change(service.valid_until->plus_days(1));
    }
    const auto index = index_of_service(service.leistungsschluessel);
    const bool leads = index && begun && !over && service.is_open;
    std::erase_if(service.areas, [&](const std::string& area) {
        if (!index || !is_area(area)) {
            return true;
        }
        const std::uint64_t key = make_key(*index, area.size(), number_of(area));
        if (place_ == Place::BeforeOthers) {
            return decided_.try_emplace(key, source_).first->second != source_ || !leads;
        }
        const auto decided = decided_.find(key);
        return decided != decided_.end() || !leads;
    });
}

void RouteSnapshotBuilder::lead(const RoutedDestination& destination) {
    if (destination.services.empty()) {
        return;
    }
    const auto next = static_cast<std::uint32_t>(made_->entries_.size());
    RouteEntry::Claims claims = make_claims(destination);
    const auto known = earlier_.find(claims.content);
    made_->entries_.push_back(
        known == earlier_.end() ? std::make_shared<RouteEntry>(std::move(claims)) : known->second);
    for (const RoutedDestination::Service& service : destination.services) {
        Service& slot = services_.at(service_number(service.leistungsschluessel));
        for (const std::string& area : service.areas) {
            slot.lengths |= 1U << area.size();
            pairs_.push_back({make_key(slot.index, area.size(), number_of(area)), next});
        }
    }
}

std::shared_ptr<const RouteSnapshot> RouteSnapshotBuilder::finish() {
    for (const auto& [id, destination] : held_) {
        lead(destination);
    }
    if (made_->changes_on_) {
        made_->over_at_ms_ = begin_of(*made_->changes_on_).ms;
    }
    fill_tables();
    return made_;
}

void RouteSnapshotBuilder::fill_tables() {
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
    made.slots_.resize(table_size(pairs_.size()));
    std::map<std::vector<std::uint32_t>, std::uint32_t> groups;
    std::vector<std::uint32_t> together;
    for (auto pair = pairs_.begin(); pair != pairs_.end();) {
        const std::uint64_t key = pair->key;
        together.clear();
        for (; pair != pairs_.end() && pair->key == key; ++pair) {
            together.push_back(pair->entry);
        }
        std::uint32_t target = together.front();
        if (together.size() > 1) {
            std::ranges::sort(together, {}, [&](std::uint32_t index) -> const std::string& {
                return made.entries_[index]->claims().destination_id;
            });
            const auto [group, fresh] =
                groups.try_emplace(together, static_cast<std::uint32_t>(made.groups_.size()));
            if (fresh) {
                made.groups_.push_back(together);
            }
            target = group->second | RouteSnapshot::is_group;
        }
        std::size_t at = mix(key) & (made.slots_.size() - 1);
        while (made.slots_[at].key != 0) {
            at = (at + 1) & (made.slots_.size() - 1);
        }
        made.slots_[at] = {key, target};
    }
    pairs_ = {};
}

}  // namespace gordion::zustelldienst
