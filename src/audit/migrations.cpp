// SPDX-License-Identifier: EUPL-1.2
#include "audit/audit.hpp"

namespace gordion::audit {

std::vector<storage::Migration> audit_migrations() {
    return {{"audit", 1, "entries and the head of each chain", R"(
CREATE TABLE audit_entries (
    tenant_id text NOT NULL,
    number integer NOT NULL,
    at integer NOT NULL,
    actor text NOT NULL,
    purpose text NOT NULL,
    event text NOT NULL,
    subject text NOT NULL,
    details text NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (tenant_id, number)
);
CREATE INDEX audit_entries_by_subject ON audit_entries (tenant_id, subject, number);
CREATE TABLE audit_heads (
    tenant_id text NOT NULL,
    number integer NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (tenant_id)
);
)"}};
}

}  // namespace gordion::audit
