// SPDX-License-Identifier: EUPL-1.2
#include "fim/migrations.hpp"

namespace gordion::fim {

std::vector<storage::Migration> fim_migrations() {
    return {
        {"fim", 1, "schemas, their elements and positions", R"(
CREATE TABLE fim_schemas (
    id text NOT NULL,
    version text NOT NULL,
    standard text NOT NULL,
    name text NOT NULL,
    freigabestatus integer NOT NULL,
    sha256 text NOT NULL,
    source text NOT NULL,
    imported_at integer NOT NULL,
    imported_by text NOT NULL,
    message blob NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE TABLE fim_positions (
    schema_id text NOT NULL,
    schema_version text NOT NULL,
    number integer NOT NULL,
    path text NOT NULL,
    element_id text NOT NULL,
    element_version text NOT NULL,
    element_name text NOT NULL,
    anzahl text NOT NULL,
    PRIMARY KEY (schema_id, schema_version, number),
    FOREIGN KEY (schema_id, schema_version) REFERENCES fim_schemas (id, version)
);
CREATE INDEX fim_positions_by_element ON fim_positions (element_id, element_version);
)"},
        {"fim", 2, "code lists", R"(
CREATE TABLE fim_code_lists (
    canonical_id text NOT NULL,
    version text NOT NULL,
    short_name text NOT NULL,
    row_count integer NOT NULL,
    source text NOT NULL,
    sha256 text NOT NULL,
    imported_at integer NOT NULL,
    content text NOT NULL,
    PRIMARY KEY (canonical_id, version)
);
)"},
        {"fim", 3, "messages in pieces", R"(
CREATE TABLE fim_schema_pieces (
    schema_id text NOT NULL,
    schema_version text NOT NULL,
    number integer NOT NULL,
    piece blob NOT NULL,
    PRIMARY KEY (schema_id, schema_version, number),
    FOREIGN KEY (schema_id, schema_version) REFERENCES fim_schemas (id, version)
);
INSERT INTO fim_schema_pieces (schema_id, schema_version, number, piece)
    SELECT id, version, 0, message FROM fim_schemas;
ALTER TABLE fim_schemas DROP COLUMN message;
)"},
        {"fim", 4, "rows of long code lists", R"(
CREATE TABLE fim_code_list_rows (
    canonical_id text NOT NULL,
    version text NOT NULL,
    number integer NOT NULL,
    content text NOT NULL,
    PRIMARY KEY (canonical_id, version, number),
    FOREIGN KEY (canonical_id, version) REFERENCES fim_code_lists (canonical_id, version)
);
)"},
    };
}

}  // namespace gordion::fim
