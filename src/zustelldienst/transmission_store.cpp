// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/transmission_store.hpp"

#include "formats/json.hpp"
#include "zustelldienst/internal/transmission_row.hpp"

namespace gordion::zustelldienst {

using fitconnect::SubjectKind;
using fitconnect::TransportState;
using formats::Json;
using internal::read_transmission;
using internal::transmission_columns;
using storage::Connection;

internal::Statement write_insertion(const Transmission& made) {
    const auto& callback = made.callback;
    return {
        "INSERT INTO fitconnect_transmissions (" + std::string(transmission_columns) +
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
            " $18, $19)",
        {made.tenant.value, made.id, internal::number_of(made.kind), made.case_id,
         made.destination_id, made.author, made.receiver, internal::write_service(made.service),
         made.region, internal::write_ids(made.announced), made.missing,
         std::string(to_string(made.state)), made.created_at.ms, made.submitted_at.ms,
         made.changed_at.ms, made.due_at.ms,
         callback ? storage::Value(callback->url) : storage::Value(),
         callback ? storage::Value(storage::Blob{callback->sealed_secret}) : storage::Value(),
         internal::number_of(made.version)}};
}

internal::Statement write_submission(const Transmission& submitted, const Content& content) {
    return {
        "UPDATE fitconnect_transmissions SET state = 'submitted', metadata = $1, data_jwe = $2,"
        " submitted_at = $3, changed_at = $4, due_at = $5 WHERE tenant_id = $6 AND id = $7"
        " AND kind = $8 AND author = $9 AND state = 'incomplete' AND missing = 0",
        {content.metadata, storage::nullable(content.data), submitted.submitted_at.ms,
         submitted.changed_at.ms, submitted.due_at.ms, submitted.tenant.value, submitted.id,
         internal::number_of(submitted.kind), submitted.author}};
}

Result<std::optional<Transmission>> find_transmission(Connection& connection, SubjectKind kind,
                                                      std::string_view id) {
    const auto row = TRY(connection.find_row("SELECT " + std::string(transmission_columns) +
                                                 " FROM fitconnect_transmissions"
                                                 " WHERE id = $1 AND kind = $2",
                                             {std::string(id), internal::number_of(kind)}));
    return row ? std::optional(TRY(read_transmission(*row))) : std::nullopt;
}

namespace {

Result<std::vector<Transmission>> read_all(const storage::Rows& rows) {
    std::vector<Transmission> found;
    found.reserve(rows.size());
    for (const storage::Row& row : rows) {
        found.push_back(TRY(read_transmission(row)));
    }
    return found;
}

}  // namespace

Result<std::vector<Transmission>> list_case(Connection& connection, std::string_view case_id) {
    return read_all(TRY(connection.query("SELECT " + std::string(transmission_columns) +
                                             " FROM fitconnect_transmissions"
                                             " WHERE case_id = $1 ORDER BY created_at, id",
                                         {std::string(case_id)})));
}

Result<std::vector<Transmission>> list_due(Connection& connection, Instant now, std::int64_t most) {
    return read_all(TRY(connection.query(
        "SELECT " + std::string(transmission_columns) +
            " FROM fitconnect_transmissions WHERE due_at <= $1 ORDER BY due_at LIMIT $2",
        {now.ms, most})));
}

Result<std::optional<Content>> find_content(Connection& connection, const Transmission& of) {
    const auto row =
        TRY(connection.find_row("SELECT metadata, data_jwe FROM fitconnect_transmissions"
                                " WHERE tenant_id = $1 AND id = $2 AND metadata IS NOT NULL",
                                {of.tenant.value, of.id}));
    return row ? std::optional(Content{row->text(0), row->optional_text(1)}) : std::nullopt;
}

Result<std::optional<Transmission>> mark_submitted(Connection& connection,
                                                   const Submitting& submitting) {
    const auto rows = TRY(connection.query(
        "UPDATE fitconnect_transmissions SET state = 'submitted', metadata = $1, data_jwe = $2,"
        " submitted_at = $3, changed_at = CASE WHEN changed_at > $3 THEN changed_at ELSE $3 END, "
        "due_at = $4"
        " WHERE id = $5 AND kind = $6 AND author = $7 AND state = 'incomplete' AND missing = 0"
        " RETURNING " +
            std::string(transmission_columns),
        {submitting.content.metadata, storage::nullable(submitting.content.data), submitting.now.ms,
         submitting.due_at.ms, std::string(submitting.id), internal::number_of(submitting.kind),
         std::string(submitting.author)}));
    return rows.empty() ? std::nullopt : std::optional(TRY(read_transmission(rows.front())));
}

Result<bool> change_state(Connection& connection, const Transmission& of,
                          const StateChange& change) {
    const std::int64_t changed =
        TRY(connection.execute("UPDATE fitconnect_transmissions SET state = $1, changed_at = $2,"
                               " due_at = $3 WHERE tenant_id = $4 AND id = $5 AND state = $6",
                               {std::string(to_string(change.to)), change.now.ms, change.due_at.ms,
                                of.tenant.value, of.id, std::string(to_string(change.from))}));
    return changed == 1;
}

Result<void> set_due(Connection& connection, const Transmission& of, Instant due_at) {
    TRY(connection.execute(
        "UPDATE fitconnect_transmissions SET due_at = $1 WHERE tenant_id = $2 AND id = $3",
        {due_at.ms, of.tenant.value, of.id}));
    return {};
}

Result<void> erase_content(Connection& connection, const Transmission& of) {
    TRY(
        connection.execute("UPDATE fitconnect_transmissions SET metadata = NULL, data_jwe = NULL"
                           " WHERE tenant_id = $1 AND id = $2",
                           {of.tenant.value, of.id}));
    return {};
}

Result<void> erase_transmission(Connection& connection, const Transmission& of) {
    TRY(connection.execute("DELETE FROM fitconnect_events WHERE tenant_id = $1 AND subject_id = $2",
                           {of.tenant.value, of.id}));
    TRY(connection.execute("DELETE FROM fitconnect_transmissions WHERE tenant_id = $1 AND id = $2",
                           {of.tenant.value, of.id}));
    TRY(connection.execute(
        "DELETE FROM fitconnect_posted_events WHERE tenant_id = $1 AND case_id = $2"
        " AND NOT EXISTS (SELECT 1 FROM fitconnect_transmissions WHERE case_id = $2)",
        {of.tenant.value, of.case_id}));
    return {};
}

}  // namespace gordion::zustelldienst
