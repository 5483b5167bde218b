// SPDX-License-Identifier: EUPL-1.2
#include "cases/case.hpp"

#include <array>

#include "core/names.hpp"

namespace gordion::cases {
namespace {

constexpr Names<CaseState, 7> state_names{{{CaseState::New, "new"},
                                           {CaseState::InProgress, "in_progress"},
                                           {CaseState::WaitingForCitizen, "waiting_for_citizen"},
                                           {CaseState::Decided, "decided"},
                                           {CaseState::Noted, "noted"},
                                           {CaseState::Answered, "answered"},
                                           {CaseState::Withdrawn, "withdrawn"}}};

constexpr Names<CaseKind, 3> kind_names{{{CaseKind::Decision, "decision"},
                                         {CaseKind::Notice, "notice"},
                                         {CaseKind::Consultation, "consultation"}}};

constexpr Names<AutomaticState, 4> automatic_names{{{AutomaticState::None, "none"},
                                                    {AutomaticState::Pending, "pending"},
                                                    {AutomaticState::Left, "left"},
                                                    {AutomaticState::Issued, "issued"}}};

constexpr Names<Power, 3> power_names{
    {{Power::Prepare, "prepare"}, {Power::Decide, "decide"}, {Power::Sign, "sign"}}};

Error name_unknown(std::string_view text) {
    return {ErrorKind::Corrupt,
            "cases.name_unknown",
            "",
            {{"name", std::string(text)}},
            "The database holds a kind or mark of a case that this version does not know."};
}

struct Transition {
    CaseState from;
    CaseStep step;
    CaseState to;
};

constexpr std::array<Transition, 16> transitions{{
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
    {CaseState::New, CaseStep::IssuedAutomatically, CaseState::Decided},
    {CaseState::New, CaseStep::NoteTaken, CaseState::Noted},
    {CaseState::Noted, CaseStep::NoteTaken, CaseState::Noted},
    {CaseState::InProgress, CaseStep::ConsultationAsked, CaseState::InProgress},
    {CaseState::WaitingForCitizen, CaseStep::ConsultationAsked, CaseState::WaitingForCitizen},
    {CaseState::InProgress, CaseStep::OpinionGiven, CaseState::Answered},
}};

}  // namespace

std::string_view to_string(CaseState state) {
    return name_of(state_names, state);
}
std::string_view to_string(CaseKind kind) {
    return name_of(kind_names, kind);
}
std::string_view to_string(AutomaticState state) {
    return name_of(automatic_names, state);
}
std::string_view to_string(Power power) {
    return name_of(power_names, power);
}

Result<CaseState> parse_case_state(std::string_view text) {
    if (const auto state = find_named(state_names, text)) {
        return *state;
    }
    return Error{ErrorKind::Invalid,
                 "cases.state_unknown",
                 "",
                 {{"state", std::string(text)}},
                 "There is no such state of a case."};
}

Result<CaseKind> parse_case_kind(std::string_view text) {
    const auto kind = find_named(kind_names, text);
    return kind ? Result<CaseKind>(*kind) : name_unknown(text);
}

Result<AutomaticState> parse_automatic_state(std::string_view text) {
    const auto state = find_named(automatic_names, text);
    return state ? Result<AutomaticState>(*state) : name_unknown(text);
}

Result<Power> parse_power(std::string_view text) {
    if (const auto power = find_named(power_names, text)) {
        return *power;
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

Result<void> refuse_notice(const Case& found) {
    if (found.kind == CaseKind::Notice) {
        return Error{ErrorKind::Forbidden,
                     "cases.notice_only",
                     "",
                     {{"case", found.id.value}},
                     "This is a copy to take note of; the competent authority decides."};
    }
    if (found.kind == CaseKind::Consultation) {
        return Error{ErrorKind::Forbidden,
                     "cases.consultation_only",
                     "",
                     {{"case", found.id.value}},
                     "Here a statement is given; the competent authority decides."};
    }
    return {};
}

Error step_not_allowed(const Case& found) {
    return {ErrorKind::Conflict,
            "cases.step_not_allowed",
            "",
            {{"state", std::string(to_string(found.state))}},
            "In this state of the case that cannot be done any more."};
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
