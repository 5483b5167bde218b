// SPDX-License-Identifier: EUPL-1.2
#include "cases/case_store.hpp"

namespace gordion::cases {
namespace {

storage::Migration handling_migration() {
    return {"cases", 2, "copies, consultations, automatic issue, records of decisions", R"sql(
ALTER TABLE cases ADD COLUMN kind text NOT NULL DEFAULT 'decision';
ALTER TABLE cases ADD COLUMN copy_id text NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN automatic text NOT NULL DEFAULT 'none';
ALTER TABLE cases ADD COLUMN automatic_reason text NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN automatic_detail text NOT NULL DEFAULT '';
CREATE TABLE case_consultations (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    number integer NOT NULL,
    declared text NOT NULL,
    receiver_tenant text NOT NULL,
    receiver_name text NOT NULL,
    receiver_submission text NOT NULL,
    state text NOT NULL,
    asked_at integer NOT NULL,
    asked_by text NOT NULL,
    frist_on text,
    answered_at integer,
    question_jwe text NOT NULL,
    opinion_jwe text NOT NULL,
    receiver_jwe text NOT NULL,
    PRIMARY KEY (tenant_id, case_id, number),
    UNIQUE (tenant_id, receiver_submission)
);
CREATE TABLE case_decisions (
    tenant_id text NOT NULL,
    case_id text NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    prepared_at integer NOT NULL,
    prepared_by text NOT NULL,
    signed_at integer,
    signed_by text NOT NULL,
    record_jwe text NOT NULL,
    PRIMARY KEY (tenant_id, case_id, number)
);
)sql"};
}

storage::Migration arrival_migration() {
    return {"cases", 3, "arrivals over FIT-Connect", R"sql(
CREATE TABLE case_arrivals (
    tenant_id text NOT NULL,
    remote_destination text NOT NULL,
    remote_submission text NOT NULL,
    submission_id text NOT NULL,
    server text NOT NULL,
    remote_case text NOT NULL,
    service_identifier text NOT NULL,
    region text NOT NULL,
    reply_channel text NOT NULL,
    received_at integer NOT NULL,
    PRIMARY KEY (tenant_id, remote_destination, remote_submission),
    UNIQUE (tenant_id, submission_id)
);
CREATE TABLE case_arrival_replies (
    tenant_id text NOT NULL,
    submission_id text NOT NULL,
    reply_id text NOT NULL,
    remote_reply text NOT NULL,
    sent_at integer,
    PRIMARY KEY (tenant_id, submission_id, reply_id)
);
)sql"};
}

}  // namespace

std::vector<storage::Migration> case_migrations() {
    return {{"cases", 1, "cases and mandates", R"sql(
CREATE TABLE cases (
    tenant_id text NOT NULL,
    id text NOT NULL,
    number text NOT NULL,
    submission_id text NOT NULL,
    destination_id text NOT NULL,
    service text NOT NULL,
    package_id text NOT NULL,
    package_version text NOT NULL,
    ars text NOT NULL,
    state text NOT NULL,
    team text NOT NULL,
    assignee text NOT NULL,
    arrived_at integer NOT NULL,
    frist_on text,
    revision integer NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, submission_id)
);
CREATE INDEX cases_by_arrival ON cases (tenant_id, arrived_at, id);
CREATE TABLE mandates (
    tenant_id text NOT NULL,
    id text NOT NULL,
    team text NOT NULL,
    services text NOT NULL,
    power text NOT NULL,
    legal_basis text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    revoked_at integer,
    given_by text NOT NULL,
    given_at integer NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX mandates_by_team ON mandates (tenant_id, team);
)sql"},
            handling_migration(),
            arrival_migration()};
}

}  // namespace gordion::cases
