// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/migrations.hpp"

#include "zustelldienst/transmission_store.hpp"

namespace gordion::zustelldienst {

namespace {

storage::Migration revision_migration() {
    return {"zustelldienst", 2, "a count of changes", R"sql(
CREATE TABLE fitconnect_destination_revision (
    name text NOT NULL PRIMARY KEY,
    revision integer NOT NULL
);
)sql"};
}

storage::Migration client_keys_migration() {
    return {"zustelldienst", 3, "keys with which clients sign for themselves", R"sql(
CREATE TABLE fitconnect_client_keys (
    tenant_id text NOT NULL,
    client_id text NOT NULL,
    kid text NOT NULL,
    jwk text NOT NULL,
    added_at integer NOT NULL,
    PRIMARY KEY (tenant_id, client_id, kid)
);
)sql"};
}

storage::Migration client_migration() {
    return {"zustelldienst", 1, "clients and destinations", R"sql(
CREATE TABLE fitconnect_clients (
    tenant_id text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    scopes text NOT NULL,
    secret_check blob NOT NULL,
    disabled integer NOT NULL,
    created_at integer NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX fitconnect_clients_by_id ON fitconnect_clients (id);
CREATE TABLE fitconnect_bindings (
    tenant_id text NOT NULL,
    client_id text NOT NULL,
    destination_id text NOT NULL,
    binding text NOT NULL,
    PRIMARY KEY (tenant_id, client_id, destination_id, binding)
);
CREATE INDEX fitconnect_bindings_by_destination ON fitconnect_bindings (destination_id);
CREATE TABLE fitconnect_destinations (
    tenant_id text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    status text NOT NULL,
    encryption_kid text NOT NULL,
    metadata_versions text NOT NULL,
    services text NOT NULL,
    contact text NOT NULL,
    callback_url text NOT NULL,
    reply_channels text NOT NULL,
    created_at integer NOT NULL,
    changed_at integer NOT NULL,
    inactive_since integer,
    sealed_callback_secret blob,
    changes integer NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX fitconnect_destinations_by_id ON fitconnect_destinations (id);
CREATE TABLE fitconnect_destination_keys (
    tenant_id text NOT NULL,
    destination_id text NOT NULL,
    kid text NOT NULL,
    role text NOT NULL,
    jwk text NOT NULL,
    added_at integer NOT NULL,
    PRIMARY KEY (tenant_id, destination_id, kid)
);
CREATE TABLE fitconnect_server_keys (
    tenant_id text NOT NULL,
    purpose text NOT NULL,
    sealed_jwk blob NOT NULL,
    certificate blob NOT NULL,
    created_at integer NOT NULL,
    PRIMARY KEY (tenant_id, purpose)
);
CREATE TABLE fitconnect_route_signatures (
    tenant_id text NOT NULL,
    destination_id text NOT NULL,
    content text NOT NULL,
    signature text NOT NULL,
    PRIMARY KEY (tenant_id, destination_id)
);
)sql"};
}

}  // namespace

std::vector<storage::Migration> zustelldienst_migrations() {
    std::vector<storage::Migration> all{client_migration(), revision_migration(),
                                        client_keys_migration()};
    const auto transmissions = transmission_migrations();
    all.insert(all.end(), transmissions.begin(), transmissions.end());
    return all;
}

}  // namespace gordion::zustelldienst
