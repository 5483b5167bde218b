// SPDX-License-Identifier: EUPL-1.2
#include "app/decisions.hpp"

#include "core/text.hpp"

namespace gordion::app {

Result<CaseView> view_case(Modules& in, const Scope& scope, const TenantId& tenant,
                           const CaseId& id) {
    const auto reference = TRY(in.reference());
    CaseView view;
    view.opened = TRY(in.back_office.open_case(scope, tenant, id));
    const cases::Case& found = view.opened.opened;
    const Date today = in.clock.today();
    const auto placed =
        TRY(in.reuse.load_placed(found.package_id, found.package_version, found.ars, today));
    view.package = placed->package;
    view.values = placed->values;
    view.params = placed->params;
    const formats::Json& fachdaten = view.opened.fachdaten.reveal();
    const bool is_copy = found.kind == cases::CaseKind::Notice;
    if (!is_copy && !view.package->calculation.empty()) {
        // Amounts follow the day on which the Antrag came in: a decision in January still covers
        // the months of the year before.
        const Date submitted_on = found.arrived_at.german_date();
        view.calculation =
            TRY(view.package->calculation.evaluate(fachdaten, view.params, submitted_on.to_iso()));
    }
    const forms::FormContext context{&view.params, today};
    view.sections = is_copy ? view.package->form->summary_of_part(fachdaten, context, "de")
                            : view.package->form->summary(fachdaten, context, "de");
    if (!is_copy) {
        const Scope working = scope.narrowed_to(tenant);
        const auto submission =
            TRY(in.submissions.load_submission(working, tenant, found.submission));
        view.copies = TRY(list_copies(in, working, submission, *view.package, "de"));
    }
    view.service_name = reuse::in_language(view.package->service().title, "de");
    if (const regions::Region* place = reference->directory->find(found.ars)) {
        view.place_name = place->name;
    }
    view.authority = authority_of(tenant, view.values, *reference->directory);
    view.identity = read_identity(in, view.opened.metadata.reveal(), found.number);
    return view;
}

Result<std::string> preview_bescheid(Modules& in, const CaseView& view, const DecisionWish& wish) {
    TRY(cases::refuse_notice(view.opened.opened));
    if (!wish.granted && trim(wish.reason).empty()) {
        return Error{ErrorKind::Invalid,
                     "app.reason_missing",
                     "reason",
                     {},
                     "A refusal needs its reasons (§ 39 VwVfG)."};
    }
    const cases::Case& found = view.opened.opened;
    BescheidFacts facts;
    facts.package = view.package.get();
    facts.letter.aktenzeichen = found.number;
    facts.letter.number = found.number;
    facts.letter.today = in.clock.today();
    facts.letter.answers = view.opened.fachdaten.reveal();
    facts.letter.params = view.values;
    facts.letter.calculation = view.calculation;
    facts.letter.granted = wish.granted;
    facts.letter.reason = std::string(trim(wish.reason));
    facts.authority = view.authority;
    facts.service_name = view.service_name;
    return make_bescheid(in, facts);
}

Result<void> decide_case(Modules& in, const Scope& scope, const CaseView& view,
                         const DecisionWish& wish) {
    cases::Case seen = view.opened.opened;
    seen.revision = wish.revision;
    cases::BackOffice::Decision decision;
    decision.granted = wish.granted;
    decision.bescheid_pdf = Sensitive(TRY(preview_bescheid(in, view, wish)));
    TRY(in.back_office.decide_case(scope, seen, decision));
    in.jobs.wake();
    return {};
}

}  // namespace gordion::app
