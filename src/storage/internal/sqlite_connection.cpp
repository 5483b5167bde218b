// SPDX-License-Identifier: EUPL-1.2
#include "storage/internal/sqlite_connection.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <limits>

#include "core/limits.hpp"
#include "storage/internal/sql_text.hpp"

namespace gordion::storage::internal {
namespace {

struct Meaning {
    ErrorKind kind;
    const char* code;
};

Meaning meaning_of(int extended, int system_errno) {
    switch (extended & 0xff) {
        case SQLITE_CONSTRAINT:
            if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY ||
                extended == SQLITE_CONSTRAINT_ROWID) {
                return {ErrorKind::Conflict, "storage.unique"};
            }
            return {ErrorKind::Conflict, "storage.constraint"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorKind::Unavailable, "storage.busy"};
        case SQLITE_FULL:
            return {ErrorKind::Unavailable, "storage.full"};
        case SQLITE_IOERR:
            return {ErrorKind::Unavailable,
                    system_errno == ENOSPC ? "storage.full" : "storage.connection"};
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
            return {ErrorKind::Unavailable, "storage.connection"};
        default:
            return {ErrorKind::Corrupt, "storage.sql"};
    }
}

int bind_value(sqlite3_stmt* statement, int index, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        return sqlite3_bind_int64(statement, index, *number);
    }
    if (const auto* number = std::get_if<double>(&value)) {
        return sqlite3_bind_double(statement, index, *number);
    }
    // The values outlive the step, so SQLite need not copy them (SQLITE_STATIC).
    if (const auto* text = std::get_if<std::string>(&value)) {
        return sqlite3_bind_text64(statement, index, text->data(), text->size(), nullptr,
                                   SQLITE_UTF8);
    }
    if (const auto* blob = std::get_if<Blob>(&value)) {
        // An empty string's data() would do, but a null pointer would bind NULL.
        const char* bytes = blob->bytes.empty() ? "" : blob->bytes.data();
        return sqlite3_bind_blob64(statement, index, bytes, blob->bytes.size(), nullptr);
    }
    return sqlite3_bind_null(statement, index);
}

Value column_value(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            return Value(static_cast<std::int64_t>(sqlite3_column_int64(statement, column)));
        case SQLITE_FLOAT:
            return Value(sqlite3_column_double(statement, column));
        case SQLITE_TEXT: {
            const auto* text = sqlite3_column_text(statement, column);
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
            return Value(std::string(reinterpret_cast<const char*>(text), size));
        }
        case SQLITE_BLOB: {
            const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
            return Value(Blob{bytes == nullptr ? std::string() : std::string(bytes, size)});
        }
        default:
            return {};
    }
}

/// Page caches are small on purpose: the operating system caches the file anyway, and the whole
/// server is to stay under 200 MB.
std::string settings_for(SqliteRole role) {
    const char* synchronous = role == SqliteRole::Throwaway ? "OFF" : "FULL";
    std::string settings = fmt::format(
        "PRAGMA busy_timeout = {};"
        "PRAGMA journal_mode = WAL;"
        "PRAGMA synchronous = {};"
        "PRAGMA foreign_keys = ON;"
        "PRAGMA temp_store = MEMORY;"
        "PRAGMA journal_size_limit = 67108864;"
        "PRAGMA trusted_schema = OFF;",
        limits::database_wait_ms, synchronous);
    settings += role == SqliteRole::Reader ? "PRAGMA cache_size = -4096; PRAGMA query_only = ON;"
                                           : "PRAGMA cache_size = -16384;";
    return settings;
}

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& path,
                                                                 SqliteRole role) {
    sqlite3* handle = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                      (role == SqliteRole::Reader ? 0 : SQLITE_OPEN_CREATE);
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(handle));
    if (handle != nullptr) {
        sqlite3_extended_result_codes(handle, 1);
    }
    Result<void> ready = code == SQLITE_OK ? connection->run_script(settings_for(role))
                                           : Result<void>(connection->last_error(code));
    if (!ready.has_value()) {
        Error error = ready.take_error();
        error.place = path;
        error.message = "The database file cannot be opened: " + error.message;
        return error;
    }
    return connection;
}

SqliteConnection::~SqliteConnection() {
    drop_statements();
    sqlite3_close_v2(handle_);
}

void SqliteConnection::drop_statements() {
    for (const auto& [sql, statement] : statements_) {
        sqlite3_finalize(statement);
    }
    statements_.clear();
}

bool SqliteConnection::is_in_transaction() const {
    return sqlite3_get_autocommit(handle_) == 0;
}

Error SqliteConnection::last_error(int code) const {
    const bool open = handle_ != nullptr;
    const int extended = open ? sqlite3_extended_errcode(handle_) : code;
    const Meaning meaning = meaning_of(extended, open ? sqlite3_system_errno(handle_) : 0);
    return {meaning.kind,
            meaning.code,
            "",
            {{"sqlite", std::to_string(extended)}},
            open ? sqlite3_errmsg(handle_) : sqlite3_errstr(code)};
}

