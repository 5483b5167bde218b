// SPDX-License-Identifier: EUPL-1.2
// How far a rollout is, for both sides.
#include <algorithm>
#include <map>

#include "core/text.hpp"
#include "reuse/reuse_state.hpp"
#include "reuse/rollout_store.hpp"
#include "reuse/rollouts.hpp"

namespace gordion::reuse {
namespace {

using storage::Connection;

RolloutStanding standing_of(const RolloutResult& result) {
    switch (result.outcome) {
        case RolloutOutcome::Moved:
            return RolloutStanding::Moved;
        case RolloutOutcome::Held:
            return RolloutStanding::Held;
        case RolloutOutcome::Pinned:
            return RolloutStanding::Pinned;
        case RolloutOutcome::Returned:
            return RolloutStanding::Returned;
        case RolloutOutcome::Kept:
            return RolloutStanding::Kept;
    }
    return RolloutStanding::Outside;
}

/// Somebody who was held back or wanted to stay may have come along by himself since.
bool is_overtaken(const RolloutRow& row, const Rollout& rollout) {
    const bool stayed =
        row.standing == RolloutStanding::Held || row.standing == RolloutStanding::Pinned;
    return stayed && !row.version.empty() && !is_older(row.version, rollout);
}

}  // namespace

std::string_view to_string(RolloutStanding standing) {
    switch (standing) {
        case RolloutStanding::Moved:
            return "moved";
        case RolloutStanding::Held:
            return "held";
        case RolloutStanding::Pinned:
            return "pinned";
        case RolloutStanding::Returned:
            return "returned";
        case RolloutStanding::Kept:
            return "kept";
        case RolloutStanding::Waiting:
            return "waiting";
        case RolloutStanding::Already:
            return "already";
        case RolloutStanding::Outside:
            return "outside";
    }
    return "";
}

std::size_t RolloutReport::count(RolloutStanding standing) const {
    return static_cast<std::size_t>(std::count_if(
        rows.begin(), rows.end(), [&](const RolloutRow& row) { return row.standing == standing; }));
}

std::vector<const Adoption*> select_adoptions(const Rollout& rollout,
                                              const AdoptionSnapshot& current, Stichtag day) {
    if (rollout.targets.empty()) {
        return choose_share(current.adopters_of(rollout.package_id, day), rollout.id,
                            rollout.share());
    }
    std::vector<const Adoption*> selected;
    for (const TenantId& target : rollout.targets) {
        if (const Adoption* adoption = current.find_adoption(target, rollout.package_id, day)) {
            selected.push_back(adoption);
        }
    }
    return selected;
}

bool is_older(std::string_view version, const Rollout& rollout) {
    return compare_versions(version, rollout.version) < 0;
}

Result<RolloutReport> Rollouts::report_rollout(const RolloutId& id, Stichtag day) {
    Reuse::State& state = *reuse_->state_;
    RolloutReport report{TRY(load_rollout(id)), {}};
    const Rollout& rollout = report.rollout;
    const auto current = TRY(state.load_snapshot());
    std::map<TenantId, RolloutRow> rows;
    for (const Adoption* adoption : current->adopters_of(rollout.package_id, day)) {
        rows[adoption->tenant].version = adoption->version;
    }
    const Date counted = std::max(day, rollout.starts_on);
    for (const Adoption* adoption : select_adoptions(rollout, *current, counted)) {
        rows[adoption->tenant].standing = is_older(adoption->version, rollout)
                                              ? RolloutStanding::Waiting
                                              : RolloutStanding::Already;
    }
    const std::vector<RolloutResult> results =
        TRY(state.database.read(system_scope("reuse.read"), [&](Connection& connection) {
            return list_last_results(connection, id, {});
        }));
    for (const RolloutResult& result : results) {
        RolloutRow& row = rows[result.tenant];
        row.standing = standing_of(result);
        row.result = result;
        if (is_overtaken(row, rollout)) {
            row.standing = RolloutStanding::Already;
            row.result->reasons.clear();
        }
    }
    for (auto& [tenant, row] : rows) {
        row.tenant = tenant;
        if (row.standing == RolloutStanding::Held || row.standing == RolloutStanding::Pinned ||
            row.standing == RolloutStanding::Kept) {
            row.contact = TRY(Overview(*reuse_).find_contact(tenant, rollout.package_id, day));
        }
        report.rows.push_back(std::move(row));
    }
    return report;
}

}  // namespace gordion::reuse
