// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/ids.hpp"
#include "core/time.hpp"
#include "reuse/adoption.hpp"

namespace gordion::reuse {

using RolloutId = Id<struct RolloutTag>;

/// How far the provider's decision about a rollout has got. can_follow() is the table.
enum class RolloutState {
    Running,      ///< adoptions are judged and moved
    Paused,       ///< nothing is moved until it is continued
    Finished,     ///< everything selected was judged; held ones may be judged again
    Stopped,      ///< for good, what was moved stays moved
    RollingBack,  ///< what was moved goes back
    RolledBack,
};

std::string_view to_string(RolloutState state);  ///< "rolling_back"
std::optional<RolloutState> parse_rollout_state(std::string_view text);
bool can_follow(RolloutState from, RolloutState to);
/// A package has at most one rollout that is busy.
bool is_busy(RolloutState state);

/// One decision of the provider (or the end of what it began); appended.
struct RolloutStep {
    std::int64_t number = 0;  ///< from 1
    RolloutState state = RolloutState::Running;
    int share = 100;  ///< percent of all adoptions; 100 where targets are named
    std::string taken_by;
    Instant taken_at;
};

/// A provider moves adoptions of its package from older versions to `version`.
struct Rollout {
    RolloutId id;
    TenantId provider;
    std::string package_id;
    std::string version;
    Date starts_on;
    std::vector<TenantId> targets;   ///< empty: the share of everybody
    std::vector<RolloutStep> steps;  ///< oldest first, at least one

    [[nodiscard]] const RolloutStep& last() const { return steps.back(); }
    [[nodiscard]] RolloutState state() const { return steps.back().state; }
    [[nodiscard]] int share() const { return steps.back().share; }
};

/// What became of one adoption.
enum class RolloutOutcome {
    Moved,
    Held,      ///< it lacks what the version requires: the findings say what
    Pinned,    ///< its administration wants to stay
    Returned,  ///< moved, and went back
    Kept,      ///< moved, and its administration has decided otherwise since
};

std::string_view to_string(RolloutOutcome outcome);
std::optional<RolloutOutcome> parse_rollout_outcome(std::string_view text);

/// One judgement of one adoption; appended, the last one counts.
struct RolloutResult {
    TenantId tenant;
    RolloutId rollout;
    std::int64_t step = 0;  ///< under which step of the rollout
    RolloutOutcome outcome = RolloutOutcome::Moved;
    std::string from_version;
    std::int64_t adoption_number = 0;  ///< the adoption step that was made, or 0
    Findings reasons;
    Instant judged_at;
};

/// Findings as they are stored beside a result: code, severity, place and values.
std::string write_reasons(const Findings& reasons);
Findings read_reasons(std::string_view stored);

/// The adoptions that a rollout with this id and share is about, in the order of their tenants. The
/// choice is by chance, but always the same: a larger share contains the smaller one.
std::vector<const Adoption*> choose_share(std::vector<const Adoption*> adopters,
                                          const RolloutId& rollout, int share);

}  // namespace gordion::reuse
