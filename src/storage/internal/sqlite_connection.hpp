// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "storage/internal/driver.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace gordion::storage::internal {

/// Looks a statement up by its text without copying it.
struct SqlHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view sql) const {
        return std::hash<std::string_view>()(sql);
    }
};

enum class SqliteRole {
    Writer,
    Reader,     ///< query_only
    Throwaway,  ///< writer without fsync
};

/// One SQLite handle with its prepared statements. Used by one thread at a time.
class SqliteConnection final : public DriverConnection {
public:
    static Result<std::unique_ptr<SqliteConnection>> open(const std::string& path, SqliteRole role);
    ~SqliteConnection() override;

    Result<Rows> query(std::string_view sql, std::span<const Value> values) override;
    Result<std::int64_t> execute(std::string_view sql, std::span<const Value> values) override;
    Result<void> execute_many(std::string_view sql,
                              std::span<const std::vector<Value>> rows) override;
    Result<void> run_script(std::string_view sql) override;
    /// BEGIN, SAVEPOINT and their like: prepared once, and run also in a lost transaction.
    Result<void> run_frame(std::string_view sql);
    Result<bool> has_table(std::string_view name) override;
    [[nodiscard]] Dialect dialect() const override { return Dialect::Sqlite; }

    /// False once SQLite has rolled the transaction back by itself (disk full, I/O error).
    [[nodiscard]] bool is_in_transaction() const;

private:
    explicit SqliteConnection(sqlite3* handle) : handle_(handle) {}
    Result<sqlite3_stmt*> prepare(std::string_view sql);
    Result<sqlite3_stmt*> prepare_and_bind(std::string_view sql, std::span<const Value> values);
    Result<void> bind(sqlite3_stmt* statement, std::span<const Value> values);
    Result<void> step_to_end(sqlite3_stmt* statement, Rows* rows);
    [[nodiscard]] Error last_error(int code) const;
    void drop_statements();

    sqlite3* handle_;
    std::unordered_map<std::string, sqlite3_stmt*, SqlHash, std::equal_to<>> statements_;
};

}  // namespace gordion::storage::internal
