// SPDX-License-Identifier: EUPL-1.2
#include "services/migrations.hpp"

namespace gordion::services {

std::vector<storage::Migration> services_migrations() {
    return {{"services", 1, "catalogue", R"sql(
create table services_themenfelder (
    id integer primary key,
    name text not null
);
create table services_lagen (
    id integer primary key,
    themenfeld_id integer not null,
    name text not null
);
create table services_bundles (
    id integer primary key,
    lage_id integer not null,
    name text not null
);
create table services_entries (
    number integer primary key,
    leistungsschluessel text not null,
    name text not null,
    object_name text not null,
    verrichtung text not null,
    bundle_id integer not null,
    typ text not null,
    sdg1 integer not null,
    sdg2 integer not null,
    legal_grounds text not null
);
create unique index services_entries_key on services_entries (leistungsschluessel)
    where leistungsschluessel <> '';
create table services_catalogue_versions (
    number integer primary key,
    catalogue_date text not null,
    sha256 text not null,
    source text not null,
    imported_at integer not null,
    is_current integer not null,
    services integer not null,
    without_key integer not null,
    bundles integer not null,
    lagen integer not null,
    themenfelder integer not null
);
)sql"}};
}

}  // namespace gordion::services
