// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <limits>

#include "audit/chain.hpp"
#include "core/limits.hpp"

namespace gordion::audit {
namespace {

constexpr std::int64_t entries_per_read = 1000;

TenantId chain_of(const Scope& scope) {
    return scope.tenant.empty() ? platform_chain() : scope.tenant;
}

AuditEntry entry_from(const storage::Row& row) {
    return {{row.text(0)}, row.integer(1), {row.integer(2)}, {row.text(3)}, row.text(4),
            row.text(5),   row.text(6),    row.text(7),      row.text(8),   row.text(9)};
}

constexpr const char* select_entries =
    "SELECT tenant_id, number, at, actor, purpose, event, subject, details, previous_hash, hash "
    "FROM audit_entries ";

Result<std::optional<ChainHead>> find_head(storage::Connection& connection,
                                           const TenantId& tenant) {
    const auto row = TRY(connection.find_row(
        "SELECT number, hash FROM audit_heads WHERE tenant_id = $1", {tenant.value}));
    if (!row) {
        return std::optional<ChainHead>();
    }
    return std::optional<ChainHead>({row->integer(0), row->text(1)});
}

Result<void> check_reach(const Scope& scope, const TenantId& tenant) {
    if (scope.reaches(tenant)) {
        return {};
    }
    return Error{ErrorKind::NotFound,
                 "audit.chain_missing",
                 "",
                 {{"tenant", tenant.value}},
                 "There is no audit chain of this tenant for you to see."};
}

}  // namespace

TenantId platform_chain() {
    return {"00"};
}

Result<void> append(storage::Connection& connection, const Scope& scope, const Clock& clock,
                    const AuditEvent& event) {
    VERIFY(!event.event.empty(), "an entry says what happened");
    AuditEntry entry;
    entry.tenant = chain_of(scope);
    entry.at = clock.now();
    entry.actor = scope.actor;
    entry.purpose = scope.purpose;
    entry.event = event.event;
    entry.subject = event.subject;
    entry.details = formats::write_json(event.details);
    VERIFY(entry.details.size() <= limits::audit_details_bytes,
           "details are ids, codes and numbers");
    // Locks the head until the transaction ends: numbers have no gaps, and two that append at the
    // same time on PostgreSQL run one after another.
    const storage::Rows head = TRY(
        connection.query("INSERT INTO audit_heads (tenant_id, number, hash) VALUES ($1, 1, '') "
                         "ON CONFLICT (tenant_id) DO UPDATE SET number = audit_heads.number + 1 "
                         "RETURNING number, hash",
                         {entry.tenant.value}));
    entry.number = head.front().integer(0);
    entry.previous_hash = head.front().text(1);
    entry.hash = hash_of(entry);
    TRY(connection.execute(
        "INSERT INTO audit_entries (tenant_id, number, at, actor, purpose, event, subject, "
        "details, previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        {entry.tenant.value, entry.number, entry.at.ms, entry.actor.value, entry.purpose,
         entry.event, entry.subject, entry.details, entry.previous_hash, entry.hash}));
    TRY(connection.execute("UPDATE audit_heads SET hash = $2 WHERE tenant_id = $1",
                           {entry.tenant.value, entry.hash}));
    return {};
}

Result<std::optional<ChainHead>> visit_chain(storage::Database& database, const Scope& scope,
                                             const TenantId& tenant,
                                             const std::function<void()>& restart,
                                             const std::function<void(const AuditEntry&)>& visit) {
    TRY(check_reach(scope, tenant));
    // One snapshot, so that entries and head belong together while others append.
    return database.read(
        scope, [&](storage::Connection& connection) -> Result<std::optional<ChainHead>> {
            restart();
            std::int64_t after = 0;
            for (bool more = true; more;) {
                const storage::Rows rows = TRY(connection.query(
                    std::string(select_entries) +
                        "WHERE tenant_id = $1 AND number > $2 ORDER BY number LIMIT $3",
                    {tenant.value, after, entries_per_read}));
                for (const storage::Row& row : rows) {
                    const AuditEntry entry = entry_from(row);
                    after = entry.number;
                    visit(entry);
                }
                more = rows.size() == static_cast<std::size_t>(entries_per_read);
            }
            return find_head(connection, tenant);
        });
}

Result<ChainReport> verify(storage::Database& database, const Scope& scope,
                           const TenantId& tenant) {
    ChainWalk walk(tenant);
    const auto head = TRY(visit_chain(
        database, scope, tenant, [&] { walk = ChainWalk(tenant); },
        [&](const AuditEntry& entry) { walk.add(entry); }));
    return walk.finish(head);
}

Result<std::vector<ChainReport>> verify_all(storage::Database& database, const Scope& scope) {
    VERIFY(scope.all_tenants, "only the platform itself looks at every chain");
    const storage::Rows tenants = TRY(database.read(scope, [](storage::Connection& connection) {
        return connection.query(
            "SELECT tenant_id FROM audit_heads UNION SELECT tenant_id FROM audit_entries "
            "ORDER BY tenant_id");
    }));
    std::vector<ChainReport> reports;
    for (const storage::Row& row : tenants) {
        reports.push_back(TRY(verify(database, scope, {row.text(0)})));
    }
    return reports;
}

Result<std::vector<AuditEntry>> list_entries(storage::Connection& connection, const Scope& scope,
                                             const EntryQuery& query) {
    const std::int64_t before =
        query.before_number > 0 ? query.before_number : std::numeric_limits<std::int64_t>::max();
    const std::int64_t most = std::clamp(query.most, 1, limits::audit_page);
    const std::string sql = std::string(select_entries) + "WHERE tenant_id = $1 AND number < $2 " +
                            (query.subject.empty() ? "AND $3 = '' " : "AND subject = $3 ") +
                            "ORDER BY number DESC LIMIT $4";
    std::vector<AuditEntry> entries;
    for (const storage::Row& row :
         TRY(connection.query(sql, {chain_of(scope).value, before, query.subject, most}))) {
        entries.push_back(entry_from(row));
    }
    return entries;
}

}  // namespace gordion::audit
