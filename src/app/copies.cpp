// SPDX-License-Identifier: EUPL-1.2
#include "app/copies.hpp"

#include <algorithm>

namespace gordion::app {
namespace {

using formats::Json;

Result<std::optional<routing::Destination>> find_receiver(Modules& in, const Draft& draft,
                                                          const reuse::CopyDeclaration& copy) {
    const forms::Antrag& antrag = draft.opened.antrag;
    auto route = in.router.resolve_receiver(
        {copy.receiver, antrag.leistungsschluessel, antrag.ars, draft.today});
    if (route) {
        return std::optional(std::move(route.value().destination));
    }
    if (route.error().code == "routing.no_receiver") {
        return std::optional<routing::Destination>();
    }
    return route.take_error();
}

std::vector<std::string> labels_of(const forms::Form& form, const reuse::VisibleFields& fields,
                                   std::string_view language) {
    std::vector<std::string> labels;
    for (const std::string& path : fields.paths) {
        labels.push_back(form.label(path, language));
    }
    return labels;
}

ShownCopy shown(const reuse::CopyDeclaration& copy, const forms::Form& form,
                std::string_view language) {
    ShownCopy made;
    made.label = reuse::in_language(copy.label, language);
    made.legal_ground = copy.legal_ground;
    made.fields = labels_of(form, copy.fields, language);
    return made;
}

}  // namespace

Result<std::vector<PlannedCopy>> plan_copies(Modules& in, const Draft& draft,
                                             const Json& fachdaten) {
    std::vector<PlannedCopy> planned;
    reuse::HandlingFacts facts;
    facts.answers = &fachdaten;
    facts.params = &draft.params;
    facts.today = draft.today.to_iso();
    for (const reuse::CopyDeclaration& copy : draft.package->service().handling.copies) {
        if (TRY(reuse::holds(copy.when, facts))) {
            auto receiver = TRY(find_receiver(in, draft, copy));
            planned.push_back({&copy, std::move(receiver)});
        }
    }
    return planned;
}

Result<std::vector<delivery::HandoverCopy>> make_copies(
    Modules& in, const Draft& draft, const Json& fachdaten,
    const std::vector<delivery::Enclosure>& enclosures) {
    std::vector<delivery::HandoverCopy> copies;
    for (PlannedCopy& planned : TRY(plan_copies(in, draft, fachdaten))) {
        const reuse::CopyDeclaration& declared = *planned.declared;
        if (!planned.destination && declared.required) {
            return Error{
                ErrorKind::Conflict,
                "app.copy_receiver_missing",
                "",
                {{"label", std::string(reuse::in_language(declared.label, "de"))}},
                "By law another body must receive a part of this, but none is registered."};
        }
        delivery::HandoverCopy copy;
        copy.id = declared.id;
        copy.receiver = declared.receiver;
        copy.destination = std::move(planned.destination);
        copy.fachdaten =
            Sensitive(formats::write_json(reuse::select_fields(fachdaten, declared.fields)));
        for (std::size_t i = 0; i < enclosures.size(); ++i) {
            if (declared.fields.cover(enclosures[i].field_path)) {
                copy.enclosures.push_back(i);
            }
        }
        copies.push_back(std::move(copy));
    }
    return copies;
}

Result<std::vector<ShownCopy>> preview_copies(Modules& in, const Draft& draft) {
    std::vector<ShownCopy> list;
    const forms::Form& form = *draft.package->form;
    if (draft.package->service().handling.copies.empty() ||
        form.first_open_page(draft.answers(), draft.context())) {
        return list;
    }
    const std::string& language = draft.opened.antrag.language;
    const Json fachdaten = form.fachdaten(draft.answers(), draft.context());
    for (const PlannedCopy& planned : TRY(plan_copies(in, draft, fachdaten))) {
        ShownCopy one = shown(*planned.declared, form, language);
        one.name = planned.destination ? planned.destination->name : "";
        list.push_back(std::move(one));
    }
    return list;
}

Result<std::vector<ShownCopy>> list_copies(Modules& in, const Scope& scope,
                                           const delivery::Submission& submission,
                                           const reuse::LoadedPackage& package,
                                           std::string_view language) {
    std::vector<ShownCopy> list;
    const auto& declared = package.service().handling.copies;
    for (const delivery::CopyDelivery& sent : TRY(in.submissions.list_copies(scope, submission))) {
        const auto copy = std::find_if(declared.begin(), declared.end(),
                                       [&](const auto& known) { return known.id == sent.id; });
        ShownCopy one;
        if (copy != declared.end()) {
            one = shown(*copy, *package.form, language);
        }
        one.name = sent.name;
        one.state = sent.state;
        list.push_back(std::move(one));
    }
    return list;
}

}  // namespace gordion::app
