// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/trace_store.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "core/limits.hpp"
#include "core/log.hpp"
#include "fitconnect/names.hpp"

namespace gordion::zustelldienst {
namespace {

constexpr auto write_pause = std::chrono::milliseconds(200);
constexpr std::int64_t prune_every = 500;  ///< calls written

constexpr std::string_view columns = "content, sequence";

Result<std::vector<TracedCall>> read_calls(const storage::Rows& rows) {
    std::vector<TracedCall> calls;
    calls.reserve(rows.size());
    for (const storage::Row& row : rows) {
        calls.push_back(TRY(read_traced_call(TRY(formats::parse_json(row.text(0))))));
        calls.back().sequence = row.integer(1);
    }
    return calls;
}

Result<std::vector<TracedCall>> select_calls(storage::Connection& connection,
                                             const std::string& condition,
                                             std::vector<storage::Value> values, std::size_t limit,
                                             std::size_t offset) {
    const std::string sql = "SELECT " + std::string(columns) + " FROM fitconnect_trace WHERE " +
                            condition + " ORDER BY at DESC, sequence DESC LIMIT " +
                            std::to_string(limit) + " OFFSET " + std::to_string(offset);
    return read_calls(TRY(connection.query(sql, values)));
}

// Conditions with their values; $n counts on.
class Conditions {
public:
    // `pattern` has one "?" for the number of the placeholder, as often as it likes.
    void add(std::string_view pattern, storage::Value value) {
        values_.push_back(std::move(value));
        text_ += text_.empty() ? "" : " AND ";
        for (const char letter : pattern) {
            text_ += letter == '?' ? "$" + std::to_string(values_.size()) : std::string(1, letter);
        }
    }
    void add_plain(std::string_view text) {
        text_ += (text_.empty() ? "" : " AND ") + std::string(text);
    }
    [[nodiscard]] std::string text() const { return text_.empty() ? "1 = 1" : text_; }
    [[nodiscard]] const std::vector<storage::Value>& values() const { return values_; }

private:
    std::string text_;
    std::vector<storage::Value> values_;
};

constexpr std::string_view subject_pattern =
    "(submission_id = ? OR case_id = ? OR reply_id = ? OR destination_id = ?"
    " OR attachment_id = ?)";

// The different ids of one column, over all calls that have `id` in another.
Result<std::set<std::string>> list_ids(storage::Connection& connection, std::string_view column,
                                       std::string_view where, const std::string& id) {
    const storage::Rows rows = TRY(connection.query(
        "SELECT DISTINCT " + std::string(column) + " FROM fitconnect_trace WHERE " +
            std::string(where) + " = $1 AND " + std::string(column) + " <> ''",
        {id}));
    std::set<std::string> ids;
    for (const storage::Row& row : rows) {
        ids.insert(row.text(0));
    }
    return ids;
}

Result<bool> has_call(storage::Connection& connection, std::string_view column,
                      const std::string& id) {
    return TRY(connection.find_row(
                   "SELECT id FROM fitconnect_trace WHERE " + std::string(column) + " = $1 LIMIT 1",
                   {id}))
        .has_value();
}

// What kind of thing the id names, if any call touched it.
Result<std::optional<TraceStory::About>> find_about(storage::Connection& connection,
                                                    const std::string& id) {
    using About = TraceStory::About;
    constexpr std::array kinds{std::pair("submission_id", About::Submission),
                               std::pair("case_id", About::Case),
                               std::pair("reply_id", About::Reply), std::pair("id", About::Request),
                               std::pair("destination_id", About::Destination)};
    for (const auto& [column, about] : kinds) {
        if (TRY(has_call(connection, column, id))) {
            return std::optional(about);
        }
    }
    return std::optional<About>();
}

// Fills in the case and what else lies in it. A submission's story has its own calls, those on the
// case and those on replies; other submissions of the case stay out.
Result<void> find_relatives(storage::Connection& connection, TraceStory& story) {
    using About = TraceStory::About;
    const auto keep = [](std::set<std::string> ids, std::vector<std::string>& out) {
        out.assign(ids.begin(), ids.end());
    };
    if (story.about == About::Submission || story.about == About::Reply) {
        const char* column = story.about == About::Submission ? "submission_id" : "reply_id";
        const auto cases = TRY(list_ids(connection, "case_id", column, story.id));
        story.case_id = cases.empty() ? "" : *cases.begin();
        (story.about == About::Submission ? story.submissions : story.replies) = {story.id};
    } else if (story.about == About::Case) {
        story.case_id = story.id;
        keep(TRY(list_ids(connection, "submission_id", "case_id", story.id)), story.submissions);
    }
    if (!story.case_id.empty() && story.about != About::Reply) {
        keep(TRY(list_ids(connection, "reply_id", "case_id", story.case_id)), story.replies);
    }
    return {};
}

std::string condition_of(const TraceStory& story, std::vector<storage::Value>& values) {
    const auto number = [&](const std::string& value) {
        values.emplace_back(value);
        return "$" + std::to_string(values.size());
    };
    if (story.about == TraceStory::About::Request) {
        return "id = " + number(story.id);
    }
    if (story.about == TraceStory::About::Destination) {
        return "destination_id = " + number(story.id);
    }
    std::string condition;
    for (const std::string& id : story.submissions) {
        condition += (condition.empty() ? "" : " OR ") + ("submission_id = " + number(id));
    }
    for (const std::string& id : story.replies) {
        condition += (condition.empty() ? "" : " OR ") + ("reply_id = " + number(id));
    }
    if (!story.case_id.empty()) {
        condition +=
            (condition.empty() ? "" : " OR ") +
            ("(case_id = " + number(story.case_id) + " AND submission_id = '' AND reply_id = '')");
    }
    return "(" + condition + ")";
}

Error trace_unknown(std::string_view id) {
    return {ErrorKind::NotFound,
            "zustelldienst.trace_unknown",
            "",
            {{"id", std::string(id)}},
            "No call that this trace remembers touched this id. A call that was refused before it "
            "had an id is found in the list of calls, and by the request id that its answer names "
            "as instance."};
}

}  // namespace

std::optional<TraceMode> find_trace_mode(std::string_view text) {
    if (text == "off") {
        return TraceMode::Off;
    }
    if (text == "failures") {
        return TraceMode::Failures;
    }
    return text == "all" ? std::optional(TraceMode::All) : std::nullopt;
}

std::string_view to_string(TraceStory::About about) {
    switch (about) {
        case TraceStory::About::Submission:
            return "submission";
        case TraceStory::About::Case:
            return "case";
        case TraceStory::About::Reply:
            return "reply";
        case TraceStory::About::Destination:
            return "destination";
        case TraceStory::About::Request:
            break;
    }
    return "request";
}

TraceStore::TraceStore(storage::Database& database, const Clock& clock, TraceMode mode)
    : database_(&database), clock_(&clock), mode_(mode) {
    if (mode_ != TraceMode::Off) {
        writer_ = std::jthread([this](const std::stop_token& stop) { write_until_stopped(stop); });
    }
}

TraceStore::~TraceStore() {
    writer_.request_stop();
    if (writer_.joinable()) {
        writer_.join();
    }
    const Result<void> written = flush();
    if (!written) {
        log(LogLevel::Warning, "trace.lost", {{"code", written.error().code}});
    }
}

void TraceStore::add(TracedCall call) {
    const bool wanted =
        mode_ == TraceMode::All || (mode_ == TraceMode::Failures && call.has_failed());
    if (!wanted) {
        return;
    }
    const std::lock_guard lock(mutex_);
    call.sequence = ++sequence_;
    if (waiting_.size() >= limits::trace_waiting) {
        waiting_.pop_front();
        ++dropped_;
    }
    waiting_.push_back(std::move(call));
    changed_.notify_one();
}

std::int64_t TraceStore::dropped() const {
    const std::lock_guard lock(mutex_);
    return dropped_;
}

Result<void> TraceStore::flush() {
    const std::lock_guard writing(write_mutex_);
    std::deque<TracedCall> taken;
    {
        const std::lock_guard lock(mutex_);
        taken.swap(waiting_);
    }
    if (taken.empty()) {
        return {};
    }
    const Scope scope = system_scope("fitconnect.trace");
    std::vector<std::vector<storage::Value>> rows;
    rows.reserve(taken.size());
    for (const TracedCall& call : taken) {
        rows.push_back({call.tenant.empty() ? scope.tenant.value : call.tenant, call.id, call.at.ms,
                        call.sequence, call.client_id, call.destination_id, call.submission_id,
                        call.case_id, call.reply_id, call.attachment_id,
                        std::int64_t{call.has_failed() ? 1 : 0},
                        formats::write_json(write_traced_call(call))});
    }
    TRY(database_->write(scope, [&](storage::Connection& connection) {
        return connection.execute_many(
            "INSERT INTO fitconnect_trace (tenant_id, id, at, sequence, client_id, destination_id,"
            " submission_id, case_id, reply_id, attachment_id, failed, content)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
            " ON CONFLICT DO NOTHING",
            rows);
    }));
    const std::int64_t before = written_;
    written_ += static_cast<std::int64_t>(taken.size());
    return before / prune_every == written_ / prune_every ? Result<void>() : prune(scope);
}

void TraceStore::write_until_stopped(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, stop, [this] { return !waiting_.empty(); });
        }
        // A pause, so that what comes together is written together.
        {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, stop, write_pause, [] { return false; });
        }
        const Result<void> written = flush();
        if (!written) {
            log(LogLevel::Warning, "trace.lost", {{"code", written.error().code}});
        }
    }
}

