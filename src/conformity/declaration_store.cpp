// SPDX-License-Identifier: EUPL-1.2
#include "conformity/declaration_store.hpp"

#include <algorithm>

#include "conformity/package_evidence.hpp"
#include "core/text.hpp"

namespace gordion::conformity {
namespace {

using formats::Json;
using storage::Connection;
using storage::Row;

constexpr std::size_t most_path = 100;

bool is_path(std::string_view path) {
    return !path.empty() && path.size() <= most_path && path.front() != '.' && path.back() != '.' &&
           path.find("..") == std::string_view::npos &&
           std::all_of(path.begin(), path.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
           });
}

Result<Declaration> read_declaration(const Row& row, std::size_t at) {
    Json value = TRY(formats::parse_json(row.text(at + 1)));
    return Declaration{row.text(at), std::move(value), row.text(at + 2),
                       Instant{row.integer(at + 3)}};
}

// The newest of each path, in their order.
constexpr const char* newest =
    " AND value <> 'null' AND number = (SELECT MAX(number) FROM conformity_declarations n WHERE "
    "n.tenant_id = d.tenant_id AND n.subject = d.subject AND n.path = d.path) ORDER BY tenant_id, "
    "path";

}  // namespace

DeclarationStore::DeclarationStore(storage::Database& database, const Clock& clock)
    : database_(&database), clock_(&clock) {}

Result<void> DeclarationStore::declare(const Scope& scope, std::string_view subject,
                                       const Declaration& declaration) {
    if (scope.all_tenants || scope.tenant.value.empty()) {
        return Error{ErrorKind::Forbidden,
                     "conformity.declaration_foreign",
                     {},
                     {},
                     "only the body itself declares what holds there"};
    }
    if (!is_path(declaration.path)) {
        return Error{ErrorKind::Invalid,
                     "conformity.declaration_path",
                     "path",
                     {{"path", std::string(first_characters(declaration.path, most_path))}},
                     "a path is made of lower-case words, digits and dots"};
    }
    return database_->write(scope, [&](Connection& connection) -> Result<void> {
        const auto last = TRY(connection.find_row(
            "SELECT COALESCE(MAX(number), 0) FROM conformity_declarations WHERE tenant_id = $1 AND "
            "subject = $2 AND path = $3",
            {scope.tenant.value, std::string(subject), declaration.path}));
        TRY(connection.execute(
            "INSERT INTO conformity_declarations (tenant_id, subject, path, number, value, "
            "declared_by, declared_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            {scope.tenant.value, std::string(subject), declaration.path, last->integer(0) + 1,
             formats::write_json(declaration.value), declaration.by, clock_->now().ms}));
        return {};
    });
}

Result<std::vector<Declaration>> DeclarationStore::list_declarations(const Scope& scope,
                                                                     const TenantId& tenant,
                                                                     std::string_view subject) {
    return database_->read(scope, [&](Connection& connection) -> Result<std::vector<Declaration>> {
        std::vector<Declaration> all;
        for (const Row& row : TRY(connection.query(
                 std::string("SELECT path, value, declared_by, declared_at FROM "
                             "conformity_declarations d WHERE tenant_id = $1 AND subject = $2") +
                     newest,
                 {tenant.value, std::string(subject)}))) {
            all.push_back(TRY(read_declaration(row, 0)));
        }
        return all;
    });
}

Result<std::vector<std::pair<TenantId, Json>>> DeclarationStore::list_of_bodies(
    const Scope& scope) {
    using Bodies = std::vector<std::pair<TenantId, Json>>;
    return database_->read(scope, [&](Connection& connection) -> Result<Bodies> {
        Bodies all;
        for (const Row& row : TRY(connection.query(
                 std::string("SELECT tenant_id, path, value, declared_by, declared_at FROM "
                             "conformity_declarations d WHERE subject = ''") +
                 newest))) {
            const Declaration declaration = TRY(read_declaration(row, 1));
            if (all.empty() || all.back().first.value != row.text(0)) {
                all.emplace_back(TenantId{row.text(0)}, Json::object());
            }
            merge_evidence(all.back().second, declared_evidence({declaration}));
        }
        return all;
    });
}

std::vector<storage::Migration> conformity_migrations() {
    // Nothing is changed: a newer number replaces, the value null takes back.
    return {{"conformity", 1, "declarations", R"(
CREATE TABLE conformity_declarations (
    tenant_id text NOT NULL,
    subject text NOT NULL,
    path text NOT NULL,
    number integer NOT NULL,
    value text NOT NULL,
    declared_by text NOT NULL,
    declared_at integer NOT NULL,
    PRIMARY KEY (tenant_id, subject, path, number)
);
)"}};
}

}  // namespace gordion::conformity
