// SPDX-License-Identifier: EUPL-1.2
#include "delivery/submission_store.hpp"

#include "core/limits.hpp"
#include "crypto/access_code.hpp"
#include "crypto/hashes.hpp"
#include "crypto/sealing.hpp"
#include "formats/json.hpp"

namespace gordion::delivery {
namespace {

using formats::Json;

constexpr std::string_view submission_columns =
    "id, tenant_id, number, service, package_id, package_version, ars, destination_id, channel,"
    " state, submitted_at, frist_on, copy_id, original_tenant, original_id, copy_kind";
constexpr std::size_t columns_after_submission = 16;

Result<std::optional<Date>> read_frist(const storage::Row& row) {
    const auto text = row.optional_text(11);
    return text ? std::optional(TRY(parse_date(*text))) : std::nullopt;
}

Result<Submission> read_submission(const storage::Row& row) {
    const SubmissionState state = TRY(parse_submission_state(row.text(9)));
    const std::optional<Date> frist_on = TRY(read_frist(row));
    const CopyKind copy_kind = TRY(parse_copy_kind(row.text(15)));
    return Submission{{row.text(0)},
                      {row.text(1)},
                      row.text(2),
                      row.text(3),
                      row.text(4),
                      row.text(5),
                      row.text(6),
                      {row.text(7)},
                      row.text(8),
                      state,
                      {row.integer(10)},
                      frist_on,
                      {row.text(12), {row.text(13)}, {row.text(14)}, copy_kind}};
}

std::string write_details(const Values& details) {
    Json json = Json::object();
    for (const auto& [name, value] : details) {
        json.set(name, value);
    }
    return formats::write_json(json);
}

Result<Values> read_details(const std::string& text) {
    Values details;
    const Json json = TRY(formats::parse_json(text));
    for (const auto& [name, value] : json.as_object()) {
        details.emplace_back(name, value.as_string());
    }
    return details;
}

Error missing(std::string_view id) {
    return {ErrorKind::NotFound,
            "delivery.submission_missing",
            "",
            {{"submission", std::string(id)}},
            "There is no such submission."};
}

Error code_locked(std::int64_t ms) {
    return {ErrorKind::TooMany,
            "delivery.code_locked",
            "",
            {{"minutes", std::to_string(ms / 60'000 + 1)}},
            "Too many wrong codes; this number is locked for a while."};
}

}  // namespace

namespace {

// What only the competent authority's submission has; empty for a copy.
struct CitizenSide {
    std::string_view mailbox_public_jwk;
    std::string_view sealed_mailbox;
    std::string_view code_check;
    std::string_view sealed_notify_address;
};

Result<void> insert_row(storage::Connection& connection, const Submission& s,
                        const EncryptedParts& parts, const CitizenSide& citizen) {
    const auto frist = s.frist_on ? std::optional(s.frist_on->to_iso()) : std::nullopt;
    TRY(connection.execute(
        "INSERT INTO submissions (tenant_id, id, number, service, package_id, package_version, ars,"
        " destination_id, channel, state, submitted_at, metadata_jwe, data_jwe, mailbox_public_jwk,"
        " sealed_mailbox, code_check, attempts, locked_until, sealed_notify_address, frist_on,"
        " copy_id, original_tenant, original_id, copy_kind)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0, 0, $17,"
        " $18, $19, $20, $21, $22)",
        {s.tenant.value,
         s.id.value,
         s.number,
         s.service,
         s.package_id,
         s.package_version,
         s.ars,
         s.destination.value,
         s.channel,
         std::string(to_string(s.state)),
         s.submitted_at.ms,
         parts.metadata_jwe,
         parts.data_jwe,
         std::string(citizen.mailbox_public_jwk),
         storage::Blob{std::string(citizen.sealed_mailbox)},
         std::string(citizen.code_check),
         storage::Blob{std::string(citizen.sealed_notify_address)},
         storage::nullable(frist),
         s.copy_of.id,
         s.copy_of.tenant.value,
         s.copy_of.submission.value,
         std::string(to_string(s.copy_of.kind))}));
    for (const StoredEnclosure& enclosure : parts.enclosures) {
        TRY(connection.execute(
            "INSERT INTO attachments (tenant_id, submission_id, id, blob_id, bytes)"
            " VALUES ($1, $2, $3, $4, $5)",
            {s.tenant.value, s.id.value, enclosure.attachment.id, enclosure.attachment.blob_id,
             enclosure.attachment.bytes}));
    }
    return {};
}

}  // namespace

Result<void> insert_submission(storage::Connection& connection, const NewSubmission& made) {
    const Submission& s = made.submission;
    TRY(insert_row(connection, s, made.parts,
                   {made.mailbox_public_jwk, made.sealed_mailbox, made.code_check,
                    made.sealed_notify_address}));
    std::int64_t number = 0;
    for (const CopyDelivery& receiver : made.receivers) {
        TRY(connection.execute(
            "INSERT INTO submission_copies (tenant_id, submission_id, number, copy_id, receiver,"
            " name, receiver_tenant, receiver_submission)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            {s.tenant.value, s.id.value, ++number, receiver.id, receiver.receiver, receiver.name,
             receiver.tenant.value, receiver.submission.value}));
    }
    TRY(connection.execute(
        "INSERT INTO receipts (tenant_id, idempotency_hash, sealed_receipt, made_at)"
        " VALUES ($1, $2, $3, $4)",
        {s.tenant.value, made.idempotency_hash, storage::Blob{made.sealed_receipt},
         s.submitted_at.ms}));
    return insert_reply(connection, s, made.copy);
}

Result<void> insert_copy(storage::Connection& connection, const NewCopy& copy) {
    return insert_row(connection, copy.submission, copy.parts, {});
}

Result<void> insert_received(storage::Connection& connection, const Submission& submission,
                             const EncryptedParts& parts, std::string_view mailbox_public_jwk) {
    return insert_row(connection, submission, parts, {mailbox_public_jwk, {}, {}, {}});
}

Result<SubmissionState> append_event(storage::Connection& connection, const Submission& submission,
                                     const Event& event) {
    const storage::Value tenant = submission.tenant.value;
    const storage::Value id = submission.id.value;
    const auto row =
        TRY(connection.find_row("SELECT s.state, (SELECT max(e.number) FROM submission_events e"
                                " WHERE e.tenant_id = s.tenant_id AND e.submission_id = s.id)"
                                " FROM submissions s WHERE s.tenant_id = $1 AND s.id = $2",
                                {tenant, id}));
    if (!row) {
        return missing(submission.id.value);
    }
    const std::string state_text = row->text(0);
    const SubmissionState state = TRY(parse_submission_state(state_text));
    const std::int64_t number = row->optional_integer(1).value_or(0) + 1;
    const bool first = number == 1 && event.kind == EventKind::Submitted;
    const auto next = first ? std::optional(state) : next_state(state, event.kind);
    if (!next) {
        return Error{ErrorKind::Conflict,
                     "delivery.event_not_allowed",
                     "",
                     {{"state", state_text}, {"event", std::string(to_string(event.kind))}},
                     "In this state that cannot happen any more."};
    }
    if (*next != state) {
        const std::int64_t changed = TRY(connection.execute(
            "UPDATE submissions SET state = $3 WHERE tenant_id = $1 AND id = $2 AND state = $4",
            {tenant, id, std::string(to_string(*next)), state_text}));
        if (changed != 1) {
            return Error{ErrorKind::Conflict,
                         "delivery.changed",
                         "",
                         {},
                         "Somebody else has just changed this; look again."};
        }
    }
    TRY(connection.execute(
        "INSERT INTO submission_events (tenant_id, submission_id, number, kind, at, details)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        {tenant, id, number, std::string(to_string(event.kind)), event.at.ms,
         write_details(event.details)}));
    return *next;
}

Result<void> insert_reply(storage::Connection& connection, const Submission& submission,
                          const Reply& reply) {
    TRY(connection.execute(
        "INSERT INTO replies (tenant_id, submission_id, id, kind, at, for_citizen_jwe,"
        " for_authority_jwe) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        {submission.tenant.value, submission.id.value, reply.id, std::string(to_string(reply.kind)),
         reply.at.ms, reply.for_citizen_jwe, reply.for_authority_jwe}));
    return {};
}

Result<std::optional<std::string>> find_sealed_receipt(storage::Connection& connection,
                                                       const TenantId& tenant,
                                                       const std::string& idempotency_hash) {
    const auto row = TRY(connection.find_row(
        "SELECT sealed_receipt FROM receipts WHERE tenant_id = $1 AND idempotency_hash = $2",
        {tenant.value, idempotency_hash}));
    return row ? std::optional(row->blob(0)) : std::nullopt;
}

SubmissionStore::SubmissionStore(storage::Database& database, const Clock& clock)
    : database_(&database), clock_(&clock) {}

Result<Submission> SubmissionStore::load_submission(const Scope& scope, const TenantId& tenant,
                                                    const SubmissionId& id) {
    return database_->read(scope, [&](storage::Connection& connection) -> Result<Submission> {
        const auto row =
            TRY(connection.find_row("SELECT " + std::string(submission_columns) +
                                        " FROM submissions WHERE tenant_id = $1 AND id = $2",
                                    {tenant.value, id.value}));
        if (!row) {
            return missing(id.value);
        }
        return read_submission(*row);
    });
}

Result<std::vector<Event>> SubmissionStore::list_events(const Scope& scope,
                                                        const Submission& submission) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::vector<Event>> {
            std::vector<Event> events;
            for (const storage::Row& row : TRY(connection.query(
                     "SELECT number, kind, at, details FROM submission_events"
                     " WHERE tenant_id = $1 AND submission_id = $2 ORDER BY number",
                     {submission.tenant.value, submission.id.value}))) {
                const EventKind kind = TRY(parse_event_kind(row.text(1)));
                Values details = TRY(read_details(row.text(3)));
                events.push_back(
                    {static_cast<int>(row.integer(0)), kind, {row.integer(2)}, std::move(details)});
            }
            return events;
        });
}

