// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/service_description.hpp"

#include "core/text.hpp"
#include "xzufi/internal/content.hpp"

namespace gordion::xzufi {
namespace {

using formats::Json;
using internal::Content;

template <typename T>
std::vector<T> all(const std::vector<Content>& parts, T (*read)(const Content&)) {
    std::vector<T> values;
    values.reserve(parts.size());
    for (const Content& part : parts) {
        values.push_back(read(part));
    }
    return values;
}

ModuleFacts facts_of(const Content& part) {
    return {part.id("id"), part.number("positionDarstellung"), part.code("zugangskanal"),
            part.periods(), part.texts("beschreibung")};
}

TextModule text_module(const Content& part) {
    return {facts_of(part), part.code("leikaTextmodul"), part.texts("bezeichnung"),
            part.texts("inhalt"), part.links("weiterfuehrenderLink")};
}

FeeForm form_of_fee(const Content& part) {
    const std::string told = part.text("auswahl");
    if (told == "fix" || (told.empty() && part.has("betrag"))) {
        return FeeForm::Fixed;
    }
    if (told == "variabel" || (told.empty() && (part.has("von") || part.has("bis")))) {
        return FeeForm::Variable;
    }
    return told == "frei" || part.has("beschreibung") ? FeeForm::Free : FeeForm::Unknown;
}

Fee fee(const Content& part) {
    return {part.code("typ"),      form_of_fee(part), part.text("betrag"),
            part.text("von"),      part.text("bis"),  part.code("waehrung").code,
            part.flag("vorkasse"), part.periods(),    part.texts("beschreibung"),
            part.links("link")};
}

// The fees stand inside the module, or the module is the one fee itself.
FeeModule fee_module(const Content& part) {
    const auto inside = part.parts("kosten");
    return {facts_of(part), inside.empty() ? std::vector<Fee>{fee(part)} : all(inside, fee)};
}

Frist frist(const Content& part) {
    const std::string told = part.text("auswahl");
    const bool span = told == "dauer" || (told.empty() && part.has("dauer"));
    const bool days = told == "stichtag" || (told.empty() && !span && part.has("von"));
    return {part.code("typ"),
            span ? FristForm::Span : (days ? FristForm::Days : FristForm::Unknown),
            part.text("dauer"),
            span ? part.text("bis") : std::string(),
            part.code("einheit"),
            part.text("von"),
            span ? std::string() : part.text("bis"),
            part.periods(),
            part.texts("beschreibung")};
}

FristModule frist_module(const Content& part) {
    const auto inside = part.parts("frist");
    return {facts_of(part), inside.empty() ? std::vector<Frist>{frist(part)} : all(inside, frist)};
}

FristModule time_module(const Content& part) {
    const auto inside = part.parts("bearbeitungsdauer");
    return {facts_of(part), inside.empty() ? std::vector<Frist>{frist(part)} : all(inside, frist)};
}

Document document(const Content& part) {
    return {part.code("art"), part.texts("bezeichnung"), part.codes("signatur"),
            part.ids("formularID"), part.links("link")};
}

DocumentModule document_module(const Content& part) {
    const auto inside = part.parts("dokument");
    return {facts_of(part),
            inside.empty() ? std::vector<Document>{document(part)} : all(inside, document)};
}

TermModule term_module(const Content& part) {
    return {facts_of(part), part.texts("begriff")};
}

ApprovalModule approval_module(const Content& part) {
    return {facts_of(part), part.date("fachlichFreigegebenAm"),
            part.texts("fachlichFreigegebenDurch")};
}

ServiceStructure structure_of(const Content& object) {
    const auto parts = object.parts("struktur");
    if (parts.empty()) {
        return {};
    }
    const Content& part = parts.front();
    return {part.code("leistungsgruppierung"),   part.id("leistungsobjektID"),
            part.code("leistungsobjekt"),        part.code("verrichtung"),
            part.code("verrichtungsdetailCode"), part.texts("verrichtungsdetail")};
}

// The field says what the number is, so that the keys of Länder count as well.
std::vector<std::string> keys_of(const Content& object) {
    std::vector<std::string> keys;
    for (Identifier id : object.ids("referenzLeistungsschluessel")) {
        id.scheme_id = "leistungsschluessel";
        std::string key = leistungsschluessel_of(id);
        if (!key.empty()) {
            keys.push_back(std::move(key));
        }
    }
    return keys;
}

void read_modules(const Content& object, ServiceDescription& service) {
    service.texts = all(object.parts("modulText"), text_module);
    service.own_texts = all(object.parts("modulTextIndividuell"), text_module);
    service.hints = all(object.parts("modulAuskunftshinweis"), text_module);
    service.origins = all(object.parts("modulUrsprungsportal"), text_module);
    service.frist_modules = all(object.parts("modulFrist"), frist_module);
    service.processing_times = all(object.parts("modulBearbeitungsdauer"), time_module);
    service.fees = all(object.parts("modulKosten"), fee_module);
    service.documents = all(object.parts("modulDokument"), document_module);
    service.terms = all(object.parts("modulBegriffImKontext"), term_module);
    service.approvals = all(object.parts("modulFachlicheFreigabe"), approval_module);
}

// 2.2 has one flag, 2.3 three, as elements of their own or together in one.
void read_signatures(const Content& object, ServiceDescription& service) {
    service.needs_signature = object.flag("kennzeichenFormularSchriftformerfordernis");
    service.needs_appearance = object.flag("kennzeichenFormularPersoenlich");
    service.is_formless = object.flag("kennzeichenFormularFormlos");
    for (const Content& part : object.parts("kennzeichenFormular")) {
        service.needs_signature = part.flag("schriftformerfordernis");
        service.needs_appearance = part.flag("persoenlich");
        service.is_formless = part.flag("formlos");
    }
    if (!service.needs_signature) {
        service.needs_signature = object.flag("kennzeichenSchriftformerfordernis");
    }
}

void read_classes(const Content& object, ServiceDescription& service) {
    service.typisierung = object.codes("typisierung");
    service.trust_level = object.code("vertrauensniveau");
    service.addressees = object.codes("leistungsadressat");
    service.categories = object.codes("kategorie");
    service.classifications = object.codes("klassifizierung");
    service.sdg_areas = object.codes("informationsbereichSDG");
    for (const Content& part : object.parts("informationsbereicheSDG")) {
        service.sdg_first_annex = part.codes("sdg1");
        service.sdg_second_annex = part.codes("sdg2");
    }
    service.catalogue_state = object.code("statusKatalog");
    service.library_state = object.code("statusBibliothek");
    service.detail_level = object.code("detailstufe");
    service.place_of_reference = object.codes("bezugsortTyp");
    service.single_point_of_contact = object.codes("durchfuehrbarEinheitlicheStelle");
    service.offered_by_single_point = object.flag("kennzeichenEA");
    service.economic_sectors = object.codes("relevantFuerWirtschaftszweig");
    service.legal_forms = object.codes("relevantFuerRechtsform");
    service.nationalities = object.codes("relevantFuerStaatsangehoerigkeit");
}

}  // namespace

std::string ServiceDescription::name(std::string_view language) const {
    for (const char* code : {"03", "02"}) {
        for (const TextModule& module : texts) {
            std::string text = module.code.code == code ? text_in(module.content, language) : "";
            if (!text.empty()) {
                return text;
            }
        }
    }
    return {};
}

ServiceDescription read_service_description(const Json& content) {
    const Content object(content);
    ServiceDescription service;
    service.id = object.id("id");
    service.further_ids = object.ids("idSekundaer");
    service.structure = structure_of(object);
    service.keys = keys_of(object);
    read_modules(object, service);
    read_signatures(object, service);
    read_classes(object, service);
    service.services_in_context = object.ids("idLeistungImKontext");
    service.processes = object.ids("idProzess");
    service.areas = object.ids("gueltigkeitGebietID");
    for (const Content& part : object.parts("sprachversion")) {
        service.languages.push_back(part.text("languageCode"));
    }
    for (const Content& part : object.parts("versionsinformation")) {
        service.version = part.text("version");
    }
    service.validity = object.periods();
    return service;
}

Specialization read_specialization(const Json& content) {
    return {read_service_description(content), Content(content).id("leistungID")};
}

}  // namespace gordion::xzufi
