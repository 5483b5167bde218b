// SPDX-License-Identifier: EUPL-1.2
#include "reuse/adoption.hpp"

#include <array>

namespace gordion::reuse {
namespace {

constexpr std::array<std::pair<AdoptionCause, std::string_view>, 4> cause_names{{
    {AdoptionCause::Joined, "joined"},
    {AdoptionCause::Ended, "ended"},
    {AdoptionCause::Rollout, "rollout"},
    {AdoptionCause::Rollback, "rollback"},
}};

}  // namespace

std::string_view to_string(AdoptionCause cause) {
    for (const auto& [candidate, name] : cause_names) {
        if (candidate == cause) {
            return name;
        }
    }
    return "";
}

std::optional<AdoptionCause> parse_adoption_cause(std::string_view text) {
    for (const auto& [candidate, name] : cause_names) {
        if (name == text) {
            return candidate;
        }
    }
    return std::nullopt;
}

}  // namespace gordion::reuse
