// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/accounts.hpp"
#include "app/modules.hpp"
#include "app/places.hpp"
#include "core/money.hpp"

namespace gordion::app {

/// A draft with everything needed to show and check its pages. The form is that of the package
/// version with which the draft was begun.
struct Draft {
    forms::OpenedAntrag opened;
    std::shared_ptr<const reuse::LoadedPackage> package;
    std::vector<reuse::EffectiveValue> values;
    formats::Json params;
    std::string service_name;
    Authority authority;
    Date today;
    std::optional<identity::UserAccount> account;  ///< who is signed in while it is filled in

    [[nodiscard]] const formats::Json& answers() const { return opened.antrag.answers.reveal(); }
    [[nodiscard]] forms::FormContext context() const {
        return {&params, today, account ? &account->attributes.reveal() : nullptr};
    }
};

/// Begins a draft at the authority that offers the service for the place, and opens the citizen's
/// session for it; returns the token. Who is signed in finds it in the list of the account, and
/// some of what the account says among the first answers, where the package wants that. Error
/// codes: those of look_up_service and check_account, app.not_offered.
struct StartWish {
    std::string leistungsschluessel;
    std::string ars;
    std::string language = "de";
    std::optional<identity::UserAccount> account = std::nullopt;
};
Result<std::string> start_antrag(Modules& in, const StartWish& wish);

/// Every deed about a draft begins here, and so does the check of who may fill it in. Error codes:
/// those of AntragStore, check_account and check_owner.
Result<Draft> open_draft(Modules& in, const identity::CitizenSession& session);

/// An amount that the package promises to name beforehand ([message] "expected.KEY").
struct ExpectedAmount {
    std::string label;
    Money amount;
};
/// What the calculation gives for complete answers today; the Bescheid decides. Empty if the
/// package names no total, or if it cannot be computed from these answers.
std::vector<ExpectedAmount> expected_amounts(const Draft& draft, std::string_view language);

/// Goes on with a draft on another device: number and code give a new session's token. Error codes:
/// those of AntragStore::open_by_code.
Result<std::string> resume_antrag(Modules& in, std::string_view number, std::string_view code);

struct SubmitWish {
    std::string idempotency_key;
    std::string notify_address;  ///< e-mail, or empty
};

struct Submitted {
    delivery::Receipt receipt;
    std::string session_token;  ///< opens the status page in this browser
};

/// Checks all answers, routes, encrypts, stores, and forgets the draft. The same idempotency key
/// again gives the same receipt, also after the draft is gone. Error codes: app.answers_incomplete
/// (Invalid; place of the first fault), app.mail_invalid, those of routing, make_copies() and
/// delivery.
Result<Submitted> submit_antrag(Modules& in, const identity::CitizenSession& session,
                                const SubmitWish& wish);

/// Answers looked at with the form that holds at a place, and what is wrong with them.
struct CheckedAnswers {
    std::shared_ptr<const forms::Form> form;
    Findings findings;
};
/// Nothing is stored. Error codes: those of look_up_service, app.not_offered.
Result<CheckedAnswers> check_answers(Modules& in, std::string_view leistungsschluessel,
                                     std::string_view ars, const formats::Json& answers);

/// The same for a program that sends all answers at once (no uploads): POST /api/v1/antraege.
struct DirectAntrag {
    std::string leistungsschluessel;
    std::string ars;
    formats::Json answers;
    SubmitWish wish;
    std::optional<identity::UserAccount> account = std::nullopt;
};
Result<Judged<std::optional<delivery::Receipt>>> submit_directly(Modules& in,
                                                                 const DirectAntrag& antrag);

}  // namespace gordion::app
