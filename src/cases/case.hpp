// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/result.hpp"

namespace gordion::cases {

/// Whether the authority decides, received a copy by law and only takes note, or was asked by the
/// competent authority for a statement.
enum class CaseKind { Decision, Notice, Consultation };

/// Where the work on a case stands. Changes along next_case_state().
enum class CaseState {
    New,                ///< arrived, nobody has opened it
    InProgress,         ///< somebody works on it
    WaitingForCitizen,  ///< a question is open
    Decided,            ///< the Bescheid is out
    Noted,              ///< a copy that somebody has read
    Answered,           ///< a consultation whose statement is given
    Withdrawn,          ///< a consultation that is not needed any more
};

enum class CaseStep {
    Opened,
    QuestionAsked,
    AnswerReceived,
    Decided,
    IssuedAutomatically,  ///< no person opened it before (§ 35a VwVfG)
    NoteTaken,            ///< of a copy
    ConsultationAsked,    ///< another authority was asked
    OpinionGiven,         ///< this one was, and has answered
};

std::string_view to_string(CaseState state);
Result<CaseState> parse_case_state(std::string_view text);
/// The transition table: the state after the step, or nothing if the step is not allowed.
std::optional<CaseState> next_case_state(CaseState state, CaseStep step);

std::string_view to_string(CaseKind kind);
Result<CaseKind> parse_case_kind(std::string_view text);

/// How far a case went without a person.
enum class AutomaticState {
    None,     ///< the package has no automatic issue
    Pending,  ///< a job will look at it; a person may be faster
    Left,     ///< a person decides, for `reason`
    Issued,
};
std::string_view to_string(AutomaticState state);
Result<AutomaticState> parse_automatic_state(std::string_view text);

struct AutomaticMark {
    AutomaticState state = AutomaticState::None;
    std::string reason;  ///< code of why a person decides: "app.automatic_condition"
    std::string detail;  ///< id that belongs to the reason, never content: "A2"
    bool operator==(const AutomaticMark&) const = default;
};

/// What the back office knows of a matter without opening it. Competence stays with `tenant`;
/// `team` is who works on it.
struct Case {
    CaseId id;
    TenantId tenant;
    std::string number;  ///< the citizen's number, also the Aktenzeichen
    SubmissionId submission;
    DestinationId destination;
    std::string service;
    std::string package_id;
    std::string package_version;
    std::string ars;
    CaseState state = CaseState::New;
    TenantId team;
    std::string assignee;  ///< account id, or empty
    Instant arrived_at;
    std::optional<Date> frist_on;
    std::int64_t revision = 0;  ///< grows with each change; a deed on an older one is refused
    CaseKind kind = CaseKind::Decision;
    std::string copy_id;  ///< of the package's [[copy]] or [[consultation]]
    AutomaticMark automatic;
};

/// Who receives a copy takes note of it, who is consulted gives a statement; power to decide stays
/// with the competent authority. Error codes: cases.notice_only, cases.consultation_only
/// (Forbidden).
Result<void> refuse_notice(const Case& found);

/// cases.step_not_allowed (Conflict, value state).
Error step_not_allowed(const Case& found);

/// What a mandate allows. Each includes the ones before it.
enum class Power { Prepare, Decide, Sign };
std::string_view to_string(Power power);
Result<Power> parse_power(std::string_view text);

/// Administration `tenant` lets the team of `team` work on its cases (Mandat, Verwaltungshilfe or
/// public-law agreement, as `legal_basis` says). Competence does not move: the Bescheid names the
/// tenant.
struct Mandate {
    MandateId id;
    TenantId tenant;
    TenantId team;
    std::vector<std::string> services;  ///< empty: all
    Power power = Power::Prepare;
    std::string legal_basis;
    Date valid_from;
    std::optional<Date> valid_to;  ///< the last day
    std::optional<Instant> revoked_at;
};

[[nodiscard]] bool is_in_force(const Mandate& mandate, Stichtag on);
[[nodiscard]] bool covers(const Mandate& mandate, std::string_view service);

}  // namespace gordion::cases
