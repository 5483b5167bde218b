// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases/case.hpp"
#include "core/scope.hpp"
#include "storage/database.hpp"

namespace gordion::cases {

/// What the inbox shows; empty fields do not filter.
struct InboxQuery {
    std::optional<CaseState> state;
    std::string tenant;  ///< only this authority's
    int limit = 25;
    std::string after;  ///< InboxPage::next of the page before
};

struct InboxPage {
    std::vector<Case> cases;
    std::string next;  ///< empty on the last page
};

/// A tenant and the services for which the asking team may work on its cases; empty = all.
struct Reach {
    TenantId tenant;
    std::vector<std::string> services;
};

/// The rows of cases. Shared between threads; the functions with a Connection run inside the
/// caller's transaction.
class CaseStore {
public:
    explicit CaseStore(storage::Database& database) : database_(&database) {}

    /// False if the submission has its case already.
    static Result<bool> insert_case(storage::Connection& connection, const Case& made);
    /// Writes state, assignee, team and automatic mark if the revision is still `changed.revision`,
    /// and raises it. Error code: cases.changed.
    static Result<void> update_case(storage::Connection& connection, const Case& changed);
    /// So that a deed on what was shown before is refused.
    static Result<void> raise_revision(storage::Connection& connection, const Case& of);
    /// The case of a consultation that needs no answer any more, if it has none yet.
    static Result<void> withdraw_consulted(storage::Connection& connection, const TenantId& tenant,
                                           const SubmissionId& submission);
    static Result<std::optional<Case>> find_by_submission(storage::Connection& connection,
                                                          const TenantId& tenant,
                                                          const SubmissionId& submission);

    Result<std::optional<Case>> find_case(const Scope& scope, const TenantId& tenant,
                                          const CaseId& id);
    Result<InboxPage> list_cases(const Scope& scope, const std::vector<Reach>& reach,
                                 const InboxQuery& query);

private:
    storage::Database* database_;
};

std::vector<storage::Migration> case_migrations();

}  // namespace gordion::cases
