// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>

#include "tests/support/databases.hpp"

namespace gordion::storage {
namespace {

const Scope everywhere = system_scope("test");

Migration step(int number, std::string sql) {
    return {"test", number, "step", std::move(sql)};
}

const Migration first =
    step(1, "CREATE TABLE a (tenant_id text, id text, PRIMARY KEY (tenant_id, id));");
const Migration second = step(2, "ALTER TABLE a ADD COLUMN note text;\nCREATE TABLE b (id text);");

class MigrationTest : public testing::OnBothDatabases {};
GORDION_ON_BOTH_DATABASES(MigrationTest);

TEST_P(MigrationTest, AppliesOnlyWhatIsMissing) {
    Database& database = open(std::vector{first});
    const std::vector both{first, second};
    const auto missing = database.pending(both).value();
    ASSERT_EQ(missing.size(), 1U);
    EXPECT_EQ(missing[0].number, 2);
    EXPECT_EQ(database.migrate(both).value(), 1);
    EXPECT_EQ(database.migrate(both).value(), 0);
    EXPECT_TRUE(database.pending(both).value().empty());
}

TEST_P(MigrationTest, KnowsWhatIsPendingBeforeTheFirstOne) {
    const auto database = Database::open(config()).value();
    EXPECT_EQ(database->pending(std::vector{first, second}).value().size(), 2U);
}

TEST_P(MigrationTest, RefusesOneThatWasChangedAfterwards) {
    Database& database = open(std::vector{first});
    Migration changed = first;
    changed.sql += " ";
    const auto outcome = database.migrate(std::vector{changed, second});
    EXPECT_EQ(outcome.error().code, "storage.migration");
    EXPECT_EQ(outcome.error().place, "test/1");
    EXPECT_FALSE(database.pending(std::vector{changed}).has_value());
    EXPECT_EQ(database.pending(std::vector{first, second}).value().size(), 1U);
}

TEST_P(MigrationTest, RefusesADatabaseOfANewerVersion) {
    Database& database = open(std::vector{first, second});
    EXPECT_EQ(database.migrate(std::vector{first}).error().code, "storage.migration");
}

TEST_P(MigrationTest, LeavesNothingOfOneThatFails) {
    Database& database = open(std::vector{first});
    const Migration broken = step(2, "CREATE TABLE c (id text);\nCREATE TABLE broken (;");
    EXPECT_EQ(database.migrate(std::vector{first, broken}).error().code, "storage.migration");
    EXPECT_FALSE(
        database.read(everywhere, [](Connection& c) { return c.query("SELECT id FROM c"); })
            .has_value());
    EXPECT_EQ(database.migrate(std::vector{first, second}).value(), 1);
}

TEST_P(MigrationTest, RefusesNumbersWithGaps) {
    Database& database = open(std::vector{first});
    EXPECT_THROW((void)database.migrate(std::vector{first, step(3, "SELECT 1;")}), Bug);
}

/// The second fence exists on PostgreSQL only; SQLite has the first one, the SQL itself.
class RowLevelSecurityTest : public testing::OnBothDatabases {
protected:
    static Scope scope_of(const std::string& tenant, std::vector<TenantId> mandated = {}) {
        return {{tenant}, {"test"}, "test", std::move(mandated), false};
    }

    static std::vector<std::string> seen_by(Database& database, const Scope& scope) {
        const auto rows = database.read(scope, [](Connection& connection) {
            return connection.query("SELECT id FROM a ORDER BY id");
        });
        std::vector<std::string> ids;
        for (const Row& row : rows.value()) {
            ids.push_back(row.text(0));
        }
        return ids;
    }

    static Result<std::int64_t> add(Database& database, const Scope& scope,
                                    const std::string& tenant) {
        return database.write(scope, [&](Connection& connection) {
            return connection.execute("INSERT INTO a (tenant_id, id) VALUES ($1, $2)",
                                      {tenant, "of " + tenant});
        });
    }
};
GORDION_ON_POSTGRES(RowLevelSecurityTest);

TEST_P(RowLevelSecurityTest, HidesOtherTenantsEvenWhenTheSqlForgetsThem) {
    Database& database = open(std::vector{first});
    ASSERT_TRUE(add(database, scope_of("01"), "01"));
    ASSERT_TRUE(add(database, scope_of("02"), "02"));
    ASSERT_TRUE(add(database, everywhere, "03"));
    using ::testing::ElementsAre;
    EXPECT_THAT(seen_by(database, scope_of("01")), ElementsAre("of 01"));
    EXPECT_THAT(seen_by(database, scope_of("01", {{"03"}})), ElementsAre("of 01", "of 03"));
    EXPECT_THAT(seen_by(database, everywhere), ElementsAre("of 01", "of 02", "of 03"));
    EXPECT_TRUE(seen_by(database, scope_of("")).empty());
    EXPECT_TRUE(seen_by(database, scope_of("0")).empty());
    EXPECT_TRUE(seen_by(database, scope_of("%")).empty());
    EXPECT_THROW((void)seen_by(database, scope_of("*")), Bug);
    EXPECT_THROW((void)seen_by(database, scope_of("01,02")), Bug);
}

TEST_P(RowLevelSecurityTest, RefusesToWriteForAnotherTenant) {
    Database& database = open(std::vector{first});
    EXPECT_EQ(add(database, scope_of("01"), "02").error().code, "storage.tenant_refused");
    ASSERT_TRUE(add(database, everywhere, "02"));
    const auto changed = database.write(
        scope_of("01"), [](Connection& connection) { return connection.execute("DELETE FROM a"); });
    EXPECT_EQ(changed.value(), 0);
    EXPECT_EQ(seen_by(database, everywhere).size(), 1U);
}

TEST_P(RowLevelSecurityTest, CoversTablesOfLaterMigrations) {
    Database& database = open(std::vector{first});
    const Migration later = step(
        2, "CREATE TABLE later (tenant_id text PRIMARY KEY);\nINSERT INTO later VALUES ('02');");
    ASSERT_TRUE(database.migrate(std::vector{first, later}));
    const auto rows = database.read(scope_of("01"), [](Connection& connection) {
        return connection.query("SELECT tenant_id FROM later");
    });
    EXPECT_TRUE(rows.value().empty());
}

TEST_P(RowLevelSecurityTest, ReconnectsWhenTheServerDroppedTheConnection) {
    Database& database = open(std::vector{first}, 1);
    // The pool's only connection kills itself; whoever comes next gets a new one.
    (void)database.write(everywhere, [](Connection& connection) -> Result<void> {
        static bool killed = false;
        if (!std::exchange(killed, true)) {
            (void)connection.query("SELECT pg_terminate_backend(pg_backend_pid())");
        }
        return {};
    });
    EXPECT_TRUE(add(database, everywhere, "01"));
}

}  // namespace
}  // namespace gordion::storage
