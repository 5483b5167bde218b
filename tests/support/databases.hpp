// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "storage/database.hpp"

namespace gordion::testing {

/// A test with one body that runs on SQLite and on PostgreSQL:
///
///     class RoutingStoreTest : public testing::OnBothDatabases {};
///     GORDION_ON_BOTH_DATABASES(RoutingStoreTest);
///     TEST_P(RoutingStoreTest, FindsTheNewestDestination) {
///         auto database = open(routing_migrations());
///         …
///     }
///
/// SQLite: a fresh file in a fresh folder, without fsync. PostgreSQL: a fresh schema in the
/// database that the environment variable GORDION_TEST_POSTGRES names (tests/support/postgres.sh
/// starts one); without it the test is skipped and says so. Both vanish after the test.
class OnBothDatabases : public ::testing::TestWithParam<storage::Dialect> {
protected:
    void SetUp() override {
        if (GetParam() == storage::Dialect::Postgres) {
            const char* url = std::getenv("GORDION_TEST_POSTGRES");
            if (url == nullptr || *url == '\0') {
                GTEST_SKIP() << "PostgreSQL half skipped: GORDION_TEST_POSTGRES is not set "
                                "(tests/support/postgres.sh start DIR prints a url).";
            }
            server_url_ = url;
            SystemRandom random;
            schema_ = "test_" + random.characters(16, "abcdefghijklmnopqrstuvwxyz");
            run_on_server("CREATE SCHEMA " + schema_);
        } else {
            std::string pattern =
                (std::filesystem::temp_directory_path() / "gordion-test-XXXXXX").string();
            ASSERT_NE(mkdtemp(pattern.data()), nullptr);
            folder_ = pattern;
        }
    }

    void TearDown() override {
        database_.reset();
        if (!schema_.empty()) {
            run_on_server("DROP SCHEMA " + schema_ + " CASCADE");
        }
        if (!folder_.empty()) {
            std::error_code ignored;
            std::filesystem::remove_all(folder_, ignored);
        }
    }

    /// The address of this test's own database; valid until the test ends.
    [[nodiscard]] storage::DatabaseConfig config(int readers = 2) const {
        if (schema_.empty()) {
            return {"sqlite:" + (folder_ / "test.db").string(), readers, storage::Durability::None};
        }
        const char* separator = server_url_.find('?') == std::string::npos ? "?" : "&";
        return {server_url_ + separator + "options=-csearch_path%3D" + schema_, readers,
                storage::Durability::None};
    }

    /// Opens (once per test) and migrates the test's own database, which the fixture owns.
    storage::Database& open(std::span<const storage::Migration> migrations, int readers = 2) {
        auto opened = storage::Database::open(config(readers));
        if (!opened.has_value()) {
            throw Bug("the test database cannot be opened: " + opened.error().to_text());
        }
        database_ = std::move(opened).value();
        auto migrated = database_->migrate(migrations);
        if (!migrated.has_value()) {
            throw Bug("the migrations do not run: " + migrated.error().to_text());
        }
        return *database_;
    }

    /// Several modules' migrations, one after another.
    storage::Database& open(std::initializer_list<std::vector<storage::Migration>> modules) {
        std::vector<storage::Migration> all;
        for (const auto& migrations : modules) {
            all.insert(all.end(), migrations.begin(), migrations.end());
        }
        return open(std::span<const storage::Migration>(all));
    }

private:
    void run_on_server(const std::string& sql) const {
        auto server = storage::Database::open({server_url_, 1});
        if (!server.has_value()) {
            throw Bug("GORDION_TEST_POSTGRES: " + server.error().to_text());
        }
        auto ran = server.value()->write(
            system_scope("test.schema"),
            [&](storage::Connection& connection) { return connection.execute(sql); });
        if (!ran.has_value()) {
            throw Bug("the test schema: " + ran.error().to_text());
        }
    }

    std::filesystem::path folder_;
    std::string server_url_;
    std::string schema_;
    std::unique_ptr<storage::Database> database_;
};

inline std::string dialect_name(const ::testing::TestParamInfo<storage::Dialect>& tested) {
    return tested.param == storage::Dialect::Sqlite ? "Sqlite" : "Postgres";
}

}  // namespace gordion::testing

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): GoogleTest instantiates by macro.
#define GORDION_ON_BOTH_DATABASES(fixture)                                             \
    INSTANTIATE_TEST_SUITE_P(Both, fixture,                                            \
                             ::testing::Values(::gordion::storage::Dialect::Sqlite,    \
                                               ::gordion::storage::Dialect::Postgres), \
                             ::gordion::testing::dialect_name)

/// For what only PostgreSQL has (row-level security).
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): GoogleTest instantiates by macro.
#define GORDION_ON_POSTGRES(fixture)                                                   \
    INSTANTIATE_TEST_SUITE_P(Only, fixture,                                            \
                             ::testing::Values(::gordion::storage::Dialect::Postgres), \
                             ::gordion::testing::dialect_name)
