// SPDX-License-Identifier: EUPL-1.2
#include "app/decisions.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace gordion::app {

namespace {

using formats::Json;

// A statement about the sender that does not hold counts as none.
Json submission_facts(const cases::OpenedCase& opened, const StatedIdentity& identity) {
    const Json& metadata = opened.metadata.reveal();
    reuse::SubmissionFacts facts;
    if (const auto& statement = identity.statement) {
        facts.trust_level = identity::to_text(statement->level);
        facts.account = std::string(to_string(statement->kind));
        for (const auto& [name, value] : statement->attributes.reveal()) {
            const auto& names = statement->verified;
            if (std::find(names.begin(), names.end(), name) != names.end()) {
                facts.verified[name] = value;
            }
        }
    }
    const Json* structure = metadata.find("contentStructure");
    const Json* attachments = structure == nullptr ? nullptr : structure->find("attachments");
    if (attachments != nullptr && attachments->is_array()) {
        facts.attachments = static_cast<std::int64_t>(attachments->size());
    }
    facts.submitted_on = opened.opened.arrived_at.german_date().to_iso();
    return reuse::to_json(facts);
}

// What only the competent authority sees: amounts, other receivers, conditions, consultations.
Result<void> add_decision_side(Modules& in, const Scope& scope, CaseView& view) {
    const cases::Case& found = view.opened.opened;
    if (!view.package->calculation.empty()) {
        // Amounts follow the day on which the Antrag came in: a decision in January still covers
        // the months of the year before.
        const Date submitted_on = found.arrived_at.german_date();
        view.calculation = TRY(view.package->calculation.evaluate(
            view.opened.fachdaten.reveal(), view.params, submitted_on.to_iso()));
    }
    const Scope working = scope.narrowed_to(found.tenant);
    const auto submission =
        TRY(in.submissions.load_submission(working, found.tenant, found.submission));
    view.copies = TRY(list_copies(in, working, submission, *view.package, "de"));
    view.conditions =
        TRY(reuse::offer_conditions(*view.package, letter_facts(view), view.handling()));
    view.consultations = TRY(list_consultations(in, view));
    return {};
}

Error condition_error(std::string code, std::string place, std::string label, std::string message) {
    return {ErrorKind::Invalid,
            std::move(code),
            std::move(place),
            {{"label", std::move(label)}},
            std::move(message)};
}

Result<reuse::ChosenCondition> choose_condition(const CaseView& view, const ConditionWish& wish,
                                                std::string_view reason) {
    for (const reuse::ConditionOffer& offer : view.conditions) {
        if (offer.declared->id != wish.id) {
            continue;
        }
        auto chosen = reuse::fill_condition(*offer.declared, offer.text, wish.fills);
        if (!chosen) {
            Error error = chosen.take_error();
            error.place = "condition-" + wish.id + "-" + error.place;
            return error;
        }
        if (!offer.chosen && reason.empty()) {
            return condition_error("app.condition_reason", "reason", chosen.value().label,
                                   "A condition at discretion needs its reasons (§ 39 VwVfG).");
        }
        return chosen;
    }
    return condition_error("app.condition_unknown", "conditions", wish.id,
                           "The package declares no such condition.");
}

// In the order of the package, whatever the order of the wish.
Result<std::vector<reuse::ChosenCondition>> choose_conditions(const CaseView& view,
                                                              const DecisionWish& wish) {
    std::map<std::string, reuse::ChosenCondition> by_id;
    for (const ConditionWish& one : wish.conditions) {
        auto chosen = TRY(choose_condition(view, one, trim(wish.reason)));
        if (!by_id.emplace(one.id, chosen).second) {
            return condition_error("app.condition_twice", "conditions", chosen.label,
                                   "The same condition is chosen twice.");
        }
    }
    std::vector<reuse::ChosenCondition> ordered;
    for (const reuse::ConditionOffer& offer : view.conditions) {
        if (const auto found = by_id.find(offer.declared->id); found != by_id.end()) {
            ordered.push_back(found->second);
        }
    }
    return ordered;
}

Result<reuse::LetterFacts> decided_letter(const CaseView& view, const DecisionWish& wish) {
    TRY(cases::refuse_notice(view.opened.opened));
    if (!wish.granted && trim(wish.reason).empty()) {
        return Error{ErrorKind::Invalid,
                     "app.reason_missing",
                     "reason",
                     {},
                     "A refusal needs its reasons (§ 39 VwVfG)."};
    }
    reuse::LetterFacts letter = letter_facts(view);
    letter.granted = wish.granted;
    letter.reason = std::string(trim(wish.reason));
    if (wish.granted) {
        letter.conditions = TRY(choose_conditions(view, wish));
    }
    return letter;
}

Result<std::string> render_letter(Modules& in, const CaseView& view,
                                  const reuse::LetterFacts& letter) {
    BescheidFacts facts;
    facts.package = view.package.get();
    facts.letter = letter;
    facts.authority = view.authority;
    facts.service_name = view.service_name;
    return make_bescheid(in, facts);
}

}  // namespace

