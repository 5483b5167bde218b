// SPDX-License-Identifier: EUPL-1.2
#include "reuse/migrations.hpp"

namespace gordion::reuse {

std::vector<storage::Migration> reuse_migrations() {
    return {
        {"reuse", 1, "packages, offers, adoptions, parameters", R"(
CREATE TABLE reuse_packages (
    id text NOT NULL,
    version text NOT NULL,
    hash text NOT NULL,
    files blob NOT NULL,
    published_by text NOT NULL,
    published_at integer NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE TABLE reuse_offers (
    package_id text NOT NULL,
    version text NOT NULL,
    title text NOT NULL,
    provider_name text NOT NULL,
    terms text NOT NULL,
    leistungsschluessel text NOT NULL,
    PRIMARY KEY (package_id, version),
    FOREIGN KEY (package_id, version) REFERENCES reuse_packages (id, version)
);
CREATE TABLE reuse_adoptions (
    tenant_id text NOT NULL,
    id text NOT NULL,
    package_id text NOT NULL,
    version text NOT NULL,
    valid_from text NOT NULL,
    adopted_by text NOT NULL,
    adopted_at integer NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, package_id, version, valid_from),
    FOREIGN KEY (package_id, version) REFERENCES reuse_packages (id, version)
);
CREATE TABLE reuse_parameter_values (
    tenant_id text NOT NULL,
    package_id text NOT NULL,
    region text NOT NULL,
    parameter_key text NOT NULL,
    number integer NOT NULL,
    value text,
    valid_from text NOT NULL,
    set_by text NOT NULL,
    set_at integer NOT NULL,
    PRIMARY KEY (tenant_id, package_id, region, parameter_key, number)
);
CREATE TABLE reuse_changes (
    id integer NOT NULL,
    counter integer NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO reuse_changes (id, counter) VALUES (1, 0);
)"},
    };
}

}  // namespace gordion::reuse
