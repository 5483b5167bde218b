// SPDX-License-Identifier: EUPL-1.2
#include "app/consultations.hpp"

#include <algorithm>

#include "app/decisions.hpp"
#include "core/text.hpp"

namespace gordion::app {
namespace {

using cases::ConsultationState;

Result<std::optional<routing::Destination>> find_receiver(
    Modules& in, const CaseView& view, const reuse::ConsultationDeclaration& declared) {
    const cases::Case& found = view.opened.opened;
    auto route =
        in.router.resolve_receiver({declared.receiver, found.service, found.ars, in.clock.today()});
    if (route) {
        return std::optional(std::move(route.value().destination));
    }
    if (route.error().code == "routing.no_receiver") {
        return std::optional<routing::Destination>();
    }
    return route.take_error();
}

const cases::ReadConsultation* find_asked(const CaseView& view, std::string_view id) {
    const cases::ReadConsultation* newest = nullptr;
    for (const cases::ReadConsultation& asked : view.opened.consultations) {
        newest = asked.stored.declared == id ? &asked : newest;
    }
    return newest;
}

Error consultation_error(std::string code, const reuse::ConsultationDeclaration& declared,
                         std::string message) {
    return {ErrorKind::Conflict,
            std::move(code),
            "consultation-" + declared.id,
            {{"label", std::string(reuse::in_language(declared.label, "de"))}},
            std::move(message)};
}

// The files of the case that lie inside the declared fields: the metadata names each by its
// question.
Result<std::vector<delivery::Enclosure>> select_enclosures(Modules& in, const Scope& scope,
                                                           const CaseView& view,
                                                           const reuse::VisibleFields& fields) {
    std::vector<delivery::Enclosure> selected;
    const formats::Json* structure = view.opened.metadata.reveal().find("contentStructure");
    const formats::Json* all = structure == nullptr ? nullptr : structure->find("attachments");
    if (all == nullptr || !all->is_array()) {
        return selected;
    }
    const cases::Case& found = view.opened.opened;
    for (const formats::Json& one : all->as_array()) {
        const std::string path = one.text_at("description");
        if (fields.cover(path)) {
            auto file = TRY(in.back_office.open_attachment(scope, found.tenant, found.id,
                                                           one.text_at("attachmentId")));
            auto bytes = TRY(cases::load_bytes(file));
            selected.push_back({path, file.file_name, file.media_type, std::move(bytes.reveal())});
        }
    }
    return selected;
}

}  // namespace

Result<std::vector<ShownConsultation>> list_consultations(Modules& in, const CaseView& view) {
    std::vector<ShownConsultation> list;
    for (const auto& declared : view.package->service().handling.consultations) {
        ShownConsultation one;
        one.declared = &declared;
        one.applies = TRY(reuse::holds(declared.when, view.handling()));
        one.receiver = TRY(find_receiver(in, view, declared));
        for (const std::string& path : declared.fields.paths) {
            one.fields.push_back(view.package->form->label(path, "de"));
        }
        const cases::ReadConsultation* asked = find_asked(view, declared.id);
        one.is_open = asked != nullptr && asked->stored.state == ConsultationState::Asked;
        list.push_back(std::move(one));
    }
    return list;
}

Result<void> ask_consultation(Modules& in, const Scope& scope, const CaseView& view,
                              const ConsultationWish& wish) {
    const auto shown =
        std::find_if(view.consultations.begin(), view.consultations.end(),
                     [&](const ShownConsultation& one) { return one.declared->id == wish.id; });
    if (shown == view.consultations.end()) {
        return Error{ErrorKind::Invalid,
                     "app.consultation_unknown",
                     "consultations",
                     {{"id", wish.id}},
                     "The package declares no such consultation; nobody else may be asked."};
    }
    const reuse::ConsultationDeclaration& declared = *shown->declared;
    if (!shown->receiver) {
        return consultation_error("app.consultation_receiver_missing", declared,
                                  "Nobody is registered as this body for the place.");
    }
    cases::Case seen = view.opened.opened;
    seen.revision = wish.revision;
    cases::ConsultationRequest request;
    request.declared = declared.id;
    request.receiver_tenant = shown->receiver->tenant;
    request.receiver_name = shown->receiver->name;
    request.question = Sensitive(std::string(trim(wish.question)));
    if (declared.frist_days > 0) {
        request.frist_on = in.clock.today().plus_days(declared.frist_days);
    }
    const auto begun = TRY(in.back_office.begin_consultation(scope, seen, request));
    delivery::ConsultationHandover handover;
    handover.original = begun.submission;
    handover.id = declared.id;
    handover.number = begun.stored.number;
    handover.destination = *shown->receiver;
    handover.frist_on = request.frist_on;
    handover.schema_uri = view.package->form->json_schema().text_at("$id");
    handover.question = request.question;
    handover.fachdaten = Sensitive(
        formats::write_json(reuse::select_fields(view.opened.fachdaten.reveal(), declared.fields)));
    handover.enclosures = Sensitive(TRY(select_enclosures(in, scope, view, declared.fields)));
    TRY(in.handover_desk.consult(
        scope.narrowed_to(seen.tenant), handover,
        [&](storage::Connection& connection, const delivery::Submission& made) {
            return in.back_office.record_consultation(connection, scope, begun, made);
        }));
    in.jobs.wake();
    return {};
}

Result<void> require_consultations(const CaseView& view, const DecisionWish& wish) {
    if (!wish.granted) {
        return {};
    }
    for (const ShownConsultation& one : view.consultations) {
        if (!one.declared->required || !one.applies) {
            continue;
        }
        const cases::ReadConsultation* asked = find_asked(view, one.declared->id);
        const bool known =
            asked != nullptr && (asked->stored.state == ConsultationState::Answered ||
                                 (asked->stored.frist_on && *asked->stored.frist_on < view.today));
        if (known) {
            continue;
        }
        if (asked != nullptr || one.receiver) {
            return consultation_error("app.consultation_missing", *one.declared,
                                      "The law demands a statement before this is granted.");
        }
        if (trim(wish.reason).empty()) {
            Error error = consultation_error("app.consultation_by_hand", *one.declared,
                                             "Say how the statement was obtained.");
            error.place = "reason";
            return error;
        }
    }
    return {};
}

}  // namespace gordion::app
