// SPDX-License-Identifier: EUPL-1.2
#include "cases/decision_store.hpp"

#include "core/names.hpp"

namespace gordion::cases {
namespace {

constexpr Names<DecisionState, 3> state_names{{{DecisionState::Prepared, "prepared"},
                                               {DecisionState::Returned, "returned"},
                                               {DecisionState::Issued, "issued"}}};

Result<StoredDecision> read_decision(const storage::Row& row) {
    StoredDecision decision;
    decision.number = row.integer(0);
    decision.state = TRY(parse_decision_state(row.text(1)));
    decision.prepared_at = {row.integer(2)};
    decision.prepared_by = row.text(3);
    if (const auto at = row.optional_integer(4)) {
        decision.signed_at = Instant{*at};
    }
    decision.signed_by = row.text(5);
    decision.record_jwe = row.text(6);
    return decision;
}

}  // namespace

std::string_view to_string(DecisionState state) {
    return name_of(state_names, state);
}

Result<DecisionState> parse_decision_state(std::string_view text) {
    if (const auto state = find_named(state_names, text)) {
        return *state;
    }
    return Error{ErrorKind::Corrupt,
                 "cases.name_unknown",
                 "",
                 {{"name", std::string(text)}},
                 "The database holds a state of a decision that this version does not know."};
}

Result<void> DecisionStore::insert_decision(storage::Connection& connection, const Case& of,
                                            const StoredDecision& made) {
    const auto signed_at = made.signed_at ? std::optional(made.signed_at->ms) : std::nullopt;
    const auto last = TRY(connection.find_row(
        "SELECT max(number) FROM case_decisions WHERE tenant_id = $1 AND case_id = $2",
        {of.tenant.value, of.id.value}));
    const std::int64_t number = (last ? last->optional_integer(0).value_or(0) : 0) + 1;
    TRY(connection.execute(
        "INSERT INTO case_decisions (tenant_id, case_id, number, state, prepared_at, prepared_by,"
        " signed_at, signed_by, record_jwe) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {of.tenant.value, of.id.value, number, std::string(to_string(made.state)),
         made.prepared_at.ms, made.prepared_by, storage::nullable(signed_at), made.signed_by,
         made.record_jwe}));
    return {};
}

Result<std::vector<StoredDecision>> DecisionStore::list_decisions(const Scope& scope,
                                                                  const Case& of) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::vector<StoredDecision>> {
            std::vector<StoredDecision> decisions;
            for (const storage::Row& row : TRY(connection.query(
                     "SELECT number, state, prepared_at, prepared_by, signed_at, signed_by,"
                     " record_jwe FROM case_decisions WHERE tenant_id = $1 AND case_id = $2"
                     " ORDER BY number",
                     {of.tenant.value, of.id.value}))) {
                decisions.push_back(TRY(read_decision(row)));
            }
            return decisions;
        });
}

}  // namespace gordion::cases
