// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/transmission_store.hpp"

namespace gordion::zustelldienst {

// Announcing and submitting are the hot path: as few indexes as the questions allow. What waits is
// in partial indexes, so an incomplete row costs them nothing.
std::vector<storage::Migration> transmission_migrations() {
    return {{"zustelldienst_transmissions", 1, "submissions, replies, attachments, events", R"sql(
CREATE TABLE fitconnect_transmissions (
    tenant_id text NOT NULL,
    id text NOT NULL,
    kind integer NOT NULL,
    case_id text NOT NULL,
    destination_id text NOT NULL,
    author text NOT NULL,
    receiver text NOT NULL,
    service text NOT NULL,
    region text NOT NULL,
    announced text NOT NULL,
    missing integer NOT NULL,
    state text NOT NULL,
    created_at integer NOT NULL,
    submitted_at integer NOT NULL,
    changed_at integer NOT NULL,
    due_at integer NOT NULL,
    callback_url text,
    callback_secret blob,
    version integer NOT NULL,
    metadata text,
    data_jwe text,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX fitconnect_transmissions_id ON fitconnect_transmissions (id);
CREATE INDEX fitconnect_transmissions_case ON fitconnect_transmissions (case_id);
CREATE INDEX fitconnect_transmissions_due ON fitconnect_transmissions (due_at);
CREATE INDEX fitconnect_waiting_submissions ON fitconnect_transmissions
    (destination_id, changed_at, id) WHERE state = 'submitted' AND kind = 0;
CREATE INDEX fitconnect_waiting_replies ON fitconnect_transmissions
    (receiver, changed_at, id) WHERE state = 'submitted' AND kind = 1;
CREATE TABLE fitconnect_attachments (
    tenant_id text NOT NULL,
    transmission_id text NOT NULL,
    id text NOT NULL,
    blob_id text NOT NULL,
    bytes integer NOT NULL,
    tag text NOT NULL,
    PRIMARY KEY (tenant_id, transmission_id, id)
);
CREATE INDEX fitconnect_attachments_blob ON fitconnect_attachments (blob_id);
CREATE TABLE fitconnect_events (
    tenant_id text NOT NULL,
    subject_id text NOT NULL,
    verb integer NOT NULL,
    case_id text NOT NULL,
    event_id text NOT NULL,
    happened_at integer NOT NULL,
    claims text NOT NULL,
    token text,
    PRIMARY KEY (tenant_id, subject_id, verb)
);
CREATE INDEX fitconnect_events_case ON fitconnect_events (case_id);
CREATE TABLE fitconnect_posted_events (
    tenant_id text NOT NULL,
    issuer text NOT NULL,
    event_id text NOT NULL,
    case_id text NOT NULL,
    PRIMARY KEY (tenant_id, issuer, event_id)
);
CREATE INDEX fitconnect_posted_events_case ON fitconnect_posted_events (case_id);
)sql"}};
}

}  // namespace gordion::zustelldienst
