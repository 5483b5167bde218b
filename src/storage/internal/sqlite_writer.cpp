// SPDX-License-Identifier: EUPL-1.2
#include "storage/internal/sqlite_writer.hpp"

#include <algorithm>

#include "core/limits.hpp"

namespace gordion::storage::internal {

/// Lives on the stack of the caller, who waits until `done`.
struct SqliteWriter::Waiting {
    const Body* body = nullptr;
    Result<void> outcome;
    std::exception_ptr thrown;
    std::condition_variable finished;
    bool done = false;

    [[nodiscard]] bool went_well() const { return !thrown && outcome.has_value(); }
};

SqliteWriter::SqliteWriter(std::unique_ptr<SqliteConnection> connection, const Database& owner)
    : connection_(std::move(connection)), owner_(&owner), thread_([this] { work(); }) {}

SqliteWriter::~SqliteWriter() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_one();
    thread_.join();
}

Result<void> SqliteWriter::run(const Body& body) {
    Waiting waiting;
    waiting.body = &body;
    std::unique_lock lock(mutex_);
    queue_.push_back(&waiting);
    arrived_.notify_one();
    waiting.finished.wait(lock, [&] { return waiting.done; });
    if (waiting.thrown) {
        std::rethrow_exception(std::exchange(waiting.thrown, nullptr));
    }
    return std::move(waiting.outcome);
}

DatabaseCounts SqliteWriter::counts() const {
    const std::lock_guard lock(mutex_);
    return counts_;
}

void SqliteWriter::work() {
    for (;;) {
        std::vector<Waiting*> group;
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) {
                return;
            }
            const auto count = std::min(queue_.size(), limits::group_commit_transactions);
            group.assign(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
            queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
        }
        run_group(group);
        finish(group);
    }
}

void SqliteWriter::run_group(const std::vector<Waiting*>& group) {
    const auto fail_all = [&](const Error& error) {
        for (Waiting* waiting : group) {
            if (waiting->went_well()) {
                waiting->outcome = error;
            }
        }
        connection_->forget_error();
        if (connection_->is_in_transaction()) {
            (void)connection_->run_script("ROLLBACK");
            connection_->forget_error();
        }
    };
    if (auto begun = connection_->run_script("BEGIN IMMEDIATE"); !begun.has_value()) {
        fail_all(begun.error());
        return;
    }
    for (Waiting* waiting : group) {
        run_in_savepoint(*waiting);
        if (!connection_->is_in_transaction()) {
            // SQLite gave the whole transaction up (disk full, I/O error): nobody's work is kept.
            fail_all(waiting->thrown ? Error{ErrorKind::Unavailable,
                                             "storage.connection",
                                             "",
                                             {},
                                             "The transaction was rolled back by SQLite."}
                                     : waiting->outcome.error());
            return;
        }
    }
    if (std::none_of(group.begin(), group.end(), [](Waiting* w) { return w->went_well(); })) {
        (void)connection_->run_script("ROLLBACK");
    } else if (auto committed = connection_->run_script("COMMIT"); !committed.has_value()) {
        fail_all(committed.error());
    }
    connection_->forget_error();
}

void SqliteWriter::run_in_savepoint(Waiting& waiting) {
    (void)connection_->run_script("SAVEPOINT one");
    try {
        const InsideMark mark(*owner_);
        waiting.outcome = (*waiting.body)(*connection_);
    } catch (...) {
        waiting.thrown = std::current_exception();
    }
    if (waiting.went_well() && connection_->lost()) {
        waiting.outcome = *connection_->lost();
    }
    connection_->forget_error();
    if (!connection_->is_in_transaction()) {
        return;
    }
    (void)connection_->run_script(waiting.went_well() ? "RELEASE one"
                                                      : "ROLLBACK TO one; RELEASE one");
}

void SqliteWriter::finish(const std::vector<Waiting*>& group) {
    const std::lock_guard lock(mutex_);
    std::int64_t good = 0;
    for (Waiting* waiting : group) {
        good += waiting->went_well() ? 1 : 0;
        waiting->done = true;
        // Under the lock: the waiter owns this variable and is gone once it sees `done`.
        waiting->finished.notify_one();
    }
    counts_.transactions += good;
    counts_.commits += good > 0 ? 1 : 0;
    counts_.rolled_back += static_cast<std::int64_t>(group.size()) - good;
}

}  // namespace gordion::storage::internal
