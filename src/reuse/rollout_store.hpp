// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "reuse/rollout.hpp"
#include "storage/database.hpp"

/// The SQL of rollouts. A rollout and its steps belong to the provider's tenant, a result to the
/// tenant whose adoption was judged. All functions work inside the caller's transaction and see
/// what its scope reaches.
namespace gordion::reuse {

Result<void> insert_rollout(storage::Connection& connection, const Rollout& rollout);
Result<void> insert_rollout_step(storage::Connection& connection, const Rollout& rollout,
                                 const RolloutStep& step);
Result<void> insert_results(storage::Connection& connection,
                            std::span<const RolloutResult> results);

/// With steps and targets.
Result<std::optional<Rollout>> find_rollout(storage::Connection& connection, const RolloutId& id);
/// Of one package, oldest first.
Result<std::vector<Rollout>> list_rollouts(storage::Connection& connection,
                                           std::string_view package_id);
/// The last step alone, to see whether the rollout still says what it said.
Result<std::optional<RolloutStep>> find_last_step(storage::Connection& connection,
                                                  const RolloutId& id);

/// A part of all tenants, both ends included; empty texts for no end.
struct TenantRange {
    TenantId first;
    TenantId last;
};
/// The last result of each tenant in the range, in the order of tenants.
Result<std::vector<RolloutResult>> list_last_results(storage::Connection& connection,
                                                     const RolloutId& id, const TenantRange& range);
/// Everything rollouts of a package judged about one tenant, newest first.
Result<std::vector<RolloutResult>> list_tenant_results(storage::Connection& connection,
                                                       const TenantId& tenant,
                                                       std::string_view package_id);

}  // namespace gordion::reuse
