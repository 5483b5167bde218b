// SPDX-License-Identifier: EUPL-1.2
#include "storage/database.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <limits>
#include <thread>

#include "storage/guarded_write.hpp"
#include "tests/support/databases.hpp"

namespace gordion::storage {
namespace {

const Scope scope = system_scope("test");

std::vector<Migration> test_migrations() {
    return {{"test", 1, "tables", R"(
CREATE TABLE things (
    tenant_id text NOT NULL,
    id text NOT NULL,
    number integer,
    share real,
    note text,
    bytes blob,
    PRIMARY KEY (tenant_id, id),
    CHECK (number <> 13)
);
CREATE TABLE parts (
    tenant_id text NOT NULL,
    id text NOT NULL,
    thing_id text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, thing_id) REFERENCES things (tenant_id, id)
);
)"}};
}

Result<std::int64_t> add_thing(Connection& connection, const std::string& id) {
    return connection.execute("INSERT INTO things (tenant_id, id) VALUES ('01', $1)", {id});
}

std::int64_t count_things(Database& database) {
    return database
        .read(scope,
              [](Connection& connection) -> Result<std::int64_t> {
                  return TRY(connection.query("SELECT count(*) FROM things")).front().integer(0);
              })
        .value();
}

class DatabaseTest : public testing::OnBothDatabases {
protected:
    /// Runs one statement in a transaction of its own and returns its error code, "" for none.
    std::string code_of(Database& database, const std::string& sql,
                        std::initializer_list<Value> values = {}) {
        const auto outcome = database.write(
            scope, [&](Connection& connection) { return connection.execute(sql, values); });
        return outcome.has_value() ? "" : outcome.error().code;
    }
};
GORDION_ON_BOTH_DATABASES(DatabaseTest);

TEST_P(DatabaseTest, GivesBackEveryValueAsItWasWritten) {
    Database& database = open(test_migrations());
    const std::vector<std::vector<Value>> rows{
        {"1", std::numeric_limits<std::int64_t>::max(), 0.1, "Grüße, 'so' \"wie\" $1 ?2 \\ \n",
         Blob{std::string("\0\x01'\xff\\x", 6)}},
        {"2", std::numeric_limits<std::int64_t>::min(), -1e-300, "", Blob{}},
        {"3", Value(), Value(), Value(), Value()},
        {"4", std::int64_t{0}, 3.0, "🐕", Blob{std::string(100'000, '\x80')}}};
    const auto written = database.write(scope, [&](Connection& connection) {
        return connection.execute_many(
            "INSERT INTO things (tenant_id, id, number, share, note, bytes) "
            "VALUES ('01', $1, $2, $3, $4, $5)",
            rows);
    });
    ASSERT_TRUE(written.has_value()) << written.error().to_text();
    const Rows read = database
                          .read(scope,
                                [](Connection& connection) {
                                    return connection.query(
                                        "SELECT id, number, share, note, bytes FROM things "
                                        "ORDER BY id");
                                })
                          .value();
    ASSERT_EQ(read.size(), rows.size());
    for (std::size_t i : {0U, 1U, 3U}) {
        EXPECT_EQ(read[i].integer(1), std::get<std::int64_t>(rows[i][1]));
        EXPECT_EQ(read[i].real(2), std::get<double>(rows[i][2]));
        EXPECT_EQ(read[i].text(3), std::get<std::string>(rows[i][3]));
        EXPECT_EQ(read[i].blob(4), std::get<Blob>(rows[i][4]).bytes);
    }
    EXPECT_TRUE(read[2].is_null(1) && read[2].is_null(2) && read[2].is_null(4));
    EXPECT_EQ(read[2].optional_text(3), std::nullopt);
    EXPECT_EQ(read[2].optional_integer(1), std::nullopt);
    EXPECT_THROW((void)read[2].text(3), Bug);
    EXPECT_THROW((void)read[0].integer(3), Bug);
    EXPECT_THROW((void)read[0].integer(5), Bug);
}

TEST_P(DatabaseTest, TypesExpressionsAlikeOnBoth) {
    Database& database = open(test_migrations());
    ASSERT_EQ(code_of(database,
                      "INSERT INTO things (tenant_id, id, number, share) VALUES "
                      "('01', 'a', 2, 0.5), ('01', 'b', 3, 0.25)"),
              "");
    const auto row = database.read(scope, [](Connection& connection) {
        return connection.find_row(
            "SELECT count(*), sum(number), avg(number), max(share), number > 2, "
            "CAST($1 AS text), CAST($2 AS integer) FROM things WHERE id = $3 GROUP BY number",
            {"x", std::int64_t{7}, "b"});
    });
    ASSERT_TRUE(row.has_value()) << row.error().to_text();
    const Row& found = *row.value();
    EXPECT_EQ(found.integer(0), 1);
    EXPECT_EQ(found.integer(1), 3);
    EXPECT_EQ(found.real(2), 3.0);
    EXPECT_EQ(found.real(3), 0.25);
    EXPECT_EQ(found.integer(4), 1);
    EXPECT_EQ(found.text(5), "x");
    EXPECT_EQ(found.integer(6), 7);
    EXPECT_FALSE(database
                     .read(scope,
                           [](Connection& connection) {
                               return connection.find_row("SELECT id FROM things WHERE id = 'c'");
                           })
                     .value());
}

TEST_P(DatabaseTest, NamesWhatWentWrong) {
    Database& database = open(test_migrations());
    const std::string insert = "INSERT INTO things (tenant_id, id, number, note) VALUES ";
    EXPECT_EQ(code_of(database, insert + "('01', 'a', 1, $1)", {"x"}), "");
    EXPECT_EQ(code_of(database, insert + "('01', 'a', 1, $1)", {"x"}), "storage.unique");
    EXPECT_EQ(code_of(database, insert + "('01', 'b', 13, $1)", {"x"}), "storage.constraint");
    EXPECT_EQ(code_of(database, "INSERT INTO things (tenant_id) VALUES ('01')"),
              "storage.constraint");
    EXPECT_EQ(code_of(database,
                      "INSERT INTO parts (tenant_id, id, thing_id) "
                      "VALUES ('01', 'p', 'nothing')"),
              "storage.constraint");
    EXPECT_EQ(code_of(database, "SELECT nothing FROM nowhere"), "storage.sql");
    EXPECT_EQ(code_of(database, "SELEC"), "storage.sql");
    EXPECT_EQ(code_of(database, "SELECT id FROM things WHERE id = $1"), "storage.sql");
    EXPECT_EQ(code_of(database, "SELECT id FROM things WHERE id = $1", {"a", "b"}), "storage.sql");
    EXPECT_EQ(code_of(database, insert + "('01', 'c', 1, $1)", {std::string("\0", 1)}),
              "storage.text_invalid");
    EXPECT_EQ(code_of(database, insert + "('01', 'c', 1, $1)", {"\xff"}), "storage.text_invalid");
    EXPECT_EQ(count_things(database), 1);
}

TEST_P(DatabaseTest, CountsTheRowsThatChanged) {
    Database& database = open(test_migrations());
    const auto counts =
        database.write(scope, [](Connection& connection) -> Result<std::vector<std::int64_t>> {
            TRY(add_thing(connection, "a"));
            TRY(add_thing(connection, "b"));
            return std::vector{
                TRY(connection.execute("UPDATE things SET number = 1")),
                TRY(connection.execute("UPDATE things SET number = 2 WHERE id = 'c'")),
                TRY(connection.execute("INSERT INTO things (tenant_id, id) VALUES ('01', 'a') "
                                       "ON CONFLICT (tenant_id, id) DO NOTHING")),
                TRY(connection.execute("DELETE FROM things WHERE id = 'a'"))};
        });
    ASSERT_TRUE(counts.has_value()) << counts.error().to_text();
    EXPECT_THAT(counts.value(), ::testing::ElementsAre(2, 0, 0, 1));
}

TEST_P(DatabaseTest, WritesNothingWhenTheFunctionFailsOrThrows) {
    Database& database = open(test_migrations());
    const auto failed = database.write(scope, [](Connection& connection) -> Result<void> {
        TRY(add_thing(connection, "a"));
        return Error{ErrorKind::Conflict, "test.refused", "", {}, "Refused."};
    });
    EXPECT_EQ(failed.error().code, "test.refused");
    EXPECT_THROW((void)database.write(scope,
                                      [](Connection& connection) -> Result<void> {
                                          TRY(add_thing(connection, "b"));
                                          VERIFY(false, "a bug of the caller");
                                          return {};
                                      }),
                 Bug);
    EXPECT_EQ(count_things(database), 0);
    EXPECT_EQ(code_of(database, "INSERT INTO things (tenant_id, id) VALUES ('01', 'c')"), "");
    EXPECT_EQ(count_things(database), 1);
}

TEST_P(DatabaseTest, LosesTheTransactionWithItsFirstError) {
    Database& database = open(test_migrations());
    const auto ignored = database.write(scope, [](Connection& connection) -> Result<void> {
        TRY(add_thing(connection, "a"));
        (void)add_thing(connection, "a");
        EXPECT_FALSE(add_thing(connection, "b").has_value());
        EXPECT_FALSE(connection.query("SELECT 1").has_value());
        return {};
    });
    EXPECT_EQ(ignored.error().code, "storage.unique");
    EXPECT_EQ(count_things(database), 0);
}

TEST_P(DatabaseTest, TakesBoundTextForTextOnly) {
    Database& database = open(test_migrations());
    const std::vector<std::string> hostile{"'); DROP TABLE things; --", "' OR '1'='1", "$1", "?1",
                                           "\\'; SELECT 1; --",         "%_\"`;"};
    for (const std::string& text : hostile) {
        ASSERT_EQ(code_of(database,
                          "INSERT INTO things (tenant_id, id, note) VALUES ('01', $1, $1)", {text}),
                  "");
        const auto row = database.read(scope, [&](Connection& connection) {
            return connection.find_row("SELECT note FROM things WHERE id = $1", {text});
        });
        EXPECT_EQ(row.value()->text(0), text);
    }
    EXPECT_EQ(count_things(database), static_cast<std::int64_t>(hostile.size()));
    EXPECT_NE(code_of(database, "DELETE FROM things; DELETE FROM parts"), "");
}

TEST_P(DatabaseTest, RefusesToWriteWhileReading) {
    Database& database = open(test_migrations());
    const auto outcome =
        database.read(scope, [](Connection& connection) { return add_thing(connection, "a"); });
    EXPECT_FALSE(outcome.has_value());
    EXPECT_EQ(count_things(database), 0);
}

TEST_P(DatabaseTest, FindsCallsFromInsideToBeABug) {
    Database& database = open(test_migrations());
    EXPECT_THROW((void)database.write(scope,
                                      [&](Connection&) -> Result<void> {
                                          (void)count_things(database);
                                          return {};
                                      }),
                 Bug);
    EXPECT_THROW((void)database.read(scope,
                                     [&](Connection&) -> Result<void> {
                                         return database.write(
                                             scope, [](Connection&) { return Result<void>(); });
                                     }),
                 Bug);
}

TEST_P(DatabaseTest, ReadsOneSnapshotWhileOthersWrite) {
    Database& database = open(test_migrations(), 3);
    std::atomic<bool> stop = false;
    std::atomic<int> torn = 0;
    const auto look = [&] {
        while (!stop) {
            const auto same = database.read(scope, [](Connection& connection) -> Result<bool> {
                const auto first = TRY(connection.query("SELECT count(*) FROM things"));
                const auto second = TRY(connection.query("SELECT count(*) FROM things"));
                // Each transaction adds two: an odd number would be half of one.
                return first.front().integer(0) == second.front().integer(0) &&
                       first.front().integer(0) % 2 == 0;
            });
            torn += same.has_value() && same.value() ? 0 : 1;
        }
    };
    std::thread one(look);
    std::thread two(look);
    for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(database.write(scope, [&](Connection& connection) -> Result<void> {
            TRY(add_thing(connection, "a" + std::to_string(i)));
            TRY(add_thing(connection, "b" + std::to_string(i)));
            return {};
        }));
    }
    stop = true;
    one.join();
    two.join();
    EXPECT_EQ(torn, 0);
    EXPECT_EQ(count_things(database), 40);
}

TEST_P(DatabaseTest, LosesNoUpdateOfManyThreads) {
    Database& database = open(test_migrations(), 4);
    ASSERT_EQ(
        code_of(database, "INSERT INTO things (tenant_id, id, number) VALUES ('01', 'n', 100)"),
        "");
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 5; ++n) {
                const auto added =
                    database.write(scope, [](Connection& connection) -> Result<void> {
                        const auto row = TRY(connection.find_row("SELECT number FROM things"));
                        TRY(connection.execute("UPDATE things SET number = $1",
                                               {row->integer(0) + 1}));
                        return {};
                    });
                EXPECT_TRUE(added.has_value()) << added.error().to_text();
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    const auto row = database.read(scope, [](Connection& connection) {
        return connection.find_row("SELECT number FROM things");
    });
    EXPECT_EQ(row.value()->integer(0), 120);
}

TEST_P(DatabaseTest, JudgesAGuardedChangeWhereItIsWritten) {
    Database& database = open(test_migrations(), 8);
    ASSERT_EQ(code_of(database, "INSERT INTO things (tenant_id, id, number) VALUES ('01', 'n', 0)"),
              "");
    std::atomic<int> changed = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&database, &changed, i] {
            const auto outcome =
                write_guarded(database, scope, [&](Connection& connection) -> Result<bool> {
                    TRY(add_thing(connection, "beside " + std::to_string(i)));
                    return TRY(connection.execute(
                               "UPDATE things SET number = 1 WHERE id = 'n' AND number = 0")) == 1;
                });
            ASSERT_TRUE(outcome.has_value()) << outcome.error().to_text();
            changed += outcome.value() ? 1 : 0;
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(changed, 1);
    EXPECT_EQ(count_things(database), 9);
    EXPECT_EQ(database.counts().retries, 0);
}

TEST_P(DatabaseTest, GuardsOnlyWhatAsksForIt) {
    Database& database = open(test_migrations());
    if (database.dialect() != Dialect::Postgres) {
        GTEST_SKIP() << "only PostgreSQL has levels of isolation";
    }
    const auto level = [](Connection& connection) -> Result<std::string> {
        return TRY(connection.query("SELECT current_setting('transaction_isolation')"))
            .front()
            .text(0);
    };
    EXPECT_EQ(database.write(scope, level).value(), "serializable");
    EXPECT_EQ(write_guarded(database, scope, level).value(), "read committed");
    EXPECT_EQ(database.write(scope, level).value(), "serializable");
}

TEST_P(DatabaseTest, WritesManyRowsAndStopsAtTheFirstBadOne) {
    Database& database = open(test_migrations());
    std::vector<std::vector<Value>> rows;
    for (int i = 0; i < 450; ++i) {
        rows.push_back(
            {"row" + std::to_string(i), i % 2 == 0 ? Value() : Value(std::int64_t{i + 100})});
    }
    const auto insert_all = [&](Connection& connection) {
        return connection.execute_many(
            "INSERT INTO things (tenant_id, id, number) VALUES ('01', $1, $2)", rows);
    };
    ASSERT_TRUE(database.write(scope, insert_all));
    EXPECT_EQ(count_things(database), 450);
    rows[150][0] = "row7";
    for (std::size_t i = 0; i < 150; ++i) {
        rows[i][0] = "new" + std::to_string(i);
    }
    EXPECT_EQ(database.write(scope, insert_all).error().code, "storage.unique");
    EXPECT_EQ(count_things(database), 450);
    EXPECT_TRUE(database.ping());
    rows.clear();
    EXPECT_TRUE(database.write(scope, insert_all));
}

TEST_P(DatabaseTest, AnswersAPing) {
    EXPECT_TRUE(open(test_migrations()).ping());
}

TEST(Database, RefusesAnAddressItDoesNotKnow) {
    for (const char* url : {"", "mysql://x", "sqlite:", "postgres", "http://x.db"}) {
        EXPECT_EQ(Database::open({url, 1}).error().code, "storage.url_unknown") << url;
    }
    EXPECT_EQ(Database::open({"sqlite:/nowhere/at/all.db", 1}).error().code, "storage.connection");
    EXPECT_EQ(Database::open({"postgresql://gordion@/gordion?host=/nowhere", 1}).error().code,
              "storage.connection");
}

TEST(Database, RefusesAFileThatIsNoDatabase) {
    std::string pattern = (std::filesystem::temp_directory_path() / "gordion-test-XXXXXX").string();
    const int file = mkstemp(pattern.data());
    const std::string noise(8192, 'x');
    ASSERT_EQ(::write(file, noise.data(), noise.size()), static_cast<ssize_t>(noise.size()));
    ::close(file);
    EXPECT_EQ(Database::open({"sqlite:" + pattern, 1}).error().code, "storage.sql");
    std::filesystem::remove(pattern);
}

}  // namespace
}  // namespace gordion::storage
