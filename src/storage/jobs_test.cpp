// SPDX-License-Identifier: EUPL-1.2
#include "storage/jobs.hpp"

#include <gmock/gmock.h>

#include <future>

#include "core/limits.hpp"
#include "tests/support/databases.hpp"

namespace gordion::storage {
namespace {

const Scope scope = system_scope("test");

class JobTest : public testing::OnBothDatabases {
protected:
    Database& open_jobs() {
        database_ = &open(job_migrations());
        return *database_;
    }

    void add(const std::string& kind, const std::string& payload = "{}", Instant at = {}) {
        const auto added = database_->write(scope, [&](Connection& connection) {
            return enqueue(connection, clock_, random_, {"", {"010545459"}, kind, payload, at, 0});
        });
        ASSERT_TRUE(added.has_value()) << added.error().to_text();
    }

    std::map<std::string, std::int64_t> counts() {
        return database_->read(scope, [](Connection& connection) { return count_jobs(connection); })
            .value();
    }

    std::vector<FailedJob> failed() {
        return database_
            ->read(scope, [](Connection& connection) { return list_failed_jobs(connection, 10); })
            .value();
    }

    Database* database_ = nullptr;
    FakeClock clock_;
    SeededRandom random_{7};
    SystemRandom system_random_;
};
GORDION_ON_BOTH_DATABASES(JobTest);

TEST_P(JobTest, RunsWhatIsDueInItsOrderAndForgetsIt) {
    JobRunner runner(open_jobs(), clock_, random_);
    std::vector<std::string> seen;
    runner.add_handler("test.note", [&](const Job& job) {
        EXPECT_EQ(job.tenant.value, "010545459");
        EXPECT_EQ(job.attempts, 1);
        seen.push_back(job.payload);
        return JobVerdict{};
    });
    add("test.note", "second", clock_.now().plus_ms(-1));
    add("test.note", "first", clock_.now().plus_ms(-2));
    add("test.note", "later", clock_.now().plus_ms(1));
    EXPECT_EQ(runner.run_due().value(), 2);
    EXPECT_THAT(seen, ::testing::ElementsAre("first", "second"));
    EXPECT_EQ(counts()["waiting"], 1);
    clock_.advance_ms(1);
    EXPECT_EQ(runner.run_due().value(), 1);
    EXPECT_EQ(counts()["waiting"], 0);
}

TEST_P(JobTest, IsGoneWithTheTransactionThatFailed) {
    JobRunner runner(open_jobs(), clock_, random_);
    runner.add_handler("test.note", [](const Job&) { return JobVerdict{}; });
    (void)database_->write(scope, [&](Connection& connection) -> Result<void> {
        TRY(enqueue(connection, clock_, random_, {"", {"01"}, "test.note", "{}", {}, 0}));
        return Error{ErrorKind::Conflict, "test.refused", "", {}, ""};
    });
    EXPECT_EQ(runner.run_due().value(), 0);
}

TEST_P(JobTest, WritesPeriodicWorkOnceUnderItsName) {
    JobRunner runner(open_jobs(), clock_, random_);
    int runs = 0;
    runner.add_handler("test.daily", [&](const Job&) {
        ++runs;
        return JobVerdict{};
    });
    for (int i = 0; i < 2; ++i) {
        const auto added = database_->write(scope, [&](Connection& connection) {
            return enqueue(connection, clock_, random_,
                           {"test.daily.2026-11-23", {"00"}, "test.daily", "{}", {}, 0});
        });
        ASSERT_TRUE(added.has_value()) << added.error().to_text();
    }
    EXPECT_EQ(runner.run_due().value(), 1);
    EXPECT_EQ(runs, 1);
}

TEST_P(JobTest, LeavesKindsItDoesNotKnow) {
    JobRunner runner(open_jobs(), clock_, random_);
    add("test.unknown");
    EXPECT_EQ(runner.run_due().value(), 0);
    runner.add_handler("test.note", [](const Job&) { return JobVerdict{}; });
    EXPECT_EQ(runner.run_due().value(), 0);
    EXPECT_EQ(counts()["waiting"], 1);
}

TEST_P(JobTest, TriesAgainWithGrowingPausesAndThenGivesUp) {
    JobRunner runner(open_jobs(), clock_, random_);
    std::vector<std::int64_t> started;
    runner.add_handler("test.down", [&](const Job& job) {
        started.push_back(clock_.now().ms);
        EXPECT_EQ(job.attempts, static_cast<int>(started.size()));
        return JobVerdict{JobOutcome::Retry, "test.unreachable"};
    });
    add("test.down");
    for (int hour_quarters = 0; failed().empty() && hour_quarters < 40'000; ++hour_quarters) {
        ASSERT_TRUE(runner.run_due());
        clock_.advance_ms(started.size() < 4 ? 1'000 : 1'200'000);
    }
    ASSERT_EQ(started.size(), static_cast<std::size_t>(limits::job_attempts));
    EXPECT_GE(started[1] - started[0], 5'000);
    EXPECT_LE(started[1] - started[0], 7'000);
    EXPECT_GE(started[3] - started[2], 45'000);
    EXPECT_GE(started[11] - started[10], 6LL * 3600 * 1000);
    ASSERT_EQ(failed().size(), 1U);
    EXPECT_EQ(failed()[0].error_code, "test.unreachable");
    clock_.advance_ms(100LL * 24 * 3600 * 1000);
    EXPECT_EQ(runner.run_due().value(), 0);
}

TEST_P(JobTest, KeepsWhatIsGivenUpUntilAnOperatorAsksForItAgain) {
    JobRunner runner(open_jobs(), clock_, random_);
    JobVerdict verdict{JobOutcome::GiveUp, "test.refused"};
    runner.add_handler("test.note", [&](const Job&) { return verdict; });
    add("test.note");
    EXPECT_EQ(runner.run_due().value(), 1);
    EXPECT_EQ(counts()["failed"], 1);
    const Job job = failed().front().job;
    const auto requeue = [&](const TenantId& tenant, const std::string& id) {
        return database_->write(scope, [&](Connection& connection) {
            return requeue_failed_job(connection, clock_, tenant, id);
        });
    };
    EXPECT_EQ(requeue({"02"}, job.id).error().code, "storage.job_missing");
    EXPECT_EQ(requeue(job.tenant, "x").error().code, "storage.job_missing");
    EXPECT_TRUE(requeue(job.tenant, job.id));
    verdict = {};
    EXPECT_EQ(runner.run_due().value(), 1);
    EXPECT_EQ(counts()["failed"], 0);
}

TEST_P(JobTest, CountsAHandlerThatThrowsAsRetry) {
    JobRunner runner(open_jobs(), clock_, random_);
    runner.add_handler("test.bug", [](const Job&) -> JobVerdict { throw std::runtime_error("x"); });
    add("test.bug");
    EXPECT_EQ(runner.run_due().value(), 1);
    EXPECT_EQ(counts()["waiting"], 1);
    EXPECT_EQ(runner.run_due().value(), 0);
}

TEST_P(JobTest, RunsTheJobOfADeadNodeAfterItsLease) {
    JobRunner dying(open_jobs(), clock_, random_);
    JobRunner other(*database_, clock_, random_);
    int ran = 0;
    other.add_handler("test.note", [&](const Job& job) {
        EXPECT_EQ(job.attempts, 2);
        ++ran;
        return JobVerdict{};
    });
    dying.add_handler("test.note", [&](const Job&) {
        EXPECT_EQ(other.run_due().value(), 0) << "the lease still holds";
        EXPECT_EQ(counts()["running"], 1);
        clock_.advance_ms(limits::job_lease_ms);
        EXPECT_EQ(other.run_due().value(), 1);
        // Too late: the other node has settled the job, this verdict must not bring it back.
        return JobVerdict{JobOutcome::Retry, "test.late"};
    });
    add("test.note");
    EXPECT_EQ(dying.run_due().value(), 1);
    EXPECT_EQ(ran, 1);
    EXPECT_EQ(counts()["waiting"], 0);
}

TEST_P(JobTest, KeepsTheLeaseOfLongWork) {
    JobRunner runner(open_jobs(), clock_, random_);
    JobRunner other(*database_, clock_, random_);
    other.add_handler("test.long", [](const Job&) -> JobVerdict {
        ADD_FAILURE() << "a job whose lease is renewed must not run a second time";
        return {};
    });
    runner.add_handler("test.long", [&](const Job& job) {
        for (int i = 0; i < 5; ++i) {
            clock_.advance_ms(limits::job_lease_ms - 1);
            EXPECT_TRUE(runner.renew_leases());
            EXPECT_EQ(other.run_due().value(), 0);
        }
        EXPECT_FALSE(job.lease_lost.stop_requested());
        return JobVerdict{};
    });
    add("test.long");
    EXPECT_EQ(runner.run_due().value(), 1);
    EXPECT_EQ(counts()["waiting"] + counts()["running"] + counts()["failed"], 0);
    EXPECT_TRUE(runner.renew_leases());
}

TEST_P(JobTest, TellsAJobThatItLostItsLease) {
    JobRunner runner(open_jobs(), clock_, random_);
    JobRunner other(*database_, clock_, random_);
    other.add_handler("test.long", [&](const Job& job) {
        EXPECT_TRUE(runner.renew_leases());
        EXPECT_FALSE(job.lease_lost.stop_requested());
        return JobVerdict{JobOutcome::Retry, "test.later"};
    });
    runner.add_handler("test.long", [&](const Job& job) {
        EXPECT_FALSE(job.lease_lost.stop_requested());
        clock_.advance_ms(limits::job_lease_ms);
        EXPECT_EQ(other.run_due().value(), 1);
        EXPECT_TRUE(job.lease_lost.stop_requested());
        return JobVerdict{};
    });
    add("test.long");
    EXPECT_EQ(runner.run_due().value(), 1);
    EXPECT_EQ(counts()["waiting"], 1) << "the verdict of who lost it does not count";
}

TEST_P(JobTest, GivesUpTheLeaseOfWorkThatHangs) {
    JobRunner runner(open_jobs(), clock_, random_);
    runner.add_handler("test.long", [&](const Job& job) {
        clock_.advance_ms(25LL * 3600 * 1000);
        EXPECT_TRUE(runner.renew_leases());
        EXPECT_TRUE(job.lease_lost.stop_requested());
        return JobVerdict{};
    });
    add("test.long");
    EXPECT_EQ(runner.run_due().value(), 1);
}

TEST_P(JobTest, TellsAJobWhoseLeaseCannotBeRenewedInTime) {
    JobRunner runner(open_jobs(), clock_, random_);
    runner.add_handler("test.long", [&](const Job& job) {
        const auto rename = [&](const char* sql) {
            EXPECT_TRUE(database_->write(
                scope, [&](Connection& connection) { return connection.execute(sql); }));
        };
        rename("ALTER TABLE jobs RENAME TO hidden_jobs");
        EXPECT_FALSE(runner.renew_leases());
        EXPECT_FALSE(job.lease_lost.stop_requested());
        clock_.advance_ms(limits::job_lease_ms);
        EXPECT_FALSE(runner.renew_leases());
        EXPECT_TRUE(job.lease_lost.stop_requested());
        rename("ALTER TABLE hidden_jobs RENAME TO jobs");
        return JobVerdict{};
    });
    add("test.long");
    EXPECT_EQ(runner.run_due().value(), 1);
}

TEST_P(JobTest, RunsAtOnceWhatWasReleased) {
    JobRunner killed(open_jobs(), clock_, random_);
    JobRunner next(*database_, clock_, random_);
    const auto done = [](const Job&) { return JobVerdict{}; };
    next.add_handler("test.note", done);
    killed.add_handler("test.note", [&](const Job&) {
        const auto released = database_->write(
            scope, [&](Connection& connection) { return release_leases(connection, clock_); });
        EXPECT_EQ(released.value(), 1);
        EXPECT_EQ(next.run_due().value(), 1);
        return JobVerdict{};
    });
    add("test.note");
    EXPECT_EQ(killed.run_due().value(), 1);
    EXPECT_EQ(counts()["waiting"] + counts()["running"], 0);
}

TEST_P(JobTest, GivesUpAJobThatKillsEveryNode) {
    JobRunner runner(open_jobs(), clock_, random_);
    runner.add_handler("test.note", [](const Job&) -> JobVerdict {
        ADD_FAILURE() << "a job without attempts left must not run";
        return {};
    });
    add("test.note");
    ASSERT_TRUE(database_->write(scope, [](Connection& connection) {
        return connection.execute("UPDATE jobs SET state = 'running', attempts = $1",
                                  {std::int64_t{limits::job_attempts}});
    }));
    EXPECT_EQ(runner.run_due().value(), 1);
    EXPECT_EQ(failed().at(0).error_code, "storage.job_lease_lost");
}

TEST_P(JobTest, WakesAtOnceAndStopsCleanly) {
    JobRunner runner(open_jobs(), clock_, system_random_);
    std::promise<void> done;
    runner.add_handler("test.note", [&](const Job&) {
        done.set_value();
        return JobVerdict{};
    });
    runner.start(2);
    add("test.note");
    runner.wake();
    EXPECT_EQ(done.get_future().wait_for(std::chrono::milliseconds(900)),
              std::future_status::ready);
    runner.stop();
    EXPECT_EQ(counts()["waiting"] + counts()["running"], 0);
}

}  // namespace
}  // namespace gordion::storage
