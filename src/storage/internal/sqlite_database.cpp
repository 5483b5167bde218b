// SPDX-License-Identifier: EUPL-1.2
#include "storage/internal/sqlite_database.hpp"

#include <cstdlib>
#include <filesystem>

#include "storage/internal/connection_pool.hpp"
#include "storage/internal/sqlite_writer.hpp"

namespace gordion::storage::internal {
namespace {

/// A folder that vanishes with its owner.
class ThrowawayFolder {
public:
    ThrowawayFolder() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "gordion-memory-XXXXXX").string();
        if (mkdtemp(pattern.data()) != nullptr) {
            path_ = pattern;
        }
    }
    ~ThrowawayFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ThrowawayFolder(const ThrowawayFolder&) = delete;
    ThrowawayFolder& operator=(const ThrowawayFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(std::unique_ptr<ThrowawayFolder> folder,
                   std::unique_ptr<SqliteConnection> writer)
        : folder_(std::move(folder)), writer_(std::move(writer), *this) {}

    void add_reader(std::unique_ptr<SqliteConnection> reader) { readers_.add(std::move(reader)); }

    [[nodiscard]] Dialect dialect() const override { return Dialect::Sqlite; }
    [[nodiscard]] DatabaseCounts counts() const override { return writer_.counts(); }
    Result<int> migrate(std::span<const Migration> migrations) override;
    Result<std::vector<Migration>> pending(std::span<const Migration> migrations) override;
    Result<void> ping() override;

protected:
    Result<void> run_read(const Scope& scope, const Body& body) override;
    Result<void> run_write(const Scope& scope, const Body& body) override;

private:
    std::unique_ptr<ThrowawayFolder> folder_;  ///< only for ":memory:"; goes last
    ConnectionPool<SqliteConnection> readers_;
    SqliteWriter writer_;
};

SqliteConnection& driver(Connection& connection) {
    return static_cast<SqliteConnection&>(connection);
}

Result<void> SqliteDatabase::run_write(const Scope& /*scope*/, const Body& body) {
    const InsideMark mark(*this);
    return writer_.run(body);
}

Result<void> SqliteDatabase::run_read(const Scope& /*scope*/, const Body& body) {
    const InsideMark mark(*this);
    const auto reader = TRY(readers_.borrow());
    reader->forget_error();
    TRY(reader->run_frame("BEGIN"));
    struct Rollback {
        SqliteConnection& reader;
        ~Rollback() {
            // Ends the snapshot however the function ended; there is nothing to keep.
            (void)reader.run_frame("ROLLBACK");
            reader.forget_error();
        }
    } const rollback{*reader};
    TRY(body(*reader));
    if (reader->lost()) {
        return *reader->lost();
    }
    return {};
}

Result<int> SqliteDatabase::migrate(std::span<const Migration> migrations) {
    const Scope scope = system_scope("storage.migrate");
    const auto missing = TRY(write(scope, [&](Connection& connection) {
        (void)driver(connection).run_script(migrations_table);
        return plan_migrations(driver(connection), migrations);
    }));
    for (const Migration& migration : missing) {
        TRY(write(scope, [&](Connection& connection) {
            return apply_migration(driver(connection), migration);
        }));
    }
    return static_cast<int>(missing.size());
}

Result<std::vector<Migration>> SqliteDatabase::pending(std::span<const Migration> migrations) {
    return read(system_scope("storage.pending"), [&](Connection& connection) {
        return plan_migrations(driver(connection), migrations);
    });
}

Result<void> SqliteDatabase::ping() {
    return read(system_scope("storage.ping"), [](Connection& connection) -> Result<void> {
        TRY(connection.query("SELECT 1"));
        return {};
    });
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const DatabaseConfig& config,
                                              const std::string& path) {
    VERIFY(config.readers > 0, "the configuration is checked where it is read");
    std::unique_ptr<ThrowawayFolder> folder;
    std::string file = path;
    if (path == ":memory:") {
        // A real file, so that it behaves like one: snapshots beside the writer need WAL.
        folder = std::make_unique<ThrowawayFolder>();
        file = (folder->path() / "memory.db").string();
    }
    const bool durable = !folder && config.durability == Durability::Full;
    const SqliteRole role = durable ? SqliteRole::Writer : SqliteRole::Throwaway;
    auto writer = TRY(SqliteConnection::open(file, role));
    auto database = std::make_unique<SqliteDatabase>(std::move(folder), std::move(writer));
    for (int i = 0; i < config.readers; ++i) {
        database->add_reader(TRY(SqliteConnection::open(file, SqliteRole::Reader)));
    }
    return std::unique_ptr<Database>(std::move(database));
}

}  // namespace gordion::storage::internal
