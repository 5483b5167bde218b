// SPDX-License-Identifier: EUPL-1.2
#include "identity/migrations.hpp"

namespace gordion::identity {

std::vector<storage::Migration> identity_migrations() {
    return {{"identity", 1, "accounts and sessions", R"sql(
CREATE TABLE accounts (
    tenant_id text NOT NULL,
    id text NOT NULL,
    sign_in_name text NOT NULL,
    display_name text NOT NULL,
    roles text NOT NULL,
    password_hash text NOT NULL,
    created_at integer NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE TABLE sign_in_names (
    name text NOT NULL PRIMARY KEY,
    account_tenant text NOT NULL,
    account_id text NOT NULL,
    failures integer NOT NULL,
    locked_until integer NOT NULL
);
CREATE TABLE sessions (
    tenant_id text NOT NULL,
    token_hash text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    sealed_key blob NOT NULL,
    created_at integer NOT NULL,
    used_at integer NOT NULL,
    PRIMARY KEY (tenant_id, token_hash)
);
)sql"},
            {"identity", 2, "what belongs to the accounts of citizens and organisations", R"sql(
CREATE TABLE account_matters (
    tenant_id text NOT NULL,
    entry text NOT NULL,
    owner text NOT NULL,
    sealed blob NOT NULL,
    noted_at integer NOT NULL,
    PRIMARY KEY (tenant_id, entry)
);
CREATE INDEX account_matters_by_owner ON account_matters (tenant_id, owner, noted_at);
)sql"}};
}

}  // namespace gordion::identity
