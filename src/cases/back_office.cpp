// SPDX-License-Identifier: EUPL-1.2
#include "cases/back_office.hpp"

#include "audit/audit.hpp"
#include "core/text.hpp"
#include "delivery/notices.hpp"
#include "storage/jobs.hpp"

namespace gordion::cases {
namespace {

Error case_missing(const CaseId& id) {
    return {ErrorKind::NotFound,
            "cases.case_missing",
            "",
            {{"case", id.value}},
            "There is no such case for this team."};
}

}  // namespace

BackOffice::BackOffice(Parts parts)
    : parts_(std::move(parts)),
      store_(parts_.database),
      decisions_(parts_.database),
      consultations_(parts_.database) {}

Result<void> BackOffice::on_arrival(const delivery::Submission& submission) {
    const Scope scope{submission.tenant, {"system"}, "case.arrival", {}, false};
    Case made;
    made.id = {make_uuid(parts_.clock, parts_.random)};
    made.tenant = submission.tenant;
    made.number = submission.number;
    made.submission = submission.id;
    made.destination = submission.destination;
    made.service = submission.service;
    made.package_id = submission.package_id;
    made.package_version = submission.package_version;
    made.ars = submission.ars;
    made.team =
        TRY(parts_.mandates.team_for(submission.tenant, submission.service, parts_.clock.today()));
    made.arrived_at = submission.submitted_at;
    made.frist_on = submission.frist_on;
    if (submission.is_copy()) {
        made.kind = submission.copy_of.kind == delivery::CopyKind::Consultation
                        ? CaseKind::Consultation
                        : CaseKind::Notice;
        made.copy_id = submission.copy_of.id;
    } else if (parts_.is_automatic && parts_.is_automatic(submission)) {
        made.automatic.state = AutomaticState::Pending;
    }
    return parts_.database.write(scope, [&](storage::Connection& connection) -> Result<void> {
        if (!TRY(CaseStore::insert_case(connection, made))) {
            return {};
        }
        if (made.automatic.state == AutomaticState::Pending) {
            TRY(storage::enqueue(
                connection, parts_.clock, parts_.random,
                {"",
                 made.tenant,
                 "case.automatic",
                 formats::write_json(formats::Json::object({{"case", made.id.value}})),
                 {},
                 0}));
        }
        return audit::append(connection, scope, parts_.clock,
                             {"case.arrived", made.id.value,
                              formats::Json::object({{"submission", submission.id.value},
                                                     {"team", made.team.value}})});
    });
}

Result<Scope> BackOffice::working_scope(const Scope& staff) {
    Scope scope = staff;
    for (const Mandate& mandate : TRY(parts_.mandates.list_held(staff.tenant))) {
        if (!scope.reaches(mandate.tenant)) {
            scope.mandated.push_back(mandate.tenant);
        }
    }
    return scope;
}

Result<InboxPage> BackOffice::inbox(const Scope& scope, const InboxQuery& query) {
    std::vector<Reach> reach{{scope.tenant, {}}};
    for (const Mandate& mandate : TRY(parts_.mandates.list_held(scope.tenant))) {
        reach.push_back({mandate.tenant, mandate.services});
    }
    return store_.list_cases(scope, reach, query);
}

// The mandate that lets the scope work on another tenant's case; its power is the widest of all.
Result<Mandate> BackOffice::mandate_for(const Scope& scope, const Case& found) {
    std::optional<Mandate> widest;
    for (Mandate& mandate : TRY(parts_.mandates.list_held(scope.tenant))) {
        if (mandate.tenant == found.tenant && covers(mandate, found.service) &&
            (!widest || mandate.power > widest->power)) {
            widest = std::move(mandate);
        }
    }
    if (!widest) {
        return case_missing(found.id);
    }
    return std::move(*widest);
}

Result<void> BackOffice::require_power(const Scope& scope, const Case& found, Power power) {
    if (found.tenant == scope.tenant) {
        return {};
    }
    const Mandate mandate = TRY(mandate_for(scope, found));
    if (mandate.power < power) {
        return Error{ErrorKind::Forbidden,
                     "cases.power_missing",
                     "",
                     {{"power", std::string(to_string(power))}, {"mandate", mandate.id.value}},
                     "The mandate does not go that far; the competent authority must do this."};
    }
    return {};
}

Result<Case> BackOffice::load_case(const Scope& scope, const TenantId& tenant, const CaseId& id) {
    std::optional<Case> found;
    if (scope.reaches(tenant)) {
        found = TRY(store_.find_case(scope, tenant, id));
    }
    if (found && (tenant == scope.tenant || mandate_for(scope, *found))) {
        return std::move(*found);
    }
    const Scope own = scope.narrowed_to(scope.tenant);
    TRY(parts_.database.write(own, [&](storage::Connection& connection) {
        return audit::append(
            connection, own, parts_.clock,
            {"case.refused", id.value, formats::Json::object({{"tenant", tenant.value}})});
    }));
    return case_missing(id);
}

Result<void> BackOffice::ask_question(const Scope& scope, const Case& opened,
                                      std::string_view text) {
    TRY(require_power(scope, opened, Power::Prepare));
    if (trim(text).empty()) {
        return Error{ErrorKind::Invalid, "cases.text_empty", "text", {}, "The question is empty."};
    }
    TRY(refuse_notice(opened));
    const auto next = next_case_state(opened.state, CaseStep::QuestionAsked);
    if (!next) {
        return step_not_allowed(opened);
    }
    Sending sending;
    sending.changed = opened;
    sending.changed.state = *next;
    sending.reply = TRY(make_letter(scope, opened, delivery::ReplyKind::Question, trim(text)));
    sending.events = {{0, delivery::EventKind::QuestionAsked, sending.reply.at, {}}};
    sending.audit_event = "case.question";
    return send(scope, std::move(sending));
}

Result<BackOffice::Sending> BackOffice::make_decision(const Scope& scope, const Case& opened,
                                                      CaseStep step, const Decision& decision) {
    TRY(refuse_notice(opened));
    const auto next = next_case_state(opened.state, step);
    if (!next) {
        return step_not_allowed(opened);
    }
    Sending sending;
    sending.changed = opened;
    sending.changed.state = *next;
    sending.reply = TRY(
        make_letter(scope, opened, delivery::ReplyKind::Bescheid, decision.bescheid_pdf.reveal()));
    const Instant now = sending.reply.at;
    sending.events = {{0, delivery::EventKind::BescheidIssued, now, {}}};
    StoredDecision stored;
    stored.state = DecisionState::Issued;
    stored.prepared_at = now;
    stored.prepared_by = scope.actor.value;
    stored.signed_at = now;
    stored.signed_by = scope.actor.value;
    stored.record_jwe =
        TRY(encrypt_for_authority(scope, opened, formats::write_json(decision.record.reveal())));
    sending.decision = std::move(stored);
    sending.audit_event = "case.bescheid";
    sending.audit_details.set("granted", decision.granted);
    sending.audit_details.set("conditions", join(decision.conditions, ","));
    return sending;
}

Result<void> BackOffice::decide_case(const Scope& scope, const Case& opened,
                                     const Decision& decision) {
    TRY(require_power(scope, opened, Power::Sign));
    return send(scope, TRY(make_decision(scope, opened, CaseStep::Decided, decision)));
}

Result<void> BackOffice::issue_automatically(const Scope& scope, const Case& read,
                                             const Decision& decision) {
    Sending sending = TRY(make_decision(scope, read, CaseStep::IssuedAutomatically, decision));
    sending.changed.automatic = {AutomaticState::Issued, {}, {}};
    const Instant now = sending.reply.at;
    sending.events = {{0, delivery::EventKind::Accepted, now, {}},
                      {0, delivery::EventKind::BescheidIssued, now, {{"automatic", "yes"}}}};
    sending.audit_event = "case.issued_automatically";
    return send(scope, std::move(sending));
}

Result<void> BackOffice::leave_to_person(const Scope& scope, const Case& read, AutomaticMark why) {
    Case changed = read;
    changed.automatic = std::move(why);
    changed.automatic.state = AutomaticState::Left;
    return parts_.database.write(scope, [&](storage::Connection& connection) -> Result<void> {
        TRY(CaseStore::update_case(connection, changed));
        return audit::append(connection, scope, parts_.clock,
                             {"case.left_to_person", read.id.value,
                              formats::Json::object({{"reason", changed.automatic.reason},
                                                     {"detail", changed.automatic.detail}})});
    });
}

Result<void> BackOffice::send(const Scope& scope, Sending sending) {
    const Case& changed = sending.changed;
    const Scope working = scope.narrowed_to(changed.tenant);
    const delivery::Submission submission =
        TRY(parts_.submissions.load_submission(working, changed.tenant, changed.submission));
    sending.audit_details.set("reply", sending.reply.id);
    sending.audit_details.set("team", scope.tenant.value);
    const bool decided = sending.decision.has_value();
    Scope reach = working;
    std::vector<Consultation> open;
    if (decided) {
        open = TRY(consultations_.list_open(working, changed));
        for (const Consultation& one : open) {
            reach.mandated.push_back(one.receiver_tenant);
        }
    }
    return parts_.database.write(reach, [&](storage::Connection& connection) -> Result<void> {
        TRY(CaseStore::update_case(connection, changed));
        for (const delivery::Event& event : sending.events) {
            TRY(delivery::append_event(connection, submission, event));
        }
        TRY(delivery::insert_reply(connection, submission, sending.reply));
        TRY(send_back(connection, submission, sending.reply));
        if (decided) {
            TRY(DecisionStore::insert_decision(connection, changed, *sending.decision));
            TRY(withdraw(connection, working, open));
        }
        TRY(delivery::enqueue_notice(connection, parts_.clock, parts_.random, submission,
                                     decided ? delivery::NoticeReason::BescheidIssued
                                             : delivery::NoticeReason::QuestionAsked));
        return audit::append(connection, working, parts_.clock,
                             {sending.audit_event, changed.id.value, sending.audit_details});
    });
}

Result<void> BackOffice::send_back(storage::Connection& connection,
                                   const delivery::Submission& submission,
                                   const delivery::Reply& reply) {
    const auto arrival =
        TRY(ArrivalStore::find_by_submission(connection, submission.tenant, submission.id));
    if (!arrival || !arrival->takes_replies()) {
        return {};
    }
    TRY(ArrivalStore::insert_reply(connection, *arrival, reply.id));
    const auto payload =
        formats::Json::object({{"submission", submission.id.value}, {"reply", reply.id}});
    return storage::enqueue(
        connection, parts_.clock, parts_.random,
        {"", submission.tenant, std::string(reply_job), formats::write_json(payload), {}, 0});
}

Result<void> BackOffice::record_answer(const Scope& citizen, const delivery::Submission& submission,
                                       std::string_view text) {
    if (trim(text).empty()) {
        return Error{ErrorKind::Invalid, "cases.text_empty", "text", {}, "The answer is empty."};
    }
    const auto found = TRY(parts_.database.read(citizen, [&](storage::Connection& connection) {
        return CaseStore::find_by_submission(connection, submission.tenant, submission.id);
    }));
    if (!found) {
        return case_missing({submission.id.value});
    }
    const auto next = next_case_state(found->state, CaseStep::AnswerReceived);
    if (!next) {
        return step_not_allowed(*found);
    }
    const auto letter = TRY(make_letter(citizen, *found, delivery::ReplyKind::Answer, trim(text)));
    Case changed = *found;
    changed.state = *next;
    return parts_.database.write(citizen, [&](storage::Connection& connection) -> Result<void> {
        TRY(CaseStore::update_case(connection, changed));
        TRY(delivery::append_event(connection, submission,
                                   {0, delivery::EventKind::AnswerReceived, letter.at, {}}));
        TRY(delivery::insert_reply(connection, submission, letter));
        return audit::append(
            connection, citizen, parts_.clock,
            {"case.answer", found->id.value, formats::Json::object({{"reply", letter.id}})});
    });
}

}  // namespace gordion::cases
