// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reuse/overview.hpp"
#include "reuse/reuse.hpp"
#include "reuse/rollout.hpp"

namespace gordion::reuse {

struct RolloutWish {
    std::string package_id;
    std::string version;            ///< "": the newest one
    int share = 100;                ///< percent of all adoptions, 1 to 100
    std::vector<TenantId> targets;  ///< these adoptions and no other ones; empty: the share
    Date starts_on;                 ///< today or later
};

/// Where one adoption of the package stands in a rollout.
enum class RolloutStanding {
    Moved,
    Held,
    Pinned,
    Returned,
    Kept,
    Waiting,  ///< selected, not judged yet
    Already,  ///< was on this version or a newer one by itself
    Outside,  ///< not selected (yet)
};

std::string_view to_string(RolloutStanding standing);

struct RolloutRow {
    TenantId tenant;
    std::string version;  ///< used on the day of the report; "" if the adoption has ended
    RolloutStanding standing = RolloutStanding::Outside;
    std::optional<RolloutResult> result;
    AdoptionContact contact;  ///< filled for Held, Pinned and Kept
};

/// A rollout as both sides look at it.
struct RolloutReport {
    Rollout rollout;
    std::vector<RolloutRow> rows;  ///< every adopter and everybody with a result, by tenant

    [[nodiscard]] std::size_t count(RolloutStanding standing) const;
};

/// The provider's side of an update: who gets which version when, and back.
///
/// A rollout is a row with steps; the work is done by carry_on(), which a job calls and a shell may
/// call as well. It judges and moves in transactions of limits::rows_per_pipeline adoptions, each
/// against what holds in that moment, so a kill loses nothing and several workers do no harm. An
/// adoption is moved by a step of its own from `starts_on` (today, once that has passed): all that
/// its administration has set stays.
///
/// Only the package's provider decides; others get reuse.package_foreign, and their audit trail
/// says so. Further error codes: reuse.rollout_missing (NotFound), reuse.rollout_state (Conflict:
/// the rollout is in state "state"), reuse.rollout_busy (Conflict: value "rollout" is not
/// finished), reuse.rollout_share (Invalid), reuse.rollout_target (Invalid: "tenant" does not use
/// the package), reuse.day_past, reuse.offer_missing.
class Rollouts {
public:
    /// Works with the memory of `reuse`, which outlives it.
    explicit Rollouts(Reuse& reuse) : reuse_(&reuse) {}

    Result<Rollout> start_rollout(const Scope& scope, const RolloutWish& wish);
    Result<Rollout> pause_rollout(const Scope& scope, const RolloutId& id);
    /// Also judges anew what was held back or pinned. What is at work already stays as it is.
    Result<Rollout> continue_rollout(const Scope& scope, const RolloutId& id);
    /// A larger share; those of the smaller one are among it.
    Result<Rollout> widen_rollout(const Scope& scope, const RolloutId& id, int share);
    Result<Rollout> stop_rollout(const Scope& scope, const RolloutId& id);
    /// All that this rollout moved goes back to the version it came from, except where the
    /// administration has decided something itself since.
    Result<Rollout> roll_back(const Scope& scope, const RolloutId& id);

    /// Works until nothing is left to do or the rollout is told to rest. Any thread, any node.
    Result<void> carry_on(const RolloutId& id);
    /// Run on the day on which a rollout starts: judges anew what was held back when it was
    /// planned.
    Result<void> begin_day(const RolloutId& id);

    Result<Rollout> load_rollout(const RolloutId& id);
    /// Newest first.
    Result<std::vector<Rollout>> list_rollouts(std::string_view package_id);
    Result<RolloutReport> report_rollout(const RolloutId& id, Stichtag day);
    /// What rollouts judged about one adoption, newest first.
    Result<std::vector<RolloutResult>> list_results(const TenantId& tenant,
                                                    std::string_view package_id);

private:
    class Work;
    Result<Rollout> take_step(const Scope& scope, const RolloutId& id, RolloutState state,
                              std::optional<int> share);
    Result<void> append_step(storage::Connection& connection, const Scope& scope, Rollout& rollout,
                             RolloutStep step);

    Reuse* reuse_;
};

/// The kind of the jobs whose handler calls run_rollout_job().
inline constexpr std::string_view rollout_job = "reuse.rollout";
/// `payload` is that of the job.
Result<void> run_rollout_job(Rollouts& rollouts, std::string_view payload);

}  // namespace gordion::reuse
