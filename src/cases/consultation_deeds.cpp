// SPDX-License-Identifier: EUPL-1.2
// The part of the back office that asks other authorities and answers them.
#include <algorithm>

#include "audit/audit.hpp"
#include "cases/back_office.hpp"
#include "core/limits.hpp"
#include "core/text.hpp"

namespace gordion::cases {
namespace {

using formats::Json;

Result<void> check_text(std::string_view text, const char* place) {
    if (trim(text).empty()) {
        return Error{ErrorKind::Invalid, "cases.text_empty", place, {}, "There is no text."};
    }
    if (text.size() > limits::consultation_text_bytes) {
        return Error{ErrorKind::Invalid,
                     "cases.text_too_long",
                     place,
                     {{"most", std::to_string(limits::consultation_text_bytes)}},
                     "The text is too long."};
    }
    return {};
}

// A scope that writes for both sides of a consultation. The deed has checked that the row links
// them; nothing else of the other tenant is touched.
Scope both_sides(const Scope& scope, const TenantId& own, const TenantId& other) {
    Scope both = scope.narrowed_to(own);
    both.mandated.push_back(other);
    return both;
}

Scope other_side(const Scope& scope, const TenantId& other) {
    return Scope{other, scope.actor, scope.purpose, {}, false};
}

Error consultation_closed() {
    return {ErrorKind::Conflict,
            "cases.consultation_closed",
            "",
            {},
            "No statement is expected any more: it is answered, or the case is decided."};
}

Result<Opinion> read_opinion(std::string_view jwe, const crypto::PrivateKey& key) {
    const auto plain = TRY(crypto::decrypt_jwe(jwe, key));
    const Json json = TRY(formats::parse_json(plain.plaintext));
    return Opinion{TRY(parse_stance(json.text_at("stance"))), Sensitive(json.text_at("text"))};
}

}  // namespace

Result<BegunConsultation> BackOffice::begin_consultation(const Scope& scope, const Case& opened,
                                                         const ConsultationRequest& request) {
    TRY(require_power(scope, opened, Power::Prepare));
    TRY(refuse_notice(opened));
    TRY(check_text(request.question.reveal(), "question"));
    if (!next_case_state(opened.state, CaseStep::ConsultationAsked)) {
        return step_not_allowed(opened);
    }
    const Scope working = scope.narrowed_to(opened.tenant);
    const auto earlier = TRY(consultations_.list_consultations(working, opened));
    const bool open = std::any_of(earlier.begin(), earlier.end(), [&](const Consultation& one) {
        return one.declared == request.declared && one.state == ConsultationState::Asked;
    });
    if (open || earlier.size() >= limits::consultations_per_case) {
        return Error{ErrorKind::Conflict,
                     open ? "cases.consultation_open" : "cases.consultations_many",
                     "consultations",
                     {{"receiver", request.receiver_name}},
                     "This authority is asked already, or too many are."};
    }
    BegunConsultation begun;
    begun.asking = opened;
    begun.submission =
        TRY(parts_.submissions.load_submission(working, opened.tenant, opened.submission));
    Consultation& stored = begun.stored;
    stored.tenant = opened.tenant;
    stored.asking = opened.id;
    stored.number = static_cast<std::int64_t>(earlier.size()) + 1;
    stored.declared = request.declared;
    stored.receiver_tenant = request.receiver_tenant;
    stored.receiver_name = request.receiver_name;
    stored.asked_at = parts_.clock.now();
    stored.asked_by = scope.actor.value;
    stored.frist_on = request.frist_on;
    stored.question_jwe =
        TRY(encrypt_for_authority(scope, opened, request.question.reveal(), "text/plain"));
    return begun;
}

Result<void> BackOffice::record_consultation(storage::Connection& connection, const Scope& scope,
                                             const BegunConsultation& begun,
                                             const delivery::Submission& made) {
    Consultation stored = begun.stored;
    stored.receiver_submission = made.id;
    TRY(CaseStore::update_case(connection, begun.asking));
    TRY(ConsultationStore::insert_consultation(connection, stored));
    TRY(delivery::append_event(connection, begun.submission,
                               {0,
                                delivery::EventKind::ConsultationAsked,
                                stored.asked_at,
                                {{"tenant", stored.receiver_tenant.value}}}));
    const Scope own = scope.narrowed_to(stored.tenant);
    return audit::append(connection, own, parts_.clock,
                         {"case.consultation_asked", stored.asking.value,
                          Json::object({{"consultation", stored.declared},
                                        {"receiver", stored.receiver_tenant.value},
                                        {"submission", made.id.value},
                                        {"team", scope.tenant.value}})});
}

Result<std::optional<ReadConsultation>> BackOffice::read_consulted(
    const Scope& scope, const Case& opened, const delivery::Submission& submission,
    const Json& metadata, const crypto::PrivateKey& key) {
    const Scope both = both_sides(scope, opened.tenant, submission.copy_of.tenant);
    auto stored =
        TRY(consultations_.find_by_receiver(both, submission.copy_of.tenant, submission.id));
    if (!stored || stored->receiver_tenant != opened.tenant) {
        return std::optional<ReadConsultation>();
    }
    ReadConsultation read;
    const Json* asked = metadata.find("consultation");
    read.question = Sensitive(asked == nullptr ? std::string() : asked->text_at("question"));
    if (!stored->receiver_jwe.empty()) {
        read.opinion = TRY(read_opinion(stored->receiver_jwe, key));
    }
    read.stored = std::move(*stored);
    return std::optional(std::move(read));
}

Result<std::vector<ReadConsultation>> BackOffice::read_asked(const Scope& scope, const Case& opened,
                                                             const crypto::PrivateKey& key) {
    std::vector<ReadConsultation> list;
    for (Consultation& stored : TRY(consultations_.list_consultations(scope, opened))) {
        ReadConsultation read;
        read.question = Sensitive(TRY(crypto::decrypt_jwe(stored.question_jwe, key)).plaintext);
        if (!stored.opinion_jwe.empty()) {
            read.opinion = TRY(read_opinion(stored.opinion_jwe, key));
        }
        read.stored = std::move(stored);
        list.push_back(std::move(read));
    }
    return list;
}

Result<void> BackOffice::give_opinion(const Scope& scope, const Case& opened,
                                      const Opinion& opinion) {
    TRY(require_power(scope, opened, Power::Decide));
    const auto next = next_case_state(opened.state, CaseStep::OpinionGiven);
    if (opened.kind != CaseKind::Consultation || !next) {
        return opened.state == CaseState::Withdrawn ? consultation_closed()
                                                    : step_not_allowed(opened);
    }
    if (opinion.stance == Stance::Concerns || !opinion.text.reveal().empty()) {
        TRY(check_text(opinion.text.reveal(), "opinion"));
    }
    const Scope own = scope.narrowed_to(opened.tenant);
    const auto submission =
        TRY(parts_.submissions.load_submission(own, opened.tenant, opened.submission));
    const TenantId& asking = submission.copy_of.tenant;
    const Scope both = both_sides(scope, opened.tenant, asking);
    auto stored = TRY(consultations_.find_by_receiver(both, asking, submission.id));
    if (!stored || stored->state != ConsultationState::Asked) {
        return consultation_closed();
    }
    const Scope theirs = other_side(scope, asking);
    auto asking_case = TRY(store_.find_case(theirs, asking, stored->asking));
    if (!asking_case) {
        return consultation_closed();
    }
    const std::string content =
        formats::write_json(Json::object({{"stance", std::string(to_string(opinion.stance))},
                                          {"text", std::string(trim(opinion.text.reveal()))}}));
    stored->answered_at = parts_.clock.now();
    stored->opinion_jwe = TRY(encrypt_for_authority(theirs, *asking_case, content));
    stored->receiver_jwe = TRY(encrypt_for_authority(scope, opened, content));
    const auto original =
        TRY(parts_.submissions.load_submission(theirs, asking, asking_case->submission));
    Case changed = opened;
    changed.state = *next;
    return parts_.database.write(both, [&](storage::Connection& connection) -> Result<void> {
        TRY(CaseStore::update_case(connection, changed));
        TRY(ConsultationStore::write_opinion(connection, *stored));
        // Whoever decides on a page without the statement has an old revision.
        TRY(CaseStore::raise_revision(connection, *asking_case));
        TRY(delivery::append_event(connection, original,
                                   {0,
                                    delivery::EventKind::ConsultationAnswered,
                                    *stored->answered_at,
                                    {{"tenant", opened.tenant.value}}}));
        TRY(audit::append(connection, own, parts_.clock,
                          {"case.opinion_given", opened.id.value,
                           Json::object({{"team", scope.tenant.value},
                                         {"stance", std::string(to_string(opinion.stance))}})}));
        return audit::append(connection, theirs, parts_.clock,
                             {"case.opinion_received", stored->asking.value,
                              Json::object({{"consultation", stored->declared},
                                            {"receiver", opened.tenant.value},
                                            {"stance", std::string(to_string(opinion.stance))}})});
    });
}

Result<void> BackOffice::withdraw(storage::Connection& connection, const Scope& scope,
                                  const std::vector<Consultation>& open) {
    for (const Consultation& one : open) {
        TRY(ConsultationStore::withdraw(connection, one));
        TRY(CaseStore::withdraw_consulted(connection, one.receiver_tenant,
                                          one.receiver_submission));
        TRY(audit::append(connection, other_side(scope, one.receiver_tenant), parts_.clock,
                          {"case.consultation_withdrawn", one.receiver_submission.value,
                           Json::object({{"asked_by", one.tenant.value}})}));
    }
    return {};
}

}  // namespace gordion::cases
