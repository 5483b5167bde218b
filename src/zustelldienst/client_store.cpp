// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/client_store.hpp"

#include "core/text.hpp"
#include "crypto/hashes.hpp"
#include "zustelldienst/scopes.hpp"

namespace gordion::zustelldienst {
namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t shortest_secret = 32;
constexpr std::size_t longest_name = 200;

Error client_missing(std::string_view id) {
    return {ErrorKind::NotFound,
            "zustelldienst.client_missing",
            "",
            {{"client", std::string(id)}},
            "There is no such client."};
}

Result<std::string> write_scopes(const std::vector<std::string>& scopes) {
    for (const std::string& scope : scopes) {
        if (!is_scope(scope)) {
            return Error{ErrorKind::Invalid,
                         "zustelldienst.client_scope",
                         "scopes",
                         {{"scope", scope}},
                         "A scope is one of those that FIT-Connect knows."};
        }
    }
    return join(scopes, " ");
}

std::string_view to_text(Binding binding) {
    return binding == Binding::Subscribes ? "subscribes" : "manages";
}

// id, tenant_id, name, scopes, secret_check, disabled, created_at
KnownClient read_client(const storage::Row& row) {
    KnownClient known;
    known.client.id = row.text(0);
    known.client.tenant = {row.text(1)};
    known.client.name = row.text(2);
    known.client.scopes = split_scopes(row.text(3));
    known.secret_check = row.blob(4);
    known.client.is_disabled = row.integer(5) != 0;
    known.client.created_at = {row.integer(6)};
    return known;
}

constexpr std::string_view columns =
    "id, tenant_id, name, scopes, secret_check, disabled, created_at";

Result<void> read_bindings(storage::Connection& connection, Client& client) {
    const storage::Rows rows =
        TRY(connection.query("SELECT destination_id, binding FROM fitconnect_bindings"
                             " WHERE tenant_id = $1 AND client_id = $2",
                             {client.tenant.value, client.id}));
    for (const storage::Row& row : rows) {
        auto& ids = row.text(1) == to_text(Binding::Manages) ? client.managed : client.subscribed;
        ids.insert(row.text(0));
    }
    return {};
}

}  // namespace

ClientStore::ClientStore(const Foundation& foundation, std::int64_t cache_seconds)
    : database_(&foundation.database),
      clock_(&foundation.clock),
      random_(&foundation.random),
      secret_key_(foundation.master_key.key_for("fitconnect.client-secret")),
      known_(foundation.clock, cache_seconds) {}

// Clients ask for a token before every call, so the check must be cheap. A slow password hash
// protects secrets that people choose; these are 256 random bits, which nobody can try out, and
// the key of the hash lies apart from the database.
std::string ClientStore::check_of(std::string_view id, std::string_view secret) const {
    return crypto::hmac_sha256(secret_key_, std::string(id) + ":" + std::string(secret));
}

bool ClientStore::is_secret(const KnownClient& client, std::string_view secret) const {
    return crypto::equal_in_constant_time(client.secret_check, check_of(client.client.id, secret));
}

Result<ClientCredentials> ClientStore::create_client(const Scope& scope, NewClient wanted) {
    if (wanted.name.empty() || wanted.name.size() > longest_name) {
        return Error{ErrorKind::Invalid,
                     "zustelldienst.client_name",
                     "name",
                     {{"most", std::to_string(longest_name)}},
                     "A client has a name of at most 200 bytes."};
    }
    const std::string scopes = TRY(write_scopes(wanted.scopes));
    std::string& secret = wanted.secret.reveal();
    if (secret.empty()) {
        secret = crypto::to_base64url(random_->bytes(secret_bytes));
    }
    if (secret.size() < shortest_secret) {
        return Error{ErrorKind::Invalid,
                     "zustelldienst.client_secret",
                     "secret",
                     {{"least", std::to_string(shortest_secret)}},
                     "A secret has at least 32 characters of good chance."};
    }
    if (wanted.id.empty()) {
        wanted.id = make_uuid(*clock_, *random_);
    }
    TRY(database_->write(scope, [&](storage::Connection& connection) {
        return connection.execute(
            "INSERT INTO fitconnect_clients (tenant_id, id, name, scopes, secret_check, disabled,"
            " created_at) VALUES ($1, $2, $3, $4, $5, 0, $6)",
            {wanted.tenant.value, wanted.id, wanted.name, scopes,
             storage::Blob{check_of(wanted.id, secret)}, clock_->now().ms});
    }));
    forget(wanted.id);
    return ClientCredentials{wanted.id, wanted.secret};
}

