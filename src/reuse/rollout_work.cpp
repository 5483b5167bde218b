// SPDX-License-Identifier: EUPL-1.2
// What a rollout does with adoptions: judging, moving, going back.
#include <algorithm>
#include <map>

#include "audit/audit.hpp"
#include "core/limits.hpp"
#include "reuse/reuse_state.hpp"
#include "reuse/rollout_store.hpp"
#include "reuse/rollouts.hpp"

namespace gordion::reuse {
namespace {

using storage::Connection;
using Snapshot = std::shared_ptr<const AdoptionSnapshot>;
using Results = std::map<TenantId, RolloutResult>;

/// Steps of an adoption are written by the platform on the provider's behalf: the one deed that
/// writes in tenants of others. The actor stays the one who decided.
Scope work_scope(const Rollout& rollout) {
    Scope scope = system_scope(rollout_job);
    scope.actor = {rollout.last().taken_by};
    return scope;
}

Results by_tenant(std::vector<RolloutResult> results) {
    Results found;
    for (RolloutResult& result : results) {
        found.emplace(result.tenant, std::move(result));
    }
    return found;
}

}  // namespace

/// One pass: everything that follows from the rollout's last step.
class Rollouts::Work {
public:
    Work(Rollouts& rollouts, Rollout& rollout)
        : rollouts_(rollouts),
          state_(*rollouts.reuse_->state_),
          rollout_(rollout),
          scope_(work_scope(rollout)),
          day_(std::max(state_.clock.today(), rollout.starts_on)) {}

    /// False if somebody decided something else meanwhile.
    Result<bool> run() {
        known_ = TRY(state_.load_snapshot());
        directory_ = TRY(state_.load_directory());
        package_ = TRY(state_.load_package(
            *TRY(state_.load_offer(*known_, rollout_.package_id, rollout_.version))));
        const std::vector<TenantId> tenants = TRY(choose_tenants());
        const std::span<const TenantId> all(tenants);
        for (std::size_t from = 0; from < all.size(); from += limits::rows_per_pipeline) {
            const auto part =
                all.subspan(from, std::min(limits::rows_per_pipeline, all.size() - from));
            const bool goes_on =
                TRY(state_.database.write(scope_, [&](Connection& connection) -> Result<bool> {
                    return work_on(connection, part);
                }));
            if (!goes_on) {
                return false;
            }
            // What this part wrote is not read again by all that follow.
            known_ = TRY(state_.load_snapshot());
        }
        return finish();
    }

private:
    [[nodiscard]] bool goes_back() const { return rollout_.state() == RolloutState::RollingBack; }

    Result<Results> load_results(Connection& connection, const TenantRange& range) const {
        return by_tenant(TRY(list_last_results(connection, rollout_.id, range)));
    }

    /// Whether this pass has nothing (more) to do with an adoption of which this is known.
    [[nodiscard]] bool is_settled(const Results& results, const TenantId& tenant) const {
        const auto result = results.find(tenant);
        if (result == results.end()) {
            return goes_back();
        }
        const bool is_moved = result->second.outcome == RolloutOutcome::Moved;
        return goes_back() ? !is_moved : is_moved || result->second.step == rollout_.last().number;
    }

    Result<std::vector<TenantId>> choose_tenants() {
        const Results results = TRY(state_.database.read(
            scope_, [&](Connection& connection) { return load_results(connection, {}); }));
        std::vector<TenantId> tenants;
        if (goes_back()) {
            for (const auto& [tenant, result] : results) {
                tenants.push_back(tenant);
            }
        } else {
            for (const Adoption* adoption : select_adoptions(rollout_, *known_, day_)) {
                if (is_older(adoption->version, rollout_)) {
                    tenants.push_back(adoption->tenant);
                }
            }
        }
        std::erase_if(tenants, [&](const TenantId& tenant) { return is_settled(results, tenant); });
        return tenants;
    }

    Result<bool> is_current(Connection& connection) const {
        const auto last = TRY(find_last_step(connection, rollout_.id));
        return last && last->number == rollout_.last().number;
    }

    Result<bool> work_on(Connection& connection, std::span<const TenantId> tenants) {
        if (!TRY(is_current(connection))) {
            return false;
        }
        const Snapshot current = TRY(Reuse::State::extend(connection, known_));
        const Results before = TRY(load_results(connection, {tenants.front(), tenants.back()}));
        std::vector<Adoption> steps;
        std::vector<RolloutResult> results;
        for (const TenantId& tenant : tenants) {
            if (is_settled(before, tenant)) {
                continue;
            }
            std::optional<Adoption> step;
            std::optional<RolloutResult> result =
                goes_back() ? return_one(*current, before.at(tenant), step)
                            : move_one(*current, tenant, step);
            if (result) {
                results.push_back(std::move(*result));
            }
            if (step) {
                steps.push_back(std::move(*step));
            }
        }
        TRY(insert_results(connection, results));
        TRY(state_.store_steps(connection, scope_, steps));
        return true;
    }

