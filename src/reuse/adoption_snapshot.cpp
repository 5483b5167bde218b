// SPDX-License-Identifier: EUPL-1.2
#include "reuse/adoption_snapshot.hpp"

#include <algorithm>
#include <tuple>

#include "core/text.hpp"

namespace gordion::reuse {
namespace {

std::string joined_key(std::string_view package_id, std::string_view place) {
    return std::string(package_id) + "|" + std::string(place);
}

/// Appends each item to the list under its key; each list is copied once.
template <typename Item, typename KeyOf>
void add_items(PersistentMap<std::shared_ptr<const std::vector<Item>>>& to, std::vector<Item> items,
               KeyOf key_of) {
    std::map<std::string, std::vector<Item>> grouped;
    for (Item& item : items) {
        grouped[key_of(item)].push_back(std::move(item));
    }
    for (auto& [key, added] : grouped) {
        auto list = std::make_shared<std::vector<Item>>();
        if (const auto* known = to.find(key)) {
            list->reserve((*known)->size() + added.size());
            *list = **known;
        }
        std::move(added.begin(), added.end(), std::back_inserter(*list));
        to.set(key, std::move(list));
    }
}

template <typename Item>
const std::vector<Item>& items_at(const PersistentMap<std::shared_ptr<const std::vector<Item>>>& in,
                                  const std::string& key) {
    static const std::vector<Item> none;
    const auto* known = in.find(key);
    return known == nullptr ? none : **known;
}

/// The step that holds on that day, ended or not.
const Adoption* find_holding(const std::vector<Adoption>& steps, Stichtag day) {
    const Adoption* best = nullptr;
    for (const Adoption& step : steps) {
        if (step.valid_from <= day && (best == nullptr || step.valid_from >= best->valid_from)) {
            best = &step;
        }
    }
    return best;
}

/// When the tenant itself last chose the package, as of that day.
std::pair<Date, Instant> chosen_at(const std::vector<Adoption>& steps, Stichtag day) {
    std::pair<Date, Instant> latest;
    for (const Adoption& step : steps) {
        if (step.cause == AdoptionCause::Joined && step.valid_from <= day) {
            latest = std::max(latest, {step.valid_from, step.adopted_at});
        }
    }
    return latest;
}

bool serves(const Offer* offer, std::string_view key) {
    return offer != nullptr &&
           std::find(offer->leistungsschluessel.begin(), offer->leistungsschluessel.end(), key) !=
               offer->leistungsschluessel.end();
}

}  // namespace

AdoptionSnapshot::AdoptionSnapshot() : offers_(std::make_shared<const std::vector<Offer>>()) {}

std::shared_ptr<const AdoptionSnapshot> AdoptionSnapshot::with(AdoptionChanges changes) const {
    auto next = std::make_shared<AdoptionSnapshot>(*this);
    next->change_count_ = changes.change_count;
    if (!changes.offers.empty()) {
        auto offers = std::make_shared<std::vector<Offer>>(*offers_);
        std::move(changes.offers.begin(), changes.offers.end(), std::back_inserter(*offers));
        std::sort(offers->begin(), offers->end(), [](const Offer& left, const Offer& right) {
            return left.package_id != right.package_id
                       ? left.package_id < right.package_id
                       : compare_versions(left.version, right.version) > 0;
        });
        next->offers_ = std::move(offers);
    }
    std::map<std::string, std::shared_ptr<Life>> changed;
    for (Adoption& step : changes.adoptions) {
        std::shared_ptr<Life>& life = changed[step.tenant.value];
        if (life == nullptr) {
            const auto* known = lives_.find(step.tenant.value);
            life = known == nullptr ? std::make_shared<Life>() : std::make_shared<Life>(**known);
        }
        (*life)[step.package_id].push_back(std::move(step));
    }
    for (auto& [tenant, life] : changed) {
        next->lives_.set(tenant, std::move(life));
    }
    add_items(next->pins_, std::move(changes.pins),
              [](const Pin& pin) { return joined_key(pin.package_id, pin.tenant.value); });
    add_items(next->values_, std::move(changes.values),
              [](const ParameterValue& value) { return joined_key(value.package, value.region); });
    return next;
}

const Offer* AdoptionSnapshot::find_offer(std::string_view package_id,
                                          std::string_view version) const {
    // The list is ordered by package.
    const auto first = std::lower_bound(
        offers_->begin(), offers_->end(), package_id,
        [](const Offer& offer, std::string_view wanted) { return offer.package_id < wanted; });
    for (auto offer = first; offer != offers_->end() && offer->package_id == package_id; ++offer) {
        if (version.empty() || offer->version == version) {
            return &*offer;
        }
    }
    return nullptr;
}

std::vector<const Offer*> AdoptionSnapshot::versions_of(std::string_view package_id) const {
    std::vector<const Offer*> versions;
    for (const Offer& offer : *offers_) {
        if (offer.package_id == package_id) {
            versions.push_back(&offer);
        }
    }
    return versions;
}

const std::vector<Adoption>& AdoptionSnapshot::steps_of(const TenantId& tenant,
                                                        std::string_view package_id) const {
    static const std::vector<Adoption> none;
    const auto* life = lives_.find(tenant.value);
    if (life == nullptr) {
        return none;
    }
    const auto steps = (*life)->find(package_id);
    return steps == (*life)->end() ? none : steps->second;
}

const Adoption* AdoptionSnapshot::find_adoption(const TenantId& tenant, std::string_view package_id,
                                                Stichtag day) const {
    const Adoption* holding = find_holding(steps_of(tenant, package_id), day);
    return holding == nullptr || holding->is_ended() ? nullptr : holding;
}

const Adoption* AdoptionSnapshot::find_by_key(const TenantId& tenant, std::string_view service_key,
                                              Stichtag day) const {
    const auto* life = lives_.find(tenant.value);
    const Adoption* best = nullptr;
    std::pair<Date, Instant> best_chosen;
    if (life == nullptr) {
        return best;
    }
    for (const auto& [package_id, steps] : **life) {
        const Adoption* holding = find_holding(steps, day);
        if (holding == nullptr || holding->is_ended() ||
            !serves(find_offer(package_id, holding->version), service_key)) {
            continue;
        }
        const std::pair<Date, Instant> chosen = chosen_at(steps, day);
        if (best == nullptr || chosen >= best_chosen) {
            best = holding;
            best_chosen = chosen;
        }
    }
    return best;
}

std::vector<const Adoption*> AdoptionSnapshot::uses_of(const TenantId& tenant, Stichtag day) const {
    std::vector<const Adoption*> uses;
    const auto* life = lives_.find(tenant.value);
    if (life == nullptr) {
        return uses;
    }
    for (const auto& [package_id, steps] : **life) {
        const Adoption* holding = find_holding(steps, day);
        if (holding != nullptr && !holding->is_ended()) {
            uses.push_back(holding);
        }
    }
    return uses;
}

std::vector<const Adoption*> AdoptionSnapshot::all_steps() const {
    std::vector<const Adoption*> all;
    lives_.visit([&](const std::string&, const std::shared_ptr<const Life>& life) {
        for (const auto& [package_id, steps] : *life) {
            for (const Adoption& step : steps) {
                all.push_back(&step);
            }
        }
    });
    std::sort(all.begin(), all.end(), [](const Adoption* left, const Adoption* right) {
        return std::tie(left->tenant, left->package_id, left->number) <
               std::tie(right->tenant, right->package_id, right->number);
    });
    return all;
}

std::vector<const Adoption*> AdoptionSnapshot::adopters_of(std::string_view package_id,
                                                           Stichtag day) const {
    std::vector<const Adoption*> adopters;
    lives_.visit([&](const std::string&, const std::shared_ptr<const Life>& life) {
        const auto steps = life->find(package_id);
        const Adoption* holding = steps == life->end() ? nullptr : find_holding(steps->second, day);
        if (holding != nullptr && !holding->is_ended()) {
            adopters.push_back(holding);
        }
    });
    std::sort(adopters.begin(), adopters.end(), [](const Adoption* left, const Adoption* right) {
        return left->tenant < right->tenant;
    });
    return adopters;
}

const std::vector<Pin>& AdoptionSnapshot::pins_of(const TenantId& tenant,
                                                  std::string_view package_id) const {
    return items_at(pins_, joined_key(package_id, tenant.value));
}

const std::vector<ParameterValue>& AdoptionSnapshot::values_at(std::string_view package_id,
                                                               std::string_view region) const {
    return items_at(values_, joined_key(package_id, region));
}

StoredValues AdoptionSnapshot::values_around(const ServiceDeclaration& service,
                                             std::string_view ars) const {
    StoredValues values;
    for (const std::string_view package_id : value_packages(service)) {
        for (const std::string& region : region_chain(ars)) {
            for (const ParameterValue& value : values_at(package_id, region)) {
                values.push_back(&value);
            }
        }
    }
    return values;
}

}  // namespace gordion::reuse
