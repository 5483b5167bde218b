// SPDX-License-Identifier: EUPL-1.2
#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/limits.hpp"
#include "core/log.hpp"
#include "storage/jobs.hpp"

namespace gordion::storage {
namespace {

constexpr std::int64_t beat_ms = limits::job_lease_ms / 4;
/// Work that takes longer hangs: its job goes to another node.
constexpr std::int64_t longest_run_ms = 24LL * 3600 * 1000;

/// A job that runs on this node.
struct HeldJob {
    TenantId tenant;
    std::string id;
    Instant taken_at;
    Instant lease_until;
    std::stop_source lost;
};

/// 5 s, 15 s, 45 s … at most six hours: twelve attempts take about a day. Up to a fifth more by
/// chance, so that what failed together does not come back together.
std::int64_t pause_ms(int attempts, Random& random) {
    constexpr std::int64_t longest = 6LL * 3600 * 1000;
    std::int64_t pause = 5'000;
    for (int i = 1; i < attempts && pause < longest; ++i) {
        pause *= 3;
    }
    pause = std::min(pause, longest);
    return pause + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(pause / 5)));
}

/// The job that is due longest among the kinds of this node. `run_at` becomes the end of the lease.
std::string take_sql(std::size_t kinds, Dialect dialect) {
    std::string placeholders;
    for (std::size_t i = 0; i < kinds; ++i) {
        placeholders += fmt::format("{}${}", i == 0 ? "" : ", ", i + 4);
    }
    // Nodes on PostgreSQL step over what another node is taking; SQLite has one writer anyway.
    const char* lock = dialect == Dialect::Postgres ? "FOR UPDATE SKIP LOCKED" : "";
    return fmt::format(
        "UPDATE jobs SET state = 'running', attempts = attempts + 1, lease = $1, run_at = $2 "
        "WHERE (tenant_id, id) IN (SELECT tenant_id, id FROM jobs WHERE state <> 'failed' "
        "AND run_at <= $3 AND kind IN ({}) ORDER BY run_at, id LIMIT 1 {}) "
        "RETURNING tenant_id, id, kind, payload, run_at, attempts",
        placeholders, lock);
}

}  // namespace

struct JobRunner::Running {
    Running(Database& the_database, const Clock& the_clock, Random& the_random)
        : database(the_database), clock(the_clock), random(the_random) {}

    Database& database;
    const Clock& clock;
    Random& random;
    std::map<std::string, Handler> handlers;  ///< fixed once threads run
    std::mutex mutex;                         ///< guards what follows
    std::condition_variable woken;
    std::uint64_t wakes = 0;
    bool stopping = false;
    std::vector<std::thread> threads;
    std::map<std::string, HeldJob> held;  ///< by lease
    std::condition_variable beat;
    bool keeping = false;
    std::thread keeper;

    [[nodiscard]] Scope scope() const { return system_scope("storage.jobs"); }

    Result<std::optional<Job>> take(const std::string& lease) {
        const Instant now = clock.now();
        std::vector<Value> values{Value(lease), Value(now.plus_ms(limits::job_lease_ms).ms),
                                  Value(now.ms)};
        for (const auto& [kind, handler] : handlers) {
            values.emplace_back(kind);
        }
        const std::string sql = take_sql(handlers.size(), database.dialect());
        return database.write(scope(), [&](Connection& connection) -> Result<std::optional<Job>> {
            const Rows rows = TRY(connection.query(sql, std::span<const Value>(values)));
            if (rows.empty()) {
                return std::optional<Job>();
            }
            const Row& row = rows.front();
            return std::optional<Job>({row.text(1),
                                       {row.text(0)},
                                       row.text(2),
                                       row.text(3),
                                       {row.integer(4)},
                                       static_cast<int>(row.integer(5))});
        });
    }

    [[nodiscard]] JobVerdict ask_handler(const Job& job) const {
        // A node that died while running it used up an attempt as well.
        if (job.attempts > limits::job_attempts) {
            return {JobOutcome::GiveUp, "storage.job_lease_lost"};
        }
        try {
            return handlers.at(job.kind)(job);
        } catch (const Bug& bug) {
            log(LogLevel::Error, "job.threw",
                {{"job", job.id}, {"kind", job.kind}, {"bug", bug.what()}});
        } catch (const std::exception&) {
            // What a library says may quote what it was given: not logged.
            log(LogLevel::Error, "job.threw", {{"job", job.id}, {"kind", job.kind}});
        }
        return {JobOutcome::Retry, "storage.job_threw"};
    }

    /// Nothing changes if the lease ran out and another node has the job now.
    Result<void> settle(const Job& job, const std::string& lease, JobVerdict verdict) {
        if (verdict.outcome == JobOutcome::Retry && job.attempts >= limits::job_attempts) {
            verdict.outcome = JobOutcome::GiveUp;
        }
        if (verdict.outcome == JobOutcome::GiveUp) {
            log(LogLevel::Warning, "job.given_up",
                {{"job", job.id}, {"kind", job.kind}, {"error", verdict.error_code}});
        }
        const std::int64_t next = clock.now().ms + pause_ms(job.attempts, random);
        return database.write(scope(), [&](Connection& connection) -> Result<void> {
            if (verdict.outcome == JobOutcome::Done) {
                TRY(connection.execute(
                    "DELETE FROM jobs WHERE tenant_id = $1 AND id = $2 AND lease = $3",
                    {job.tenant.value, job.id, lease}));
                return {};
            }
            const char* state = verdict.outcome == JobOutcome::Retry ? "waiting" : "failed";
            TRY(connection.execute(
                "UPDATE jobs SET state = $4, run_at = $5, error_code = $6, lease = '' "
                "WHERE tenant_id = $1 AND id = $2 AND lease = $3",
                {job.tenant.value, job.id, lease, std::string(state), next, verdict.error_code}));
            return {};
        });
    }

