// SPDX-License-Identifier: EUPL-1.2
#include "reuse/adoption.hpp"

#include "core/names.hpp"

namespace gordion::reuse {
namespace {

constexpr Names<AdoptionCause, 4> cause_names{{
    {AdoptionCause::Joined, "joined"},
    {AdoptionCause::Ended, "ended"},
    {AdoptionCause::Rollout, "rollout"},
    {AdoptionCause::Rollback, "rollback"},
}};

}  // namespace

std::string_view to_string(AdoptionCause cause) {
    return name_of(cause_names, cause);
}

std::optional<AdoptionCause> parse_adoption_cause(std::string_view text) {
    return find_named(cause_names, text);
}

}  // namespace gordion::reuse
