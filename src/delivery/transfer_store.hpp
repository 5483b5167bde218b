// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>

#include "core/result.hpp"
#include "core/scope.hpp"
#include "delivery/submission.hpp"
#include "storage/database.hpp"

namespace gordion::delivery {

/// How far a submission came on its way to another delivery server; `progress` is the channel's own
/// text, with ids and tags, nothing personal.
struct Transfer {
    std::string progress;
    int asked = 0;  ///< how often the receiver's answer was looked for
};

/// Inside the caller's transaction; the first or the next state of it.
Result<void> put_transfer(storage::Connection& connection, const Submission& submission,
                          const Transfer& transfer);
Result<std::optional<Transfer>> find_transfer(storage::Connection& connection,
                                              const TenantId& tenant, const SubmissionId& id);

storage::Migration transfer_migration();

}  // namespace gordion::delivery
