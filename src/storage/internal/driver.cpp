// SPDX-License-Identifier: EUPL-1.2
#include "storage/internal/driver.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <utility>

#include "core/text.hpp"
#include "storage/guarded_write.hpp"
#include "storage/internal/sql_text.hpp"

namespace gordion::storage::internal {
namespace {

thread_local const Database* inside = nullptr;
thread_local bool is_guarded = false;

/// FNV-1a, 64 bit: finds an edited file, is no protection against somebody who wants to hide it.
std::string checksum_of(const Migration& migration) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : migration.sql) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return fmt::format("{:016x}", hash);
}

Error migration_error(const Migration& migration, std::string message) {
    return {ErrorKind::Corrupt,
            "storage.migration",
            fmt::format("{}/{}", migration.module, migration.number),
            {{"module", migration.module},
             {"number", std::to_string(migration.number)},
             {"name", migration.name}},
            std::move(message)};
}

using Applied = std::map<std::pair<std::string, std::int64_t>, std::string>;

Result<Applied> load_applied(DriverConnection& connection) {
    Applied applied;
    if (!TRY(connection.has_table("schema_migrations"))) {
        return applied;
    }
    Connection& plain = connection;
    for (const Row& row :
         TRY(plain.query("SELECT module, number, checksum FROM schema_migrations"))) {
        applied[{row.text(0), row.integer(1)}] = row.text(2);
    }
    return applied;
}

}  // namespace

Error DriverConnection::remember(Error error) {
    if (!lost_) {
        lost_ = error;
    }
    return error;
}

Result<void> DriverConnection::check_usable() const {
    if (!lost_) {
        return {};
    }
    Error again = *lost_;
    again.message = "An earlier statement of this transaction failed: " + again.message;
    return again;
}

Result<void> check_values(std::span<const Value> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto* number = std::get_if<double>(&values[i]);
        VERIFY(number == nullptr || std::isfinite(*number), "SQLite would store NaN as NULL");
        const auto* text = std::get_if<std::string>(&values[i]);
        if (text != nullptr && (text->find('\0') != std::string::npos || !is_utf8(*text))) {
            return Error{ErrorKind::Invalid,
                         "storage.text_invalid",
                         fmt::format("${}", i + 1),
                         {},
                         "A text value is not UTF-8 or holds a NUL; check it where it comes in."};
        }
    }
    return {};
}

Result<std::vector<Migration>> plan_migrations(DriverConnection& connection,
                                               std::span<const Migration> given) {
    Applied applied = TRY(load_applied(connection));
    std::map<std::string, std::int64_t> last;
    std::vector<Migration> missing;
    for (const Migration& migration : given) {
        VERIFY(migration.number == ++last[migration.module],
               "a module numbers its migrations from 1 without gaps and lists them in order");
        const auto found = applied.find({migration.module, migration.number});
        if (found == applied.end()) {
            missing.push_back(migration);
        } else if (found->second != checksum_of(migration)) {
            return migration_error(migration,
                                   "This migration was changed after it was applied. Restore its "
                                   "text and add a new migration with the change.");
        }
    }
    for (const auto& [key, checksum] : applied) {
        if (last.contains(key.first) && key.second > last[key.first]) {
            return migration_error({key.first, static_cast<int>(key.second), "", ""},
                                   "The database was migrated by a newer version of this program. "
                                   "Run that version, or restore the backup made before.");
        }
    }
    return missing;
}

Result<void> apply_migration(DriverConnection& connection, const Migration& migration) {
    const bool postgres = connection.dialect() == Dialect::Postgres;
    const auto ran =
        connection.run_script(postgres ? to_postgres_types(migration.sql) : migration.sql);
    if (!ran.has_value()) {
        return migration_error(migration, "Its SQL failed: " + ran.error().to_text());
    }
    Connection& plain = connection;
    TRY(
        plain.execute("INSERT INTO schema_migrations (module, number, name, checksum, applied_at) "
                      "VALUES ($1, $2, $3, $4, $5)",
                      {Value(migration.module), Value(migration.number), Value(migration.name),
                       Value(checksum_of(migration)), Value(SystemClock().now().ms)}));
    return {};
}

GuardedMark::GuardedMark() : outer_(std::exchange(is_guarded, true)) {}

GuardedMark::~GuardedMark() {
    is_guarded = outer_;
}

bool GuardedMark::is_set() {
    return is_guarded;
}

InsideMark::InsideMark(const Database& database) : outer_(inside) {
    VERIFY(inside != &database,
           "a function given to read() or write() does not call the same database again");
    inside = &database;
}

InsideMark::~InsideMark() {
    inside = outer_;
}

}  // namespace gordion::storage::internal
