// SPDX-License-Identifier: EUPL-1.2
#include "planning/migrations.hpp"

namespace gordion::planning {
namespace {

// Nothing is changed: a newer number replaces, a null value takes back.
constexpr const char* statements = R"(
CREATE TABLE planning_statements (
    tenant_id text NOT NULL,
    service_key text NOT NULL,
    subject text NOT NULL,
    number integer NOT NULL,
    value text,
    stated_by text NOT NULL,
    stated_at integer NOT NULL,
    PRIMARY KEY (tenant_id, service_key, subject, number)
);
)";

// Facts about coverage are public reference data and bear no tenant. They lie together in pieces
// of many, because they are only ever read as a whole (decision 0034).
constexpr const char* coverage = R"(
create table planning_coverage_imports (
    number integer primary key,
    source text not null,
    file text not null,
    sha256 text not null,
    mapping text not null,
    covers text not null,
    imported_at integer not null,
    imported_by text not null,
    row_count integer not null,
    fact_count integer not null,
    refused_count integer not null,
    first_day text not null,
    superseded_at integer,
    superseded_by integer
);
create index planning_coverage_by_source on planning_coverage_imports (source);
create table planning_coverage_pieces (
    import_number integer not null,
    piece integer not null,
    facts text not null,
    primary key (import_number, piece)
);
create table planning_coverage_refused (
    import_number integer not null,
    piece integer not null,
    csv_rows text not null,
    primary key (import_number, piece)
);
)";

constexpr const char* targets = R"(
create table planning_target_pictures (
    tenant_id text not null,
    id text not null,
    version text not null,
    toml text not null,
    kept_at integer not null,
    kept_by text not null,
    primary key (tenant_id, id, version)
);
)";

constexpr const char* maturity = R"(
create table planning_maturity_answers (
    tenant_id text not null,
    number integer not null,
    service text not null,
    model text not null,
    version text not null,
    criterion text not null,
    answer_level integer,
    note text not null,
    answered_by text not null,
    answered_at integer not null,
    primary key (tenant_id, number)
);
create index planning_maturity_by_service
    on planning_maturity_answers (tenant_id, service, model, version);
create table planning_maturity_texts (
    tenant_id text not null,
    number integer not null,
    model text not null,
    version text not null,
    criterion text not null,
    title text not null,
    question text not null,
    choices text not null,
    source text not null,
    written_by text not null,
    written_at integer not null,
    primary key (tenant_id, number)
);
)";

}  // namespace

std::vector<storage::Migration> planning_migrations() {
    return {{"planning", 1, "statements", statements},
            {"planning", 2, "facts about coverage", coverage},
            {"planning", 3, "target pictures", targets},
            {"planning", 4, "assessments of maturity", maturity}};
}

}  // namespace gordion::planning
