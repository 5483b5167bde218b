// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/event_store.hpp"

#include "formats/json.hpp"

namespace gordion::zustelldienst {

using fitconnect::EventVerb;
using storage::Connection;
using storage::Value;

namespace {

constexpr std::string_view event_columns =
    "tenant_id, subject_id, verb, case_id, event_id, happened_at, claims, token";

// Accept and reject exclude each other, so they share a number: the primary key keeps the second
// out. The numbers follow the transition table.
enum class VerbNumber : std::int64_t { Create = 1, Submit, Notify, Forward, Answer, Delete };

std::int64_t number_of(EventVerb verb) {
    switch (verb) {
        case EventVerb::Create:
            return static_cast<std::int64_t>(VerbNumber::Create);
        case EventVerb::Submit:
            return static_cast<std::int64_t>(VerbNumber::Submit);
        case EventVerb::Notify:
            return static_cast<std::int64_t>(VerbNumber::Notify);
        case EventVerb::Forward:
            return static_cast<std::int64_t>(VerbNumber::Forward);
        case EventVerb::Accept:
        case EventVerb::Reject:
            return static_cast<std::int64_t>(VerbNumber::Answer);
        case EventVerb::Delete:
            return static_cast<std::int64_t>(VerbNumber::Delete);
    }
    return 0;
}

Result<StoredEvent> read_stored(const storage::Row& row) {
    StoredEvent event{{row.text(0)}, row.text(1),      EventVerb::Create, row.text(3),
                      row.text(4),   {row.integer(5)}, row.text(6),       row.optional_text(7)};
    const auto claims = TRY(fitconnect::read_event(TRY(formats::parse_json(event.claims))));
    event.verb = claims.type.verb;
    return event;
}

Result<Slice<StoredEvent>> read_slice(const storage::Rows& rows, std::int64_t total,
                                      Paging paging) {
    Slice<StoredEvent> slice{{}, paging.offset, total};
    for (const storage::Row& row : rows) {
        slice.items.push_back(TRY(read_stored(row)));
    }
    return slice;
}

}  // namespace

StoredEvent make_service_event(const Transmission& of, std::string_view issuer,
                               const ServiceEvent& event) {
    const fitconnect::SecurityEvent said{std::string(fitconnect::set_payload_schema),
                                         event.event_id,
                                         std::string(issuer),
                                         event.happened_at,
                                         of.id,
                                         of.case_id,
                                         {of.kind, event.verb},
                                         event.tags,
                                         event.problems};
    return {of.tenant,
            of.id,
            event.verb,
            of.case_id,
            event.event_id,
            event.happened_at,
            formats::write_json(fitconnect::write_event(said)),
            std::nullopt};
}

internal::Statement write_events(std::span<const StoredEvent> events) {
    std::vector<Value> values;
    std::string rows;
    for (const StoredEvent& event : events) {
        values.insert(values.end(), {event.tenant.value, event.subject_id, number_of(event.verb),
                                     event.case_id, event.event_id, event.happened_at.ms,
                                     event.claims, storage::nullable(event.token)});
        constexpr std::size_t columns = 8;
        rows += rows.empty() ? "(" : ", (";
        for (std::size_t i = values.size() - columns + 1; i <= values.size(); ++i) {
            rows += "$" + std::to_string(i) + (i == values.size() ? ")" : ", ");
        }
    }
    return {"INSERT INTO fitconnect_events (" + std::string(event_columns) + ") VALUES " + rows,
            std::move(values)};
}

Result<void> append_events(Connection& connection, std::span<const StoredEvent> events) {
    TRY(write_events(events).run(connection));
    return {};
}

Result<bool> claim_event_id(Connection& connection, const StoredEvent& event,
                            std::string_view issuer) {
    const std::int64_t added = TRY(connection.execute(
        "INSERT INTO fitconnect_posted_events (tenant_id, issuer, event_id, case_id)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        {event.tenant.value, std::string(issuer), event.event_id, event.case_id}));
    return added == 1;
}

Result<Slice<StoredEvent>> list_case_events(Connection& connection, std::string_view case_id,
                                            Paging paging) {
    const std::string id(case_id);
    const auto count =
        TRY(connection.query("SELECT count(*) FROM fitconnect_events WHERE case_id = $1", {id}));
    const auto rows =
        TRY(connection.query("SELECT " + std::string(event_columns) +
                                 " FROM fitconnect_events WHERE case_id = $1"
                                 " ORDER BY happened_at, subject_id, verb LIMIT $2 OFFSET $3",
                             {id, paging.limit, paging.offset}));
    return read_slice(rows, count.front().integer(0), paging);
}

Result<Slice<StoredEvent>> list_events(Connection& connection, const Transmission& of,
                                       Paging paging) {
    const auto count = TRY(connection.query(
        "SELECT count(*) FROM fitconnect_events WHERE tenant_id = $1 AND subject_id = $2",
        {of.tenant.value, of.id}));
    const auto rows = TRY(connection.query("SELECT " + std::string(event_columns) +
                                               " FROM fitconnect_events WHERE tenant_id = $1"
                                               " AND subject_id = $2 ORDER BY verb"
                                               " LIMIT $3 OFFSET $4",
                                           {of.tenant.value, of.id, paging.limit, paging.offset}));
    return read_slice(rows, count.front().integer(0), paging);
}

Result<std::optional<fitconnect::AuthenticationTags>> find_submitted_tags(Connection& connection,
                                                                          const Transmission& of) {
    const auto row =
        TRY(connection.find_row("SELECT claims FROM fitconnect_events"
                                " WHERE tenant_id = $1 AND subject_id = $2 AND verb = $3",
                                {of.tenant.value, of.id, number_of(EventVerb::Submit)}));
    if (!row) {
        return std::optional<fitconnect::AuthenticationTags>();
    }
    return TRY(fitconnect::read_event(TRY(formats::parse_json(row->text(0))))).tags;
}

Result<Instant> find_last_event_at(Connection& connection, std::string_view case_id) {
    const auto rows = TRY(connection.query(
        "SELECT coalesce(max(happened_at), 0) FROM fitconnect_events WHERE case_id = $1",
        {std::string(case_id)}));
    return Instant{rows.front().integer(0)};
}

Result<std::optional<std::string>> keep_token(Connection& connection, const StoredEvent& event,
                                              std::string_view token) {
    TRY(connection.execute(
        "UPDATE fitconnect_events SET token = $1"
        " WHERE tenant_id = $2 AND subject_id = $3 AND verb = $4 AND token IS NULL",
        {std::string(token), event.tenant.value, event.subject_id, number_of(event.verb)}));
    const auto row =
        TRY(connection.find_row("SELECT token FROM fitconnect_events"
                                " WHERE tenant_id = $1 AND subject_id = $2 AND verb = $3",
                                {event.tenant.value, event.subject_id, number_of(event.verb)}));
    return row ? row->optional_text(0) : std::nullopt;
}

}  // namespace gordion::zustelldienst
