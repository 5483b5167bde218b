// SPDX-License-Identifier: EUPL-1.2
#include "delivery/submission.hpp"

#include <array>

#include "core/names.hpp"

namespace gordion::delivery {
namespace {

using State = SubmissionState;
using Kind = EventKind;

constexpr Names<State, 6> state_names{{{State::Submitted, "submitted"},
                                       {State::Forwarded, "forwarded"},
                                       {State::Accepted, "accepted"},
                                       {State::WaitingForCitizen, "waiting_for_citizen"},
                                       {State::Decided, "decided"},
                                       {State::Rejected, "rejected"}}};

constexpr Names<Kind, 11> kind_names{{{Kind::Submitted, "submit-submission"},
                                      {Kind::Forwarded, "forward-submission"},
                                      {Kind::Accepted, "accept-submission"},
                                      {Kind::Rejected, "reject-submission"},
                                      {Kind::Delayed, "delivery-delayed"},
                                      {Kind::Assigned, "case-assigned"},
                                      {Kind::QuestionAsked, "question-asked"},
                                      {Kind::AnswerReceived, "answer-received"},
                                      {Kind::BescheidIssued, "bescheid-issued"},
                                      {Kind::ConsultationAsked, "consultation-asked"},
                                      {Kind::ConsultationAnswered, "consultation-answered"}}};

constexpr Names<ReplyKind, 4> reply_names{{{ReplyKind::Copy, "copy"},
                                           {ReplyKind::Question, "question"},
                                           {ReplyKind::Answer, "answer"},
                                           {ReplyKind::Bescheid, "bescheid"}}};

constexpr Names<CopyKind, 2> copy_kind_names{
    {{CopyKind::Notice, "notice"}, {CopyKind::Consultation, "consultation"}}};

template <typename Enum, std::size_t count>
Result<Enum> read_name(const Names<Enum, count>& names, std::string_view text) {
    if (const auto value = find_named(names, text)) {
        return *value;
    }
    return Error{ErrorKind::Corrupt,
                 "delivery.name_unknown",
                 "",
                 {{"name", std::string(text)}},
                 "The database holds a state, event or reply that this version does not know."};
}

struct Step {
    State from;
    Kind event;
    State to;
};

constexpr std::array<Step, 21> steps{{
    {State::Submitted, Kind::Delayed, State::Submitted},
    {State::Submitted, Kind::Forwarded, State::Forwarded},
    {State::Submitted, Kind::Rejected, State::Rejected},
    {State::Forwarded, Kind::Assigned, State::Forwarded},
    {State::Forwarded, Kind::Accepted, State::Accepted},
    {State::Forwarded, Kind::Rejected, State::Rejected},
    {State::Accepted, Kind::Assigned, State::Accepted},
    {State::Accepted, Kind::QuestionAsked, State::WaitingForCitizen},
    {State::Accepted, Kind::AnswerReceived, State::Accepted},
    {State::Accepted, Kind::BescheidIssued, State::Decided},
    {State::Accepted, Kind::ConsultationAsked, State::Accepted},
    {State::Accepted, Kind::ConsultationAnswered, State::Accepted},
    {State::Accepted, Kind::Rejected, State::Rejected},
    {State::WaitingForCitizen, Kind::Assigned, State::WaitingForCitizen},
    {State::WaitingForCitizen, Kind::QuestionAsked, State::WaitingForCitizen},
    {State::WaitingForCitizen, Kind::AnswerReceived, State::Accepted},
    {State::WaitingForCitizen, Kind::BescheidIssued, State::Decided},
    {State::WaitingForCitizen, Kind::ConsultationAsked, State::WaitingForCitizen},
    {State::WaitingForCitizen, Kind::ConsultationAnswered, State::WaitingForCitizen},
    {State::WaitingForCitizen, Kind::Rejected, State::Rejected},
    {State::Decided, Kind::Assigned, State::Decided},
}};

}  // namespace

std::string_view to_string(SubmissionState state) {
    return name_of(state_names, state);
}
std::string_view to_string(EventKind kind) {
    return name_of(kind_names, kind);
}
std::string_view to_string(ReplyKind kind) {
    return name_of(reply_names, kind);
}

std::string_view to_string(CopyKind kind) {
    return name_of(copy_kind_names, kind);
}

Result<SubmissionState> parse_submission_state(std::string_view text) {
    return read_name(state_names, text);
}

Result<EventKind> parse_event_kind(std::string_view text) {
    return read_name(kind_names, text);
}

Result<ReplyKind> parse_reply_kind(std::string_view text) {
    return read_name(reply_names, text);
}

Result<CopyKind> parse_copy_kind(std::string_view text) {
    return read_name(copy_kind_names, text);
}

std::optional<SubmissionState> next_state(SubmissionState state, EventKind kind) {
    for (const Step& step : steps) {
        if (step.from == state && step.event == kind) {
            return step.to;
        }
    }
    return std::nullopt;
}

}  // namespace gordion::delivery