Result<std::vector<Reply>> SubmissionStore::list_replies(const Scope& scope,
                                                         const Submission& submission) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::vector<Reply>> {
            std::vector<Reply> replies;
            for (const storage::Row& row : TRY(connection.query(
                     "SELECT id, kind, at, for_citizen_jwe, for_authority_jwe FROM replies"
                     " WHERE tenant_id = $1 AND submission_id = $2 ORDER BY at, id",
                     {submission.tenant.value, submission.id.value}))) {
                const ReplyKind kind = TRY(parse_reply_kind(row.text(1)));
                replies.push_back({row.text(0), kind, {row.integer(2)}, row.text(3), row.text(4)});
            }
            return replies;
        });
}

Result<std::vector<CopyDelivery>> SubmissionStore::list_copies(const Scope& scope,
                                                               const Submission& submission) {
    const Scope own{submission.tenant, scope.actor, "submission.copies", {}, false};
    const auto rows = TRY(database_->read(own, [&](storage::Connection& connection) {
        return connection.query(
            "SELECT copy_id, receiver, name, receiver_tenant,"
            " receiver_submission FROM submission_copies"
            " WHERE tenant_id = $1 AND submission_id = $2 ORDER BY number",
            {submission.tenant.value, submission.id.value});
    }));
    std::vector<CopyDelivery> copies;
    for (const storage::Row& row : rows) {
        copies.push_back(
            {row.text(0), row.text(1), row.text(2), {row.text(3)}, {row.text(4)}, std::nullopt});
        CopyDelivery& copy = copies.back();
        if (!copy.tenant.empty()) {
            // Who handed it over, and who is competent, may know where each copy stands; nothing
            // else is read at its receiver.
            const Scope there{copy.tenant, scope.actor, "submission.copies", {}, false};
            copy.state = TRY(load_submission(there, copy.tenant, copy.submission)).state;
        }
    }
    return copies;
}

