// SPDX-License-Identifier: EUPL-1.2
// The provider's decisions about a rollout. The work that follows from them: rollout_work.cpp.
#include "reuse/rollouts.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "reuse/reuse_state.hpp"
#include "reuse/rollout_store.hpp"
#include "storage/jobs.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;
using storage::Connection;

Error rollout_missing(const RolloutId& id) {
    return {ErrorKind::NotFound,
            "reuse.rollout_missing",
            id.value,
            {},
            "There is no such rollout. List those of the package to see its id."};
}

Error wrong_state(const Rollout& rollout) {
    const std::string state(to_string(rollout.state()));
    return {ErrorKind::Conflict,
            "reuse.rollout_state",
            rollout.id.value,
            {{"state", state}},
            "The rollout is in state '" + state + "', in which this cannot be done."};
}

Error wrong_share(int least) {
    return {ErrorKind::Invalid,
            "reuse.rollout_share",
            "share",
            {{"min", std::to_string(least)}, {"max", "100"}},
            "The share must be between " + std::to_string(least) + " and 100 percent."};
}

Error busy(const Rollout& other) {
    return {ErrorKind::Conflict,
            "reuse.rollout_busy",
            other.id.value,
            {{"rollout", other.id.value}, {"version", other.version}},
            "The rollout of version " + other.version + " (" + other.id.value +
                ") is not finished. Wait for it, stop it or roll it back first."};
}

std::string audit_event_of(RolloutState state) {
    switch (state) {
        case RolloutState::Running:
            return "reuse.rollout_running";
        case RolloutState::Paused:
            return "reuse.rollout_paused";
        case RolloutState::Finished:
            return "reuse.rollout_finished";
        case RolloutState::Stopped:
            return "reuse.rollout_stopped";
        case RolloutState::RollingBack:
            return "reuse.rollout_rolling_back";
        case RolloutState::RolledBack:
            return "reuse.rollout_rolled_back";
    }
    return "";
}

Result<void> check_wish(const RolloutWish& wish, const AdoptionSnapshot& current, Date today) {
    if (wish.share < 1 || wish.share > 100 || (wish.share != 100 && !wish.targets.empty())) {
        return wrong_share(1);
    }
    if (wish.starts_on < today) {
        return Error{ErrorKind::Invalid,
                     "reuse.day_past",
                     "starts_on",
                     {{"day", wish.starts_on.to_german()}},
                     "What has been cannot be decided any more: name today or a later day."};
    }
    for (const TenantId& target : wish.targets) {
        if (current.find_adoption(target, wish.package_id, wish.starts_on) == nullptr) {
            return Error{ErrorKind::Invalid,
                         "reuse.rollout_target",
                         target.value,
                         {{"tenant", target.value}},
                         "'" + target.value + "' does not use this package."};
        }
    }
    return {};
}

Result<void> enqueue_work(Connection& connection, const Clock& clock, Random& random,
                          const Rollout& rollout) {
    const Json payload = Json::object({{"rollout", rollout.id.value}});
    return storage::enqueue(connection, clock, random,
                            {std::string(rollout_job) + "." + rollout.id.value + "." +
                                 std::to_string(rollout.last().number),
                             rollout.provider,
                             std::string(rollout_job),
                             formats::write_json(payload),
                             {},
                             0});
}

/// What was held back when a later start was planned is judged once more on that day.
Result<void> enqueue_day(Connection& connection, const Clock& clock, Random& random,
                         const Rollout& rollout) {
    const Json payload = Json::object({{"rollout", rollout.id.value}, {"day", true}});
    return storage::enqueue(connection, clock, random,
                            {std::string(rollout_job) + "." + rollout.id.value + ".day",
                             rollout.provider,
                             std::string(rollout_job),
                             formats::write_json(payload),
                             {rollout.starts_on.days_since_epoch() * 24 * 3600 * 1000},
                             0});
}

}  // namespace

Result<Rollout> Rollouts::start_rollout(const Scope& scope, const RolloutWish& wish) {
    Reuse::State& state = *reuse_->state_;
    const auto current = TRY(state.load_snapshot());
    const Offer& offer = *TRY(state.load_offer(*current, wish.package_id, wish.version));
    if (!scope.reaches(offer.provider)) {
        return state.refuse_foreign(scope, offer);
    }
    const Date today = state.clock.today();
    TRY(check_wish(wish, *current, today));
    Rollout rollout{{make_uuid(state.clock, state.random)},
                    offer.provider,
                    offer.package_id,
                    offer.version,
                    wish.starts_on,
                    wish.targets,
                    {}};
    std::sort(rollout.targets.begin(), rollout.targets.end());
    rollout.targets.erase(std::unique(rollout.targets.begin(), rollout.targets.end()),
                          rollout.targets.end());
    const Scope narrow = scope.narrowed_to(offer.provider);
    return state.database.write(narrow, [&](Connection& connection) -> Result<Rollout> {
        for (const Rollout& other : TRY(reuse::list_rollouts(connection, offer.package_id))) {
            if (is_busy(other.state())) {
                return busy(other);
            }
        }
        rollout.steps = {
            {1, RolloutState::Running, wish.share, scope.actor.value, state.clock.now()}};
        TRY(insert_rollout(connection, rollout));
        TRY(enqueue_work(connection, state.clock, state.random, rollout));
        if (rollout.starts_on > today) {
            TRY(enqueue_day(connection, state.clock, state.random, rollout));
        }
        TRY(audit::append(connection, narrow, state.clock,
                          {audit_event_of(RolloutState::Running), rollout.id.value,
                           Json::object({{"package", rollout.package_id},
                                         {"version", rollout.version},
                                         {"starts_on", rollout.starts_on.to_iso()},
                                         {"share", wish.share},
                                         {"targets", rollout.targets.size()}})}));
        return rollout;
    });
}

