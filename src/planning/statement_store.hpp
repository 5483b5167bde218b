// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/scope.hpp"
#include "planning/statement.hpp"
#include "storage/database.hpp"

namespace gordion::planning {

/// By Leistungsschluessel, 14 digits.
using StatementsByService = std::map<std::string, ServiceStatements, std::less<>>;

/// One line of the history: a statement, or that it was taken back.
struct StatementEntry {
    std::string subject;
    std::optional<Statement> what;  ///< none: taken back
    std::string by;
    Instant at;
};

/// Keeps what people of a body state, and everything they stated before. Shared between threads.
class StatementStore {
public:
    StatementStore(storage::Database& database, const Clock& clock);

    /// `by` is shown beside it. Replaces what was said on the same subject.
    /// Error codes: those of check_statement; planning.statement_foreign (Forbidden: the scope is
    /// of another body), services.key_… for a wrong key.
    Result<void> state(const Scope& scope, std::string_view service_key, const Statement& statement,
                       const std::string& by);
    /// What the data say holds again. Taking back what nobody said is no error.
    Result<void> take_back(const Scope& scope, std::string_view service_key,
                           std::string_view subject, const std::string& by);

    /// What holds at a body.
    Result<StatementsByService> list_statements(const Scope& scope, const TenantId& tenant);
    /// Everything that was said about one service, newest first.
    Result<std::vector<StatementEntry>> list_history(const Scope& scope, const TenantId& tenant,
                                                     std::string_view service_key);

private:
    Result<void> append(const Scope& scope, std::string_view service_key, std::string_view subject,
                        const storage::Value& value, const std::string& by);

    storage::Database* database_;
    const Clock* clock_;
};

}  // namespace gordion::planning