    void hold(Job& job, const std::string& lease) {
        HeldJob running_here{job.tenant, job.id, clock.now(), job.run_at, {}};
        job.lease_lost = running_here.lost.get_token();
        const std::lock_guard lock(mutex);
        held.emplace(lease, std::move(running_here));
    }

    void let_go(const std::string& lease) {
        const std::lock_guard lock(mutex);
        held.erase(lease);
    }

    /// Whether the lease is still that job's.
    Result<bool> renew(const std::string& lease, const HeldJob& job, Instant until) {
        return database.write(scope(), [&](Connection& connection) -> Result<bool> {
            return TRY(connection.execute(
                       "UPDATE jobs SET run_at = $4 WHERE tenant_id = $1 AND id = $2 "
                       "AND lease = $3 AND state = 'running'",
                       {job.tenant.value, job.id, lease, until.ms})) > 0;
        });
    }

    Result<void> renew_all() {
        std::map<std::string, HeldJob> running_here;
        {
            const std::lock_guard lock(mutex);
            running_here = held;
        }
        Result<void> all;
        for (auto& [lease, job] : running_here) {
            const Instant now = clock.now();
            const Instant until = now.plus_ms(limits::job_lease_ms);
            const bool is_too_long = now > job.taken_at.plus_ms(longest_run_ms);
            const Result<bool> kept = is_too_long ? Result<bool>(false) : renew(lease, job, until);
            if (kept && kept.value()) {
                const std::lock_guard lock(mutex);
                if (const auto found = held.find(lease); found != held.end()) {
                    found->second.lease_until = until;
                }
                continue;
            }
            if (!kept) {
                all = kept.error();
            }
            // Nobody else takes it before the lease that is known to hold has ended.
            if (kept || clock.now() >= job.lease_until) {
                log(LogLevel::Warning, "job.lease_lost", {{"job", job.id}});
                job.lost.request_stop();
            }
        }
        return all;
    }

    void keep_leases() {
        for (;;) {
            {
                std::unique_lock lock(mutex);
                if (beat.wait_for(lock, std::chrono::milliseconds(beat_ms),
                                  [&] { return !keeping; })) {
                    return;
                }
            }
            try {
                const auto renewed = renew_all();
                if (!renewed) {
                    log(LogLevel::Warning, "job.renewal_failed", {{"error", renewed.error().code}});
                }
            } catch (const std::exception& bug) {
                log(LogLevel::Error, "job.runner_threw", {{"what", bug.what()}});
            }
        }
    }

    /// False if nothing is due.
    Result<bool> run_one() {
        if (handlers.empty()) {
            return false;
        }
        const std::string lease = make_uuid(clock, random);
        std::optional<Job> job = TRY(take(lease));
        if (!job) {
            return false;
        }
        hold(*job, lease);
        const JobVerdict verdict = ask_handler(*job);
        let_go(lease);
        TRY(settle(*job, lease, verdict));
        return true;
    }

    void work() {
        std::uint64_t seen = 0;
        for (;;) {
            {
                const std::lock_guard lock(mutex);
                if (stopping) {
                    return;
                }
                seen = wakes;
            }
            bool idle = true;
            try {
                const auto ran = run_one();
                idle = !ran.has_value() || !ran.value();
                if (!ran.has_value()) {
                    log(LogLevel::Warning, "job.runner_failed", {{"error", ran.error().code}});
                }
            } catch (const std::exception& bug) {
                log(LogLevel::Error, "job.runner_threw", {{"what", bug.what()}});
            }
            if (idle) {
                std::unique_lock lock(mutex);
                woken.wait_for(lock, std::chrono::milliseconds(limits::job_poll_ms),
                               [&] { return stopping || wakes != seen; });
            }
        }
    }
};

JobRunner::JobRunner(Database& database, const Clock& clock, Random& random)
    : running_(new Running(database, clock, random)) {}

JobRunner::~JobRunner() {
    stop();
}

void JobRunner::add_handler(std::string kind, Handler handler) {
    VERIFY(running_->threads.empty(), "handlers are added before the runner starts");
    running_->handlers[std::move(kind)] = std::move(handler);
}

void JobRunner::start(int threads) {
    VERIFY(running_->threads.empty() && threads > 0, "a runner starts once");
    for (int i = 0; i < threads; ++i) {
        running_->threads.emplace_back([this] { running_->work(); });
    }
    running_->keeping = true;
    running_->keeper = std::thread([this] { running_->keep_leases(); });
}

void JobRunner::stop() {
    {
        const std::lock_guard lock(running_->mutex);
        running_->stopping = true;
    }
    running_->woken.notify_all();
    for (std::thread& thread : running_->threads) {
        thread.join();
    }
    running_->threads.clear();
    // Leases are kept until the last handler has ended.
    {
        const std::lock_guard lock(running_->mutex);
        running_->keeping = false;
    }
    running_->beat.notify_all();
    if (running_->keeper.joinable()) {
        running_->keeper.join();
    }
}

void JobRunner::wake() {
    {
        const std::lock_guard lock(running_->mutex);
        ++running_->wakes;
    }
    running_->woken.notify_all();
}

Result<void> JobRunner::renew_leases() {
    return running_->renew_all();
}

Result<int> JobRunner::run_due() {
    int ran = 0;
    while (TRY(running_->run_one())) {
        ++ran;
    }
    return ran;
}

}  // namespace gordion::storage
