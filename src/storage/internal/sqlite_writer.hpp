// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "storage/internal/sqlite_connection.hpp"

namespace gordion::storage::internal {

/// The one thread that writes to a SQLite file. It takes whatever waits – at most
/// limits::group_commit_transactions – runs them one after another and commits them together, so
/// that many waiting callers share one fsync. If one fails, all that shared are rolled back and run
/// again, each in a savepoint of its own. Nothing waits for company: a lone caller gets a commit of
/// its own at once.
class SqliteWriter {
public:
    using Body = std::function<Result<void>(Connection&)>;
    SqliteWriter(std::unique_ptr<SqliteConnection> connection, const Database& owner);
    /// Finishes what waits.
    ~SqliteWriter();
    SqliteWriter(const SqliteWriter&) = delete;
    SqliteWriter& operator=(const SqliteWriter&) = delete;

    /// Returns after the commit is durable. Rethrows what the body threw.
    Result<void> run(const Body& body);
    [[nodiscard]] DatabaseCounts counts() const;

private:
    struct Waiting;
    void work();
    void run_group(const std::vector<Waiting*>& group);
    /// Without savepoints. False: one failed, nothing is written, and all must run again.
    bool run_together(const std::vector<Waiting*>& group);
    void run_each_alone(const std::vector<Waiting*>& group);
    bool begin(const std::vector<Waiting*>& group);
    void commit(const std::vector<Waiting*>& group);
    void fail_all(const std::vector<Waiting*>& group, const Error& error);
    void run_body(Waiting& waiting);
    void run_in_savepoint(Waiting& waiting);
    void finish(const std::vector<Waiting*>& group);

    std::unique_ptr<SqliteConnection> connection_;  ///< touched by thread_ only
    const Database* owner_;
    int cautious_groups_ = 0;   ///< thread_ only
    mutable std::mutex mutex_;  ///< guards everything below
    std::condition_variable arrived_;
    std::deque<Waiting*> queue_;
    DatabaseCounts counts_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace gordion::storage::internal
