// SPDX-License-Identifier: EUPL-1.2
#include "storage/jobs.hpp"

namespace gordion::storage {
namespace {

Job job_from(const Row& row) {
    return {row.text(1), {row.text(0)},    row.text(2),
            row.text(3), {row.integer(4)}, static_cast<int>(row.integer(5))};
}

}  // namespace

std::vector<Migration> job_migrations() {
    // A job is `waiting`, `running` until its lease ends at run_at, or `failed`. Done jobs are
    // deleted: what came of them is in the tables of their module.
    // jobs_due does not begin with the tenant: runners look over all tenants, on every node.
    return {{"storage", 1, "jobs", R"(
CREATE TABLE jobs (
    tenant_id text NOT NULL,
    id text NOT NULL,
    kind text NOT NULL,
    payload text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'running', 'failed')),
    run_at integer NOT NULL,
    attempts integer NOT NULL,
    lease text NOT NULL,
    error_code text NOT NULL,
    created_at integer NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX jobs_due ON jobs (run_at) WHERE state <> 'failed';
)"}};
}

Result<void> enqueue(Connection& connection, const Clock& clock, Random& random, Job job) {
    VERIFY(!job.kind.empty(), "a job names its handler");
    const Instant now = clock.now();
    const std::string id = job.id.empty() ? make_uuid(clock, random) : job.id;
    TRY(connection.execute(
        "INSERT INTO jobs (tenant_id, id, kind, payload, state, run_at, attempts, lease, "
        "error_code, created_at) VALUES ($1, $2, $3, $4, 'waiting', $5, 0, '', '', $6)"
        " ON CONFLICT (tenant_id, id) DO NOTHING",
        {job.tenant.value, id, job.kind, job.payload, job.run_at.ms == 0 ? now.ms : job.run_at.ms,
         now.ms}));
    return {};
}

Result<std::int64_t> release_leases(Connection& connection, const Clock& clock) {
    // The attempt stays counted: a job that kills its process must not be tried for ever.
    return connection.execute(
        "UPDATE jobs SET state = 'waiting', run_at = $1, lease = '' WHERE state = 'running'",
        {clock.now().ms});
}

Result<std::map<std::string, std::int64_t>> count_jobs(Connection& connection) {
    std::map<std::string, std::int64_t> counts{{"waiting", 0}, {"running", 0}, {"failed", 0}};
    for (const Row& row :
         TRY(connection.query("SELECT state, count(*) FROM jobs GROUP BY state"))) {
        counts[row.text(0)] = row.integer(1);
    }
    return counts;
}

Result<std::vector<FailedJob>> list_failed_jobs(Connection& connection, std::size_t most) {
    std::vector<FailedJob> failed;
    const Rows rows = TRY(connection.query(
        "SELECT tenant_id, id, kind, payload, run_at, attempts, error_code FROM jobs "
        "WHERE state = 'failed' ORDER BY created_at, tenant_id, id LIMIT $1",
        {Value(static_cast<std::int64_t>(most))}));
    for (const Row& row : rows) {
        failed.push_back({job_from(row), row.text(6)});
    }
    return failed;
}

Result<void> requeue_failed_job(Connection& connection, const Clock& clock, const TenantId& tenant,
                                const std::string& id) {
    const std::int64_t changed = TRY(connection.execute(
        "UPDATE jobs SET state = 'waiting', attempts = 0, run_at = $3, error_code = '' "
        "WHERE tenant_id = $1 AND id = $2 AND state = 'failed'",
        {tenant.value, id, clock.now().ms}));
    if (changed == 0) {
        return Error{ErrorKind::NotFound,
                     "storage.job_missing",
                     "",
                     {{"job", id}},
                     "There is no failed job of this id."};
    }
    return {};
}

}  // namespace gordion::storage
