// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "storage/database.hpp"

namespace gordion::storage {

/// Work that crosses the network or may be retried. It is written in the transaction of its cause
/// and done at least once, so handlers are idempotent.
struct Job {
    std::string id;  ///< empty: enqueue makes one
    TenantId tenant;
    std::string kind;     ///< "delivery.deliver": names the handler
    std::string payload;  ///< JSON with ids, no personal data
    Instant run_at;
    int attempts = 0;
    /// For a running handler: requested once another node may have the job. Whoever does long work
    /// looks at it before the next step that must not be done twice.
    std::stop_token lease_lost = {};
};

/// Inside the caller's transaction, whose scope reaches job.tenant. A run_at of 0 means now. A job
/// whose id is there already is not written again, so that periodic work is named after its day.
Result<void> enqueue(Connection& connection, const Clock& clock, Random& random, Job job);

enum class JobOutcome {
    Done,
    Retry,   ///< later, with pauses from seconds to hours, at most limits::job_attempts times
    GiveUp,  ///< kept with its error for an operator
};

struct JobVerdict {
    JobOutcome outcome = JobOutcome::Done;
    std::string error_code;
};

/// Takes due jobs one by one with a lease of limits::job_lease_ms, so that several nodes share one
/// queue and a job of a dead node runs again. A started runner renews the leases of what it runs,
/// for a day at most, so that long work keeps its job. Jobs of a kind without handler stay for a
/// node that has one. A handler that throws counts as Retry (storage.job_threw). Add handlers,
/// start once, stop by destroying; a running handler is waited for.
class JobRunner {
public:
    using Handler = std::function<JobVerdict(const Job&)>;
    JobRunner(Database& database, const Clock& clock, Random& random);
    ~JobRunner();

    void add_handler(std::string kind, Handler handler);
    void start(int threads);
    void stop();
    /// Wakes the runner after an enqueue on this node; without it a job waits for the next poll.
    void wake();
    /// Runs every job that is due now on the calling thread; returns how many. For tests and tools.
    Result<int> run_due();
    /// Renews the leases of the jobs that run here now and tells those that lost theirs. A started
    /// runner does this by itself, four times within a lease. For tests and tools.
    Result<void> renew_leases();

private:
    struct Running;
    std::unique_ptr<Running> running_;
};

/// Makes due at once what a killed process left running, instead of after its lease. Only for a
/// database that no other node uses; returns how many.
Result<std::int64_t> release_leases(Connection& connection, const Clock& clock);

/// Jobs by state ("waiting", "running", "failed") for metrics.
Result<std::map<std::string, std::int64_t>> count_jobs(Connection& connection);

struct FailedJob {
    Job job;
    std::string error_code;
};

/// What was given up, oldest first, for an operator.
Result<std::vector<FailedJob>> list_failed_jobs(Connection& connection, std::size_t most);
/// Gives a failed job all its attempts again. Error code: storage.job_missing (kind NotFound).
Result<void> requeue_failed_job(Connection& connection, const Clock& clock, const TenantId& tenant,
                                const std::string& id);

/// The migrations of this module's own tables.
std::vector<Migration> job_migrations();

}  // namespace gordion::storage
