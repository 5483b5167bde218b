// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cases/case.hpp"
#include "core/sensitive.hpp"
#include "delivery/submission.hpp"

/// Another authority is asked for a statement (Beteiligung, § 13 VwVfG and special law). It gets a
/// case of its own with the part of the Fachdaten that the package declares, and the question; what
/// it says comes back to the case that asked.
namespace gordion::cases {

enum class ConsultationState {
    Asked,
    Answered,
    Withdrawn,  ///< decided before an answer came; nothing is expected any more
};
std::string_view to_string(ConsultationState state);
Result<ConsultationState> parse_consultation_state(std::string_view text);

/// One consultation as it is stored, at the case that asked. Question and statement are encrypted
/// for each side's own destination.
struct Consultation {
    TenantId tenant;  ///< that asked
    CaseId asking;
    std::int64_t number = 0;  ///< from 1 within the case
    std::string declared;     ///< id of the package's [[consultation]]
    TenantId receiver_tenant;
    std::string receiver_name;
    SubmissionId receiver_submission;  ///< at the other authority
    ConsultationState state = ConsultationState::Asked;
    Instant asked_at;
    std::string asked_by;
    std::optional<Date> frist_on;
    std::optional<Instant> answered_at;
    std::string question_jwe;  ///< for the authority that asked
    std::string opinion_jwe;   ///< for the authority that asked; empty: no answer yet
    std::string receiver_jwe;  ///< the same for the one that answered
};

enum class Stance { NoConcerns, Concerns };
std::string_view to_string(Stance stance);
/// Error code: cases.stance_unknown (Invalid, place stance).
Result<Stance> parse_stance(std::string_view text);

/// What the other authority says (Stellungnahme).
struct Opinion {
    Stance stance = Stance::NoConcerns;
    Sensitive<std::string> text;  ///< demanded where there are concerns
};

/// In the clear, for one of the two sides.
struct ReadConsultation {
    Consultation stored;
    Sensitive<std::string> question;
    std::optional<Opinion> opinion;
};

/// What somebody wants to ask.
struct ConsultationRequest {
    std::string declared;
    TenantId receiver_tenant;
    std::string receiver_name;
    std::optional<Date> frist_on;
    Sensitive<std::string> question;
};

/// What BackOffice::begin_consultation has checked and encrypted; to be written together with the
/// other authority's submission.
struct BegunConsultation {
    Case asking;
    delivery::Submission submission;  ///< of the asking case
    Consultation stored;
};

}  // namespace gordion::cases