Result<ClientCredentials> ClientStore::rotate_secret(const Scope& scope, const TenantId& tenant,
                                                     const std::string& id) {
    const std::string secret = crypto::to_base64url(random_->bytes(secret_bytes));
    const std::int64_t changed = TRY(database_->write(scope, [&](storage::Connection& connection) {
        return connection.execute(
            "UPDATE fitconnect_clients SET secret_check = $3 WHERE tenant_id = $1 AND id = $2",
            {tenant.value, id, storage::Blob{check_of(id, secret)}});
    }));
    forget(id);
    if (changed == 0) {
        return client_missing(id);
    }
    return ClientCredentials{id, Sensitive<std::string>(secret)};
}

Result<void> ClientStore::set_standing(const Scope& scope, const TenantId& tenant,
                                       const std::string& id, Standing standing) {
    const std::int64_t disabled = standing == Standing::Disabled ? 1 : 0;
    const std::int64_t changed = TRY(database_->write(scope, [&](storage::Connection& connection) {
        return connection.execute(
            "UPDATE fitconnect_clients SET disabled = $3 WHERE tenant_id = $1 AND id = $2",
            {tenant.value, id, disabled});
    }));
    forget(id);
    return changed == 0 ? Result<void>(client_missing(id)) : Result<void>();
}

Result<void> ClientStore::set_scopes(const Scope& scope, const TenantId& tenant,
                                     const std::string& id, std::vector<std::string> scopes) {
    const std::string text = TRY(write_scopes(scopes));
    const std::int64_t changed = TRY(database_->write(scope, [&](storage::Connection& connection) {
        return connection.execute(
            "UPDATE fitconnect_clients SET scopes = $3 WHERE tenant_id = $1 AND id = $2",
            {tenant.value, id, text});
    }));
    forget(id);
    return changed == 0 ? Result<void>(client_missing(id)) : Result<void>();
}

Result<std::vector<Client>> ClientStore::list_clients(const Scope& scope, const TenantId& tenant) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::vector<Client>> {
            std::vector<Client> clients;
            const storage::Rows rows = TRY(connection.query(
                "SELECT " + std::string(columns) +
                    " FROM fitconnect_clients WHERE tenant_id = $1 ORDER BY created_at, id",
                {tenant.value}));
            for (const storage::Row& row : rows) {
                clients.push_back(read_client(row).client);
                TRY(read_bindings(connection, clients.back()));
            }
            return clients;
        });
}

Result<void> ClientStore::bind_in(storage::Connection& connection, const BindingKey& key) {
    TRY(connection.execute(
        "INSERT INTO fitconnect_bindings (tenant_id, client_id, destination_id, binding)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        {key.tenant.value, key.client_id, key.destination_id, std::string(to_text(key.binding))}));
    return {};
}

Result<void> ClientStore::bind_destination(const Scope& scope, const BindingKey& key) {
    TRY(database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
        const auto row = TRY(connection.find_row(
            "SELECT id FROM fitconnect_clients WHERE tenant_id = $1 AND id = $2",
            {key.tenant.value, key.client_id}));
        return row ? bind_in(connection, key) : Result<void>(client_missing(key.client_id));
    }));
    forget(key.client_id);
    return {};
}

Result<void> ClientStore::release_destination(const Scope& scope, const BindingKey& key) {
    TRY(database_->write(scope, [&](storage::Connection& connection) {
        return connection.execute(
            "DELETE FROM fitconnect_bindings WHERE tenant_id = $1 AND client_id = $2"
            " AND destination_id = $3 AND binding = $4",
            {key.tenant.value, key.client_id, key.destination_id,
             std::string(to_text(key.binding))});
    }));
    forget(key.client_id);
    return {};
}

Result<std::shared_ptr<const KnownClient>> ClientStore::find_known(std::string_view id) {
    return known_.find_or_load(id, [&]() -> Result<KnownClient> {
        KnownClient known = TRY(database_->read(
            system_scope("fitconnect.client"),
            [&](storage::Connection& connection) -> Result<KnownClient> {
                const auto row = TRY(connection.find_row(
                    "SELECT " + std::string(columns) + " FROM fitconnect_clients WHERE id = $1",
                    {std::string(id)}));
                if (!row) {
                    return client_missing(std::string(id));
                }
                KnownClient read = read_client(*row);
                TRY(read_bindings(connection, read.client));
                return read;
            }));
        known.permissions = std::make_shared<const Permissions>(
            permissions_of(known.client.scopes, known.client.subscribed, known.client.managed));
        return known;
    });
}

}  // namespace gordion::zustelldienst
