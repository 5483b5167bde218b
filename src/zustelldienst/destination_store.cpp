// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/destination_store.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "crypto/sealing.hpp"
#include "zustelldienst/internal/destination_store_rows.hpp"

namespace gordion::zustelldienst {
namespace {

constexpr std::int64_t page_rows = 500;

std::string secret_place(std::string_view id) {
    return "fitconnect-destination:" + std::string(id);
}

Result<void> insert_key(storage::Connection& connection, const TenantId& tenant,
                        std::string_view id, const DestinationKey& key, Instant now) {
    TRY(connection.execute(
        "INSERT INTO fitconnect_destination_keys (tenant_id, destination_id, kid, role, jwk,"
        " added_at) VALUES ($1, $2, $3, $4, $5, $6)",
        {tenant.value, std::string(id), key.kid, std::string(to_text(key.role)),
         formats::write_json(key.jwk), now.ms}));
    return {};
}

Result<void> check_quota(storage::Connection& connection, const TenantId& tenant,
                         const std::string& client, const DestinationStore::Quota& quota) {
    const auto owned =
        TRY(connection.find_row("SELECT count(*) FROM fitconnect_destinations"
                                " WHERE tenant_id = $1 AND status <> 'decommissioned'",
                                {tenant.value}));
    const auto managed =
        TRY(connection.find_row("SELECT count(*) FROM fitconnect_bindings b"
                                " WHERE tenant_id = $1 AND client_id = $2 AND binding = 'manages'"
                                " AND NOT EXISTS (SELECT 1 FROM fitconnect_destinations d"
                                " WHERE d.id = b.destination_id AND d.status = 'decommissioned')",
                                {tenant.value, client}));
    const bool full = static_cast<std::size_t>(owned->integer(0)) >= quota.per_owner;
    if (full || static_cast<std::size_t>(managed->integer(0)) >= quota.per_client) {
        const std::size_t most = full ? quota.per_owner : quota.per_client;
        return Error{ErrorKind::Conflict,
                     "zustelldienst.destinations_many",
                     "",
                     {{"most", std::to_string(most)}},
                     "There are as many destinations as this client or its body may have."};
    }
    return {};
}

Result<StoredDestination> load_row(storage::Connection& connection, std::string_view id) {
    const auto row = TRY(connection.find_row("SELECT " + std::string(destination_columns) +
                                                 " FROM fitconnect_destinations WHERE id = $1",
                                             {std::string(id)}));
    return row ? read_destination_row(*row) : Result<StoredDestination>(destination_missing(id));
}

Result<std::vector<DestinationKey>> load_keys(storage::Connection& connection,
                                              const StoredDestination& stored) {
    const storage::Rows rows =
        TRY(connection.query("SELECT kid, role, jwk, added_at FROM fitconnect_destination_keys"
                             " WHERE tenant_id = $1 AND destination_id = $2 ORDER BY added_at, kid",
                             {stored.tenant.value, stored.destination.id}));
    std::vector<DestinationKey> keys;
    for (const storage::Row& row : rows) {
        keys.push_back(TRY(read_key_row(row)));
    }
    return keys;
}

// Whoever keeps something made of all destinations sees by one row that it is old.
Result<void> count_change(storage::Connection& connection) {
    TRY(connection.execute(
        "INSERT INTO fitconnect_destination_revision (name, revision) VALUES ('all', 1)"
        " ON CONFLICT (name) DO UPDATE"
        " SET revision = fitconnect_destination_revision.revision + 1"));
    return {};
}

Result<DestinationChange> load_change(storage::Connection& connection, std::string_view id) {
    DestinationChange change;
    change.stored = TRY(load_row(connection, id));
    for (DestinationKey& key : TRY(load_keys(connection, change.stored))) {
        if (key.role == KeyRole::Encryption) {
            change.encryption_kids.push_back(std::move(key.kid));
        }
    }
    return change;
}

}  // namespace

DestinationStore::DestinationStore(const Foundation& foundation, ClientStore& clients,
                                   std::int64_t cache_seconds)
    : database_(&foundation.database),
      clock_(&foundation.clock),
      random_(&foundation.random),
      clients_(&clients),
      secret_key_(foundation.master_key.key_for("fitconnect.callback-secret")),
      known_(foundation.clock, cache_seconds) {}

storage::Value DestinationStore::seal_secret(const CallbackSecret& secret,
                                             std::string_view id) const {
    return secret ? storage::Value(storage::Blob{
                        crypto::seal(secret_key_, secret->reveal(), secret_place(id), *random_)})
                  : storage::Value();
}

Result<StoredDestination> DestinationStore::create_destination(const Scope& scope,
                                                               NewDestination wanted,
                                                               const Quota& quota) {
    StoredDestination stored;
    stored.destination = std::move(wanted.destination);
    stored.tenant = scope.tenant;
    stored.has_callback_secret = wanted.callback_secret.has_value();
    stored.created_at = stored.changed_at = clock_->now();
    if (stored.destination.id.empty()) {
        stored.destination.id = make_uuid(*clock_, *random_);
    }
    const storage::Value secret = seal_secret(wanted.callback_secret, stored.destination.id);
    TRY(database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
        if (!wanted.client_id.empty()) {
            TRY(check_quota(connection, stored.tenant, wanted.client_id, quota));
        }
        TRY(connection.execute(insert_destination_sql, insert_values(stored, secret)));
        TRY(count_change(connection));
        for (const DestinationKey& key : wanted.keys) {
            TRY(insert_key(connection, stored.tenant, stored.destination.id, key,
                           stored.created_at));
        }
        if (wanted.client_id.empty()) {
            return {};
        }
        return ClientStore::bind_in(
            connection, {stored.tenant, wanted.client_id, stored.destination.id, Binding::Manages});
    }));
    known_.forget(stored.destination.id);
    clients_->forget(wanted.client_id);
    return stored;
}

