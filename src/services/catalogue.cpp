// SPDX-License-Identifier: EUPL-1.2
#include "services/catalogue.hpp"

#include <algorithm>

namespace gordion::services {
namespace {

template <typename Map, typename Key>
auto look_up(const Map& map, const Key& key) -> typename Map::mapped_type {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
}

}  // namespace

Catalogue::Catalogue(CatalogueContent content, std::string sha256)
    : content_(std::move(content)), sha256_(std::move(sha256)) {
    by_key_.reserve(content_.services.size());
    by_number_.reserve(content_.services.size());
    for (const PublicService& service : content_.services) {
        by_number_.emplace(service.number, &service);
        if (!service.key.empty()) {
            by_key_.emplace(service.key.digits, &service);
        }
    }
    for (const Bundle& bundle : content_.bundles) {
        bundles_.emplace(bundle.id, &bundle);
    }
    for (const Lage& lage : content_.lagen) {
        lagen_.emplace(lage.id, &lage);
    }
    for (const Themenfeld& themenfeld : content_.themenfeld_list) {
        themenfeld_by_id_.emplace(themenfeld.id, &themenfeld);
    }
}

std::shared_ptr<const Catalogue> Catalogue::make(CatalogueContent content, std::string sha256) {
    return std::shared_ptr<const Catalogue>(new Catalogue(std::move(content), std::move(sha256)));
}

const PublicService* Catalogue::find(const Leistungsschluessel& key) const {
    return look_up(by_key_, std::string_view(key.digits));
}

const PublicService* Catalogue::find(std::string_view key) const {
    return look_up(by_key_, key);
}

const PublicService* Catalogue::find_by_number(int number) const {
    return look_up(by_number_, number);
}

const Bundle* Catalogue::find_bundle(int id) const {
    return look_up(bundles_, id);
}
const Lage* Catalogue::find_lage(int id) const {
    return look_up(lagen_, id);
}
const Themenfeld* Catalogue::find_themenfeld(int id) const {
    return look_up(themenfeld_by_id_, id);
}

const Bundle* Catalogue::bundle_of(const PublicService& service) const {
    return find_bundle(service.bundle_id);
}

const Lage* Catalogue::lage_of(const PublicService& service) const {
    const Bundle* bundle = bundle_of(service);
    return bundle == nullptr ? nullptr : find_lage(bundle->lage_id);
}

const Themenfeld* Catalogue::themenfeld_of(const PublicService& service) const {
    const Lage* lage = lage_of(service);
    return lage == nullptr ? nullptr : find_themenfeld(lage->themenfeld_id);
}

std::vector<const PublicService*> Catalogue::siblings_of(const PublicService& service) const {
    std::vector<const PublicService*> siblings;
    if (service.key.empty()) {
        return {&service};
    }
    for (const PublicService& other : content_.services) {
        if (other.key.object() == service.key.object()) {
            siblings.push_back(&other);
        }
    }
    std::sort(siblings.begin(), siblings.end(),
              [](const auto* left, const auto* right) { return left->key < right->key; });
    return siblings;
}

std::vector<const PublicService*> Catalogue::services_of_bundle(int id) const {
    std::vector<const PublicService*> found;
    for (const PublicService& service : content_.services) {
        if (service.bundle_id == id && id != 0) {
            found.push_back(&service);
        }
    }
    return found;
}

CatalogueCounts Catalogue::counts() const {
    return count(content_);
}

CatalogueCounts count(const CatalogueContent& content) {
    CatalogueCounts counts;
    counts.services = static_cast<std::int64_t>(content.services.size());
    counts.without_key = std::count_if(content.services.begin(), content.services.end(),
                                       [](const PublicService& one) { return one.key.empty(); });
    counts.bundles = static_cast<std::int64_t>(content.bundles.size());
    counts.lagen = static_cast<std::int64_t>(content.lagen.size());
    counts.themenfeld_count = static_cast<std::int64_t>(content.themenfeld_list.size());
    return counts;
}

}  // namespace gordion::services
