// SPDX-License-Identifier: EUPL-1.2
#include <bit>

#include "storage/blob_sweep.hpp"
#include "zustelldienst/transmission_store.hpp"

namespace gordion::zustelldienst {

using storage::Connection;
using storage::Value;

Result<std::optional<std::string>> put_attachment(Connection& connection, const Transmission& of,
                                                  const StoredAttachment& attachment) {
    const auto before =
        TRY(connection.find_row("SELECT blob_id FROM fitconnect_attachments WHERE tenant_id = $1"
                                " AND transmission_id = $2 AND id = $3",
                                {of.tenant.value, of.id, attachment.id}));
    if (before) {
        TRY(connection.execute(
            "UPDATE fitconnect_attachments SET blob_id = $1, bytes = $2,"
            " tag = $3 WHERE tenant_id = $4 AND transmission_id = $5 AND id = $6",
            {attachment.blob_id, attachment.bytes, attachment.tag, of.tenant.value, of.id,
             attachment.id}));
        return std::optional(before->text(0));
    }
    TRY(
        connection.execute("INSERT INTO fitconnect_attachments (tenant_id, transmission_id, id,"
                           " blob_id, bytes, tag) VALUES ($1, $2, $3, $4, $5, $6)",
                           {of.tenant.value, of.id, attachment.id, attachment.blob_id,
                            attachment.bytes, attachment.tag}));
    TRY(
        connection.execute("UPDATE fitconnect_transmissions SET missing = missing - 1"
                           " WHERE tenant_id = $1 AND id = $2",
                           {of.tenant.value, of.id}));
    return std::optional<std::string>();
}

Result<std::vector<StoredAttachment>> list_attachments(Connection& connection,
                                                       const Transmission& of) {
    const auto rows =
        TRY(connection.query("SELECT id, blob_id, bytes, tag FROM fitconnect_attachments"
                             " WHERE tenant_id = $1 AND transmission_id = $2 ORDER BY id",
                             {of.tenant.value, of.id}));
    std::vector<StoredAttachment> found;
    for (const storage::Row& row : rows) {
        found.push_back({row.text(0), row.text(1), row.integer(2), row.text(3)});
    }
    return found;
}

Result<std::vector<std::string>> erase_attachments(Connection& connection, const Transmission& of) {
    std::vector<std::string> blobs;
    for (const StoredAttachment& attachment : TRY(list_attachments(connection, of))) {
        blobs.push_back(attachment.blob_id);
    }
    TRY(connection.execute(
        "DELETE FROM fitconnect_attachments WHERE tenant_id = $1 AND transmission_id = $2",
        {of.tenant.value, of.id}));
    return blobs;
}

namespace {

// "$first, $first+1, …" for as many values as the next power of two, the last one repeated: few
// different statements are prepared.
std::string add_list(std::vector<Value>& values, std::span<const std::string> list) {
    std::string placeholders;
    const std::size_t count = std::bit_ceil(list.size());
    for (std::size_t i = 0; i < count; ++i) {
        values.emplace_back(list[std::min(i, list.size() - 1)]);
        placeholders += (i == 0 ? "$" : ", $") + std::to_string(values.size());
    }
    return placeholders;
}

struct WaitingQuestion {
    std::string where;
    std::vector<Value> values;
};

Result<Slice<Waiting>> list_waiting(Connection& connection, WaitingQuestion question,
                                    Paging paging) {
    const auto count = TRY(connection.query(
        "SELECT count(*) FROM fitconnect_transmissions WHERE " + question.where, question.values));
    Slice<Waiting> page{{}, paging.offset, count.front().integer(0)};
    const std::string next = std::to_string(question.values.size() + 1);
    const std::string last = std::to_string(question.values.size() + 2);
    question.values.emplace_back(paging.limit);
    question.values.emplace_back(paging.offset);
    const auto rows = TRY(connection.query(
        "SELECT destination_id, id, case_id FROM fitconnect_transmissions WHERE " + question.where +
            " ORDER BY changed_at, id LIMIT $" + next + " OFFSET $" + last,
        question.values));
    for (const storage::Row& row : rows) {
        page.items.push_back({row.text(0), row.text(1), row.text(2)});
    }
    return page;
}

}  // namespace

Result<std::vector<std::string>> find_named_blobs(Connection& connection,
                                                  std::span<const std::string> ids) {
    return storage::find_with_rows(
        connection, "SELECT 1 FROM fitconnect_attachments WHERE blob_id = $1 LIMIT 1", ids);
}

Result<Slice<Waiting>> list_waiting_submissions(Connection& connection,
                                                std::span<const std::string> destinations,
                                                Paging paging) {
    if (destinations.empty()) {
        return Slice<Waiting>{{}, paging.offset, 0};
    }
    WaitingQuestion question;
    const std::string list = add_list(question.values, destinations);
    question.where = "state = 'submitted' AND kind = 0 AND destination_id IN (" + list + ")";
    return list_waiting(connection, std::move(question), paging);
}

Result<Slice<Waiting>> list_waiting_replies(Connection& connection, std::string_view receiver,
                                            Paging paging) {
    return list_waiting(
        connection,
        {"state = 'submitted' AND kind = 1 AND receiver = $1", {Value(std::string(receiver))}},
        paging);
}

}  // namespace gordion::zustelldienst
