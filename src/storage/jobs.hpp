// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <map>
#include <memory>
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
};

/// Inside the caller's transaction.
Result<void> enqueue(Connection& connection, const Clock& clock, Random& random, Job job);

enum class JobOutcome {
    Done,
    Retry,   ///< later, with growing pauses, at most limits::job_attempts times
    GiveUp,  ///< kept with its error for an operator
};

struct JobVerdict {
    JobOutcome outcome = JobOutcome::Done;
    std::string error_code;
};

/// Takes due jobs with a lease, so that several nodes share one queue and a job of a dead node runs
/// again. Start once, stop by destroying. A handler that throws counts as Retry.
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

private:
    struct Running;
    std::unique_ptr<Running> running_;
};

/// Jobs by state ("waiting", "running", "failed") for metrics.
Result<std::map<std::string, std::int64_t>> count_jobs(Connection& connection);

/// The migrations of this module's own tables.
std::vector<Migration> job_migrations();

}  // namespace gordion::storage
