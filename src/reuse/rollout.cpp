// SPDX-License-Identifier: EUPL-1.2
#include "reuse/rollout.hpp"

#include <algorithm>
#include <array>

#include "core/names.hpp"
#include "crypto/hashes.hpp"
#include "formats/json.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;
using enum RolloutState;

constexpr Names<RolloutState, 6> state_names{{
    {Running, "running"},
    {Paused, "paused"},
    {Finished, "finished"},
    {Stopped, "stopped"},
    {RollingBack, "rolling_back"},
    {RolledBack, "rolled_back"},
}};

constexpr Names<RolloutOutcome, 5> outcome_names{{
    {RolloutOutcome::Moved, "moved"},
    {RolloutOutcome::Held, "held"},
    {RolloutOutcome::Pinned, "pinned"},
    {RolloutOutcome::Returned, "returned"},
    {RolloutOutcome::Kept, "kept"},
}};

// From one state to the next. Running follows itself when the share grows.
constexpr std::array<std::pair<RolloutState, RolloutState>, 12> transitions{{
    {Running, Running},
    {Running, Paused},
    {Running, Finished},
    {Running, Stopped},
    {Running, RollingBack},
    {Paused, Running},
    {Paused, Stopped},
    {Paused, RollingBack},
    {Finished, Running},
    {Finished, RollingBack},
    {Stopped, RollingBack},
    {RollingBack, RolledBack},
}};

constexpr std::size_t reasons_kept = 50;

}  // namespace

std::string_view to_string(RolloutState state) {
    return name_of(state_names, state);
}

std::optional<RolloutState> parse_rollout_state(std::string_view text) {
    return find_named(state_names, text);
}

std::string_view to_string(RolloutOutcome outcome) {
    return name_of(outcome_names, outcome);
}

std::optional<RolloutOutcome> parse_rollout_outcome(std::string_view text) {
    return find_named(outcome_names, text);
}

bool can_follow(RolloutState from, RolloutState to) {
    return std::find(transitions.begin(), transitions.end(), std::pair(from, to)) !=
           transitions.end();
}

bool is_busy(RolloutState state) {
    return state == Running || state == Paused || state == RollingBack;
}

std::string write_reasons(const Findings& reasons) {
    Json list = Json::array();
    for (std::size_t i = 0; i < std::min(reasons.size(), reasons_kept); ++i) {
        const Finding& reason = reasons[i];
        Json values = Json::object();
        for (const auto& [name, value] : reason.values) {
            values.set(name, value);
        }
        list.push(Json::object({{"code", reason.code},
                                {"severity", to_string(reason.severity)},
                                {"place", reason.place},
                                {"values", std::move(values)}}));
    }
    return formats::write_json(list);
}

Findings read_reasons(std::string_view stored) {
    Findings reasons;
    const Result<Json> list = formats::parse_json(stored);
    if (!list || !list.value().is_array()) {
        return reasons;
    }
    for (const Json& entry : list.value().as_array()) {
        Finding reason;
        reason.code = entry.text_at("code");
        reason.place = entry.text_at("place");
        for (const Severity severity : {Severity::Note, Severity::Warning, Severity::Fault}) {
            if (to_string(severity) == entry.text_at("severity")) {
                reason.severity = severity;
            }
        }
        if (const Json* values = entry.find("values"); values != nullptr && values->is_object()) {
            for (const auto& [name, value] : values->as_object()) {
                reason.values.emplace_back(name, value.is_string() ? value.as_string() : "");
            }
        }
        reasons.push_back(std::move(reason));
    }
    return reasons;
}

std::vector<const Adoption*> choose_share(std::vector<const Adoption*> adopters,
                                          const RolloutId& rollout, int share) {
    std::vector<std::pair<std::string, const Adoption*>> drawn;
    drawn.reserve(adopters.size());
    for (const Adoption* adoption : adopters) {
        drawn.emplace_back(crypto::sha256(rollout.value + "|" + adoption->tenant.value), adoption);
    }
    std::sort(drawn.begin(), drawn.end());
    // Rounded up, so that one percent of forty is somebody.
    const std::size_t count =
        (adopters.size() * static_cast<std::size_t>(std::clamp(share, 0, 100)) + 99) / 100;
    adopters.clear();
    for (std::size_t i = 0; i < count; ++i) {
        adopters.push_back(drawn[i].second);
    }
    std::sort(adopters.begin(), adopters.end(), [](const Adoption* left, const Adoption* right) {
        return left->tenant < right->tenant;
    });
    return adopters;
}

}  // namespace gordion::reuse
