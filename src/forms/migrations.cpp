// SPDX-License-Identifier: EUPL-1.2
#include "forms/migrations.hpp"

namespace gordion::forms {

std::vector<storage::Migration> forms_migrations() {
    return {{"forms", 1, "drafts and their uploads", R"sql(
CREATE TABLE antraege (
    tenant_id text NOT NULL,
    id text NOT NULL,
    vorgangsnummer text NOT NULL,
    leistungsschluessel text NOT NULL,
    package_id text NOT NULL,
    package_version text NOT NULL,
    ars text NOT NULL,
    language text NOT NULL,
    sealed_answers blob NOT NULL,
    sealed_key_by_code blob,
    code_check text NOT NULL,
    attempts integer NOT NULL,
    locked_until integer NOT NULL,
    revision integer NOT NULL,
    created_at integer NOT NULL,
    changed_at integer NOT NULL,
    expires_at integer NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, vorgangsnummer)
);
CREATE INDEX antraege_by_expiry ON antraege (tenant_id, expires_at);
CREATE TABLE antrag_uploads (
    tenant_id text NOT NULL,
    antrag_id text NOT NULL,
    blob_id text NOT NULL,
    bytes integer NOT NULL,
    created_at integer NOT NULL,
    PRIMARY KEY (tenant_id, antrag_id, blob_id),
    FOREIGN KEY (tenant_id, antrag_id) REFERENCES antraege (tenant_id, id)
);
)sql"}};
}

}  // namespace gordion::forms
