// SPDX-License-Identifier: EUPL-1.2
#include "cases/case.hpp"

#include <array>

namespace gordion::cases {
namespace {

template <typename Enum>
struct Named {
    Enum value;
    std::string_view name;
};

constexpr std::array<Named<CaseState>, 4> state_names{
    {{CaseState::New, "new"},
     {CaseState::InProgress, "in_progress"},
     {CaseState::WaitingForCitizen, "waiting_for_citizen"},
     {CaseState::Decided, "decided"}}};

constexpr std::array<Named<Power>, 3> power_names{
    {{Power::Prepare, "prepare"}, {Power::Decide, "decide"}, {Power::Sign, "sign"}}};

struct Transition {
    CaseState from;
    CaseStep step;
    CaseState to;
};

constexpr std::array<Transition, 10> transitions{{
    {CaseState::New, CaseStep::Opened, CaseState::InProgress},
    {CaseState::InProgress, CaseStep::Opened, CaseState::InProgress},
    {CaseState::WaitingForCitizen, CaseStep::Opened, CaseState::WaitingForCitizen},
    {CaseState::Decided, CaseStep::Opened, CaseState::Decided},
    {CaseState::InProgress, CaseStep::QuestionAsked, CaseState::WaitingForCitizen},
    {CaseState::WaitingForCitizen, CaseStep::QuestionAsked, CaseState::WaitingForCitizen},
    {CaseState::InProgress, CaseStep::AnswerReceived, CaseState::InProgress},
    {CaseState::WaitingForCitizen, CaseStep::AnswerReceived, CaseState::InProgress},
    {CaseState::InProgress, CaseStep::Decided, CaseState::Decided},
    {CaseState::WaitingForCitizen, CaseStep::Decided, CaseState::Decided},
}};

}  // namespace

std::string_view to_string(CaseState state) {
    return state_names[static_cast<std::size_t>(state)].name;
}

std::string_view to_string(Power power) {
    return power_names[static_cast<std::size_t>(power)].name;
}

Result<CaseState> parse_case_state(std::string_view text) {
    for (const auto& named : state_names) {
        if (named.name == text) {
            return named.value;
        }
    }
    return Error{ErrorKind::Invalid,
                 "cases.state_unknown",
                 "",
                 {{"state", std::string(text)}},
                 "There is no such state of a case."};
}

Result<Power> parse_power(std::string_view text) {
    for (const auto& named : power_names) {
        if (named.name == text) {
            return named.value;
        }
    }
    return Error{ErrorKind::Invalid,
                 "cases.power_unknown",
                 "power",
                 {{"power", std::string(text)}},
                 "A mandate allows prepare, decide or sign."};
}

std::optional<CaseState> next_case_state(CaseState state, CaseStep step) {
    for (const Transition& transition : transitions) {
        if (transition.from == state && transition.step == step) {
            return transition.to;
        }
    }
    return std::nullopt;
}

bool is_in_force(const Mandate& mandate, Stichtag on) {
    return !mandate.revoked_at && mandate.valid_from <= on &&
           (!mandate.valid_to || on <= *mandate.valid_to);
}

bool covers(const Mandate& mandate, std::string_view service) {
    return mandate.services.empty() || std::find(mandate.services.begin(), mandate.services.end(),
                                                 service) != mandate.services.end();
}

}  // namespace gordion::cases