Result<std::shared_ptr<const StoredDestination>> DestinationStore::load_destination(
    const Scope& scope, std::string_view id) {
    return known_.find_or_load(id, [&] {
        return database_->read(
            scope, [&](storage::Connection& connection) { return load_row(connection, id); });
    });
}

Result<DestinationPage> DestinationStore::list_destinations(const Scope& scope,
                                                            const Permissions::DestinationIds& ids,
                                                            const Page& page) {
    DestinationPage found;
    for (const std::string& id : ids) {
        auto loaded = load_destination(scope, id);
        if (!loaded && loaded.error().kind == ErrorKind::NotFound) {
            continue;  // A scope may name what is not there.
        }
        auto stored = TRY(std::move(loaded));
        const std::size_t place = found.total++;
        if (place >= page.offset && place - page.offset < page.limit) {
            found.destinations.push_back(std::move(stored));
        }
    }
    return found;
}

Result<StoredDestination> DestinationStore::change_destination(const Scope& scope,
                                                               std::string_view id,
                                                               const Change& change) {
    StoredDestination result = TRY(
        database_->write(scope, [&](storage::Connection& connection) -> Result<StoredDestination> {
            DestinationChange work = TRY(load_change(connection, id));
            const fitconnect::DestinationStatus before = work.stored.destination.status;
            TRY(change(work));
            StoredDestination& stored = work.stored;
            stored.changed_at = clock_->now();
            if (stored.destination.status != before) {
                const bool inactive =
                    stored.destination.status == fitconnect::DestinationStatus::Inactive;
                stored.inactive_since = inactive ? std::optional(stored.changed_at) : std::nullopt;
            }
            TRY(connection.execute(update_destination_sql, update_values(stored)));
            TRY(count_change(connection));
            if (work.callback_secret || stored.destination.callback_url.empty()) {
                stored.has_callback_secret = work.callback_secret.has_value();
                TRY(connection.execute(
                    "UPDATE fitconnect_destinations SET sealed_callback_secret = $3"
                    " WHERE tenant_id = $1 AND id = $2",
                    {stored.tenant.value, stored.destination.id,
                     seal_secret(work.callback_secret, id)}));
            }
            return stored;
        }));
    known_.forget(id);
    return result;
}

