// SPDX-License-Identifier: EUPL-1.2
#include "app/matters.hpp"

#include "crypto/jose.hpp"

namespace gordion::app {
namespace {

Result<crypto::PrivateKey> mailbox_key(const identity::CitizenSession& session) {
    return crypto::PrivateKey::from_jwk(TRY(formats::parse_json(session.key)));
}

Result<delivery::Submission> load_submission(Modules& in, const identity::CitizenSession& session,
                                             std::string_view purpose) {
    return in.submissions.load_submission(identity::scope_of(session, purpose), session.tenant,
                                          {session.subject});
}

bool is_text(delivery::ReplyKind kind) {
    return kind == delivery::ReplyKind::Question || kind == delivery::ReplyKind::Answer;
}

// The team of the last assignment, if it is not the competent authority itself.
std::string team_name(const std::vector<delivery::Event>& events, const TenantId& tenant,
                      const regions::Directory& directory) {
    std::string team;
    for (const delivery::Event& event : events) {
        if (event.kind == delivery::EventKind::Assigned && !event.details.empty()) {
            team = event.details.front().second;
        }
    }
    if (team.empty() || team == tenant.value) {
        return {};
    }
    const auto administration = directory.administration_of(team);
    return administration ? administration->name : team;
}

std::string_view file_name_of(delivery::ReplyKind kind) {
    return kind == delivery::ReplyKind::Bescheid ? "Bescheid" : "Antrag";
}

}  // namespace

Result<std::string> open_matter(Modules& in, std::string_view number, std::string_view code) {
    const auto opened = TRY(in.submissions.open_by_code(number, code));
    return in.sessions.open_citizen_session(
        {opened.submission.tenant, identity::CitizenSubject::Submission, opened.submission.id.value,
         opened.mailbox_jwk.reveal()});
}

Result<Matter> view_matter(Modules& in, const identity::CitizenSession& session,
                           std::string_view language) {
    const Scope scope = identity::scope_of(session, "submission.read");
    const auto reference = TRY(in.reference());
    Matter matter;
    matter.submission = TRY(load_submission(in, session, "submission.read"));
    const auto& submission = matter.submission;
    const auto placed = TRY(in.reuse.load_placed(submission.package_id, submission.package_version,
                                                 submission.ars, in.clock.today()));
    matter.service_name = reuse::in_language(placed->package->service().title, "de");
    if (const regions::Region* place = reference->directory->find(submission.ars)) {
        matter.place_name = place->name;
    }
    matter.authority = authority_of(submission.tenant, placed->values, *reference->directory);
    matter.events = TRY(in.submissions.list_events(scope, submission));
    matter.team_name = team_name(matter.events, submission.tenant, *reference->directory);
    const crypto::PrivateKey key = TRY(mailbox_key(session));
    for (const delivery::Reply& reply : TRY(in.submissions.list_replies(scope, submission))) {
        Letter letter{reply.id, reply.kind, reply.at, {}};
        if (is_text(reply.kind)) {
            letter.text = TRY(crypto::decrypt_jwe(reply.for_citizen_jwe, key)).plaintext;
        }
        matter.letters.push_back(std::move(letter));
    }
    matter.copies = TRY(list_copies(in, scope, submission, *placed->package, language));
    return matter;
}

Result<LetterFile> load_letter(Modules& in, const identity::CitizenSession& session,
                               std::string_view letter) {
    const Scope scope = identity::scope_of(session, "submission.letter");
    const auto submission = TRY(load_submission(in, session, "submission.letter"));
    for (const delivery::Reply& reply : TRY(in.submissions.list_replies(scope, submission))) {
        if (reply.id == letter) {
            auto decrypted =
                TRY(crypto::decrypt_jwe(reply.for_citizen_jwe, TRY(mailbox_key(session))));
            return LetterFile{
                std::string(file_name_of(reply.kind)) + "-" + submission.number + ".pdf",
                decrypted.content_type, Sensitive(std::move(decrypted.plaintext))};
        }
    }
    return Error{ErrorKind::NotFound, "app.letter_missing", "", {}, "There is no such letter."};
}

Result<void> answer_question(Modules& in, const identity::CitizenSession& session,
                             std::string_view text) {
    const auto submission = TRY(load_submission(in, session, "submission.answer"));
    return in.back_office.record_answer(identity::scope_of(session, "submission.answer"),
                                        submission, text);
}

}  // namespace gordion::app
