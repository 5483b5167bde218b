// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/xzufi_store.hpp"

#include "xzufi/internal/object_batch_store.hpp"
#include "xzufi/internal/stored_row_store.hpp"

namespace gordion::xzufi {

using storage::Connection;
using storage::Row;
using storage::Value;

AppliedCounts& AppliedCounts::operator+=(const AppliedCounts& more) {
    written += more.written;
    removed += more.removed;
    unchanged += more.unchanged;
    older += more.older;
    refused += more.refused;
    return *this;
}

XzufiStore::XzufiStore(storage::Database& database, const Clock& clock)
    : database_(&database), clock_(&clock) {}

Result<MessageStart> XzufiStore::begin_message(const Scope& scope, const ImportSource& source,
                                               const ReadMessage& message, Overwrite overwrite) {
    const MessageHead& head = message.head;
    const std::string content = formats::write_json(head.content);
    const std::int64_t now = clock_->now().ms;
    return database_->write(scope, [&](Connection& connection) -> Result<MessageStart> {
        TRY(connection.execute(
            "insert into xzufi_messages (source_hash, source, message_id, standard_version, "
            "created_at, transaction_id, transaction_position, head, objects, applied_position, "
            "started_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10) "
            "on conflict (source_hash) do nothing",
            {source.sha256, source.name, head.id, head.standard_version,
             head.created_at ? Value(head.created_at->ms) : Value(), head.transaction_id,
             head.transaction_position, content, message.objects, now}));
        if (overwrite == Overwrite::Yes) {
            TRY(connection.execute(
                "update xzufi_messages set applied_position = 0, started_at = $2, "
                "finished_at = null where source_hash = $1",
                {source.sha256, now}));
        }
        const auto row = TRY(connection.find_row(
            "select applied_position, finished_at from xzufi_messages where source_hash = $1",
            {source.sha256}));
        VERIFY(row.has_value(), "it was inserted in this transaction");
        return MessageStart{!row->is_null(1), row->integer(0)};
    });
}

Result<CountsByKind> XzufiStore::apply_batch(const Scope& scope, const ImportSource& source,
                                             const MessageHead& head,
                                             const std::vector<TransferObject>& objects,
                                             Overwrite overwrite) {
    if (objects.empty()) {
        return CountsByKind{};
    }
    const auto prepared = internal::prepare(objects);
    const internal::BatchMessage message{source, head, overwrite, clock_->now()};
    return database_->write(scope, [&](Connection& connection) -> Result<CountsByKind> {
        auto counts = TRY(internal::apply_objects(connection, message, prepared));
        TRY(connection.execute(
            "update xzufi_messages set applied_position = $2 where source_hash = $1",
            {source.sha256, objects.back().position}));
        return counts;
    });
}

Result<void> XzufiStore::finish_message(const Scope& scope, const ImportSource& source) {
    return database_->write(scope, [&](Connection& connection) -> Result<void> {
        TRY(connection.execute("update xzufi_messages set finished_at = $2 where source_hash = $1",
                               {source.sha256, clock_->now().ms}));
        return {};
    });
}

Result<std::optional<StoredObject>> XzufiStore::find_object(const Scope& scope, ObjectKind kind,
                                                            const Identity& identity) {
    return database_->read(scope, [&](Connection& connection) {
        return internal::query_object(connection, kind, identity);
    });
}

Result<std::vector<StoredObject>> XzufiStore::find_objects(const Scope& scope,
                                                           const Identity& identity) {
    const std::string sql = "select " + std::string(internal::object_columns) +
                            ", content from xzufi_objects where agency = $1 and value = $2 "
                            "order by kind";
    return database_->read(scope, [&](Connection& connection) -> Result<std::vector<StoredObject>> {
        std::vector<StoredObject> objects;
        for (const Row& row : TRY(connection.query(sql, {identity.agency, identity.value}))) {
            objects.push_back(TRY(internal::object_from(row)));
        }
        return objects;
    });
}

Result<std::vector<StoredObject>> XzufiStore::list_objects(const Scope& scope,
                                                           const ObjectFilter& filter) {
    std::string sql = "select " + std::string(internal::object_columns) +
                      ", '' from xzufi_objects where removed_at is " +
                      (filter.removed ? "not null" : "null");
    std::vector<Value> values;
    const auto bind = [&](std::string_view condition, const std::string& value) {
        values.emplace_back(value);
        sql += std::string(condition) + "$" + std::to_string(values.size());
    };
    if (filter.kind) {
        bind(" and kind = ", std::string(to_string(*filter.kind)));
    }
    if (!filter.agency.empty()) {
        bind(" and agency = ", filter.agency);
    }
    if (filter.after) {
        bind(" and (agency, value) > (", filter.after->agency);
        bind(", ", filter.after->value);
        sql += ")";
    }
    values.emplace_back(filter.most);
    sql += " order by kind, agency, value limit $" + std::to_string(values.size());
    return database_->read(scope, [&](Connection& connection) -> Result<std::vector<StoredObject>> {
        std::vector<StoredObject> objects;
        for (const Row& row : TRY(connection.query(sql, std::span<const Value>(values)))) {
            objects.push_back(TRY(internal::object_from(row)));
        }
        return objects;
    });
}

Result<std::vector<DataAge>> XzufiStore::list_ages(const Scope& scope) {
    return database_->read(scope, [](Connection& connection) -> Result<std::vector<DataAge>> {
        std::vector<DataAge> ages;
        for (const Row& row : TRY(connection.query(
                 "select agency, kind, count(*) - count(removed_at), count(removed_at), "
                 "max(read_at), max(message_created_at), "
                 "min(case when removed_at is null then message_created_at end) "
                 "from xzufi_objects group by agency, kind order by agency, kind"))) {
            DataAge age;
            age.agency = row.text(0);
            age.kind = TRY(internal::kind_from(row.text(1)));
            age.objects = row.integer(2);
            age.removed = row.integer(3);
            age.newest_read_at = {row.integer(4)};
            age.newest_message_at = internal::instant_from(row, 5);
            age.oldest_message_at = internal::instant_from(row, 6);
            ages.push_back(std::move(age));
        }
        return ages;
    });
}

}  // namespace gordion::xzufi
