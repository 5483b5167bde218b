// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <span>
#include <string_view>

#include "storage/database.hpp"

namespace gordion::storage::internal {

/// What both drivers add to a Connection for the module itself.
class DriverConnection : public Connection {
public:
    /// Several statements without values: migrations and the frame of a transaction.
    virtual Result<void> run_script(std::string_view sql) = 0;
    /// Whether a table of that name is there.
    virtual Result<bool> has_table(std::string_view name) = 0;

protected:
    /// After its first error a transaction is lost; the drivers share this memory of it, so that
    /// SQLite refuses what PostgreSQL would refuse.
    Error remember(Error error);
    [[nodiscard]] Result<void> check_usable() const;
    std::optional<Error> lost_;

public:
    /// The error that lost the running transaction, if any.
    [[nodiscard]] const std::optional<Error>& lost() const { return lost_; }
    void forget_error() { lost_.reset(); }
};

/// Text must be UTF-8 without NUL: PostgreSQL refuses anything else, SQLite would store it.
Result<void> check_values(std::span<const Value> values);

/// The migrations of `given` that are not applied yet, in order. Error code: storage.migration.
Result<std::vector<Migration>> plan_migrations(DriverConnection& connection,
                                               std::span<const Migration> given);
/// Runs one migration and records it, inside the caller's transaction.
Result<void> apply_migration(DriverConnection& connection, const Migration& migration);
inline constexpr std::string_view migrations_table =
    "CREATE TABLE IF NOT EXISTS schema_migrations (module text NOT NULL, number bigint NOT NULL, "
    "name text NOT NULL, checksum text NOT NULL, applied_at bigint NOT NULL, "
    "PRIMARY KEY (module, number));";

/// Marks the thread while it runs a function of this database, so that a call to the same database
/// from inside is found to be a bug instead of a deadlock.
class InsideMark {
public:
    explicit InsideMark(const Database& database);
    ~InsideMark();
    InsideMark(const InsideMark&) = delete;
    InsideMark& operator=(const InsideMark&) = delete;

private:
    const Database* outer_;
};

}  // namespace gordion::storage::internal