Result<sqlite3_stmt*> SqliteConnection::prepare(std::string_view sql) {
    if (const auto found = statements_.find(sql); found != statements_.end()) {
        return found->second;
    }
    const std::string rewritten = to_sqlite_placeholders(sql);
    VERIFY(rewritten.size() < std::numeric_limits<int>::max(), "statements are written by us");
    sqlite3_stmt* statement = nullptr;
    const char* tail = nullptr;
    const int code =
        sqlite3_prepare_v3(handle_, rewritten.c_str(), static_cast<int>(rewritten.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, &tail);
    if (code != SQLITE_OK) {
        return last_error(code);
    }
    const std::string_view rest(tail);
    const bool single = rest.find_first_not_of(" \t\r\n;") == std::string_view::npos;
    if (statement == nullptr || !single) {
        sqlite3_finalize(statement);
        return Error{ErrorKind::Corrupt, "storage.sql", "", {}, "Not exactly one SQL statement."};
    }
    if (statements_.size() >= limits::statements_cached) {
        drop_statements();
    }
    statements_.emplace(std::string(sql), statement);
    return statement;
}

Result<void> SqliteConnection::bind(sqlite3_stmt* statement, std::span<const Value> values) {
    TRY(check_values(values));
    if (static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) != values.size()) {
        return Error{ErrorKind::Corrupt,
                     "storage.sql",
                     "",
                     {{"wanted", std::to_string(sqlite3_bind_parameter_count(statement))},
                      {"given", std::to_string(values.size())}},
                     "The statement has another number of placeholders than values."};
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int code = bind_value(statement, static_cast<int>(i) + 1, values[i]);
        if (code != SQLITE_OK) {
            return last_error(code);
        }
    }
    return {};
}

Result<sqlite3_stmt*> SqliteConnection::prepare_and_bind(std::string_view sql,
                                                         std::span<const Value> values) {
    TRY(check_usable());
    sqlite3_stmt* statement = TRY(prepare(sql));
    TRY(bind(statement, values));
    return statement;
}

Result<void> SqliteConnection::step_to_end(sqlite3_stmt* statement, Rows* rows) {
    const int columns = sqlite3_column_count(statement);
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
        if (rows != nullptr) {
            std::vector<Value> values;
            values.reserve(static_cast<std::size_t>(columns));
            for (int column = 0; column < columns; ++column) {
                values.push_back(column_value(statement, column));
            }
            rows->emplace_back(std::move(values));
        }
    }
    Result<void> outcome;
    if (code != SQLITE_DONE) {
        outcome = last_error(code);
    }
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return outcome;
}

Result<Rows> SqliteConnection::query(std::string_view sql, std::span<const Value> values) {
    Rows rows;
    auto statement = prepare_and_bind(sql, values);
    if (!statement.has_value()) {
        return remember(statement.take_error());
    }
    auto stepped = step_to_end(statement.value(), &rows);
    if (!stepped.has_value()) {
        return remember(stepped.take_error());
    }
    return rows;
}

Result<std::int64_t> SqliteConnection::execute(std::string_view sql,
                                               std::span<const Value> values) {
    const std::int64_t before = sqlite3_total_changes64(handle_);
    auto statement = prepare_and_bind(sql, values);
    if (!statement.has_value()) {
        return remember(statement.take_error());
    }
    auto stepped = step_to_end(statement.value(), nullptr);
    if (!stepped.has_value()) {
        return remember(stepped.take_error());
    }
    // changes64 keeps the number of an earlier statement when this one changes nothing (DDL).
    const bool changed = sqlite3_total_changes64(handle_) != before;
    return changed ? static_cast<std::int64_t>(sqlite3_changes64(handle_)) : std::int64_t{0};
}

Result<void> SqliteConnection::execute_many(std::string_view sql,
                                            std::span<const std::vector<Value>> rows) {
    for (const std::vector<Value>& row : rows) {
        TRY(execute(sql, std::span<const Value>(row)));
    }
    return {};
}

Result<void> SqliteConnection::run_script(std::string_view sql) {
    const std::string text(sql);
    const int code = sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        return remember(last_error(code));
    }
    return {};
}

Result<void> SqliteConnection::run_frame(std::string_view sql) {
    auto statement = prepare(sql);
    if (!statement.has_value()) {
        return statement.take_error();
    }
    return step_to_end(statement.value(), nullptr);
}

Result<bool> SqliteConnection::has_table(std::string_view name) {
    const std::vector<Value> values{Value(std::string(name))};
    return !TRY(query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1", values))
                .empty();
}

}  // namespace gordion::storage::internal