Result<EncryptedContent> SubmissionStore::load_content(const Scope& scope,
                                                       const Submission& submission) {
    return database_->read(scope, [&](storage::Connection& connection) -> Result<EncryptedContent> {
        const auto row = TRY(
            connection.find_row("SELECT metadata_jwe, data_jwe, mailbox_public_jwk FROM submissions"
                                " WHERE tenant_id = $1 AND id = $2",
                                {submission.tenant.value, submission.id.value}));
        if (!row) {
            return missing(submission.id.value);
        }
        EncryptedContent content{row->text(0), row->text(1), row->text(2), {}};
        for (const storage::Row& attachment :
             TRY(connection.query("SELECT id, blob_id, bytes FROM attachments"
                                  " WHERE tenant_id = $1 AND submission_id = $2 ORDER BY id",
                                  {submission.tenant.value, submission.id.value}))) {
            content.attachments.push_back(
                {attachment.text(0), attachment.text(1), attachment.integer(2)});
        }
        return content;
    });
}

Result<std::string> SubmissionStore::load_sealed_notify_address(const Scope& scope,
                                                                const Submission& submission) {
    const auto row = TRY(database_->read(scope, [&](storage::Connection& connection) {
        return connection.find_row(
            "SELECT sealed_notify_address FROM submissions WHERE tenant_id = $1 AND id = $2",
            {submission.tenant.value, submission.id.value});
    }));
    if (!row) {
        return missing(submission.id.value);
    }
    return row->blob(0);
}