Result<void> TraceStore::prune(const Scope& scope) {
    return database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
        TRY(connection.execute("DELETE FROM fitconnect_trace WHERE at < $1",
                               {clock_->now().plus_ms(-limits::trace_age_ms).ms}));
        const auto oldest = TRY(connection.find_row(
            "SELECT at FROM fitconnect_trace ORDER BY at DESC, sequence DESC LIMIT 1 OFFSET $1",
            {limits::trace_calls}));
        if (oldest) {
            TRY(connection.execute("DELETE FROM fitconnect_trace WHERE at <= $1",
                                   {oldest->integer(0)}));
        }
        return {};
    });
}

Result<std::vector<TracedCall>> TraceStore::list_calls(const Scope& scope,
                                                       const TraceFilter& filter) {
    TRY(flush());
    Conditions where;
    if (!filter.subject.empty()) {
        where.add(subject_pattern,
                  fitconnect::normalize_uuid(filter.subject).value_or(filter.subject));
    }
    if (!filter.client_id.empty()) {
        where.add("client_id = ?", filter.client_id);
    }
    if (filter.from) {
        where.add("at >= ?", filter.from->ms);
    }
    if (filter.until) {
        where.add("at <= ?", filter.until->ms);
    }
    if (filter.only_failed) {
        where.add_plain("failed = 1");
    }
    return database_->read(scope, [&](storage::Connection& connection) {
        return select_calls(connection, where.text(), where.values(),
                            std::min(filter.limit, limits::trace_list), filter.offset);
    });
}

