// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases/case.hpp"
#include "core/scope.hpp"
#include "storage/database.hpp"

namespace gordion::cases {

/// What became of a decision that somebody wrote.
enum class DecisionState {
    Prepared,  ///< written; a second person must sign it
    Returned,  ///< not signed; or something happened meanwhile that must be looked at first
    Issued,    ///< the Bescheid is out
};

std::string_view to_string(DecisionState state);
Result<DecisionState> parse_decision_state(std::string_view text);

/// One decision of a case as it is stored: what it says (grounds, conditions) is encrypted for the
/// authority's own destination.
struct StoredDecision {
    std::int64_t number = 0;  ///< from 1 within the case
    DecisionState state = DecisionState::Prepared;
    Instant prepared_at;
    std::string prepared_by;           ///< account id, or "system"
    std::optional<Instant> signed_at;  ///< signed, or returned
    std::string signed_by;
    std::string record_jwe;
};

/// The rows of case_decisions. The functions with a Connection run inside the caller's transaction.
class DecisionStore {
public:
    explicit DecisionStore(storage::Database& database) : database_(&database) {}

    /// Appends with the next number; `made.number` is ignored.
    static Result<void> insert_decision(storage::Connection& connection, const Case& of,
                                        const StoredDecision& made);
    Result<std::vector<StoredDecision>> list_decisions(const Scope& scope, const Case& of);

private:
    storage::Database* database_;
};

}  // namespace gordion::cases
