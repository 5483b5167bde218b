// SPDX-License-Identifier: EUPL-1.2
#include "cases/case_store.hpp"

#include "core/text.hpp"

namespace gordion::cases {
namespace {

constexpr std::string_view columns =
    "id, tenant_id, number, submission_id, destination_id, service, package_id, package_version, "
    "ars, state, team, assignee, arrived_at, frist_on, revision, kind, copy_id, automatic, "
    "automatic_reason, automatic_detail";

Result<Case> read_case(const storage::Row& row) {
    Case found;
    found.id = {row.text(0)};
    found.tenant = {row.text(1)};
    found.number = row.text(2);
    found.submission = {row.text(3)};
    found.destination = {row.text(4)};
    found.service = row.text(5);
    found.package_id = row.text(6);
    found.package_version = row.text(7);
    found.ars = row.text(8);
    found.state = TRY(parse_case_state(row.text(9)));
    found.team = {row.text(10)};
    found.assignee = row.text(11);
    found.arrived_at = {row.integer(12)};
    if (const auto frist = row.optional_text(13)) {
        found.frist_on = TRY(parse_date(*frist));
    }
    found.revision = row.integer(14);
    found.kind = TRY(parse_case_kind(row.text(15)));
    found.copy_id = row.text(16);
    found.automatic = {TRY(parse_automatic_state(row.text(17))), row.text(18), row.text(19)};
    return found;
}

Result<std::optional<Case>> read_optional_case(const std::optional<storage::Row>& row) {
    if (!row) {
        return std::optional<Case>();
    }
    return std::optional(TRY(read_case(*row)));
}

// Builds a WHERE clause and its values side by side, so that the numbers of the placeholders fit.
class Conditions {
public:
    std::string bind(storage::Value value) {
        values_.push_back(std::move(value));
        return "$" + std::to_string(values_.size());
    }
    [[nodiscard]] const std::vector<storage::Value>& values() const { return values_; }

private:
    std::vector<storage::Value> values_;
};

std::string reach_condition(Conditions& conditions, const std::vector<Reach>& reach) {
    std::vector<std::string> parts;
    for (const Reach& one : reach) {
        std::string part = "(tenant_id = " + conditions.bind(one.tenant.value);
        if (!one.services.empty()) {
            std::vector<std::string> services;
            for (const std::string& service : one.services) {
                services.push_back(conditions.bind(service));
            }
            part += " AND service IN (" + join(services, ", ") + ")";
        }
        parts.push_back(part + ")");
    }
    return "(" + join(parts, " OR ") + ")";
}

// "<arrived_at>.<id>" of the last row of the page before.
Result<std::pair<std::int64_t, std::string>> parse_position(std::string_view after) {
    const auto dot = after.find('.');
    const std::string_view ms = after.substr(0, dot);
    if (dot == std::string_view::npos || !is_digits(ms) || ms.size() > 15 ||
        !is_uuid(after.substr(dot + 1))) {
        return Error{ErrorKind::Invalid,
                     "cases.page_invalid",
                     "after",
                     {},
                     "This is not a position in the inbox; begin at the first page."};
    }
    return std::pair<std::int64_t, std::string>(std::stoll(std::string(ms)), after.substr(dot + 1));
}

}  // namespace

Result<bool> CaseStore::insert_case(storage::Connection& connection, const Case& made) {
    const auto frist = made.frist_on ? std::optional(made.frist_on->to_iso()) : std::nullopt;
    const std::int64_t inserted = TRY(connection.execute(
        "INSERT INTO cases (tenant_id, id, number, submission_id, destination_id, service, "
        "package_id,"
        " package_version, ars, state, team, assignee, arrived_at, frist_on, revision, kind,"
        " copy_id, automatic, automatic_reason, automatic_detail)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, $15, $16, $17,"
        " '', '')"
        " ON CONFLICT (tenant_id, submission_id) DO NOTHING",
        {made.tenant.value, made.id.value, made.number, made.submission.value,
         made.destination.value, made.service, made.package_id, made.package_version, made.ars,
         std::string(to_string(made.state)), made.team.value, made.assignee, made.arrived_at.ms,
         storage::nullable(frist), std::string(to_string(made.kind)), made.copy_id,
         std::string(to_string(made.automatic.state))}));
    return inserted == 1;
}

Result<void> CaseStore::update_case(storage::Connection& connection, const Case& changed) {
    const std::int64_t rows = TRY(
        connection.execute("UPDATE cases SET state = $4, team = $5, assignee = $6, automatic = $7,"
                           " automatic_reason = $8, automatic_detail = $9, revision = revision + 1"
                           " WHERE tenant_id = $1 AND id = $2 AND revision = $3",
                           {changed.tenant.value, changed.id.value, changed.revision,
                            std::string(to_string(changed.state)), changed.team.value,
                            changed.assignee, std::string(to_string(changed.automatic.state)),
                            changed.automatic.reason, changed.automatic.detail}));
    if (rows != 1) {
        return Error{ErrorKind::Conflict,
                     "cases.changed",
                     "",
                     {{"case", changed.id.value}},
                     "Somebody else has changed this case meanwhile; look at it again."};
    }
    return {};
}

Result<void> CaseStore::raise_revision(storage::Connection& connection, const Case& of) {
    TRY(connection.execute(
        "UPDATE cases SET revision = revision + 1 WHERE tenant_id = $1 AND id = $2",
        {of.tenant.value, of.id.value}));
    return {};
}

Result<void> CaseStore::withdraw_consulted(storage::Connection& connection, const TenantId& tenant,
                                           const SubmissionId& submission) {
    TRY(
        connection.execute("UPDATE cases SET state = 'withdrawn', revision = revision + 1"
                           " WHERE tenant_id = $1 AND submission_id = $2"
                           " AND kind = 'consultation' AND state IN ('new', 'in_progress')",
                           {tenant.value, submission.value}));
    return {};
}

Result<std::optional<Case>> CaseStore::find_by_submission(storage::Connection& connection,
                                                          const TenantId& tenant,
                                                          const SubmissionId& submission) {
    return read_optional_case(
        TRY(connection.find_row("SELECT " + std::string(columns) +
                                    " FROM cases WHERE tenant_id = $1 AND submission_id = $2",
                                {tenant.value, submission.value})));
}

Result<std::optional<Case>> CaseStore::find_case(const Scope& scope, const TenantId& tenant,
                                                 const CaseId& id) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::optional<Case>> {
            return read_optional_case(TRY(connection.find_row(
                "SELECT " + std::string(columns) + " FROM cases WHERE tenant_id = $1 AND id = $2",
                {tenant.value, id.value})));
        });
}