Result<SubmissionStore::Opened> SubmissionStore::open_by_code(std::string_view typed_number,
                                                              std::string_view typed_code) {
    const Error wrong{ErrorKind::Unauthenticated,
                      "delivery.code_wrong",
                      "code",
                      {},
                      "Number and code do not belong together."};
    const Result<std::string> number = crypto::parse_case_number(typed_number);
    if (!number) {
        return wrong;
    }
    const TenantId tenant{crypto::tenant_of_number(number.value())};
    const Scope scope{tenant, {"citizen"}, "submission.open", {}, false};
    const auto row = TRY(database_->read(scope, [&](storage::Connection& connection) {
        return connection.find_row("SELECT " + std::string(submission_columns) +
                                       ", code_check, attempts, locked_until, sealed_mailbox"
                                       " FROM submissions WHERE tenant_id = $1 AND number = $2"
                                       " AND copy_id = ''",
                                   {tenant.value, number.value()});
    }));
    if (!row) {
        return wrong;
    }
    const Instant now = clock_->now();
    if (row->integer(columns_after_submission + 2) > now.ms) {
        return code_locked(row->integer(columns_after_submission + 2) - now.ms);
    }
    const Submission submission = TRY(read_submission(*row));
    const Result<std::string> code = crypto::parse_access_code(typed_code);
    const bool right =
        code && crypto::equal_in_constant_time(crypto::access_code_check(code.value()),
                                               row->text(columns_after_submission));
    const std::int64_t attempts = right ? 0 : row->integer(columns_after_submission + 1) + 1;
    const bool lock = attempts >= limits::code_attempts;
    if (attempts != row->integer(columns_after_submission + 1)) {
        TRY(database_->write(scope, [&](storage::Connection& connection) {
            return connection.execute(
                "UPDATE submissions SET attempts = $3, locked_until = $4"
                " WHERE tenant_id = $1 AND id = $2",
                {tenant.value, submission.id.value, lock ? std::int64_t{0} : attempts,
                 lock ? now.plus_ms(limits::code_lock_ms).ms : std::int64_t{0}});
        }));
    }
    if (lock) {
        return code_locked(limits::code_lock_ms - 1);
    }
    if (!right) {
        Error error = wrong;
        error.values = {{"left", std::to_string(limits::code_attempts - attempts)}};
        return error;
    }
    Sensitive mailbox(
        TRY(crypto::unseal(crypto::derive_key(code.value(), "mailbox"),
                           row->blob(columns_after_submission + 3), submission.id.value)));
    return Opened{submission, std::move(mailbox)};
}

}  // namespace gordion::delivery
