// SPDX-License-Identifier: EUPL-1.2
#include "storage/internal/postgres_database.hpp"

#include <atomic>
#include <thread>

#include "core/log.hpp"
#include "core/random.hpp"
#include "storage/guarded_write.hpp"
#include "storage/internal/connection_pool.hpp"
#include "storage/internal/postgres_connection.hpp"

namespace gordion::storage::internal {
namespace {

using Body = std::function<Result<void>(Connection&)>;

/// Puts the second fence round every table of tenant data: with the owner bound as well (FORCE),
/// a row is visible and writable only while gordion.tenants names its tenant. The settings stand in
/// scalar subqueries so that they are read once per statement, not once per row.
constexpr std::string_view fence_tables = R"(
DO $$
DECLARE found record;
BEGIN
    FOR found IN
        SELECT format('%I.%I', n.nspname, c.relname) AS name
        FROM pg_index i
        JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
        WHERE i.indisprimary AND a.attname = 'tenant_id' AND c.relkind IN ('r', 'p')
          AND n.nspname = current_schema()
          AND NOT EXISTS (SELECT 1 FROM pg_policy p
                          WHERE p.polrelid = c.oid AND p.polname = 'gordion_tenant')
    LOOP
        EXECUTE 'ALTER TABLE ' || found.name || ' ENABLE ROW LEVEL SECURITY';
        EXECUTE 'ALTER TABLE ' || found.name || ' FORCE ROW LEVEL SECURITY';
        EXECUTE 'CREATE POLICY gordion_tenant ON ' || found.name || ' USING ('
            || '(SELECT current_setting(''gordion.tenants'', true)) = ''*'' OR tenant_id = ANY ('
            || '(SELECT string_to_array(current_setting(''gordion.tenants'', true), '',''))'
            || '::text[]))';
    END LOOP;
END $$;
)";

/// Two nodes that start together must not both migrate. Any number, as long as it is always this.
constexpr std::string_view migration_lock = "SELECT pg_advisory_xact_lock(7130471304)";

PostgresConnection& driver(Connection& connection) {
    return static_cast<PostgresConnection&>(connection);
}

std::string reach_of(const Scope& scope) {
    if (scope.all_tenants) {
        return "*";
    }
    std::string reach;
    const auto add = [&](const TenantId& tenant) {
        VERIFY(tenant.value.find_first_of("*,") == std::string::npos, "tenant ids are digits");
        reach += (reach.empty() ? "" : ",") + tenant.value;
    };
    add(scope.tenant);
    for (const TenantId& tenant : scope.mandated) {
        add(tenant);
    }
    return reach;
}

class PostgresDatabase final : public Database {
public:
    explicit PostgresDatabase(const DatabaseConfig& config) {
        for (int i = 0; i < config.readers; ++i) {
            pool_.add(std::make_unique<PostgresConnection>(config.url, config.durability));
        }
    }

    [[nodiscard]] Dialect dialect() const override { return Dialect::Postgres; }
    [[nodiscard]] DatabaseCounts counts() const override {
        return {transactions_, transactions_, rolled_back_, retries_};
    }
    Result<int> migrate(std::span<const Migration> migrations) override;
    Result<std::vector<Migration>> pending(std::span<const Migration> migrations) override;
    Result<void> ping() override;

protected:
    Result<void> run_read(const Scope& scope, const Body& body) override {
        return run_with_retries(scope, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body);
    }
    Result<void> run_write(const Scope& scope, const Body& body) override {
        auto outcome =
            run_with_retries(scope,
                             GuardedMark::is_set() ? "BEGIN ISOLATION LEVEL READ COMMITTED"
                                                   : "BEGIN ISOLATION LEVEL SERIALIZABLE",
                             body);
        ++(outcome.has_value() ? transactions_ : rolled_back_);
        return outcome;
    }

private:
    Result<void> run_with_retries(const Scope& scope, std::string_view begin, const Body& body);
    Result<void> run_once(PostgresConnection& connection, const std::string& frame,
                          const Body& body);
    void pause(int attempt);

