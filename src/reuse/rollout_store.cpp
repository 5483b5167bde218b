// SPDX-License-Identifier: EUPL-1.2
#include "reuse/rollout_store.hpp"

namespace gordion::reuse {
namespace {

using storage::Connection;
using storage::Row;
using storage::Value;

Error corrupt(const char* message) {
    return {ErrorKind::Corrupt, "reuse.rollout_corrupt", "", {}, message};
}

Result<RolloutStep> read_step(const Row& row) {
    const std::optional<RolloutState> state = parse_rollout_state(row.text(1));
    if (!state) {
        return corrupt("A stored step of a rollout has no known state.");
    }
    return RolloutStep{
        row.integer(0), *state, static_cast<int>(row.integer(2)), row.text(3), {row.integer(4)}};
}

Result<Rollout> read_rollout(Connection& connection, const Row& row) {
    Rollout rollout{{row.text(1)}, {row.text(0)}, row.text(2), row.text(3), {}, {}, {}};
    const Result<Date> starts_on = parse_date(row.text(4));
    if (!starts_on) {
        return corrupt("A rollout starts on no day.");
    }
    rollout.starts_on = starts_on.value();
    for (const Row& target :
         TRY(connection.query("SELECT target FROM reuse_rollout_targets WHERE tenant_id = $1 AND "
                              "rollout_id = $2 ORDER BY target",
                              {rollout.provider.value, rollout.id.value}))) {
        rollout.targets.push_back({target.text(0)});
    }
    for (const Row& step : TRY(connection.query(
             "SELECT number, state, share, taken_by, taken_at FROM reuse_rollout_steps "
             "WHERE tenant_id = $1 AND rollout_id = $2 ORDER BY number",
             {rollout.provider.value, rollout.id.value}))) {
        rollout.steps.push_back(TRY(read_step(step)));
    }
    if (rollout.steps.empty()) {
        return corrupt("A rollout has no step.");
    }
    return rollout;
}

constexpr const char* select_rollouts =
    "SELECT tenant_id, id, package_id, version, starts_on FROM reuse_rollouts ";

Result<RolloutResult> read_result(const Row& row) {
    const std::optional<RolloutOutcome> outcome = parse_rollout_outcome(row.text(3));
    if (!outcome) {
        return corrupt("A stored result of a rollout has no known outcome.");
    }
    return RolloutResult{{row.text(0)},
                         {row.text(1)},
                         row.integer(2),
                         *outcome,
                         row.text(4),
                         row.integer(5),
                         read_reasons(row.text(6)),
                         {row.integer(7)}};
}

constexpr const char* select_results =
    "SELECT r.tenant_id, r.rollout_id, r.step, r.outcome, r.from_version, r.adoption_number, "
    "r.reasons, r.judged_at FROM reuse_rollout_results r ";

}  // namespace

Result<void> insert_rollout(Connection& connection, const Rollout& rollout) {
    TRY(
        connection.execute("INSERT INTO reuse_rollouts (tenant_id, id, package_id, version, "
                           "starts_on) VALUES ($1, $2, $3, $4, $5)",
                           {rollout.provider.value, rollout.id.value, rollout.package_id,
                            rollout.version, rollout.starts_on.to_iso()}));
    std::vector<std::vector<Value>> targets;
    for (const TenantId& target : rollout.targets) {
        targets.push_back({rollout.provider.value, rollout.id.value, target.value});
    }
    TRY(connection.execute_many(
        "INSERT INTO reuse_rollout_targets (tenant_id, rollout_id, target) VALUES ($1, $2, $3)",
        targets));
    for (const RolloutStep& step : rollout.steps) {
        TRY(insert_rollout_step(connection, rollout, step));
    }
    return {};
}

Result<void> insert_rollout_step(Connection& connection, const Rollout& rollout,
                                 const RolloutStep& step) {
    TRY(connection.execute(
        "INSERT INTO reuse_rollout_steps (tenant_id, rollout_id, number, state, share, taken_by, "
        "taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        {rollout.provider.value, rollout.id.value, step.number, std::string(to_string(step.state)),
         std::int64_t{step.share}, step.taken_by, step.taken_at.ms}));
    return {};
}

Result<void> insert_results(Connection& connection, std::span<const RolloutResult> results) {
    std::vector<std::vector<Value>> rows;
    rows.reserve(results.size());
    for (const RolloutResult& result : results) {
        rows.push_back({result.tenant.value, result.rollout.value, result.step,
                        std::string(to_string(result.outcome)), result.from_version,
                        result.adoption_number, write_reasons(result.reasons),
                        result.judged_at.ms});
    }
    return connection.execute_many(
        "INSERT INTO reuse_rollout_results (tenant_id, rollout_id, number, step, outcome, "
        "from_version, adoption_number, reasons, judged_at) "
        "SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5, $6, $7, $8 "
        "FROM reuse_rollout_results WHERE tenant_id = $1 AND rollout_id = $2",
        rows);
}

Result<std::optional<Rollout>> find_rollout(Connection& connection, const RolloutId& id) {
    const auto row =
        TRY(connection.find_row(std::string(select_rollouts) + "WHERE id = $1", {id.value}));
    if (!row) {
        return std::optional<Rollout>();
    }
    return std::optional<Rollout>(TRY(read_rollout(connection, *row)));
}

Result<std::vector<Rollout>> list_rollouts(Connection& connection, std::string_view package_id) {
    std::vector<Rollout> rollouts;
    for (const Row& row :
         TRY(connection.query(std::string(select_rollouts) + "WHERE package_id = $1 ORDER BY id",
                              {std::string(package_id)}))) {
        rollouts.push_back(TRY(read_rollout(connection, row)));
    }
    return rollouts;
}

Result<std::optional<RolloutStep>> find_last_step(Connection& connection, const RolloutId& id) {
    const auto row = TRY(connection.find_row(
        "SELECT number, state, share, taken_by, taken_at FROM reuse_rollout_steps "
        "WHERE rollout_id = $1 ORDER BY number DESC LIMIT 1",
        {id.value}));
    if (!row) {
        return std::optional<RolloutStep>();
    }
    return std::optional<RolloutStep>(TRY(read_step(*row)));
}

Result<std::vector<RolloutResult>> list_last_results(Connection& connection, const RolloutId& id,
                                                     const TenantRange& range) {
    std::vector<RolloutResult> results;
    for (const Row& row : TRY(connection.query(
             std::string(select_results) +
                 "WHERE r.rollout_id = $1 AND r.tenant_id >= $2 AND ($3 = '' OR r.tenant_id <= $3) "
                 "ORDER BY r.tenant_id, r.number",
             {id.value, range.first.value, range.last.value}))) {
        RolloutResult result = TRY(read_result(row));
        if (!results.empty() && results.back().tenant == result.tenant) {
            results.back() = std::move(result);
        } else {
            results.push_back(std::move(result));
        }
    }
    return results;
}

Result<std::vector<RolloutResult>> list_tenant_results(Connection& connection,
                                                       const TenantId& tenant,
                                                       std::string_view package_id) {
    std::vector<RolloutResult> results;
    for (const Row& row : TRY(connection.query(std::string(select_results) +
                                                   "JOIN reuse_rollouts o ON o.id = r.rollout_id "
                                                   "WHERE r.tenant_id = $1 AND o.package_id = $2 "
                                                   "ORDER BY r.judged_at DESC, r.number DESC",
                                               {tenant.value, std::string(package_id)}))) {
        results.push_back(TRY(read_result(row)));
    }
    return results;
}

}  // namespace gordion::reuse
