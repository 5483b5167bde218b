// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "core/scope.hpp"

namespace gordion::storage {

/// Bytes that are not text.
struct Blob {
    std::string bytes;
    bool operator==(const Blob&) const = default;
};

using Value = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

/// std::nullopt becomes NULL.
template <typename T>
Value nullable(const std::optional<T>& value) {
    return value ? Value(*value) : Value();
}

/// One row of an answer. Asking for another type than the column has is a Bug, because the SQL and
/// the reader stand in the same file.
class Row {
public:
    explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
    [[nodiscard]] bool is_null(std::size_t column) const;
    [[nodiscard]] std::int64_t integer(std::size_t column) const;
    [[nodiscard]] double real(std::size_t column) const;
    [[nodiscard]] const std::string& text(std::size_t column) const;
    [[nodiscard]] const std::string& blob(std::size_t column) const;
    [[nodiscard]] std::optional<std::int64_t> optional_integer(std::size_t column) const;
    [[nodiscard]] std::optional<std::string> optional_text(std::size_t column) const;

private:
    std::vector<Value> values_;
};

using Rows = std::vector<Row>;

enum class Dialect { Sqlite, Postgres };

/// A connection inside one transaction. Used only by the thread that runs the transaction, and only
/// until its function returns.
///
/// SQL is one text for both databases: placeholders are $1…$n, types in DDL are text, integer
/// (64 bit), real, blob. Times are integers (ms since 1970), dates ISO text, JSON text.
/// After an error the transaction is lost on both databases: return the error. Where a row may be
/// there already, say so in SQL (ON CONFLICT DO NOTHING) and look at the number of rows changed.
/// Error codes: storage.unique (kind Conflict), storage.constraint (Conflict), storage.busy
/// (Unavailable), storage.sql (Corrupt: a statement that does not fit the schema),
/// storage.connection (Unavailable), storage.full (Unavailable: no space left),
/// storage.text_invalid (Invalid: bound text that is not UTF-8 or holds a NUL),
/// storage.tenant_refused (Forbidden: row-level security).
class Connection {
public:
    virtual ~Connection() = default;
    virtual Result<Rows> query(std::string_view sql, std::span<const Value> values) = 0;
    /// Returns the number of rows changed.
    virtual Result<std::int64_t> execute(std::string_view sql, std::span<const Value> values) = 0;
    /// The same statement for many rows, pipelined where the database can.
    virtual Result<void> execute_many(std::string_view sql,
                                      std::span<const std::vector<Value>> rows) = 0;
    [[nodiscard]] virtual Dialect dialect() const = 0;

    Result<Rows> query(std::string_view sql, std::initializer_list<Value> values = {}) {
        return query(sql, std::span<const Value>(values.begin(), values.size()));
    }
    Result<std::int64_t> execute(std::string_view sql, std::initializer_list<Value> values = {}) {
        return execute(sql, std::span<const Value>(values.begin(), values.size()));
    }
    /// The first row or nothing.
    Result<std::optional<Row>> find_row(std::string_view sql,
                                        std::initializer_list<Value> values = {});
};

/// One step of a module's schema; `number` counts from 1 without gaps within the module.
struct Migration {
    std::string module;
    int number = 0;
    std::string name;
    std::string sql;  ///< several statements, ended by ";" at the end of a line
};

/// Whether a commit waits for the disk. None is for tests and for what may be lost.
enum class Durability { Full, None };

struct DatabaseConfig {
    /// "sqlite:PATH" or a path ending in .db, or "postgresql://…". "sqlite::memory:" lives as long
    /// as the Database.
    std::string url;
    int readers = 4;  ///< read connections (SQLite) or all connections (PostgreSQL)
    Durability durability = Durability::Full;
};

/// What the database did since it was opened, for metrics and tests.
struct DatabaseCounts {
    std::int64_t transactions = 0;  ///< write functions whose work was committed
    std::int64_t commits = 0;       ///< durable commits: fewer than transactions on SQLite
    std::int64_t rolled_back = 0;   ///< write functions that failed
    std::int64_t retries = 0;       ///< PostgreSQL: functions run again
};

/// SQLite and PostgreSQL behind one face. Shared between threads.
///
/// write() runs its function in one transaction and returns after the commit is durable; when the
/// function returns an error or throws, nothing is written. The function may run more than once.
/// SQLite: a single writer thread takes the waiting functions and commits them together (group
/// commit, WAL, synchronous=FULL); when one fails, all run again, each in a savepoint – so it runs
/// on another thread, must be short, and must not call write() or read() itself. PostgreSQL: a
/// pooled connection, isolation level serializable; a serialization failure is retried.
/// read() sees one snapshot, must not change anything, and must not call write() or read() either.
class Database {
public:
    static Result<std::unique_ptr<Database>> open(const DatabaseConfig& config);
    virtual ~Database() = default;

    template <typename Function>
    auto read(const Scope& scope, Function&& function)
        -> std::invoke_result_t<Function, Connection&> {
        return run<std::invoke_result_t<Function, Connection&>>(&Database::run_read, scope,
                                                                function);
    }
    template <typename Function>
    auto write(const Scope& scope, Function&& function)
        -> std::invoke_result_t<Function, Connection&> {
        return run<std::invoke_result_t<Function, Connection&>>(&Database::run_write, scope,
                                                                function);
    }

    /// Applies what is missing, in order, each in its own transaction, and on PostgreSQL puts
    /// row-level security on every table whose primary key begins with tenant_id.
    /// Error code: storage.migration (a migration changed after it was applied, or its SQL fails).
    virtual Result<int> migrate(std::span<const Migration> migrations) = 0;
    /// The migrations that migrate() would apply.
    virtual Result<std::vector<Migration>> pending(std::span<const Migration> migrations) = 0;
    [[nodiscard]] virtual Dialect dialect() const = 0;
    /// A cheap round trip for /readyz.
    virtual Result<void> ping() = 0;
    [[nodiscard]] virtual DatabaseCounts counts() const = 0;

protected:
    using Body = std::function<Result<void>(Connection&)>;
    virtual Result<void> run_read(const Scope& scope, const Body& body) = 0;
    virtual Result<void> run_write(const Scope& scope, const Body& body) = 0;

private:
    template <typename R, typename Function>
    R run(Result<void> (Database::*how)(const Scope&, const Body&), const Scope& scope,
          Function&& function) {
        std::optional<R> answer;
        Result<void> outcome = (this->*how)(scope, [&](Connection& connection) -> Result<void> {
            answer.emplace(function(connection));
            if (!answer->has_value()) {
                return answer->error();
            }
            return {};
        });
        if (!outcome.has_value()) {
            return outcome.take_error();
        }
        return std::move(*answer);
    }
};

}  // namespace gordion::storage
