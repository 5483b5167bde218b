// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/accounts.hpp"
#include "app/consultations.hpp"
#include "app/copies.hpp"
#include "app/letters.hpp"
#include "app/modules.hpp"

namespace gordion::app {

/// An opened case with its form and the amounts that follow from the effective parameters.
struct CaseView {
    cases::OpenedCase opened;
    std::shared_ptr<const reuse::LoadedPackage> package;
    std::vector<reuse::EffectiveValue> values;
    formats::Json params;
    formats::Json calculation;                    ///< null where the package computes nothing
    std::vector<forms::SummarySection> sections;  ///< in the order of the form; of a copy, its part
    std::string service_name;
    std::string place_name;
    Authority authority;
    StatedIdentity identity;        ///< who was signed in, as the platform states it
    std::vector<ShownCopy> copies;  ///< who else received a part of it
    Date today;
    std::optional<cases::Arrival> arrival;          ///< where it came over FIT-Connect
    std::vector<cases::ArrivalReply> sent_replies;  ///< what goes back there
    formats::Json submission;                       ///< reuse::SubmissionFacts
    std::vector<reuse::ConditionOffer> conditions;  ///< what a decision may be tied to
    std::vector<ShownConsultation> consultations;   ///< whom the package lets the authority ask

    /// What the package's expressions look at; lives as long as the view.
    [[nodiscard]] reuse::HandlingFacts handling() const;
};

/// A condition of the package that somebody chose, and what he typed into its gaps.
struct ConditionWish {
    std::string id;
    std::map<std::string, std::string> fills;
};

struct DecisionWish {
    bool granted = true;
    std::string reason;  ///< demanded for a refusal, and for a condition nobody proposed
    std::int64_t revision = 0;
    std::vector<ConditionWish> conditions = {};  ///< of no meaning for a refusal
};

/// Decrypts, takes over, computes. Error codes: those of BackOffice::open_case.
Result<CaseView> view_case(Modules& in, const Scope& scope, const TenantId& tenant,
                           const CaseId& id);

/// The same of a case that was read already, without taking it over.
Result<CaseView> make_view(Modules& in, const Scope& scope, cases::OpenedCase opened);

/// What a decision letter says about the case; granted, without conditions or reason.
reuse::LetterFacts letter_facts(const CaseView& view);

/// The letter as PDF, with the record that the authority keeps and what the audit chain names.
Result<cases::BackOffice::Decision> write_decision(Modules& in, const CaseView& view,
                                                   const reuse::LetterFacts& letter);

/// The Bescheid as it would go out, without sending it. Error codes: app.reason_missing,
/// app.condition_reason (a condition that the package does not propose needs its reasons),
/// app.condition_unknown (the package does not declare it), app.condition_twice, and
/// reuse.fill_invalid at "condition-ID-KEY".
Result<std::string> preview_bescheid(Modules& in, const CaseView& view, const DecisionWish& wish);

/// Writes the Bescheid and sends it. Error codes: those of preview_bescheid() and
/// require_consultations(), cases.changed (somebody worked on it since the page was shown), those
/// of BackOffice::decide_case.
Result<void> decide_case(Modules& in, const Scope& scope, const CaseView& view,
                         const DecisionWish& wish);

}  // namespace gordion::app
