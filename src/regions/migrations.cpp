// SPDX-License-Identifier: EUPL-1.2
#include "regions/migrations.hpp"

namespace gordion::regions {

std::vector<storage::Migration> regions_migrations() {
    return {{"regions", 1, "directory and postcodes", R"sql(
create table regions_directory (
    ars text primary key,
    level integer not null,
    name text not null,
    seat text not null,
    kind text not null,
    population integer not null,
    area_km2 real not null,
    postcode text not null
);
create table regions_postcodes (
    postcode text not null,
    ags text not null,
    primary key (postcode, ags)
);
create table regions_directory_versions (
    number integer primary key,
    directory_date text not null,
    sha256 text not null,
    source text not null,
    imported_at integer not null,
    is_current integer not null,
    laender integer not null,
    regierungsbezirke integer not null,
    kreise integer not null,
    verbaende integer not null,
    administrations integer not null,
    municipalities integer not null,
    unincorporated integer not null,
    population integer not null
);
create table regions_postcode_versions (
    number integer primary key,
    sha256 text not null,
    source text not null,
    imported_at integer not null,
    pairs integer not null
);
)sql"}};
}

}  // namespace gordion::regions
