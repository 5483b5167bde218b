// SPDX-License-Identifier: EUPL-1.2
#include "app/own_matters.hpp"

namespace gordion::app {
namespace {

Scope scope_for(const identity::AccountMatter& matter) {
    return {matter.tenant, {"citizen"}, "account.list", {}, false};
}

struct Placed {
    const std::string& package_id;
    const std::string& package_version;
    const std::string& ars;
};

Result<void> name_it(Modules& in, OwnMatter& shown, const Placed& placed,
                     std::string_view language) {
    const auto reference = TRY(in.reference());
    const auto package = TRY(in.reuse.load_placed(placed.package_id, placed.package_version,
                                                  placed.ars, in.clock.today()));
    shown.service_name = reuse::in_language(package->package->service().title, language);
    if (const regions::Region* place = reference->directory->find(placed.ars)) {
        shown.place_name = place->name;
    }
    return {};
}

Result<OwnMatter> show_draft(Modules& in, const identity::AccountMatter& matter,
                             std::string_view language) {
    const auto antrag = TRY(in.antraege.load_antrag(scope_for(matter), {matter.subject},
                                                    forms::DraftKey(matter.key.reveal())));
    OwnMatter shown{matter.entry,      antrag.vorgangsnummer,           "", "",
                    antrag.changed_at, antrag.expires_at.german_date(), {}};
    TRY(name_it(in, shown, {antrag.package_id, antrag.package_version, antrag.ars}, language));
    return shown;
}

Result<OwnMatter> show_submission(Modules& in, const identity::AccountMatter& matter,
                                  std::string_view language) {
    const auto submission =
        TRY(in.submissions.load_submission(scope_for(matter), matter.tenant, {matter.subject}));
    OwnMatter shown{matter.entry, submission.number, "", "", submission.submitted_at,
                    {},           submission.state};
    TRY(name_it(in, shown, {submission.package_id, submission.package_version, submission.ars},
                language));
    return shown;
}

bool is_gone(const Error& error) {
    return error.code == "forms.draft_missing" || error.code == "forms.draft_unreadable" ||
           error.code == "delivery.submission_missing";
}

Result<void> delete_draft(Modules& in, const Scope& scope, const AntragId& id) {
    const auto blobs = in.database->write(scope, [&](storage::Connection& connection) {
        return forms::AntragStore::remove_antrag(connection, scope, id);
    });
    if (!blobs) {
        return is_gone(blobs.error()) ? Result<void>() : Result<void>(blobs.error());
    }
    return in.antraege.remove_blobs(blobs.value());
}

}  // namespace

Result<std::vector<OwnMatter>> list_own_matters(Modules& in, const identity::UserAccount& account,
                                                std::string_view language) {
    std::vector<OwnMatter> shown;
    for (const identity::AccountMatter& matter : TRY(in.account_matters.list_matters(account))) {
        const bool is_draft = matter.kind == identity::CitizenSubject::Antrag;
        auto one =
            is_draft ? show_draft(in, matter, language) : show_submission(in, matter, language);
        if (one) {
            shown.push_back(std::move(one).value());
        } else if (is_gone(one.error())) {
            TRY(in.account_matters.forget_matter(account, matter.entry));
        } else {
            return one.take_error();
        }
    }
    return shown;
}

Result<std::string> open_own_draft(Modules& in, const identity::UserAccount& account,
                                   std::string_view entry) {
    const auto matter = TRY(in.account_matters.find_matter(account, entry));
    if (!matter || matter->kind != identity::CitizenSubject::Antrag) {
        return Error{ErrorKind::NotFound,
                     "app.own_matter_missing",
                     "",
                     {},
                     "The list of this account has no such draft."};
    }
    return in.sessions.open_citizen_session(
        {matter->tenant, identity::CitizenSubject::Antrag, matter->subject, matter->key.reveal()});
}

Result<void> remove_own_matter(Modules& in, const identity::UserAccount& account,
                               std::string_view entry) {
    const auto matter = TRY(in.account_matters.find_matter(account, entry));
    if (!matter) {
        return {};
    }
    if (matter->kind == identity::CitizenSubject::Antrag) {
        TRY(delete_draft(in, scope_for(*matter), {matter->subject}));
    }
    return in.account_matters.forget_matter(account, entry);
}

}  // namespace gordion::app
