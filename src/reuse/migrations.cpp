// SPDX-License-Identifier: EUPL-1.2
#include "reuse/migrations.hpp"

namespace gordion::reuse {
namespace {

constexpr const char* first_tables = R"(
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
)";

// Every row that others read from memory bears the number of the change that wrote it, so
// that a reader takes only what is new to him. Steps of an adoption are numbered: going
// back to an earlier version on the same day is a step, too.
constexpr const char* life_of_a_package = R"(
ALTER TABLE reuse_packages ADD COLUMN provider text NOT NULL DEFAULT '00';
ALTER TABLE reuse_packages ADD COLUMN is_private integer NOT NULL DEFAULT 0;
ALTER TABLE reuse_packages ADD COLUMN change_number integer NOT NULL DEFAULT 0;
CREATE INDEX reuse_packages_by_change ON reuse_packages (change_number);
ALTER TABLE reuse_parameter_values ADD COLUMN valid_to text;
ALTER TABLE reuse_parameter_values ADD COLUMN origin text NOT NULL DEFAULT '';
ALTER TABLE reuse_parameter_values ADD COLUMN change_number integer NOT NULL DEFAULT 0;
CREATE INDEX reuse_values_by_change ON reuse_parameter_values (change_number);
CREATE TABLE reuse_adoption_steps (
    tenant_id text NOT NULL,
    package_id text NOT NULL,
    number integer NOT NULL,
    id text NOT NULL,
    version text,
    valid_from text NOT NULL,
    cause text NOT NULL,
    rollout_id text,
    adopted_by text NOT NULL,
    adopted_at integer NOT NULL,
    change_number integer NOT NULL,
    PRIMARY KEY (tenant_id, package_id, number),
    FOREIGN KEY (package_id, version) REFERENCES reuse_packages (id, version)
);
CREATE INDEX reuse_steps_by_change ON reuse_adoption_steps (change_number);
INSERT INTO reuse_adoption_steps (tenant_id, package_id, number, id, version, valid_from, cause,
    adopted_by, adopted_at, change_number)
SELECT tenant_id, package_id,
    ROW_NUMBER() OVER (PARTITION BY tenant_id, package_id ORDER BY adopted_at, id),
    id, version, valid_from, 'joined', adopted_by, adopted_at, 0
FROM reuse_adoptions;
DROP TABLE reuse_adoptions;
CREATE TABLE reuse_pins (
    tenant_id text NOT NULL,
    package_id text NOT NULL,
    number integer NOT NULL,
    version text,
    last_day text,
    reason text NOT NULL,
    pinned_by text NOT NULL,
    pinned_at integer NOT NULL,
    change_number integer NOT NULL,
    PRIMARY KEY (tenant_id, package_id, number)
);
CREATE INDEX reuse_pins_by_change ON reuse_pins (change_number);
CREATE TABLE reuse_rollouts (
    tenant_id text NOT NULL,
    id text NOT NULL,
    package_id text NOT NULL,
    version text NOT NULL,
    starts_on text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (package_id, version) REFERENCES reuse_packages (id, version)
);
CREATE INDEX reuse_rollouts_by_package ON reuse_rollouts (package_id);
CREATE TABLE reuse_rollout_targets (
    tenant_id text NOT NULL,
    rollout_id text NOT NULL,
    target text NOT NULL,
    PRIMARY KEY (tenant_id, rollout_id, target)
);
CREATE TABLE reuse_rollout_steps (
    tenant_id text NOT NULL,
    rollout_id text NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    share integer NOT NULL,
    taken_by text NOT NULL,
    taken_at integer NOT NULL,
    PRIMARY KEY (tenant_id, rollout_id, number)
);
CREATE TABLE reuse_rollout_results (
    tenant_id text NOT NULL,
    rollout_id text NOT NULL,
    number integer NOT NULL,
    step integer NOT NULL,
    outcome text NOT NULL,
    from_version text NOT NULL,
    adoption_number integer NOT NULL,
    reasons text NOT NULL,
    judged_at integer NOT NULL,
    PRIMARY KEY (tenant_id, rollout_id, number)
);
CREATE INDEX reuse_results_by_rollout ON reuse_rollout_results (rollout_id, tenant_id);
)";

}  // namespace

std::vector<storage::Migration> reuse_migrations() {
    return {
        {"reuse", 1, "packages, offers, adoptions, parameters", first_tables},
        {"reuse", 2, "life of a package: steps, pins, rollouts", life_of_a_package},
    };
}

}  // namespace gordion::reuse
