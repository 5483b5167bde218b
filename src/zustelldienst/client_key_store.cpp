// SPDX-License-Identifier: EUPL-1.2
// Keys with which clients sign for themselves.
#include "core/limits.hpp"
#include "zustelldienst/client_store.hpp"

namespace gordion::zustelldienst {
namespace {

Error refused(std::string_view code, const DestinationKey& key, const char* message) {
    return {ErrorKind::Conflict, std::string(code), "kid", {{"kid", key.kid}}, message};
}

}  // namespace

Result<void> ClientStore::add_signing_key(const Scope& scope, const TenantId& tenant,
                                          const std::string& id, const DestinationKey& key) {
    if (key.role != KeyRole::Signature) {
        return refused("zustelldienst.key_role", key, "A client signs; this key encrypts.");
    }
    return database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
        if (!TRY(connection.find_row(
                "SELECT 1 FROM fitconnect_clients WHERE tenant_id = $1 AND id = $2",
                {tenant.value, id}))) {
            return Error{ErrorKind::NotFound,
                         "zustelldienst.client_missing",
                         "",
                         {{"client", id}},
                         "There is no such client."};
        }
        const storage::Rows known =
            TRY(connection.query("SELECT kid, jwk FROM fitconnect_client_keys"
                                 " WHERE tenant_id = $1 AND client_id = $2",
                                 {tenant.value, id}));
        for (const storage::Row& row : known) {
            if (row.text(0) == key.kid) {
                return row.text(1) == formats::write_json(key.jwk)
                           ? Result<void>()
                           : Result<void>(refused("zustelldienst.key_taken", key,
                                                  "Another key of this client has this kid."));
            }
        }
        if (known.size() >= limits::destination_keys) {
            return refused("zustelldienst.keys_many", key, "The client has too many keys.");
        }
        TRY(connection.execute(
            "INSERT INTO fitconnect_client_keys (tenant_id, client_id, kid, jwk,"
            " added_at) VALUES ($1, $2, $3, $4, $5)",
            {tenant.value, id, key.kid, formats::write_json(key.jwk), clock_->now().ms}));
        return {};
    });
}

Result<std::optional<DestinationKey>> ClientStore::find_signing_key(const Scope& scope,
                                                                    std::string_view client,
                                                                    std::string_view kid) {
    const auto known = TRY(find_known(client));
    const auto row = TRY(database_->read(scope, [&](storage::Connection& connection) {
        return connection.find_row(
            "SELECT kid, jwk, added_at FROM fitconnect_client_keys"
            " WHERE tenant_id = $1 AND client_id = $2 AND kid = $3",
            {known->client.tenant.value, known->client.id, std::string(kid)});
    }));
    if (!row) {
        return std::optional<DestinationKey>();
    }
    formats::Json jwk = TRY(formats::parse_json(row->text(1)));
    return std::optional(
        DestinationKey{row->text(0), KeyRole::Signature, std::move(jwk), {row->integer(2)}});
}

}  // namespace gordion::zustelldienst
