// SPDX-License-Identifier: EUPL-1.2
#include "planning/statement_store.hpp"

#include "services/public_service.hpp"

namespace gordion::planning {
namespace {

using storage::Connection;
using storage::Row;
using storage::Value;

Result<std::optional<Statement>> read_value(std::string_view subject, const Row& row,
                                            std::size_t column) {
    if (row.is_null(column)) {
        return std::optional<Statement>();
    }
    const auto json = formats::parse_json(row.text(column));
    auto read = json ? read_statement(subject, json.value()) : std::nullopt;
    if (!read) {
        return Error{ErrorKind::Corrupt,
                     "planning.statement_corrupt",
                     std::string(subject),
                     {},
                     "A stored statement cannot be read."};
    }
    return read;
}

void put(ServiceStatements& all, Statement statement, std::string by, Instant at) {
    if (auto* duty = std::get_if<DutyStatement>(&statement)) {
        all.duty = {std::move(*duty), std::move(by), at};
    } else if (auto* offer = std::get_if<OfferStatement>(&statement)) {
        all.offer = {std::move(*offer), std::move(by), at};
    } else {
        auto& role = std::get<RoleStatement>(statement);
        const TaskRole which = role.role;
        all.roles.insert_or_assign(which,
                                   Stated<RoleStatement>{std::move(role), std::move(by), at});
    }
}

}  // namespace

StatementStore::StatementStore(storage::Database& database, const Clock& clock)
    : database_(&database), clock_(&clock) {}

Result<void> StatementStore::append(const Scope& scope, std::string_view service_key,
                                    std::string_view subject, const Value& value,
                                    const std::string& by) {
    const auto key = TRY(services::parse_leistungsschluessel(service_key));
    if (scope.all_tenants || scope.tenant.value.empty()) {
        return Error{ErrorKind::Forbidden,
                     "planning.statement_foreign",
                     {},
                     {},
                     "only the body itself says what holds there"};
    }
    return database_->write(scope, [&](Connection& connection) -> Result<void> {
        const auto last = TRY(connection.find_row(
            "SELECT COALESCE(MAX(number), 0) FROM planning_statements WHERE tenant_id = $1 AND "
            "service_key = $2 AND subject = $3",
            {scope.tenant.value, key.digits, std::string(subject)}));
        TRY(connection.execute(
            "INSERT INTO planning_statements (tenant_id, service_key, subject, number, value, "
            "stated_by, stated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            {scope.tenant.value, key.digits, std::string(subject), last->integer(0) + 1, value, by,
             clock_->now().ms}));
        return {};
    });
}

Result<void> StatementStore::state(const Scope& scope, std::string_view service_key,
                                   const Statement& statement, const std::string& by) {
    TRY(check_statement(statement));
    return append(scope, service_key, subject_of(statement),
                  Value(formats::write_json(write_statement(statement))), by);
}

Result<void> StatementStore::take_back(const Scope& scope, std::string_view service_key,
                                       std::string_view subject, const std::string& by) {
    return append(scope, service_key, subject, Value(), by);
}

Result<StatementsByService> StatementStore::list_statements(const Scope& scope,
                                                            const TenantId& tenant) {
    return database_->read(scope, [&](Connection& connection) -> Result<StatementsByService> {
        // The newest of each subject: those after which none came.
        const storage::Rows rows = TRY(connection.query(
            "SELECT service_key, subject, value, stated_by, stated_at FROM planning_statements s "
            "WHERE tenant_id = $1 AND value IS NOT NULL AND number = (SELECT MAX(number) FROM "
            "planning_statements n WHERE n.tenant_id = s.tenant_id AND n.service_key = "
            "s.service_key AND n.subject = s.subject)",
            {tenant.value}));
        StatementsByService all;
        for (const Row& row : rows) {
            auto statement = TRY(read_value(row.text(1), row, 2));
            put(all[row.text(0)], std::move(*statement), row.text(3), Instant{row.integer(4)});
        }
        return all;
    });
}

Result<std::vector<StatementEntry>> StatementStore::list_history(const Scope& scope,
                                                                 const TenantId& tenant,
                                                                 std::string_view service_key) {
    const auto key = TRY(services::parse_leistungsschluessel(service_key));
    return database_->read(
        scope, [&](Connection& connection) -> Result<std::vector<StatementEntry>> {
            const storage::Rows rows = TRY(connection.query(
                "SELECT subject, value, stated_by, stated_at FROM planning_statements WHERE "
                "tenant_id = $1 AND service_key = $2 ORDER BY stated_at DESC, number DESC, subject",
                {tenant.value, key.digits}));
            std::vector<StatementEntry> entries;
            for (const Row& row : rows) {
                auto statement = TRY(read_value(row.text(0), row, 1));
                entries.push_back(
                    {row.text(0), std::move(statement), row.text(2), Instant{row.integer(3)}});
            }
            return entries;
        });
}

}  // namespace gordion::planning
