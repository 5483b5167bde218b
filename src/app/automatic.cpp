// SPDX-License-Identifier: EUPL-1.2
#include "app/automatic.hpp"

#include "app/consultations.hpp"
#include "core/log.hpp"

namespace gordion::app {
namespace {

using cases::AutomaticMark;
using cases::AutomaticState;
using Verdict = reuse::AutomaticVerdict;

AutomaticMark left(std::string reason, std::string detail = {}) {
    return {AutomaticState::Left, std::move(reason), std::move(detail)};
}

std::optional<AutomaticMark> why_left(const Verdict& verdict) {
    switch (verdict.kind) {
        case Verdict::Kind::Issue:
            return std::nullopt;
        case Verdict::Kind::Off:
            return left("app.automatic_off");
        case Verdict::Kind::Sample:
            return left("app.automatic_sample");
        case Verdict::Kind::Condition:
            return left("app.automatic_condition", verdict.condition);
        case Verdict::Kind::Error:
            break;
    }
    return left("app.automatic_error", verdict.code);
}

// The conditions that the package proposes for this case, with what it fills in by itself.
Result<std::vector<reuse::ChosenCondition>> proposed_conditions(const CaseView& view) {
    std::vector<reuse::ChosenCondition> chosen;
    for (const reuse::ConditionOffer& offer : view.conditions) {
        if (!offer.chosen) {
            continue;
        }
        std::map<std::string, std::string> fills;
        for (const reuse::FillIn& fill : offer.declared->fills) {
            fills[fill.key] = fill.fallback;
        }
        chosen.push_back(TRY(reuse::fill_condition(*offer.declared, offer.text, fills)));
    }
    return chosen;
}

struct Prepared {
    CaseView view;
    std::optional<AutomaticMark> left;
    cases::BackOffice::Decision decision;
};

// Everything that may fail because of what package or answers say; a person decides then.
Result<void> prepare(Modules& in, Prepared& prepared) {
    const CaseView& view = prepared.view;
    if (!view.package->package.automatic) {
        prepared.left = left("app.automatic_off");
        return {};
    }
    const Verdict verdict = reuse::judge_automatic(*view.package->package.automatic,
                                                   view.handling(), view.opened.opened.number);
    prepared.left = why_left(verdict);
    if (prepared.left) {
        return {};
    }
    for (const ShownConsultation& one : view.consultations) {
        if (one.declared->required && one.applies) {
            prepared.left = left("app.automatic_consultation", one.declared->id);
            return {};
        }
    }
    reuse::LetterFacts letter = letter_facts(view);
    letter.automatic = true;
    letter.conditions = TRY(proposed_conditions(view));
    prepared.decision = TRY(write_decision(in, view, letter));
    return {};
}

bool is_overtaken(const Error& error) {
    return error.code == "cases.changed" || error.code == "cases.step_not_allowed" ||
           error.code == "delivery.changed" || error.code == "delivery.event_not_allowed";
}

Result<AutomaticOutcome> outcome_of(const Result<void>& done, AutomaticOutcome outcome) {
    if (done) {
        return outcome;
    }
    return is_overtaken(done.error()) ? Result<AutomaticOutcome>(AutomaticOutcome::Overtaken)
                                      : Result<AutomaticOutcome>(done.error());
}

}  // namespace

bool declares_automatic(Modules& in, const delivery::Submission& submission) {
    // A Bescheid that no person has seen needs a way to whoever asked for it.
    const Scope scope{submission.tenant, {"system"}, "case.automatic", {}, false};
    const auto arrival = in.arrivals.find_by_submission(scope, submission.tenant, submission.id);
    if (!arrival || (arrival.value() && !arrival.value()->takes_replies())) {
        return false;
    }
    const auto package = in.reuse.load_package(submission.package_id, submission.package_version);
    return package && package.value()->package.automatic.has_value();
}

Result<AutomaticOutcome> look_at_case(Modules& in, const TenantId& tenant, const CaseId& id) {
    const Scope scope{tenant, {"system"}, "case.automatic", {}, false};
    cases::OpenedCase opened = TRY(in.back_office.read_case(scope, tenant, id));
    const cases::Case seen = opened.opened;
    if (seen.state != cases::CaseState::New || seen.automatic.state != AutomaticState::Pending) {
        return AutomaticOutcome::Overtaken;
    }
    Prepared prepared;
    Result<CaseView> view = make_view(in, scope, std::move(opened));
    Result<void> ready;
    if (view) {
        prepared.view = std::move(view).value();
        ready = prepare(in, prepared);
    } else {
        ready = view.take_error();
    }
    if (!ready && ready.error().kind == ErrorKind::Unavailable) {
        return ready.take_error();
    }
    if (!ready) {
        prepared.left = left("app.automatic_error", ready.error().code);
    }
    if (prepared.left) {
        return outcome_of(in.back_office.leave_to_person(scope, seen, *prepared.left),
                          AutomaticOutcome::Left);
    }
    return outcome_of(in.back_office.issue_automatically(scope, seen, prepared.decision),
                      AutomaticOutcome::Issued);
}

storage::JobVerdict run_automatic(Modules& in, const storage::Job& job) {
    const auto payload = formats::parse_json(job.payload);
    const std::string id = payload ? payload.value().text_at("case") : "";
    if (id.empty()) {
        return {storage::JobOutcome::GiveUp, "app.automatic_error"};
    }
    const auto outcome = look_at_case(in, job.tenant, {id});
    if (outcome) {
        in.jobs.wake();
        return {};
    }
    const Error& error = outcome.error();
    log(LogLevel::Warning, "case.automatic_failed", {{"case", id}, {"code", error.code}});
    const bool lost = error.kind == ErrorKind::NotFound || error.kind == ErrorKind::Corrupt;
    return {lost ? storage::JobOutcome::GiveUp : storage::JobOutcome::Retry, error.code};
}

}  // namespace gordion::app
