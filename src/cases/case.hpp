// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/result.hpp"

namespace gordion::cases {

/// Where the work on a case stands. Changes along next_case_state().
enum class CaseState {
    New,                ///< arrived, nobody has opened it
    InProgress,         ///< somebody works on it
    WaitingForCitizen,  ///< a question is open
    Decided,            ///< the Bescheid is out
};

enum class CaseStep { Opened, QuestionAsked, AnswerReceived, Decided };

std::string_view to_string(CaseState state);
Result<CaseState> parse_case_state(std::string_view text);
/// The transition table: the state after the step, or nothing if the step is not allowed.
std::optional<CaseState> next_case_state(CaseState state, CaseStep step);

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
};

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
