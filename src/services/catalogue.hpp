// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "services/public_service.hpp"

namespace gordion::services {

struct Themenfeld {
    int id = 0;
    std::string name;
    bool operator==(const Themenfeld&) const = default;
};

/// A situation in life or business.
struct Lage {
    int id = 0;
    int themenfeld_id = 0;
    std::string name;
    bool operator==(const Lage&) const = default;
};

/// An OZG-Leistung: services that people understand as one.
struct Bundle {
    int id = 0;
    int lage_id = 0;
    std::string name;
    bool operator==(const Bundle&) const = default;
};

struct CatalogueContent {
    Date date;  ///< the state of the list, shown wherever it is used
    std::vector<Themenfeld> themenfeld_list;
    std::vector<Lage> lagen;
    std::vector<Bundle> bundles;
    std::vector<PublicService> services;
};

struct CatalogueCounts {
    std::int64_t services = 0;
    std::int64_t without_key = 0;
    std::int64_t bundles = 0;
    std::int64_t lagen = 0;
    std::int64_t themenfeld_count = 0;
    bool operator==(const CatalogueCounts&) const = default;
};

CatalogueCounts count(const CatalogueContent& content);

/// All public services of Germany at one date, in memory. Immutable; shared between threads.
class Catalogue {
public:
    static std::shared_ptr<const Catalogue> make(CatalogueContent content, std::string sha256);

    [[nodiscard]] const PublicService* find(const Leistungsschluessel& key) const;
    /// Text that is no key finds nothing.
    [[nodiscard]] const PublicService* find(std::string_view key) const;
    [[nodiscard]] const PublicService* find_by_number(int number) const;
    [[nodiscard]] const Bundle* find_bundle(int id) const;
    [[nodiscard]] const Lage* find_lage(int id) const;
    [[nodiscard]] const Themenfeld* find_themenfeld(int id) const;
    [[nodiscard]] const Bundle* bundle_of(const PublicService& service) const;
    [[nodiscard]] const Lage* lage_of(const PublicService& service) const;
    [[nodiscard]] const Themenfeld* themenfeld_of(const PublicService& service) const;
    /// Entries with the same object (first eight digits), the object itself first.
    [[nodiscard]] std::vector<const PublicService*> siblings_of(const PublicService& service) const;
    [[nodiscard]] std::vector<const PublicService*> services_of_bundle(int id) const;

    [[nodiscard]] const std::vector<PublicService>& services() const { return content_.services; }
    [[nodiscard]] const std::vector<Bundle>& bundles() const { return content_.bundles; }
    [[nodiscard]] const std::vector<Lage>& lagen() const { return content_.lagen; }
    [[nodiscard]] const std::vector<Themenfeld>& themenfeld_list() const {
        return content_.themenfeld_list;
    }
    [[nodiscard]] CatalogueCounts counts() const;
    [[nodiscard]] Date date() const { return content_.date; }
    /// Of the imported bytes, in hex; names the folder of the search index.
    [[nodiscard]] const std::string& sha256() const { return sha256_; }

private:
    Catalogue(CatalogueContent content, std::string sha256);

    CatalogueContent content_;
    std::string sha256_;
    std::unordered_map<std::string_view, const PublicService*> by_key_;
    std::unordered_map<int, const PublicService*> by_number_;
    std::unordered_map<int, const Bundle*> bundles_;
    std::unordered_map<int, const Lage*> lagen_;
    std::unordered_map<int, const Themenfeld*> themenfeld_by_id_;
};

}  // namespace gordion::services
