// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/migrations.hpp"

namespace gordion::xzufi {
namespace {

// Reference data: no tenant.
constexpr const char* objects = R"sql(
create table xzufi_objects (
    kind text not null,
    agency text not null,
    value text not null,
    label text not null,
    content text not null,
    content_hash text not null,
    standard_version text not null,
    message_id text not null,
    message_created_at integer,
    transaction_id text not null,
    transaction_position integer not null,
    position integer not null,
    source_hash text not null,
    read_at integer not null,
    removed_at integer,
    primary key (kind, agency, value)
);
create index xzufi_objects_by_identity on xzufi_objects (agency, value);
create table xzufi_messages (
    source_hash text primary key,
    source text not null,
    message_id text not null,
    standard_version text not null,
    created_at integer,
    transaction_id text not null,
    transaction_position integer not null,
    head text not null,
    objects integer not null,
    applied_position integer not null,
    started_at integer not null,
    finished_at integer
);
)sql";

// What stands in the contents, again in a form that can be joined; each row names the object that
// it comes from.
constexpr const char* links = R"sql(
create table xzufi_service_keys (
    service_key text not null,
    agency text not null,
    value text not null,
    source_kind text not null,
    source_agency text not null,
    source_value text not null,
    primary key (service_key, agency, value, source_kind, source_agency, source_value)
);
create index xzufi_service_keys_by_source
    on xzufi_service_keys (source_kind, source_agency, source_value);
create table xzufi_area_keys (
    region_key text not null,
    agency text not null,
    value text not null,
    source_kind text not null,
    source_agency text not null,
    source_value text not null,
    primary key (region_key, agency, value, source_kind, source_agency, source_value)
);
create index xzufi_area_keys_by_area on xzufi_area_keys (agency, value);
create index xzufi_area_keys_by_source
    on xzufi_area_keys (source_kind, source_agency, source_value);
create table xzufi_area_parts (
    part_agency text not null,
    part_value text not null,
    agency text not null,
    value text not null,
    source_kind text not null,
    source_agency text not null,
    source_value text not null,
    primary key (part_agency, part_value, agency, value, source_kind, source_agency, source_value)
);
create index xzufi_area_parts_by_source
    on xzufi_area_parts (source_kind, source_agency, source_value);
create table xzufi_competences (
    source_kind text not null,
    source_agency text not null,
    source_value text not null,
    number integer not null,
    entry integer not null,
    service_agency text not null,
    service_value text not null,
    area_agency text not null,
    area_value text not null,
    holder_kind text not null,
    holder_agency text not null,
    holder_value text not null,
    primary key (source_kind, source_agency, source_value, number)
);
create index xzufi_competences_by_service
    on xzufi_competences (service_agency, service_value, area_agency, area_value);
)sql";

}  // namespace

std::vector<storage::Migration> xzufi_migrations() {
    return {{"xzufi", 1, "objects of editorial offices", objects},
            {"xzufi", 2, "what objects say about each other", links}};
}

}  // namespace gordion::xzufi
