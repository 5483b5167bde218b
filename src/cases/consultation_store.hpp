// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <vector>

#include "cases/consultation.hpp"
#include "core/scope.hpp"
#include "storage/database.hpp"

namespace gordion::cases {

/// The rows of case_consultations; each belongs to the tenant that asked. The functions with a
/// Connection run inside the caller's transaction.
class ConsultationStore {
public:
    explicit ConsultationStore(storage::Database& database) : database_(&database) {}

    static Result<void> insert_consultation(storage::Connection& connection,
                                            const Consultation& made);
    /// Only one that is still asked. Error code: cases.consultation_closed (Conflict).
    static Result<void> write_opinion(storage::Connection& connection,
                                      const Consultation& answered);
    /// Error code: cases.changed (Conflict: it was answered meanwhile).
    static Result<void> withdraw(storage::Connection& connection, const Consultation& open);

    Result<std::vector<Consultation>> list_consultations(const Scope& scope, const Case& of);
    /// Those without an answer.
    Result<std::vector<Consultation>> list_open(const Scope& scope, const Case& of);
    /// By the submission that the other authority got; the scope reaches the tenant that asked.
    Result<std::optional<Consultation>> find_by_receiver(const Scope& scope, const TenantId& asking,
                                                         const SubmissionId& receiver);

private:
    storage::Database* database_;
};

}  // namespace gordion::cases
