// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/scope.hpp"
#include "reuse/adoption_snapshot.hpp"
#include "storage/database.hpp"

/// The SQL of packages, adoptions, pins and values; that of rollouts is in rollout_store.hpp. All
/// functions work inside the caller's transaction. Whoever writes takes the number of his change
/// first and gives it to each row: readers on every node take the rows of later changes only.
namespace gordion::reuse {

/// The number of the last change.
Result<std::int64_t> load_change_count(storage::Connection& connection);
/// A new change. Locks the counter until the transaction ends, so that numbers become visible in
/// their order.
Result<std::int64_t> count_change(storage::Connection& connection);
/// Everything that was written by later changes, and the number up to which this was read. Of the
/// tenants that the transaction's scope reaches; packages in any case.
Result<AdoptionChanges> load_changes(storage::Connection& connection, std::int64_t since);

struct StoredPackage {
    std::string id;
    std::string version;
    std::string hash;
    std::string files;  ///< pack_files
};

/// The hash of a published version.
Result<std::optional<std::string>> find_package_hash(storage::Connection& connection,
                                                     std::string_view id, std::string_view version);
/// Who published the package first.
Result<std::optional<TenantId>> find_package_provider(storage::Connection& connection,
                                                      std::string_view id);
Result<std::optional<std::string>> find_package_files(storage::Connection& connection,
                                                      std::string_view id,
                                                      std::string_view version);

Result<void> insert_package(storage::Connection& connection, std::int64_t change,
                            const StoredPackage& package, const Offer& offer);
/// Each adoption bears its number already.
Result<void> insert_adoptions(storage::Connection& connection, std::int64_t change,
                              std::span<const Adoption> adoptions);
Result<void> insert_pin(storage::Connection& connection, std::int64_t change, const Pin& pin);
Result<void> insert_values(storage::Connection& connection, std::int64_t change,
                           std::span<const ParameterValue> values);

}  // namespace gordion::reuse
