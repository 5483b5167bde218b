// SPDX-License-Identifier: EUPL-1.2
#include "cases/back_office.hpp"

#include "audit/audit.hpp"
#include "core/text.hpp"
#include "delivery/notices.hpp"

namespace gordion::cases {
namespace {

Error case_missing(const CaseId& id) {
    return {ErrorKind::NotFound,
            "cases.case_missing",
            "",
            {{"case", id.value}},
            "There is no such case for this team."};
}

Error step_not_allowed(const Case& found) {
    return {ErrorKind::Conflict,
            "cases.step_not_allowed",
            "",
            {{"state", std::string(to_string(found.state))}},
            "In this state of the case that cannot be done any more."};
}

}  // namespace

BackOffice::BackOffice(Parts parts) : parts_(parts), store_(parts.database) {}

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
    return parts_.database.write(scope, [&](storage::Connection& connection) -> Result<void> {
        if (!TRY(CaseStore::insert_case(connection, made))) {
            return {};
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
    const auto letter = TRY(make_letter(scope, opened, delivery::ReplyKind::Question, trim(text)));
    return send_letter(scope, opened, letter, CaseStep::QuestionAsked,
                       delivery::EventKind::QuestionAsked);
}

Result<void> BackOffice::decide_case(const Scope& scope, const Case& opened,
                                     const Decision& decision) {
    TRY(require_power(scope, opened, Power::Sign));
    const auto letter = TRY(
        make_letter(scope, opened, delivery::ReplyKind::Bescheid, decision.bescheid_pdf.reveal()));
    return send_letter(scope, opened, letter, CaseStep::Decided,
                       delivery::EventKind::BescheidIssued);
}

Result<void> BackOffice::send_letter(const Scope& scope, const Case& opened, delivery::Reply reply,
                                     CaseStep step, delivery::EventKind event) {
    const Scope working = scope.narrowed_to(opened.tenant);
    const auto next = next_case_state(opened.state, step);
    if (!next) {
        return step_not_allowed(opened);
    }
    const delivery::Submission submission =
        TRY(parts_.submissions.load_submission(working, opened.tenant, opened.submission));
    Case changed = opened;
    changed.state = *next;
    return parts_.database.write(working, [&](storage::Connection& connection) -> Result<void> {
        TRY(CaseStore::update_case(connection, changed));
        TRY(delivery::append_event(connection, submission, {0, event, reply.at, {}}));
        TRY(delivery::insert_reply(connection, submission, reply));
        TRY(delivery::enqueue_notice(connection, parts_.clock, parts_.random, submission,
                                     step == CaseStep::Decided
                                         ? delivery::NoticeReason::BescheidIssued
                                         : delivery::NoticeReason::QuestionAsked));
        return audit::append(
            connection, working, parts_.clock,
            {"case." + std::string(to_string(reply.kind)), opened.id.value,
             formats::Json::object({{"reply", reply.id}, {"team", scope.tenant.value}})});
    });
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
