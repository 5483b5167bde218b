// SPDX-License-Identifier: EUPL-1.2
#include "delivery/transfer_store.hpp"

namespace gordion::delivery {

Result<void> put_transfer(storage::Connection& connection, const Submission& submission,
                          const Transfer& transfer) {
    TRY(
        connection.execute("INSERT INTO transfers (tenant_id, submission_id, progress, asked)"
                           " VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, submission_id)"
                           " DO UPDATE SET progress = excluded.progress, asked = excluded.asked",
                           {submission.tenant.value, submission.id.value, transfer.progress,
                            static_cast<std::int64_t>(transfer.asked)}));
    return {};
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