Result<InboxPage> CaseStore::list_cases(const Scope& scope, const std::vector<Reach>& reach,
                                        const InboxQuery& query) {
    Conditions conditions;
    std::string where = reach_condition(conditions, reach);
    if (query.state) {
        where += " AND state = " + conditions.bind(std::string(to_string(*query.state)));
    }
    if (!query.tenant.empty()) {
        where += " AND tenant_id = " + conditions.bind(query.tenant);
    }
    if (!query.after.empty()) {
        const auto [ms, id] = TRY(parse_position(query.after));
        const std::string at = conditions.bind(ms);
        where += " AND (arrived_at < " + at + " OR (arrived_at = " + at + " AND id < " +
                 conditions.bind(id) + "))";
    }
    const auto limit = static_cast<std::size_t>(std::clamp(query.limit, 1, 100));
    const std::string sql = "SELECT " + std::string(columns) + " FROM cases WHERE " + where +
                            " ORDER BY arrived_at DESC, id DESC LIMIT " + std::to_string(limit + 1);
    return database_->read(scope, [&](storage::Connection& connection) -> Result<InboxPage> {
        InboxPage page;
        for (const storage::Row& row : TRY(connection.query(sql, conditions.values()))) {
            if (page.cases.size() == limit) {
                const Case& last = page.cases.back();
                page.next = std::to_string(last.arrived_at.ms) + "." + last.id.value;
                break;
            }
            page.cases.push_back(TRY(read_case(row)));
        }
        return page;
    });
}

}  // namespace gordion::cases
