// SPDX-License-Identifier: EUPL-1.2
#include "app/antraege.hpp"

#include "app/copies.hpp"
#include "app/letters.hpp"
#include "crypto/access_code.hpp"

namespace gordion::app {
namespace {

using formats::Json;

constexpr std::string_view submit_purpose = "antrag.submit";

Scope citizen_scope(const TenantId& tenant, std::string_view purpose) {
    return {tenant, {"citizen"}, std::string(purpose), {}, false};
}

// Package, parameters and authority of a draft, as they hold today.
Result<Draft> complete_draft(Modules& in, forms::OpenedAntrag opened) {
    const auto reference = TRY(in.reference());
    Draft draft;
    draft.today = in.clock.today();
    const forms::Antrag& antrag = opened.antrag;
    const auto placed = TRY(
        in.reuse.load_placed(antrag.package_id, antrag.package_version, antrag.ars, draft.today));
    draft.package = placed->package;
    draft.values = placed->values;
    draft.params = placed->params;
    const services::PublicService* service = reference->catalogue->find(antrag.leistungsschluessel);
    draft.service_name =
        draft.package->service().title.empty()
            ? (service == nullptr ? "" : service->name)
            : std::string(reuse::in_language(draft.package->service().title, antrag.language));
    draft.authority = authority_of(antrag.tenant, draft.values, *reference->directory);
    draft.opened = std::move(opened);
    return draft;
}

Error incomplete(const Findings& findings) {
    const auto fault = std::find_if(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.severity == Severity::Fault;
    });
    return {ErrorKind::Invalid,
            "app.answers_incomplete",
            fault->place,
            {{"finding", fault->code}},
            "The answers are not complete or not valid yet."};
}

Result<std::vector<delivery::Enclosure>> load_enclosures(Modules& in, const Draft& draft,
                                                         const Json& fachdaten) {
    const forms::Antrag& antrag = draft.opened.antrag;
    const Scope scope = citizen_scope(antrag.tenant, submit_purpose);
    std::vector<delivery::Enclosure> enclosures;
    for (const forms::SummarySection& section :
         draft.package->form->summary(fachdaten, draft.context(), "de")) {
        for (const forms::SummaryRow& row : section.rows) {
            for (const forms::UploadedFile& file : row.files) {
                auto bytes = TRY(in.antraege.load_upload(scope, antrag.id, draft.opened.key, file));
                enclosures.push_back(
                    {row.path, file.name, file.media_type, std::move(bytes.reveal())});
            }
        }
    }
    return enclosures;
}

using MaybeAccount = std::optional<identity::UserAccount>;

Result<delivery::Handover> make_handover(Modules& in, const Draft& draft, const SubmitWish& wish,
                                         const MaybeAccount& account) {
    if (!wish.notify_address.empty() && !mail::is_mail_address(wish.notify_address)) {
        return Error{ErrorKind::Invalid,
                     "app.mail_invalid",
                     "notify_address",
                     {},
                     "This is not an e-mail address."};
    }
    const forms::Antrag& antrag = draft.opened.antrag;
    const reuse::ServiceDeclaration& service = draft.package->service();
    const Json fachdaten = draft.package->form->fachdaten(draft.answers(), draft.context());
    const routing::Route route =
        TRY(in.router.resolve(antrag.leistungsschluessel, antrag.ars, draft.today));
    delivery::Handover handover;
    handover.number = antrag.vorgangsnummer;
    handover.service = antrag.leistungsschluessel;
    handover.package_id = antrag.package_id;
    handover.package_version = antrag.package_version;
    handover.ars = antrag.ars;
    handover.destination = route.destination;
    if (service.frist_days > 0) {
        handover.frist_on = draft.today.plus_days(service.frist_days);
    }
    handover.schema_uri = draft.package->form->json_schema().text_at("$id");
    handover.enclosures = Sensitive(TRY(load_enclosures(in, draft, fachdaten)));
    handover.copies = TRY(make_copies(in, draft, fachdaten, handover.enclosures.reveal()));
    handover.copy_pdf =
        Sensitive(TRY(make_copy(in, draft, fachdaten, TRY(preview_copies(in, draft)))));
    handover.fachdaten = Sensitive(formats::write_json(fachdaten));
    handover.notify_address = Sensitive(wish.notify_address);
    handover.identity_statement =
        Sensitive(TRY(state_identity(in, service, account, antrag.vorgangsnummer)));
    handover.code = crypto::make_access_code(in.random);
    handover.idempotency_key = wish.idempotency_key;
    return handover;
}

Result<std::string> open_status_session(Modules& in, const delivery::Receipt& receipt) {
    return in.sessions.open_citizen_session({receipt.tenant, identity::CitizenSubject::Submission,
                                             receipt.id.value, receipt.mailbox_jwk});
}

Result<delivery::Receipt> hand_over(Modules& in, const Draft& draft,
                                    const identity::CitizenSession& session,
                                    const SubmitWish& wish) {
    const forms::Antrag& antrag = draft.opened.antrag;
    Scope scope = citizen_scope(antrag.tenant, submit_purpose);
    if (session.account) {
        scope = identity::AccountMatterStore::with_list(std::move(scope));
    }
    const delivery::Handover handover = TRY(make_handover(in, draft, wish, session.account));
    std::vector<std::string> uploads;
    const delivery::Receipt receipt = TRY(in.handover_desk.accept(
        scope, handover,
        [&](storage::Connection& connection, const SubmissionId& id) -> Result<void> {
            uploads = TRY(forms::AntragStore::remove_antrag(connection, scope, antrag.id));
            return session.account ? in.account_matters.note_submission(
                                         connection, *session.account, session, id)
                                   : Result<void>();
        }));
    in.jobs.wake();
    TRY(in.antraege.remove_blobs(uploads));
    return receipt;
}

// A service that somebody offers online for the place.
Result<ServiceAtPlace> look_up_offered(Modules& in, std::string_view leistungsschluessel,
                                       std::string_view ars) {
    ServiceAtPlace found = TRY(look_up_service(in, leistungsschluessel, ars));
    if (!found.adoption) {
        return Error{ErrorKind::NotFound,
                     "app.not_offered",
                     "",
                     {{"place", found.place->name}},
                     "Nobody offers this service online for this place yet."};
    }
    return found;
}

}  // namespace

