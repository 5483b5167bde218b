// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/internal/object_batch_store.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "crypto/hashes.hpp"
#include "xzufi/objects.hpp"

namespace gordion::xzufi::internal {
namespace {

using storage::Connection;
using storage::Row;
using storage::Value;

using ObjectKey = std::tuple<std::string, std::string, std::string>;  // kind, agency, value
using ValueRows = std::vector<std::vector<Value>>;

constexpr std::size_t keys_per_query = 50;

// An object as it is before the next deed.
struct State {
    bool present = false;
    bool removed = false;
    std::string content_hash;
    std::optional<std::int64_t> created_at;
    std::string transaction_id;
    std::int64_t transaction_position = 0;
    std::int64_t position = 0;
    std::string source_hash;
};

ObjectKey key_of(const TransferObject& object) {
    return {std::string(to_string(object.kind)), object.identity.agency, object.identity.value};
}

// A join, because SQLite scans the whole table for "(kind, agency, value) in (values …)".
std::string select_states() {
    std::string sql = "with wanted(kind, agency, value) as (values ";
    for (std::size_t i = 0; i < keys_per_query; ++i) {
        const std::size_t first = i * 3 + 1;
        sql += (i == 0 ? "($" : ", ($") + std::to_string(first) + ", $" +
               std::to_string(first + 1) + ", $" + std::to_string(first + 2) + ")";
    }
    return sql +
           ") select o.kind, o.agency, o.value, o.content_hash, o.message_created_at, "
           "o.transaction_id, o.transaction_position, o.position, o.source_hash, o.removed_at "
           "from wanted w join xzufi_objects o "
           "on o.kind = w.kind and o.agency = w.agency and o.value = w.value";
}

// One statement text for any number of keys: the rest is filled with the last one.
Result<std::map<ObjectKey, State>> query_states(Connection& connection,
                                                const std::vector<PreparedObject>& objects) {
    static const std::string sql = select_states();
    std::map<ObjectKey, State> states;
    for (std::size_t at = 0; at < objects.size(); at += keys_per_query) {
        std::vector<Value> values;
        for (std::size_t i = 0; i < keys_per_query; ++i) {
            const TransferObject& object = *objects[std::min(at + i, objects.size() - 1)].object;
            values.emplace_back(std::string(to_string(object.kind)));
            values.emplace_back(object.identity.agency);
            values.emplace_back(object.identity.value);
        }
        for (const Row& row : TRY(connection.query(sql, std::span<const Value>(values)))) {
            states[{row.text(0), row.text(1), row.text(2)}] = {
                row.is_null(9), !row.is_null(9), row.text(3),    row.optional_integer(4),
                row.text(5),    row.integer(6),  row.integer(7), row.text(8)};
        }
    }
    return states;
}

enum class Outcome { Write, Remove, Confirm, Unchanged, Older };

Outcome judge(const State& state, const PreparedObject& prepared, const BatchMessage& message) {
    const bool is_known = state.present || state.removed;
    const TransferObject& object = *prepared.object;
    if (is_known && state.source_hash == message.source.sha256) {
        if (state.position > object.position) {
            return Outcome::Unchanged;  // a later place of this very message said otherwise
        }
    } else if (is_known && message.overwrite == Overwrite::No && message.head.created_at &&
               state.created_at) {
        const std::int64_t created_at = message.head.created_at->ms;
        const bool same_transaction = !message.head.transaction_id.empty() &&
                                      message.head.transaction_id == state.transaction_id;
        if (created_at < *state.created_at ||
            (created_at == *state.created_at && same_transaction &&
             message.head.transaction_position < state.transaction_position)) {
            return Outcome::Older;
        }
    }
    const bool same = object.deed == Deed::Remove
                          ? state.removed
                          : state.present && state.content_hash == prepared.content_hash;
    if (same) {
        // A newer message that says the same makes the object newer, so that one between cannot
        // change it.
        return state.source_hash == message.source.sha256 ? Outcome::Unchanged : Outcome::Confirm;
    }
    return object.deed == Deed::Remove ? Outcome::Remove : Outcome::Write;
}

void count(AppliedCounts& counts, Outcome outcome, bool was_present) {
    switch (outcome) {
        case Outcome::Write:
            ++counts.written;
            break;
        case Outcome::Remove:
            // What is not there leaves a tombstone all the same, against older messages.
            ++(was_present ? counts.removed : counts.unchanged);
            break;
        case Outcome::Confirm:
        case Outcome::Unchanged:
            ++counts.unchanged;
            break;
        case Outcome::Older:
            ++counts.older;
            break;
    }
}

State state_after(const PreparedObject& prepared, const BatchMessage& message) {
    const bool there = prepared.object->deed == Deed::Write;
    const auto& created_at = message.head.created_at;
    return {there,
            !there,
            prepared.content_hash,
            created_at ? std::optional(created_at->ms) : std::nullopt,
            message.head.transaction_id,
            message.head.transaction_position,
            prepared.object->position,
            message.source.sha256};
}

std::vector<Value> object_row(const PreparedObject& prepared, const BatchMessage& message) {
    const TransferObject& object = *prepared.object;
    const MessageHead& head = message.head;
    const bool there = object.deed == Deed::Write;
    return {std::string(to_string(object.kind)),
            object.identity.agency,
            object.identity.value,
            prepared.label,
            prepared.content,
            prepared.content_hash,
            head.standard_version,
            head.id,
            head.created_at ? Value(head.created_at->ms) : Value(),
            head.transaction_id,
            head.transaction_position,
            object.position,
            message.source.sha256,
            message.now.ms,
            there ? Value() : Value(message.now.ms)};
}

std::vector<Value> stamp_row(const PreparedObject& prepared, const BatchMessage& message) {
    const TransferObject& object = *prepared.object;
    const MessageHead& head = message.head;
    return {std::string(to_string(object.kind)),
            object.identity.agency,
            object.identity.value,
            head.id,
            head.created_at ? Value(head.created_at->ms) : Value(),
            head.transaction_id,
            head.transaction_position,
            object.position,
            message.source.sha256,
            message.now.ms};
}

constexpr std::string_view confirm_object =
    "update xzufi_objects set message_id = $4, message_created_at = $5, transaction_id = $6, "
    "transaction_position = $7, position = $8, source_hash = $9, read_at = $10 "
    "where kind = $1 and agency = $2 and value = $3";

constexpr std::string_view upsert_object =
    "insert into xzufi_objects (kind, agency, value, label, content, content_hash, "
    "standard_version, message_id, message_created_at, transaction_id, transaction_position, "
    "position, source_hash, read_at, removed_at) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) "
    "on conflict (kind, agency, value) do update set label = excluded.label, "
    "content = excluded.content, content_hash = excluded.content_hash, "
    "standard_version = excluded.standard_version, message_id = excluded.message_id, "
    "message_created_at = excluded.message_created_at, "
    "transaction_id = excluded.transaction_id, "
    "transaction_position = excluded.transaction_position, position = excluded.position, "
    "source_hash = excluded.source_hash, read_at = excluded.read_at, "
    "removed_at = excluded.removed_at";

// The rows that the changed objects have in the tables of links.
struct LinkRows {
    ValueRows service_keys;
    ValueRows area_keys;
    ValueRows area_parts;
    ValueRows competences;
};

void append_links(const PreparedObject& prepared, LinkRows& rows) {
    const TransferObject& object = *prepared.object;
    const std::string kind(to_string(object.kind));
    const Identity& source = object.identity;
    for (const Links::KeyOf& key : prepared.links.service_keys) {
        rows.service_keys.push_back(
            {key.key, key.of.agency, key.of.value, kind, source.agency, source.value});
    }
    for (const Links::KeyOf& key : prepared.links.area_keys) {
        rows.area_keys.push_back(
            {key.key, key.of.agency, key.of.value, kind, source.agency, source.value});
    }
    for (const Links::PartOf& part : prepared.links.area_parts) {
        rows.area_parts.push_back({part.part.agency, part.part.value, part.whole.agency,
                                   part.whole.value, kind, source.agency, source.value});
    }
    std::int64_t number = 0;
    for (const Links::Competence& one : prepared.links.competences) {
        rows.competences.push_back({kind, source.agency, source.value, number++, one.entry,
                                    one.service.agency, one.service.value, one.area.agency,
                                    one.area.value, std::string(to_string(one.holder_kind)),
                                    one.holder.agency, one.holder.value});
    }
}

Result<void> delete_links(Connection& connection, const ValueRows& sources) {
    for (const char* sql :
         {"delete from xzufi_service_keys where source_kind = $1 and source_agency = $2 and "
          "source_value = $3",
          "delete from xzufi_area_keys where source_kind = $1 and source_agency = $2 and "
          "source_value = $3",
          "delete from xzufi_area_parts where source_kind = $1 and source_agency = $2 and "
          "source_value = $3",
          "delete from xzufi_competences where source_kind = $1 and source_agency = $2 and "
          "source_value = $3"}) {
        TRY(connection.execute_many(sql, sources));
    }
    return {};
}

Result<void> insert_links(Connection& connection, const LinkRows& rows) {
    TRY(connection.execute_many(
        "insert into xzufi_service_keys (service_key, agency, value, source_kind, source_agency, "
        "source_value) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        rows.service_keys));
    TRY(connection.execute_many(
        "insert into xzufi_area_keys (region_key, agency, value, source_kind, source_agency, "
        "source_value) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        rows.area_keys));
    TRY(connection.execute_many(
        "insert into xzufi_area_parts (part_agency, part_value, agency, value, source_kind, "
        "source_agency, source_value) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        rows.area_parts));
    return connection.execute_many(
        "insert into xzufi_competences (source_kind, source_agency, source_value, number, entry, "
        "service_agency, service_value, area_agency, area_value, holder_kind, holder_agency, "
        "holder_value) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        rows.competences);
}

}  // namespace

std::vector<PreparedObject> prepare(const std::vector<TransferObject>& objects) {
    std::vector<PreparedObject> prepared(objects.size());
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const TransferObject& object = objects[i];
        prepared[i].object = &object;
        if (object.deed == Deed::Write) {
            prepared[i].content = formats::write_json(object.content);
            prepared[i].content_hash = crypto::to_hex(crypto::sha256(prepared[i].content));
            prepared[i].label = label_of(object.kind, object.content);
            prepared[i].links = derive_links(object.kind, object.identity, object.content);
        }
    }
    return prepared;
}

Result<CountsByKind> apply_objects(Connection& connection, const BatchMessage& message,
                                   const std::vector<PreparedObject>& objects) {
    auto states = TRY(query_states(connection, objects));
    CountsByKind counts;
    std::map<ObjectKey, const PreparedObject*> changed;
    ValueRows with_links;
    ValueRows confirmed;
    for (const PreparedObject& prepared : objects) {
        const ObjectKey key = key_of(*prepared.object);
        State& state = states[key];
        const Outcome outcome = judge(state, prepared, message);
        count(counts[prepared.object->kind], outcome, state.present);
        if (outcome == Outcome::Unchanged || outcome == Outcome::Older) {
            continue;
        }
        if (outcome == Outcome::Confirm) {
            confirmed.push_back(stamp_row(prepared, message));
        } else {
            if (state.present && !changed.contains(key)) {
                with_links.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key)});
            }
            changed[key] = &prepared;
        }
        state = state_after(prepared, message);
    }
    ValueRows rows;
    LinkRows links;
    for (const auto& [key, prepared] : changed) {
        rows.push_back(object_row(*prepared, message));
        append_links(*prepared, links);
    }
    TRY(connection.execute_many(confirm_object, confirmed));
    TRY(connection.execute_many(upsert_object, rows));
    TRY(delete_links(connection, with_links));
    TRY(insert_links(connection, links));
    return counts;
}

}  // namespace gordion::xzufi::internal
