// SPDX-License-Identifier: EUPL-1.2
#include "delivery/submission_store.hpp"
#include "delivery/transfer_store.hpp"

namespace gordion::delivery {

namespace {

storage::Migration copies_migration() {
    return {"delivery", 2, "copies for further receivers", R"sql(
ALTER TABLE submissions ADD COLUMN copy_id text NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN copy_kind text NOT NULL DEFAULT 'notice';
ALTER TABLE submissions ADD COLUMN original_tenant text NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN original_id text NOT NULL DEFAULT '';
CREATE TABLE submission_copies (
    tenant_id text NOT NULL,
    submission_id text NOT NULL,
    number integer NOT NULL,
    copy_id text NOT NULL,
    receiver text NOT NULL,
    name text NOT NULL,
    receiver_tenant text NOT NULL,
    receiver_submission text NOT NULL,
    PRIMARY KEY (tenant_id, submission_id, number)
);)sql"};
}

}  // namespace

std::vector<storage::Migration> delivery_migrations() {
    return {{"delivery", 1, "submissions, events, replies", R"sql(
CREATE TABLE submissions (
    tenant_id text NOT NULL,
    id text NOT NULL,
    number text NOT NULL,
    service text NOT NULL,
    package_id text NOT NULL,
    package_version text NOT NULL,
    ars text NOT NULL,
    destination_id text NOT NULL,
    channel text NOT NULL,
    state text NOT NULL,
    submitted_at integer NOT NULL,
    frist_on text,
    metadata_jwe text NOT NULL,
    data_jwe text NOT NULL,
    mailbox_public_jwk text NOT NULL,
    sealed_mailbox blob NOT NULL,
    code_check text NOT NULL,
    attempts integer NOT NULL,
    locked_until integer NOT NULL,
    sealed_notify_address blob NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number)
);
CREATE TABLE attachments (
    tenant_id text NOT NULL,
    submission_id text NOT NULL,
    id text NOT NULL,
    blob_id text NOT NULL,
    bytes integer NOT NULL,
    PRIMARY KEY (tenant_id, submission_id, id)
);
CREATE TABLE submission_events (
    tenant_id text NOT NULL,
    submission_id text NOT NULL,
    number integer NOT NULL,
    kind text NOT NULL,
    at integer NOT NULL,
    details text NOT NULL,
    PRIMARY KEY (tenant_id, submission_id, number)
);
CREATE TABLE replies (
    tenant_id text NOT NULL,
    submission_id text NOT NULL,
    id text NOT NULL,
    kind text NOT NULL,
    at integer NOT NULL,
    for_citizen_jwe text NOT NULL,
    for_authority_jwe text NOT NULL,
    PRIMARY KEY (tenant_id, submission_id, id)
);
CREATE TABLE receipts (
    tenant_id text NOT NULL,
    idempotency_hash text NOT NULL,
    sealed_receipt blob NOT NULL,
    made_at integer NOT NULL,
    PRIMARY KEY (tenant_id, idempotency_hash)
);
)sql"},
            copies_migration(),
            transfer_migration()};
}

}  // namespace gordion::delivery
