// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "storage/database.hpp"
#include "xzufi/lookup_store.hpp"

/// Which objects of a kind hold for a service at a place: the join behind every look-up.
namespace gordion::xzufi::internal {

/// Objects and their entries, read once per question.
class ObjectCache {
public:
    explicit ObjectCache(storage::Connection& connection) : connection_(connection) {}

    /// Nothing for one that is absent or removed. Lives as long as the cache.
    Result<const StoredObject*> load(ObjectKind kind, const Identity& identity);
    /// The entry of that number in a loaded object; nullptr where the object itself says so.
    const Zustaendigkeit* find_entry(const StoredObject& source, std::int64_t number);
    /// Of all contents that were loaded.
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] storage::Connection& connection() { return connection_; }

private:
    using Key = std::pair<ObjectKind, Identity>;
    storage::Connection& connection_;
    std::size_t bytes_ = 0;
    std::map<Key, std::optional<StoredObject>> objects_;
    std::map<Key, std::vector<Zustaendigkeit>> entries_;
};

/// What is looked for: holders of that kind for services with that key, or for one service.
struct Wanted {
    ObjectKind kind = ObjectKind::Service;
    std::string service_key;
    Identity service;  ///< counts if there is no key
};

Result<FoundList> find_holders(ObjectCache& cache, const Wanted& wanted,
                               const std::vector<RegionKey>& keys, Stichtag day);

}  // namespace gordion::xzufi::internal
