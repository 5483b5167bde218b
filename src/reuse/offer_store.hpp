// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/scope.hpp"
#include "reuse/effective.hpp"
#include "reuse/reuse.hpp"
#include "storage/database.hpp"

/// The only file of this module that speaks SQL. All functions work inside the caller's
/// transaction; those that write count the change, so that caches on every node are dropped.
namespace gordion::reuse {

/// How often something has changed since the tables were made.
Result<std::int64_t> load_change_count(storage::Connection& connection);

struct StoredPackage {
    std::string id;
    std::string version;
    std::string hash;
    std::string files;  ///< pack_files
};

/// The hash of a published version.
Result<std::optional<std::string>> find_package_hash(storage::Connection& connection,
                                                     std::string_view id, std::string_view version);
Result<std::optional<std::string>> find_package_files(storage::Connection& connection,
                                                      std::string_view id,
                                                      std::string_view version);
Result<void> insert_package(storage::Connection& connection, const Scope& scope,
                            const StoredPackage& package, const Offer& offer);
Result<void> insert_adoption(storage::Connection& connection, const Scope& scope,
                             const Adoption& adoption);
Result<void> insert_value(storage::Connection& connection, const Scope& scope,
                          const ParameterValue& value);

Result<std::vector<Offer>> list_all_offers(storage::Connection& connection);
Result<std::vector<Adoption>> list_all_adoptions(storage::Connection& connection);
Result<std::vector<ParameterValue>> list_all_values(storage::Connection& connection);

}  // namespace gordion::reuse
