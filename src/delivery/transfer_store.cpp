// SPDX-License-Identifier: EUPL-1.2
#include "delivery/transfer_store.hpp"

namespace gordion::delivery {

Error transfer_elsewhere(const Submission& submission) {
    return {ErrorKind::Conflict,
            "delivery.transfer_elsewhere",
            "",
            {{"submission", submission.id.value}},
            "Another worker goes on with this submission."};
}

Result<void> move_transfer(storage::Connection& connection, const Submission& submission,
                           const std::string& before, const std::string& progress) {
    const std::int64_t moved = TRY(
        before.empty()
            ? connection.execute("INSERT INTO transfers (tenant_id, submission_id, progress, asked)"
                                 " VALUES ($1, $2, $3, 0)"
                                 " ON CONFLICT (tenant_id, submission_id) DO NOTHING",
                                 {submission.tenant.value, submission.id.value, progress})
            : connection.execute("UPDATE transfers SET progress = $4 WHERE tenant_id = $1"
                                 " AND submission_id = $2 AND progress = $3",
                                 {submission.tenant.value, submission.id.value, before, progress}));
    return moved > 0 ? Result<void>() : transfer_elsewhere(submission);
}

Result<bool> count_question(storage::Connection& connection, const Submission& submission,
                            int asked) {
    const std::int64_t counted = TRY(connection.execute(
        "UPDATE transfers SET asked = asked + 1 WHERE tenant_id = $1"
        " AND submission_id = $2 AND asked = $3",
        {submission.tenant.value, submission.id.value, static_cast<std::int64_t>(asked)}));
    return counted > 0;
}

Result<std::optional<Transfer>> find_transfer(storage::Connection& connection,
                                              const TenantId& tenant, const SubmissionId& id) {
    const auto row = TRY(connection.find_row(
        "SELECT progress, asked FROM transfers WHERE tenant_id = $1 AND submission_id = $2",
        {tenant.value, id.value}));
    return row ? std::optional(Transfer{row->text(0), static_cast<int>(row->integer(1))})
               : std::nullopt;
}

storage::Migration transfer_migration() {
    return {"delivery", 3, "transfers to other delivery servers", R"sql(
CREATE TABLE transfers (
    tenant_id text NOT NULL,
    submission_id text NOT NULL,
    progress text NOT NULL,
    asked integer NOT NULL,
    PRIMARY KEY (tenant_id, submission_id)
);)sql"};
}

}  // namespace gordion::delivery
