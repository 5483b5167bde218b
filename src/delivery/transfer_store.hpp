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

/// The error of a worker that is not the one that goes on: delivery.transfer_elsewhere (Conflict).
Error transfer_elsewhere(const Submission& submission);

/// Inside the caller's transaction: the next progress, if `before` is what is stored; empty:
/// nothing is. So of two workers that send the same at once, one goes on. Error code:
/// delivery.transfer_elsewhere.
Result<void> move_transfer(storage::Connection& connection, const Submission& submission,
                           const std::string& before, const std::string& progress);
/// Counts a question for the receiver's answer: false if it is not the one that is due.
Result<bool> count_question(storage::Connection& connection, const Submission& submission,
                            int asked);
Result<std::optional<Transfer>> find_transfer(storage::Connection& connection,
                                              const TenantId& tenant, const SubmissionId& id);

storage::Migration transfer_migration();

}  // namespace gordion::delivery
