// SPDX-License-Identifier: EUPL-1.2
#include "storage/internal/postgres_connection.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <charconv>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "storage/internal/postgres_values.hpp"
#include "storage/internal/sql_text.hpp"

namespace gordion::storage::internal {
namespace {

struct Meaning {
    ErrorKind kind;
    const char* code;
    bool retry = false;
};

Meaning meaning_of(std::string_view sqlstate) {
    if (sqlstate == "23505") {
        return {ErrorKind::Conflict, "storage.unique"};
    }
    if (sqlstate.starts_with("23")) {
        return {ErrorKind::Conflict, "storage.constraint"};
    }
    // 0A000: a prepared statement met a table that a migration changed meanwhile.
    if (sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "0A000") {
        return {ErrorKind::Unavailable, "storage.busy", true};
    }
    if (sqlstate == "55P03" || sqlstate == "57014") {
        return {ErrorKind::Unavailable, "storage.busy"};
    }
    if (sqlstate == "53100") {
        return {ErrorKind::Unavailable, "storage.full"};
    }
    if (sqlstate == "42501") {
        return {ErrorKind::Forbidden, "storage.tenant_refused"};
    }
    if (sqlstate.empty() || sqlstate.starts_with("08") || sqlstate.starts_with("53") ||
        sqlstate.starts_with("57P") || sqlstate.starts_with("28") || sqlstate == "3D000") {
        return {ErrorKind::Unavailable, "storage.connection"};
    }
    return {ErrorKind::Corrupt, "storage.sql"};
}

bool is_good(const pg_result* result) {
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_PIPELINE_SYNC;
}

Rows rows_of(const pg_result* result) {
    Rows rows;
    const int count = PQntuples(result);
    const int columns = PQnfields(result);
    rows.reserve(static_cast<std::size_t>(count));
    for (int r = 0; r < count; ++r) {
        std::vector<Value> values(static_cast<std::size_t>(columns));
        for (int c = 0; c < columns; ++c) {
            if (PQgetisnull(result, r, c) == 0) {
                const std::string_view field(PQgetvalue(result, r, c),
                                             static_cast<std::size_t>(PQgetlength(result, r, c)));
                values[static_cast<std::size_t>(c)] =
                    parse_postgres_field(PQftype(result, c), field);
            }
        }
        rows.emplace_back(std::move(values));
    }
    return rows;
}

/// Leaves pipeline mode whatever happened; a connection that cannot is of no more use.
class Pipeline {
public:
    explicit Pipeline(pg_conn* handle) : handle_(handle) { PQenterPipelineMode(handle_); }
    ~Pipeline() { PQexitPipelineMode(handle_); }
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

private:
    pg_conn* handle_;
};

}  // namespace

void PostgresConnection::Freed::operator()(pg_result* result) const {
    PQclear(result);
}

PostgresConnection::~PostgresConnection() {
    disconnect();
}

void PostgresConnection::disconnect() {
    PQfinish(handle_);
    handle_ = nullptr;
    statements_.clear();
}

bool PostgresConnection::is_alive() const {
    return handle_ != nullptr && PQstatus(handle_) == CONNECTION_OK;
}

Result<void> PostgresConnection::connect() {
    if (is_alive()) {
        return {};
    }
    disconnect();
    // expand_dbname: the url's own settings come after ours and win.
    const char* const keys[] = {"connect_timeout", "application_name", "client_encoding", "dbname",
                                nullptr};
    const char* const values[] = {"10", "gordion", "UTF8", url_.c_str(), nullptr};
    handle_ = PQconnectdbParams(keys, values, 1);
    if (!is_alive()) {
        Error error{ErrorKind::Unavailable,
                    "storage.connection",
                    "",
                    {},
                    "PostgreSQL cannot be reached: " +
                        std::string(trim(handle_ == nullptr ? "" : PQerrorMessage(handle_)))};
        disconnect();
        return error;
    }
    PQsetNoticeProcessor(
        handle_, [](void*, const char*) {}, nullptr);
    auto set = run_script("SET bytea_output = hex; SET extra_float_digits = 1; SET TimeZone = UTC");
    if (set.has_value() && durability_ == Durability::None) {
        set = run_script("SET synchronous_commit = off");
    }
    forget_error();
    return set;
}

std::string PostgresConnection::quote_literal(const std::string& text) const {
    char* quoted = PQescapeLiteral(handle_, text.data(), text.size());
    VERIFY(quoted != nullptr, "tenant ids are plain text");
    std::string out(quoted);
    PQfreemem(quoted);
    return out;
}

Error PostgresConnection::error_of(const pg_result* result) {
    const auto field = [&](int code) {
        const char* text = result == nullptr ? nullptr : PQresultErrorField(result, code);
        return std::string(text == nullptr ? "" : text);
    };
    const std::string sqlstate = field(PG_DIAG_SQLSTATE);
    const Meaning meaning = meaning_of(sqlstate);
    // A lost connection is worth it too: whoever sends COMMIT forgets this when it was that.
    retry_ = retry_ || meaning.retry || !is_alive();
    if (sqlstate == "0A000") {
        (void)PQexec(handle_, "DEALLOCATE ALL");
        statements_.clear();
    }
    // Class 22 quotes the value that does not fit, and a value may be personal: not repeated.
    std::string message = sqlstate.starts_with("22")
                              ? "A value does not fit its column or function."
                              : field(PG_DIAG_MESSAGE_PRIMARY);
    if (message.empty()) {
        message = trim(PQerrorMessage(handle_));
    }
    Values values{{"sqlstate", sqlstate}};
    if (const std::string constraint = field(PG_DIAG_CONSTRAINT_NAME); !constraint.empty()) {
        values.emplace_back("constraint", constraint);
    }
    return {meaning.kind, meaning.code, "", std::move(values), std::move(message)};
}

Result<std::string> PostgresConnection::prepare(std::string_view sql,
                                                const std::vector<unsigned>& types) {
    std::string key;
    for (const unsigned type : types) {
        key += std::to_string(type) + ',';
    }
    key += sql;
    if (const auto found = statements_.find(key); found != statements_.end()) {
        return found->second;
    }
    // PostgreSQL would ignore a value too many.
    if (highest_placeholder(sql) != types.size()) {
        return Error{ErrorKind::Corrupt,
                     "storage.sql",
                     "",
                     {{"wanted", std::to_string(highest_placeholder(sql))},
                      {"given", std::to_string(types.size())}},
                     "The statement has another number of placeholders than values."};
    }
    if (statements_.size() >= limits::statements_cached) {
        TRY(run_script("DEALLOCATE ALL"));
        statements_.clear();
    }
    std::string name = fmt::format("g{}", ++next_statement_);
    const Answer answer(PQprepare(handle_, name.c_str(), std::string(sql).c_str(),
                                  static_cast<int>(types.size()), types.data()));
    if (!is_good(answer.get())) {
        return error_of(answer.get());
    }
    statements_.emplace(std::move(key), name);
    return name;
}

Result<PostgresConnection::Answer> PostgresConnection::run(std::string_view sql,
                                                           std::span<const Value> values) {
    TRY(check_usable());
    TRY(check_values(values));
    const std::string name = TRY(prepare(sql, postgres_types(values)));
    const PostgresValues sent(values);
    Answer answer(PQexecPrepared(handle_, name.c_str(), sent.count(), sent.pointers(),
                                 sent.lengths(), sent.formats(), 0));
    if (!is_good(answer.get())) {
        return error_of(answer.get());
    }
    return answer;
}

Result<Rows> PostgresConnection::query(std::string_view sql, std::span<const Value> values) {
    auto answer = run(sql, values);
    if (!answer.has_value()) {
        return remember(answer.take_error());
    }
    return rows_of(answer.value().get());
}

Result<std::int64_t> PostgresConnection::execute(std::string_view sql,
                                                 std::span<const Value> values) {
    auto answer = run(sql, values);
    if (!answer.has_value()) {
        return remember(answer.take_error());
    }
    const std::string_view changed = PQcmdTuples(answer.value().get());
    std::int64_t count = 0;
    std::from_chars(changed.data(), changed.data() + changed.size(), count);
    return count;
}

Result<void> PostgresConnection::execute_many(std::string_view sql,
                                              std::span<const std::vector<Value>> rows) {
    if (rows.empty()) {
        return {};
    }
    if (auto usable = check_usable(); !usable.has_value()) {
        return usable;
    }
    for (const std::vector<Value>& row : rows) {
        if (auto checked = check_values(row); !checked.has_value()) {
            return remember(checked.take_error());
        }
    }
    auto name = prepare(sql, postgres_types(rows));
    if (!name.has_value()) {
        return remember(name.take_error());
    }
    const Pipeline pipeline(handle_);
    for (std::size_t from = 0; from < rows.size(); from += limits::rows_per_pipeline) {
        const auto count = std::min(limits::rows_per_pipeline, rows.size() - from);
        auto sent = send_rows(name.value(), rows.subspan(from, count));
        if (!sent.has_value()) {
            return remember(sent.take_error());
        }
        auto collected = collect_rows(count);
        if (!collected.has_value()) {
            return remember(collected.take_error());
        }
    }
    return {};
}

Result<void> PostgresConnection::send_rows(const std::string& name,
                                           std::span<const std::vector<Value>> rows) {
    for (const std::vector<Value>& row : rows) {
        const PostgresValues sent(row);
        if (PQsendQueryPrepared(handle_, name.c_str(), sent.count(), sent.pointers(),
                                sent.lengths(), sent.formats(), 0) == 0) {
            return error_of(nullptr);
        }
    }
    if (PQpipelineSync(handle_) == 0) {
        return error_of(nullptr);
    }
    return {};
}

/// Reads the answers up to the synchronization point, so that the connection is usable again; the
/// first failure is the one that counts.
Result<void> PostgresConnection::collect_rows(std::size_t sent) {
    std::optional<Error> first;
    for (std::size_t i = 0; i < sent; ++i) {
        const Answer answer(PQgetResult(handle_));
        if (!is_good(answer.get()) && !first) {
            first = error_of(answer.get());
        }
        if (!is_alive()) {
            return *first;
        }
        // Each answer is followed by a null that ends it.
        const Answer end(PQgetResult(handle_));
    }
    const Answer sync(PQgetResult(handle_));
    if (first) {
        return *first;
    }
    return {};
}

Result<void> PostgresConnection::run_script(std::string_view sql) {
    const Answer answer(PQexec(handle_, std::string(sql).c_str()));
    if (!is_good(answer.get())) {
        return remember(error_of(answer.get()));
    }
    return {};
}

Result<bool> PostgresConnection::has_table(std::string_view name) {
    const std::vector<Value> values{Value(std::string(name))};
    return !TRY(query("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() "
                      "AND tablename = $1",
                      values))
                .empty();
}

}  // namespace gordion::storage::internal
