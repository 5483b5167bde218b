// SPDX-License-Identifier: EUPL-1.2
#include "web/citizen/draft_filling.hpp"

namespace gordion::web {

ShownAuthority shown(const app::Authority& authority) {
    return {authority.name, authority.one_line(), authority.email, authority.phone};
}

Result<DraftFilling> DraftFilling::open(Exchange& exchange) {
    return DraftFilling(exchange, TRY(app::open_draft(exchange.in, *exchange.citizen)));
}

Scope DraftFilling::scope(std::string_view purpose) const {
    return identity::scope_of(*exchange_.citizen, purpose);
}

Result<void> DraftFilling::save(const formats::Json& answers) {
    forms::Antrag& antrag = draft_.opened.antrag;
    antrag.revision = TRY(exchange_.in.antraege.save_answers(
        scope("antrag.save"), antrag.id, draft_.opened.key, antrag.revision, answers));
    antrag.answers = Sensitive(answers);
    return {};
}

Result<void> DraftFilling::reload() {
    draft_ = TRY(app::open_draft(exchange_.in, *exchange_.citizen));
    return {};
}

Result<forms::UploadedFile> DraftFilling::put_upload(const forms::FileRule& rule,
                                                     std::string_view file_name,
                                                     std::string_view bytes) {
    return exchange_.in.antraege.put_upload(scope("antrag.upload"), draft_.opened, rule, file_name,
                                            bytes);
}

Result<Sensitive<std::string>> DraftFilling::load_upload(const forms::UploadedFile& file) {
    return exchange_.in.antraege.load_upload(scope("antrag.show_upload"), draft_.opened.antrag.id,
                                             draft_.opened.key, file);
}

Result<void> DraftFilling::remove_upload(std::string_view blob) {
    return exchange_.in.antraege.remove_upload(scope("antrag.save"), draft_.opened.antrag.id, blob);
}

std::string DraftFilling::entry_url() const {
    const forms::Antrag& antrag = draft_.opened.antrag;
    return "/leistung/" + antrag.leistungsschluessel + "/" + antrag.ars;
}

void DraftFilling::put_frame(Page& page) const {
    page.authority = shown(draft_.authority);
}

}  // namespace gordion::web
