// SPDX-License-Identifier: EUPL-1.2
#include "cases/arrival_store.hpp"

namespace gordion::cases {

Result<bool> ArrivalStore::insert_arrival(storage::Connection& connection, const Arrival& made) {
    const std::int64_t rows = TRY(connection.execute(
        "INSERT INTO case_arrivals (tenant_id, remote_destination, remote_submission,"
        " submission_id, server, remote_case, service_identifier, region, reply_channel,"
        " received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
        {made.tenant.value, made.remote_destination, made.remote_submission, made.submission.value,
         made.server, made.remote_case, made.service_identifier, made.region, made.reply_channel,
         made.received_at.ms}));
    return rows == 1;
}

Result<std::optional<Arrival>> ArrivalStore::find_by_submission(storage::Connection& connection,
                                                                const TenantId& tenant,
                                                                const SubmissionId& submission) {
    const auto row = TRY(connection.find_row(
        "SELECT server, remote_destination, remote_submission, remote_case, service_identifier,"
        " region, reply_channel, received_at FROM case_arrivals"
        " WHERE tenant_id = $1 AND submission_id = $2",
        {tenant.value, submission.value}));
    if (!row) {
        return std::optional<Arrival>();
    }
    return std::optional(Arrival{tenant,
                                 submission,
                                 row->text(0),
                                 row->text(1),
                                 row->text(2),
                                 row->text(3),
                                 row->text(4),
                                 row->text(5),
                                 row->text(6),
                                 {row->integer(7)}});
}

Result<void> ArrivalStore::insert_reply(storage::Connection& connection, const Arrival& of,
                                        const std::string& reply) {
    TRY(connection.execute(
        "INSERT INTO case_arrival_replies (tenant_id, submission_id, reply_id, remote_reply)"
        " VALUES ($1, $2, $3, '')",
        {of.tenant.value, of.submission.value, reply}));
    return {};
}

Result<std::optional<Arrival>> ArrivalStore::find_by_submission(const Scope& scope,
                                                                const TenantId& tenant,
                                                                const SubmissionId& submission) {
    return database_->read(scope, [&](storage::Connection& connection) {
        return find_by_submission(connection, tenant, submission);
    });
}

Result<bool> ArrivalStore::has_arrived(const Scope& scope, const TenantId& tenant,
                                       const std::string& remote_destination,
                                       const std::string& remote_submission) {
    return database_->read(scope, [&](storage::Connection& connection) -> Result<bool> {
        const auto row = TRY(connection.find_row(
            "SELECT 1 FROM case_arrivals WHERE tenant_id = $1 AND remote_destination = $2"
            " AND remote_submission = $3",
            {tenant.value, remote_destination, remote_submission}));
        return row.has_value();
    });
}

Result<std::vector<ArrivalReply>> ArrivalStore::list_replies(const Scope& scope,
                                                             const TenantId& tenant,
                                                             const SubmissionId& submission) {
    using Replies = std::vector<ArrivalReply>;
    return database_->read(scope, [&](storage::Connection& connection) -> Result<Replies> {
        Replies replies;
        for (const storage::Row& row :
             TRY(connection.query("SELECT reply_id, remote_reply, sent_at FROM case_arrival_replies"
                                  " WHERE tenant_id = $1 AND submission_id = $2 ORDER BY reply_id",
                                  {tenant.value, submission.value}))) {
            ArrivalReply reply{row.text(0), row.text(1), std::nullopt};
            if (const auto at = row.optional_integer(2)) {
                reply.sent_at = Instant{*at};
            }
            replies.push_back(std::move(reply));
        }
        return replies;
    });
}

Result<void> ArrivalStore::note_reply(const Scope& scope, const Arrival& of,
                                      const ArrivalReply& reply) {
    const auto sent_at = reply.sent_at ? std::optional(reply.sent_at->ms) : std::nullopt;
    return database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
        TRY(connection.execute(
            "UPDATE case_arrival_replies SET remote_reply = $4, sent_at = $5"
            " WHERE tenant_id = $1 AND submission_id = $2 AND reply_id = $3 AND sent_at IS NULL",
            {of.tenant.value, of.submission.value, reply.reply, reply.remote_reply,
             storage::nullable(sent_at)}));
        return {};
    });
}

}  // namespace gordion::cases