Result<std::string> start_antrag(Modules& in, const StartWish& wish) {
    const ServiceAtPlace found = TRY(look_up_offered(in, wish.leistungsschluessel, wish.ars));
    TRY(check_account(account_need(found.adoption->package->service()), wish.account));
    const reuse::Adoption& adoption = found.adoption->adoption;
    const forms::FormContext context{&found.adoption->params, in.clock.today(),
                                     wish.account ? &wish.account->attributes.reveal() : nullptr};
    const auto opened = TRY(in.antraege.create_antrag(
        citizen_scope(adoption.tenant, "antrag.start"),
        {found.service->key.digits, adoption.package_id, adoption.version, found.place->ars,
         wish.language, found.adoption->package->form->initial_answers(context)}));
    if (wish.account) {
        TRY(in.account_matters.note_draft(*wish.account, adoption.tenant, opened.antrag.id,
                                          opened.key.reveal()));
    }
    return in.sessions.open_citizen_session({adoption.tenant, identity::CitizenSubject::Antrag,
                                             opened.antrag.id.value, opened.key.reveal()});
}

Result<Draft> open_draft(Modules& in, const identity::CitizenSession& session) {
    const forms::DraftKey key(session.key);
    auto antrag = TRY(in.antraege.load_antrag(identity::scope_of(session, "antrag.read"),
                                              {session.subject}, key));
    Draft draft = TRY(complete_draft(in, {std::move(antrag), key}));
    const AccountNeed need = account_need(draft.package->service());
    TRY(check_account(need, session.account));
    TRY(check_owner(in, need, draft.opened.antrag.id, session.account));
    draft.account = session.account;
    return draft;
}

