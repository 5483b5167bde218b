// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "app/accounts.hpp"
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
    StatedIdentity identity;  ///< who was signed in, as the platform states it
    std::vector<ShownCopy> copies;  ///< who else received a part of it
};

struct DecisionWish {
    bool granted = true;
    std::string reason;  ///< demanded for a refusal
    std::int64_t revision = 0;
};

/// Decrypts, takes over, computes. Error codes: those of BackOffice::open_case.
Result<CaseView> view_case(Modules& in, const Scope& scope, const TenantId& tenant,
                           const CaseId& id);

/// The Bescheid as it would go out, without sending it.
Result<std::string> preview_bescheid(Modules& in, const CaseView& view, const DecisionWish& wish);

/// Writes the Bescheid and sends it. Error codes: app.reason_missing, cases.changed (somebody
/// worked on it since the page was shown), those of BackOffice::decide_case.
Result<void> decide_case(Modules& in, const Scope& scope, const CaseView& view,
                         const DecisionWish& wish);

}  // namespace gordion::app
