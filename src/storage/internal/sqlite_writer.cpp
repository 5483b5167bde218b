// SPDX-License-Identifier: EUPL-1.2
#include "storage/internal/sqlite_writer.hpp"

#include <semaphore.h>

#include <algorithm>

#include "core/limits.hpp"

namespace gordion::storage::internal {
namespace {

/// Where one failed, others may: so many groups run in savepoints from the start.
constexpr int groups_after_a_failure = 16;

/// POSIX, because it may be destroyed as soon as wait() returns, and std::binary_semaphore of
/// libstdc++ 12 may sleep for ever (its bug 104928).
class Signal {
public:
    Signal() { sem_init(&semaphore_, 0, 0); }
    ~Signal() { sem_destroy(&semaphore_); }
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;
    void raise() { sem_post(&semaphore_); }
    void wait() {
        while (sem_wait(&semaphore_) != 0) {
        }
    }

private:
    sem_t semaphore_{};
};

}  // namespace

/// Lives on the stack of the caller, who waits for `finished`. Not a condition variable under the
/// writer's mutex: a whole group would wake only to queue for that mutex.
struct SqliteWriter::Waiting {
    const Body* body = nullptr;
    Result<void> outcome;
    std::exception_ptr thrown;
    Signal finished;

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
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back(&waiting);
    }
    arrived_.notify_one();
    waiting.finished.wait();
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
    if (cautious_groups_ > 0) {
        --cautious_groups_;
    } else if (run_together(group)) {
        return;
    } else {
        cautious_groups_ = groups_after_a_failure;
    }
    run_each_alone(group);
}

bool SqliteWriter::begin(const std::vector<Waiting*>& group) {
    auto begun = connection_->run_frame("BEGIN IMMEDIATE");
    if (!begun.has_value()) {
        fail_all(group, begun.error());
    }
    return begun.has_value();
}

void SqliteWriter::commit(const std::vector<Waiting*>& group) {
    if (auto committed = connection_->run_frame("COMMIT"); !committed.has_value()) {
        fail_all(group, committed.error());
    }
    connection_->forget_error();
}

void SqliteWriter::fail_all(const std::vector<Waiting*>& group, const Error& error) {
    for (Waiting* waiting : group) {
        if (waiting->went_well()) {
            waiting->outcome = error;
        }
    }
    connection_->forget_error();
    if (connection_->is_in_transaction()) {
        (void)connection_->run_frame("ROLLBACK");
    }
}

// A savepoint makes SQLite copy every page before its first change in it, and groups change the
// same pages again and again. So first all run without: mostly nobody fails.
bool SqliteWriter::run_together(const std::vector<Waiting*>& group) {
    if (!begin(group)) {
        return true;
    }
    for (Waiting* waiting : group) {
        run_body(*waiting);
        if (waiting->went_well()) {
            continue;
        }
        if (connection_->is_in_transaction()) {
            (void)connection_->run_frame("ROLLBACK");
        }
        if (group.size() == 1) {
            return true;
        }
        for (Waiting* again : group) {
            again->outcome = {};
            again->thrown = nullptr;
        }
        return false;
    }
    commit(group);
    return true;
}

void SqliteWriter::run_each_alone(const std::vector<Waiting*>& group) {
    if (!begin(group)) {
        return;
    }
    for (Waiting* waiting : group) {
        run_in_savepoint(*waiting);
        if (!connection_->is_in_transaction()) {
            // SQLite gave the whole transaction up (disk full, I/O error): nobody's work is kept.
            fail_all(group, waiting->thrown ? Error{ErrorKind::Unavailable,
                                                    "storage.connection",
                                                    "",
                                                    {},
                                                    "The transaction was rolled back by SQLite."}
                                            : waiting->outcome.error());
            return;
        }
    }
    if (std::none_of(group.begin(), group.end(), [](Waiting* w) { return w->went_well(); })) {
        (void)connection_->run_frame("ROLLBACK");
    } else {
        commit(group);
    }
}

void SqliteWriter::run_body(Waiting& waiting) {
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
}

void SqliteWriter::run_in_savepoint(Waiting& waiting) {
    (void)connection_->run_frame("SAVEPOINT one");
    run_body(waiting);
    if (!connection_->is_in_transaction()) {
        return;
    }
    if (!waiting.went_well()) {
        (void)connection_->run_frame("ROLLBACK TO one");
    }
    (void)connection_->run_frame("RELEASE one");
}

void SqliteWriter::finish(const std::vector<Waiting*>& group) {
    const auto good =
        std::count_if(group.begin(), group.end(), [](Waiting* w) { return w->went_well(); });
    {
        const std::lock_guard lock(mutex_);
        counts_.transactions += good;
        counts_.commits += good > 0 ? 1 : 0;
        counts_.rolled_back += static_cast<std::int64_t>(group.size()) - good;
    }
    for (Waiting* waiting : group) {
        waiting->finished.raise();  // The caller may be gone from here on.
    }
}

}  // namespace gordion::storage::internal