std::vector<ExpectedAmount> expected_amounts(const Draft& draft, std::string_view language) {
    const forms::Form& form = *draft.package->form;
    const auto result = draft.package->calculation.evaluate(
        form.fachdaten(draft.answers(), draft.context()), draft.params, draft.today.to_iso());
    const Json* totals = result ? result.value().find("totals") : nullptr;
    std::vector<ExpectedAmount> amounts;
    for (const auto& [key, value] : totals != nullptr ? totals->as_object() : Json::Object()) {
        const std::string label = form.message("expected." + key, language);
        if (!label.empty() && value.is_int() && value.as_int() >= 0) {
            amounts.push_back({label, Money{value.as_int()}});
        }
    }
    return amounts;
}

Result<std::string> resume_antrag(Modules& in, std::string_view number, std::string_view code) {
    const auto tenant = forms::find_tenant_of(number);
    if (!tenant) {
        return Error{ErrorKind::Invalid,
                     "crypto.number_shape",
                     "number",
                     {},
                     "A number looks like 010545459-7KX3-9QWM."};
    }
    const auto opened = TRY(in.antraege.open_by_code(citizen_scope(*tenant, "antrag.resume"),
                                                     number, Sensitive(std::string(code))));
    return in.sessions.open_citizen_session({opened.antrag.tenant, identity::CitizenSubject::Antrag,
                                             opened.antrag.id.value, opened.key.reveal()});
}

Result<Submitted> submit_antrag(Modules& in, const identity::CitizenSession& session,
                                const SubmitWish& wish) {
    const Scope scope = identity::scope_of(session, submit_purpose);
    if (auto earlier = TRY(in.handover_desk.find_receipt(scope, wish.idempotency_key))) {
        std::string token = TRY(open_status_session(in, *earlier));
        return Submitted{std::move(*earlier), std::move(token)};
    }
    const Draft draft = TRY(open_draft(in, session));
    const Findings findings = draft.package->form->check_all(draft.answers(), draft.context());
    if (has_faults(findings)) {
        return incomplete(findings);
    }
    delivery::Receipt receipt = TRY(hand_over(in, draft, session, wish));
    std::string token = TRY(open_status_session(in, receipt));
    return Submitted{std::move(receipt), std::move(token)};
}

Result<CheckedAnswers> check_answers(Modules& in, std::string_view leistungsschluessel,
                                     std::string_view ars, const Json& answers) {
    const ServiceAtPlace found = TRY(look_up_offered(in, leistungsschluessel, ars));
    const auto& form = found.adoption->package->form;
    return CheckedAnswers{form,
                          form->check_all(answers, {&found.adoption->params, in.clock.today()})};
}

Result<Judged<std::optional<delivery::Receipt>>> submit_directly(Modules& in,
                                                                 const DirectAntrag& antrag) {
    using Answer = Judged<std::optional<delivery::Receipt>>;
    const ServiceAtPlace found = TRY(look_up_offered(in, antrag.leistungsschluessel, antrag.ars));
    TRY(check_account(account_need(found.adoption->package->service()), antrag.account));
    const reuse::Adoption& adoption = found.adoption->adoption;
    const Scope scope = citizen_scope(adoption.tenant, submit_purpose);
    if (auto earlier = TRY(in.handover_desk.find_receipt(scope, antrag.wish.idempotency_key))) {
        return Answer{std::move(*earlier), {}};
    }
    forms::OpenedAntrag opened;
    opened.antrag.tenant = adoption.tenant;
    opened.antrag.vorgangsnummer = crypto::make_case_number(adoption.tenant.value, in.random);
    opened.antrag.leistungsschluessel = found.service->key.digits;
    opened.antrag.package_id = adoption.package_id;
    opened.antrag.package_version = adoption.version;
    opened.antrag.ars = found.place->ars;
    opened.antrag.language = "de";
    opened.antrag.answers = Sensitive(antrag.answers);
    opened.antrag.created_at = in.clock.now();
    const Draft draft = TRY(complete_draft(in, std::move(opened)));
    Findings findings = draft.package->form->check_all(draft.answers(), draft.context());
    if (has_faults(findings)) {
        return Answer{std::nullopt, std::move(findings)};
    }
    const delivery::Handover handover = TRY(make_handover(in, draft, antrag.wish, antrag.account));
    auto receipt = TRY(in.handover_desk.accept(scope, handover, {}));
    in.jobs.wake();
    return Answer{std::move(receipt), std::move(findings)};
}

}  // namespace gordion::app
