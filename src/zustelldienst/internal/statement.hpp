// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "storage/database.hpp"

namespace gordion::zustelldienst::internal {

/// One statement with its values, made before the transaction that runs it. On SQLite all write
/// functions of a process share one thread: what is done on it, everybody waits for.
struct Statement {
    std::string sql;
    std::vector<storage::Value> values;

    /// The number of rows changed.
    [[nodiscard]] Result<std::int64_t> run(storage::Connection& connection) const {
        return connection.execute(sql, std::span<const storage::Value>(values));
    }
};

}  // namespace gordion::zustelldienst::internal
