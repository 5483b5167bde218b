// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/random.hpp"
#include "core/scope.hpp"
#include "storage/database.hpp"
#include "zustelldienst/trace.hpp"

namespace gordion::zustelldienst {

enum class TraceMode {
    Off,
    Failures,  ///< calls that were refused, or failed a check
    All,
};
std::optional<TraceMode> find_trace_mode(std::string_view text);  ///< "off", "failures", "all"

/// Which calls, newest first.
struct TraceFilter {
    std::string subject;  ///< id of a submission, case, reply, destination or attachment
    std::string client_id;
    bool only_failed = false;
    std::optional<Instant> from;
    std::optional<Instant> until;
    std::size_t limit = 100;  ///< at most limits::trace_list
    std::size_t offset = 0;
};

/// Everything that happened to one thing, oldest first.
struct TraceStory {
    enum class About { Submission, Case, Reply, Destination, Request };
    About about = About::Request;
    std::string id;
    std::vector<std::string> submissions;  ///< that belong to it
    std::vector<std::string> replies;
    std::string case_id;
    std::vector<TracedCall> calls;
    bool is_complete = true;  ///< false: older calls than limits::trace_list were left out
};
std::string_view to_string(TraceStory::About about);

/// The calls that a delivery server remembers: the newest limits::trace_calls, none older than
/// limits::trace_age_ms.
///
/// add() costs a caller a lock and never fails: calls are written by a thread of this class, some
/// at once, and when too many wait the oldest are dropped and counted. Reading writes what waits
/// first, so whoever asks after a call sees it. Shared between threads.
/// Error codes: zustelldienst.trace_unknown (NotFound, value id), those of storage.
class TraceStore {
public:
    TraceStore(storage::Database& database, const Clock& clock, TraceMode mode);
    ~TraceStore();  ///< writes what waits
    TraceStore(const TraceStore&) = delete;
    TraceStore& operator=(const TraceStore&) = delete;

    [[nodiscard]] TraceMode mode() const { return mode_; }
    void add(TracedCall call);

    Result<std::vector<TracedCall>> list_calls(const Scope& scope, const TraceFilter& filter);
    /// By the id of a submission, case, reply, destination or request. What belongs to a submission
    /// includes the calls on its case and on the replies in it.
    Result<TraceStory> load_story(const Scope& scope, std::string_view id);
    /// What add() dropped since the start because too much waited.
    [[nodiscard]] std::int64_t dropped() const;
    /// Forgets what is too old or too much; done now and then by itself.
    Result<void> prune(const Scope& scope);
    Result<void> flush();

private:
    void write_until_stopped(const std::stop_token& stop);

    storage::Database* database_;
    const Clock* clock_;
    TraceMode mode_;
    std::mutex write_mutex_;  ///< held while waiting calls are taken and written
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<TracedCall> waiting_;
    std::int64_t sequence_ = 0;
    std::int64_t dropped_ = 0;
    std::int64_t written_ = 0;
    std::jthread writer_;  ///< last: ends before what it uses
};

/// The table of the trace; apart from the others, so that it can be left out.
std::vector<storage::Migration> trace_migrations();

}  // namespace gordion::zustelldienst
