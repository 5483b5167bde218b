// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "storage/internal/driver.hpp"

struct pg_conn;
struct pg_result;

namespace gordion::storage::internal {

/// One PostgreSQL connection with its prepared statements. Used by one thread at a time.
class PostgresConnection final : public DriverConnection {
public:
    /// Does not connect yet.
    PostgresConnection(std::string url, Durability durability)
        : url_(std::move(url)), durability_(durability) {}
    ~PostgresConnection() override;

    Result<Rows> query(std::string_view sql, std::span<const Value> values) override;
    Result<std::int64_t> execute(std::string_view sql, std::span<const Value> values) override;
    Result<void> execute_many(std::string_view sql,
                              std::span<const std::vector<Value>> rows) override;
    Result<void> run_script(std::string_view sql) override;
    Result<bool> has_table(std::string_view name) override;
    [[nodiscard]] Dialect dialect() const override { return Dialect::Postgres; }

    /// Connects if there is no living connection. Error code: storage.connection.
    Result<void> connect();
    void disconnect();
    [[nodiscard]] bool is_alive() const;
    [[nodiscard]] std::string quote_literal(const std::string& text) const;
    /// Whether the error that lost the transaction goes away when it is run again.
    [[nodiscard]] bool is_worth_retrying() const { return retry_; }
    void forget_retry() { retry_ = false; }

private:
    struct Freed {
        void operator()(pg_result* result) const;
    };
    using Answer = std::unique_ptr<pg_result, Freed>;

    Result<Answer> run(std::string_view sql, std::span<const Value> values);
    Result<std::string> prepare(std::string_view sql, const std::vector<unsigned>& types);
    Result<void> send_rows(const std::string& name, std::span<const std::vector<Value>> rows);
    Result<void> collect_rows(std::size_t sent);
    Error error_of(const pg_result* result);

    std::string url_;
    Durability durability_;
    pg_conn* handle_ = nullptr;
    bool retry_ = false;
    std::unordered_map<std::string, std::string> statements_;  ///< types and SQL → name
    int next_statement_ = 0;
};

}  // namespace gordion::storage::internal