    ConnectionPool<PostgresConnection> pool_;
    SystemRandom random_;
    std::atomic<std::int64_t> transactions_ = 0;
    std::atomic<std::int64_t> rolled_back_ = 0;
    std::atomic<std::int64_t> retries_ = 0;
};

/// Grows to a fifth of a second, with chance in it so that two losers do not meet again.
void PostgresDatabase::pause(int attempt) {
    const std::uint64_t most_ms = std::min<std::uint64_t>(200, 2ULL << std::min(attempt, 10));
    std::this_thread::sleep_for(
        std::chrono::milliseconds(static_cast<std::int64_t>(random_.below(most_ms) + 1)));
}

Result<void> PostgresDatabase::run_with_retries(const Scope& scope, std::string_view begin,
                                                const Body& body) {
    const InsideMark mark(*this);
    const auto connection = TRY(pool_.borrow());
    Result<void> outcome;
    for (int attempt = 0; attempt < limits::database_retries; ++attempt) {
        TRY(connection->connect());
        const std::string frame = std::string(begin) + "; SET LOCAL gordion.tenants = " +
                                  connection->quote_literal(reach_of(scope));
        connection->forget_retry();
        outcome = run_once(*connection, frame, body);
        if (outcome.has_value() || !connection->is_worth_retrying()) {
            return outcome;
        }
        ++retries_;
        pause(attempt);
    }
    return outcome;
}

Result<void> PostgresDatabase::run_once(PostgresConnection& connection, const std::string& frame,
                                        const Body& body) {
    connection.forget_error();
    // Rolls back on every way out that did not commit, also when the body throws.
    struct Rollback {
        PostgresConnection& connection;
        bool needed = true;
        ~Rollback() {
            if (needed && connection.is_alive()) {
                (void)connection.run_script("ROLLBACK");
            }
            connection.forget_error();
        }
    } rollback{connection};
    TRY(connection.run_script(frame));
    TRY(body(connection));
    if (connection.lost()) {
        return *connection.lost();
    }
    auto committed = connection.run_script("COMMIT");
    rollback.needed = !committed.has_value();
    if (rollback.needed && !connection.is_alive()) {
        // Nobody knows whether the server committed before it went: running again might do it
        // twice.
        connection.forget_retry();
    }
    return committed;
}

Result<int> PostgresDatabase::migrate(std::span<const Migration> migrations) {
    const Scope scope = system_scope("storage.migrate");
    int applied = 0;
    for (bool more = true; more;) {
        more = TRY(write(scope, [&](Connection& connection) -> Result<bool> {
            TRY(driver(connection).run_script(migration_lock));
            TRY(driver(connection).run_script(migrations_table));
            const auto missing = TRY(plan_migrations(driver(connection), migrations));
            if (!missing.empty()) {
                TRY(apply_migration(driver(connection), missing.front()));
            }
            return !missing.empty();
        }));
        applied += more ? 1 : 0;
    }
    TRY(write(scope,
              [&](Connection& connection) { return driver(connection).run_script(fence_tables); }));
    return applied;
}

Result<std::vector<Migration>> PostgresDatabase::pending(std::span<const Migration> migrations) {
    return read(system_scope("storage.pending"), [&](Connection& connection) {
        return plan_migrations(driver(connection), migrations);
    });
}

Result<void> PostgresDatabase::ping() {
    return read(system_scope("storage.ping"), [](Connection& connection) -> Result<void> {
        TRY(connection.query("SELECT 1"));
        return {};
    });
}

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(const DatabaseConfig& config) {
    VERIFY(config.readers > 0, "the configuration is checked where it is read");
    auto database = std::make_unique<PostgresDatabase>(config);
    // A wrong address or password shows at the start, not at the first request.
    const auto role = TRY(database->read(system_scope("storage.open"), [](Connection& connection) {
        return connection.find_row(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles "
            "WHERE rolname = current_user");
    }));
    if (role && role->integer(0) != 0) {
        log(LogLevel::Warning, "storage.row_level_security_idle",
            {{"reason", "the database role is a superuser or has BYPASSRLS"}});
    }
    return std::unique_ptr<Database>(std::move(database));
}

}  // namespace gordion::storage::internal
