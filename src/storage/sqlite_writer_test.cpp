// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "storage/database.hpp"

// That a commit survives a power cut cannot be shown in a unit test; tests/journeys kills the
// server under load instead. Here: who shares a commit, and who fails alone.
namespace gordion::storage {
namespace {

const Scope scope = system_scope("test");

class SqliteWriterTest : public ::testing::Test {
protected:
    void SetUp() override {
        database_ = Database::open({"sqlite::memory:", 1}).value();
        const std::vector<Migration> migrations{
            {"test", 1, "table", "CREATE TABLE things (id integer PRIMARY KEY);"}};
        ASSERT_TRUE(database_->migrate(migrations));
        before_ = database_->counts();
    }

    Result<void> add(std::int64_t id) {
        return database_->write(scope, [&](Connection& connection) -> Result<void> {
            TRY(connection.execute("INSERT INTO things (id) VALUES ($1)", {id}));
            return {};
        });
    }

    std::int64_t count() {
        return database_
            ->read(scope, [](Connection& c) { return c.query("SELECT count(*) FROM things"); })
            .value()
            .front()
            .integer(0);
    }

    /// Holds the writer back inside a transaction until all of `work` wait behind it.
    void run_behind_a_slow_one(const std::vector<std::function<void()>>& work) {
        std::promise<void> entered;
        std::promise<void> release;
        std::thread slow([&] {
            EXPECT_TRUE(database_->write(scope, [&](Connection&) -> Result<void> {
                entered.set_value();
                release.get_future().wait();
                return {};
            }));
        });
        entered.get_future().wait();
        std::atomic<int> started = 0;
        std::vector<std::thread> threads;
        for (const auto& piece : work) {
            threads.emplace_back([&started, &piece] {
                ++started;
                piece();
            });
        }
        while (started < static_cast<int>(work.size())) {
            std::this_thread::yield();
        }
        // The threads run; give them the moment they need to enter the queue.
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        release.set_value();
        slow.join();
        for (std::thread& thread : threads) {
            thread.join();
        }
    }

    std::unique_ptr<Database> database_;
    DatabaseCounts before_;
};

TEST_F(SqliteWriterTest, CommitsTogetherWhatWaitsTogether) {
    std::vector<std::function<void()>> work;
    for (int i = 0; i < 20; ++i) {
        work.emplace_back([this, i] { EXPECT_TRUE(add(i)); });
    }
    run_behind_a_slow_one(work);
    EXPECT_EQ(count(), 20);
    const DatabaseCounts after = database_->counts();
    EXPECT_EQ(after.transactions - before_.transactions, 21);
    EXPECT_LE(after.commits - before_.commits, 5) << "expected about two commits";
}

TEST_F(SqliteWriterTest, RunsAgainWhatSharedACommitWithAFailure) {
    ASSERT_TRUE(add(100));
    std::atomic<int> runs = 0;
    std::vector<std::function<void()>> work;
    for (int i = 0; i < 10; ++i) {
        work.emplace_back([this, i, &runs] {
            EXPECT_TRUE(
                database_->write(scope, [&](Connection& connection) -> Result<std::int64_t> {
                    ++runs;
                    return connection.execute("INSERT INTO things (id) VALUES ($1)",
                                              {std::int64_t{i}});
                }));
        });
        work.emplace_back([this] { EXPECT_EQ(add(100).error().code, "storage.unique"); });
    }
    run_behind_a_slow_one(work);
    EXPECT_EQ(count(), 11);
    EXPECT_GE(runs, 10);
    EXPECT_LE(runs, 20) << "once together, once alone";
    run_behind_a_slow_one({[this] { EXPECT_TRUE(add(200)); }, [this] { EXPECT_TRUE(add(201)); }});
    EXPECT_EQ(count(), 13) << "in savepoints, as the groups after a failure";
}

TEST_F(SqliteWriterTest, LetsEachFailAlone) {
    ASSERT_TRUE(add(1));
    std::vector<std::function<void()>> work;
    for (int i = 10; i < 20; ++i) {
        work.emplace_back([this, i] { EXPECT_TRUE(add(i)); });
        work.emplace_back([this] { EXPECT_EQ(add(1).error().code, "storage.unique"); });
        work.emplace_back([this, i] {
            EXPECT_THROW((void)database_->write(scope,
                                                [&](Connection& connection) -> Result<void> {
                                                    TRY(connection.execute(
                                                        "INSERT INTO things (id) VALUES ($1)",
                                                        {std::int64_t{i + 100}}));
                                                    throw std::runtime_error("thrown inside");
                                                }),
                         std::runtime_error);
        });
    }
    run_behind_a_slow_one(work);
    EXPECT_EQ(count(), 11);
    EXPECT_EQ(database_->counts().rolled_back - before_.rolled_back, 20);
}

TEST_F(SqliteWriterTest, FailsEverybodyWhenTheDiskIsFullAndRecovers) {
    // A cap on the pages of the file is how SQLite lets one simulate a full disk.
    ASSERT_TRUE(database_->write(scope, [](Connection& connection) -> Result<void> {
        TRY(connection.execute("CREATE TABLE big (bytes blob)"));
        TRY(connection.query("PRAGMA max_page_count = 40"));
        return {};
    }));
    const auto full = database_->write(scope, [](Connection& connection) {
        return connection.execute("INSERT INTO big (bytes) VALUES ($1)",
                                  {Blob{std::string(1'000'000, 'x')}});
    });
    EXPECT_EQ(full.error().code, "storage.full");
    EXPECT_TRUE(add(5));
    EXPECT_EQ(count(), 1);
}

TEST_F(SqliteWriterTest, FinishesWhatWaitsBeforeItEnds) {
    std::vector<std::thread> threads;
    std::atomic<int> added = 0;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] { added += add(i).has_value() ? 1 : 0; });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    database_.reset();
    EXPECT_EQ(added, 8);
}

}  // namespace
}  // namespace gordion::storage