Result<void> DestinationStore::remove_destination(const Scope& scope, std::string_view id,
                                                  const Change& judge) {
    std::vector<std::string> bound;
    TRY(database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
        DestinationChange work = TRY(load_change(connection, id));
        TRY(judge(work));
        const std::string key(id);
        bound.clear();
        for (const storage::Row& row : TRY(connection.query(
                 "SELECT client_id FROM fitconnect_bindings WHERE destination_id = $1", {key}))) {
            bound.push_back(row.text(0));
        }
        TRY(connection.execute("DELETE FROM fitconnect_bindings WHERE destination_id = $1", {key}));
        TRY(connection.execute(
            "DELETE FROM fitconnect_destination_keys WHERE tenant_id = $1 AND destination_id = $2",
            {work.stored.tenant.value, key}));
        TRY(connection.execute(
            "DELETE FROM fitconnect_destinations WHERE tenant_id = $1 AND id = $2",
            {work.stored.tenant.value, key}));
        TRY(count_change(connection));
        return {};
    }));
    known_.forget(id);
    for (const std::string& client : bound) {
        clients_->forget(client);
    }
    return {};
}

Result<std::vector<DestinationKey>> DestinationStore::list_keys(const Scope& scope,
                                                                std::string_view id) {
    const auto stored = TRY(load_destination(scope, id));
    std::vector<DestinationKey> keys = TRY(database_->read(
        scope, [&](storage::Connection& connection) { return load_keys(connection, *stored); }));
    std::stable_partition(keys.begin(), keys.end(), [&](const DestinationKey& key) {
        return key.kid == stored->destination.encryption_kid;
    });
    return keys;
}

Result<DestinationKey> DestinationStore::load_key(const Scope& scope, std::string_view id,
                                                  std::string_view kid) {
    const auto stored = TRY(load_destination(scope, id));
    const auto row = TRY(database_->read(scope, [&](storage::Connection& connection) {
        return connection.find_row(
            "SELECT kid, role, jwk, added_at FROM fitconnect_destination_keys"
            " WHERE tenant_id = $1 AND destination_id = $2 AND kid = $3",
            {stored->tenant.value, stored->destination.id, std::string(kid)});
    }));
    return row ? read_key_row(*row) : Result<DestinationKey>(key_missing(kid));
}

Result<void> DestinationStore::add_key(const Scope& scope, std::string_view id,
                                       const DestinationKey& key) {
    return database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
        const StoredDestination stored = TRY(load_row(connection, id));
        const std::vector<DestinationKey> keys = TRY(load_keys(connection, stored));
        for (const DestinationKey& known : keys) {
            if (known.kid == key.kid) {
                return known.jwk == key.jwk ? Result<void>() : Result<void>(key_taken(key.kid));
            }
        }
        if (keys.size() >= limits::destination_keys) {
            return keys_many();
        }
        return insert_key(connection, stored.tenant, id, key, clock_->now());
    });
}

Result<CallbackSecret> DestinationStore::load_callback_secret(const Scope& scope,
                                                              std::string_view id) {
    const auto row = TRY(database_->read(scope, [&](storage::Connection& connection) {
        return connection.find_row(
            "SELECT sealed_callback_secret FROM fitconnect_destinations WHERE id = $1",
            {std::string(id)});
    }));
    if (!row) {
        return destination_missing(id);
    }
    if (row->is_null(0)) {
        return CallbackSecret();
    }
    return CallbackSecret(
        Sensitive<std::string>(TRY(crypto::unseal(secret_key_, row->blob(0), secret_place(id)))));
}

Result<void> DestinationStore::visit_active(const Scope& scope, const Take& take) {
    std::string tenant;
    std::string id;
    while (true) {
        const storage::Rows rows = TRY(database_->read(scope, [&](storage::Connection& connection) {
            return connection.query("SELECT " + std::string(destination_columns) +
                                        " FROM fitconnect_destinations WHERE status = 'active'"
                                        " AND (tenant_id > $1 OR (tenant_id = $1 AND id > $2))"
                                        " ORDER BY tenant_id, id LIMIT $3",
                                    {tenant, id, page_rows});
        }));
        for (const storage::Row& row : rows) {
            const StoredDestination stored = TRY(read_destination_row(row));
            tenant = stored.tenant.value;
            id = stored.destination.id;
            take(stored);
        }
        if (static_cast<std::int64_t>(rows.size()) < page_rows) {
            return {};
        }
    }
}

Result<std::string> DestinationStore::state_of_all(const Scope& scope) {
    const auto row = TRY(database_->read(scope, [&](storage::Connection& connection) {
        return connection.find_row(
            "SELECT revision FROM fitconnect_destination_revision WHERE name = 'all'");
    }));
    return row ? std::to_string(row->integer(0)) : std::string("0");
}

}  // namespace gordion::zustelldienst