Result<void> Rollouts::append_step(Connection& connection, const Scope& scope, Rollout& rollout,
                                   RolloutStep step) {
    step.number = rollout.last().number + 1;
    step.taken_by = scope.actor.value;
    step.taken_at = reuse_->state_->clock.now();
    TRY(insert_rollout_step(connection, rollout, step));
    rollout.steps.push_back(step);
    return audit::append(connection, scope, reuse_->state_->clock,
                         {audit_event_of(step.state), rollout.id.value,
                          Json::object({{"package", rollout.package_id}, {"share", step.share}})});
}

Result<Rollout> Rollouts::take_step(const Scope& scope, const RolloutId& id, RolloutState next,
                                    std::optional<int> share) {
    Reuse::State& state = *reuse_->state_;
    const Rollout known = TRY(load_rollout(id));
    if (!scope.reaches(known.provider)) {
        const auto current = TRY(state.load_snapshot());
        return state.refuse_foreign(
            scope, *TRY(state.load_offer(*current, known.package_id, known.version)));
    }
    const Scope narrow = scope.narrowed_to(known.provider);
    return state.database.write(narrow, [&](Connection& connection) -> Result<Rollout> {
        std::optional<Rollout> rollout = TRY(find_rollout(connection, id));
        if (!rollout) {
            return rollout_missing(id);
        }
        // A share grows while it runs; everything else that runs is left alone.
        const bool repeats = rollout->state() == next && !share;
        if (repeats || !can_follow(rollout->state(), next) ||
            (share && rollout->state() == RolloutState::Paused)) {
            return wrong_state(*rollout);
        }
        if (share && (*share <= rollout->share() || *share > 100)) {
            return wrong_share(std::min(rollout->share() + 1, 100));
        }
        for (const Rollout& other : TRY(reuse::list_rollouts(connection, rollout->package_id))) {
            // Going back is possible at any time.
            if (other.id != id && is_busy(other.state()) && next == RolloutState::Running) {
                return busy(other);
            }
        }
        TRY(append_step(connection, narrow, *rollout,
                        {0, next, share.value_or(rollout->share()), "", {}}));
        if (next == RolloutState::Running || next == RolloutState::RollingBack) {
            TRY(enqueue_work(connection, state.clock, state.random, *rollout));
        }
        return *rollout;
    });
}

Result<Rollout> Rollouts::pause_rollout(const Scope& scope, const RolloutId& id) {
    return take_step(scope, id, RolloutState::Paused, std::nullopt);
}

Result<Rollout> Rollouts::continue_rollout(const Scope& scope, const RolloutId& id) {
    Result<Rollout> continued = take_step(scope, id, RolloutState::Running, std::nullopt);
    if (continued || continued.error().code != "reuse.rollout_state") {
        return continued;
    }
    // What is at work already, perhaps interrupted, needs no new decision.
    const Rollout known = TRY(load_rollout(id));
    const bool at_work =
        known.state() == RolloutState::Running || known.state() == RolloutState::RollingBack;
    return at_work ? Result<Rollout>(known) : continued;
}

Result<Rollout> Rollouts::widen_rollout(const Scope& scope, const RolloutId& id, int share) {
    return take_step(scope, id, RolloutState::Running, share);
}

Result<Rollout> Rollouts::stop_rollout(const Scope& scope, const RolloutId& id) {
    return take_step(scope, id, RolloutState::Stopped, std::nullopt);
}

Result<Rollout> Rollouts::roll_back(const Scope& scope, const RolloutId& id) {
    return take_step(scope, id, RolloutState::RollingBack, std::nullopt);
}

Result<void> Rollouts::begin_day(const RolloutId& id) {
    const Rollout rollout = TRY(load_rollout(id));
    if (rollout.state() != RolloutState::Finished) {
        return {};
    }
    const Result<Rollout> continued = continue_rollout(system_scope(rollout_job), id);
    // Another rollout of the package is at work by now: this one has had its time.
    if (!continued && continued.error().kind != ErrorKind::Conflict) {
        return continued.error();
    }
    return {};
}

Result<Rollout> Rollouts::load_rollout(const RolloutId& id) {
    std::optional<Rollout> rollout =
        TRY(reuse_->state_->database.read(system_scope("reuse.read"), [&](Connection& connection) {
            return find_rollout(connection, id);
        }));
    if (!rollout) {
        return rollout_missing(id);
    }
    return *rollout;
}

Result<std::vector<Rollout>> Rollouts::list_rollouts(std::string_view package_id) {
    std::vector<Rollout> rollouts =
        TRY(reuse_->state_->database.read(system_scope("reuse.read"), [&](Connection& connection) {
            return reuse::list_rollouts(connection, package_id);
        }));
    std::sort(rollouts.begin(), rollouts.end(), [](const Rollout& left, const Rollout& right) {
        return std::pair(left.steps.front().taken_at, left.id) >
               std::pair(right.steps.front().taken_at, right.id);
    });
    return rollouts;
}

Result<std::vector<RolloutResult>> Rollouts::list_results(const TenantId& tenant,
                                                          std::string_view package_id) {
    return reuse_->state_->database.read(system_scope("reuse.read"), [&](Connection& connection) {
        return list_tenant_results(connection, tenant, package_id);
    });
}

Result<void> run_rollout_job(Rollouts& rollouts, std::string_view payload) {
    const Json json = TRY(formats::parse_json(payload));
    const RolloutId id{json.text_at("rollout")};
    if (json.find("day") != nullptr) {
        TRY(rollouts.begin_day(id));
    }
    return rollouts.carry_on(id);
}

}  // namespace gordion::reuse