Result<TraceStory> TraceStore::load_story(const Scope& scope, std::string_view id) {
    TRY(flush());
    TraceStory story;
    story.id = fitconnect::normalize_uuid(id).value_or(std::string(id));
    return database_->read(scope, [&](storage::Connection& connection) -> Result<TraceStory> {
        const auto about = TRY(find_about(connection, story.id));
        if (!about) {
            return trace_unknown(id);
        }
        story.about = *about;
        TRY(find_relatives(connection, story));
        std::vector<storage::Value> values;
        const std::string condition = condition_of(story, values);
        story.calls = TRY(select_calls(connection, condition, values, limits::trace_list + 1, 0));
        if (story.calls.size() > limits::trace_list) {
            story.calls.pop_back();
            story.is_complete = false;
        }
        std::reverse(story.calls.begin(), story.calls.end());
        return story;
    });
}

std::vector<storage::Migration> trace_migrations() {
    return {{"fitconnect_trace", 1, "calls", R"sql(
CREATE TABLE fitconnect_trace (
    tenant_id text NOT NULL,
    id text NOT NULL,
    at integer NOT NULL,
    sequence integer NOT NULL,
    client_id text NOT NULL,
    destination_id text NOT NULL,
    submission_id text NOT NULL,
    case_id text NOT NULL,
    reply_id text NOT NULL,
    attachment_id text NOT NULL,
    failed integer NOT NULL,
    content text NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX fitconnect_trace_by_time ON fitconnect_trace (at, sequence);
CREATE INDEX fitconnect_trace_by_id ON fitconnect_trace (id);
CREATE INDEX fitconnect_trace_by_submission ON fitconnect_trace (submission_id);
CREATE INDEX fitconnect_trace_by_case ON fitconnect_trace (case_id);
CREATE INDEX fitconnect_trace_by_reply ON fitconnect_trace (reply_id);
CREATE INDEX fitconnect_trace_by_destination ON fitconnect_trace (destination_id);
)sql"}};
}

}  // namespace gordion::zustelldienst