reuse::HandlingFacts CaseView::handling() const {
    reuse::HandlingFacts facts;
    facts.answers = &opened.fachdaten.reveal();
    facts.params = &params;
    facts.calculation = &calculation;
    facts.submission = &submission;
    facts.today = today.to_iso();
    return facts;
}

Result<CaseView> view_case(Modules& in, const Scope& scope, const TenantId& tenant,
                           const CaseId& id) {
    return make_view(in, scope, TRY(in.back_office.open_case(scope, tenant, id)));
}

Result<CaseView> make_view(Modules& in, const Scope& scope, cases::OpenedCase opened) {
    const auto reference = TRY(in.reference());
    CaseView view;
    view.opened = std::move(opened);
    const cases::Case& found = view.opened.opened;
    view.today = in.clock.today();
    const auto placed =
        TRY(in.reuse.load_placed(found.package_id, found.package_version, found.ars, view.today));
    view.package = placed->package;
    view.values = placed->values;
    view.params = placed->params;
    const Scope working = scope.narrowed_to(found.tenant);
    view.arrival = TRY(in.arrivals.find_by_submission(working, found.tenant, found.submission));
    if (view.arrival) {
        view.sent_replies = TRY(in.arrivals.list_replies(working, found.tenant, found.submission));
    } else {
        // What another platform states cannot be proved here; the page shows it as it came.
        view.identity = read_identity(in, view.opened.metadata.reveal(), found.number);
    }
    view.submission = submission_facts(view.opened, view.identity);
    view.service_name = reuse::in_language(view.package->service().title, "de");
    if (const regions::Region* place = reference->directory->find(found.ars)) {
        view.place_name = place->name;
    }
    view.authority = authority_of(found.tenant, view.values, *reference->directory);
    const forms::FormContext context{&view.params, view.today};
    const Json& fachdaten = view.opened.fachdaten.reveal();
    if (found.kind == cases::CaseKind::Decision) {
        view.sections = view.package->form->summary(fachdaten, context, "de");
        TRY(add_decision_side(in, scope, view));
    } else {
        view.sections = view.package->form->summary_of_part(fachdaten, context, "de");
    }
    return view;
}

reuse::LetterFacts letter_facts(const CaseView& view) {
    const cases::Case& found = view.opened.opened;
    reuse::LetterFacts letter;
    letter.aktenzeichen = found.number;
    letter.number = found.number;
    letter.today = view.today;
    letter.answers = view.opened.fachdaten.reveal();
    letter.params = view.values;
    letter.calculation = view.calculation;
    return letter;
}

Result<cases::BackOffice::Decision> write_decision(Modules& in, const CaseView& view,
                                                   const reuse::LetterFacts& letter) {
    cases::BackOffice::Decision decision;
    decision.granted = letter.granted;
    decision.bescheid_pdf = Sensitive(TRY(render_letter(in, view, letter)));
    Json conditions = Json::array();
    for (const reuse::ChosenCondition& condition : letter.conditions) {
        decision.conditions.push_back(condition.id);
        conditions.push(Json::object({{"id", condition.id},
                                      {"label", condition.label},
                                      {"text", condition.text},
                                      {"legal_ground", condition.legal_ground}}));
    }
    decision.record = Sensitive(Json::object({{"granted", letter.granted},
                                              {"automatic", letter.automatic},
                                              {"reason", letter.reason},
                                              {"conditions", std::move(conditions)}}));
    return decision;
}

Result<std::string> preview_bescheid(Modules& in, const CaseView& view, const DecisionWish& wish) {
    return render_letter(in, view, TRY(decided_letter(view, wish)));
}

Result<void> decide_case(Modules& in, const Scope& scope, const CaseView& view,
                         const DecisionWish& wish) {
    cases::Case seen = view.opened.opened;
    seen.revision = wish.revision;
    const reuse::LetterFacts letter = TRY(decided_letter(view, wish));
    TRY(require_consultations(view, wish));
    TRY(in.back_office.decide_case(scope, seen, TRY(write_decision(in, view, letter))));
    in.jobs.wake();
    return {};
}

}  // namespace gordion::app
