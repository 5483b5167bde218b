// SPDX-License-Identifier: EUPL-1.2
#include "cases/consultation_store.hpp"

#include "core/names.hpp"

namespace gordion::cases {
namespace {

constexpr Names<ConsultationState, 3> state_names{{{ConsultationState::Asked, "asked"},
                                                   {ConsultationState::Answered, "answered"},
                                                   {ConsultationState::Withdrawn, "withdrawn"}}};
constexpr Names<Stance, 2> stance_names{
    {{Stance::NoConcerns, "no_concerns"}, {Stance::Concerns, "concerns"}}};

constexpr std::string_view columns =
    "tenant_id, case_id, number, declared, receiver_tenant, receiver_name, receiver_submission,"
    " state, asked_at, asked_by, frist_on, answered_at, question_jwe, opinion_jwe, receiver_jwe";

Result<Consultation> read_consultation(const storage::Row& row) {
    Consultation read;
    read.tenant = {row.text(0)};
    read.asking = {row.text(1)};
    read.number = row.integer(2);
    read.declared = row.text(3);
    read.receiver_tenant = {row.text(4)};
    read.receiver_name = row.text(5);
    read.receiver_submission = {row.text(6)};
    read.state = TRY(parse_consultation_state(row.text(7)));
    read.asked_at = {row.integer(8)};
    read.asked_by = row.text(9);
    if (const auto frist = row.optional_text(10)) {
        read.frist_on = TRY(parse_date(*frist));
    }
    if (const auto at = row.optional_integer(11)) {
        read.answered_at = Instant{*at};
    }
    read.question_jwe = row.text(12);
    read.opinion_jwe = row.text(13);
    read.receiver_jwe = row.text(14);
    return read;
}

}  // namespace

std::string_view to_string(ConsultationState state) {
    return name_of(state_names, state);
}

Result<ConsultationState> parse_consultation_state(std::string_view text) {
    if (const auto state = find_named(state_names, text)) {
        return *state;
    }
    return Error{ErrorKind::Corrupt,
                 "cases.name_unknown",
                 "",
                 {{"name", std::string(text)}},
                 "The database holds a state of a consultation that this version does not know."};
}

std::string_view to_string(Stance stance) {
    return name_of(stance_names, stance);
}

Result<Stance> parse_stance(std::string_view text) {
    if (const auto stance = find_named(stance_names, text)) {
        return *stance;
    }
    return Error{ErrorKind::Invalid,
                 "cases.stance_unknown",
                 "stance",
                 {{"stance", std::string(text)}},
                 "A statement says no_concerns or concerns."};
}

Result<void> ConsultationStore::insert_consultation(storage::Connection& connection,
                                                    const Consultation& made) {
    const auto frist = made.frist_on ? std::optional(made.frist_on->to_iso()) : std::nullopt;
    TRY(connection.execute(
        "INSERT INTO case_consultations (tenant_id, case_id, number, declared, receiver_tenant,"
        " receiver_name, receiver_submission, state, asked_at, asked_by, frist_on, question_jwe,"
        " opinion_jwe, receiver_jwe)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $9, $10, $11, '', '')",
        {made.tenant.value, made.asking.value, made.number, made.declared,
         made.receiver_tenant.value, made.receiver_name, made.receiver_submission.value,
         made.asked_at.ms, made.asked_by, storage::nullable(frist), made.question_jwe}));
    return {};
}

Result<void> ConsultationStore::write_opinion(storage::Connection& connection,
                                              const Consultation& answered) {
    const std::int64_t rows = TRY(connection.execute(
        "UPDATE case_consultations SET state = 'answered', answered_at = $4, opinion_jwe = $5,"
        " receiver_jwe = $6"
        " WHERE tenant_id = $1 AND case_id = $2 AND number = $3 AND state = 'asked'",
        {answered.tenant.value, answered.asking.value, answered.number,
         answered.answered_at ? answered.answered_at->ms : 0, answered.opinion_jwe,
         answered.receiver_jwe}));
    if (rows != 1) {
        return Error{ErrorKind::Conflict,
                     "cases.consultation_closed",
                     "",
                     {},
                     "No statement is expected any more: it is answered, or the case decided."};
    }
    return {};
}

Result<void> ConsultationStore::withdraw(storage::Connection& connection,
                                         const Consultation& open) {
    const std::int64_t rows = TRY(connection.execute(
        "UPDATE case_consultations SET state = 'withdrawn'"
        " WHERE tenant_id = $1 AND case_id = $2 AND number = $3 AND state = 'asked'",
        {open.tenant.value, open.asking.value, open.number}));
    if (rows != 1) {
        return Error{ErrorKind::Conflict,
                     "cases.changed",
                     "",
                     {{"case", open.asking.value}},
                     "A statement arrived meanwhile; look at it first."};
    }
    return {};
}

Result<std::vector<Consultation>> ConsultationStore::list_consultations(const Scope& scope,
                                                                        const Case& of) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::vector<Consultation>> {
            std::vector<Consultation> list;
            for (const storage::Row& row :
                 TRY(connection.query("SELECT " + std::string(columns) +
                                          " FROM case_consultations WHERE tenant_id = $1"
                                          " AND case_id = $2 ORDER BY number",
                                      {of.tenant.value, of.id.value}))) {
                list.push_back(TRY(read_consultation(row)));
            }
            return list;
        });
}

Result<std::vector<Consultation>> ConsultationStore::list_open(const Scope& scope, const Case& of) {
    std::vector<Consultation> open;
    for (Consultation& one : TRY(list_consultations(scope, of))) {
        if (one.state == ConsultationState::Asked) {
            open.push_back(std::move(one));
        }
    }
    return open;
}

Result<std::optional<Consultation>> ConsultationStore::find_by_receiver(
    const Scope& scope, const TenantId& asking, const SubmissionId& receiver) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::optional<Consultation>> {
            const auto row = TRY(connection.find_row(
                "SELECT " + std::string(columns) +
                    " FROM case_consultations WHERE tenant_id = $1 AND receiver_submission = $2",
                {asking.value, receiver.value}));
            if (!row) {
                return std::optional<Consultation>();
            }
            return std::optional(TRY(read_consultation(*row)));
        });
}

}  // namespace gordion::cases