    RolloutResult make_result(const TenantId& tenant, RolloutOutcome outcome,
                              std::string from_version) const {
        return {tenant, rollout_.id, rollout_.last().number, outcome, std::move(from_version),
                0,      {},          state_.clock.now()};
    }

    /// Nothing if the adoption is none (any more) or new enough by now.
    std::optional<RolloutResult> move_one(const AdoptionSnapshot& current, const TenantId& tenant,
                                          std::optional<Adoption>& step) const {
        const Adoption* used = current.find_adoption(tenant, rollout_.package_id, day_);
        if (used == nullptr || !is_older(used->version, rollout_)) {
            return std::nullopt;
        }
        const std::vector<Pin>& pins = current.pins_of(tenant, rollout_.package_id);
        if (!pins.empty() && pins.back().holds(used->version, day_)) {
            const Pin& pin = pins.back();
            RolloutResult pinned = make_result(tenant, RolloutOutcome::Pinned, used->version);
            pinned.reasons.push_back(
                {"reuse.pinned",
                 Severity::Note,
                 tenant.value,
                 {{"reason", pin.reason}, {"until", pin.until ? pin.until->to_german() : "–"}},
                 ""});
            return pinned;
        }
        Findings missing = find_missing(*package_, current, *directory_, tenant, day_);
        if (has_faults(missing)) {
            RolloutResult held = make_result(tenant, RolloutOutcome::Held, used->version);
            held.reasons = std::move(missing);
            return held;
        }
        RolloutResult moved = make_result(tenant, RolloutOutcome::Moved, used->version);
        step = make_step(current, tenant, rollout_.version, AdoptionCause::Rollout);
        moved.adoption_number = step->number;
        return moved;
    }

    std::optional<RolloutResult> return_one(const AdoptionSnapshot& current,
                                            const RolloutResult& moved,
                                            std::optional<Adoption>& step) const {
        const std::vector<Adoption>& steps = current.steps_of(moved.tenant, rollout_.package_id);
        const std::vector<Pin>& pins = current.pins_of(moved.tenant, rollout_.package_id);
        RolloutResult result = make_result(moved.tenant, RolloutOutcome::Kept, moved.from_version);
        const auto keep = [&](const char* code, const std::string& version) {
            result.reasons.push_back(
                {code, Severity::Note, moved.tenant.value, {{"version", version}}, ""});
            return result;
        };
        if (steps.back().number != moved.adoption_number) {
            return steps.back().is_ended() ? keep("reuse.kept_ended", "")
                                           : keep("reuse.kept_moved_on", steps.back().version);
        }
        if (!pins.empty() && pins.back().holds(rollout_.version, day_)) {
            return keep("reuse.kept_pinned", rollout_.version);
        }
        result.outcome = RolloutOutcome::Returned;
        step = make_step(current, moved.tenant, moved.from_version, AdoptionCause::Rollback);
        result.adoption_number = step->number;
        return result;
    }

    Adoption make_step(const AdoptionSnapshot& current, const TenantId& tenant,
                       const std::string& version, AdoptionCause cause) const {
        Adoption step = state_.make_step(current, scope_, tenant, rollout_.package_id);
        step.version = version;
        step.valid_from = day_;
        step.cause = cause;
        step.rollout = rollout_.id.value;
        return step;
    }

    Result<bool> finish() {
        const RolloutState done = goes_back() ? RolloutState::RolledBack : RolloutState::Finished;
        const Scope scope = system_scope(rollout_job).narrowed_to(rollout_.provider);
        return state_.database.write(scope, [&](Connection& connection) -> Result<bool> {
            if (!TRY(is_current(connection))) {
                return false;
            }
            Rollout rollout = rollout_;
            TRY(rollouts_.append_step(connection, scope, rollout,
                                      {0, done, rollout_.share(), "", {}}));
            return true;
        });
    }

    Rollouts& rollouts_;
    Reuse::State& state_;
    Rollout& rollout_;
    Scope scope_;
    Date day_;
    Snapshot known_;
    std::shared_ptr<const regions::Directory> directory_;
    std::shared_ptr<const LoadedPackage> package_;
};

Result<void> Rollouts::carry_on(const RolloutId& id) {
    for (bool again = true; again;) {
        Rollout rollout = TRY(load_rollout(id));
        if (rollout.state() != RolloutState::Running &&
            rollout.state() != RolloutState::RollingBack) {
            return {};
        }
        again = !TRY(Work(*this, rollout).run());
    }
    return {};
}

}  // namespace gordion::reuse
