// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "cases/case.hpp"
#include "core/scope.hpp"
#include "storage/database.hpp"

namespace gordion::cases {

/// Who may work for whom. Each change is audited in the chain of the tenant that gives the mandate.
/// Shared between threads.
class MandateStore {
public:
    MandateStore(storage::Database& database, const Clock& clock, Random& random);

    /// Error codes: cases.mandate_without_basis (a mandate needs its legal basis),
    /// cases.mandate_to_self, cases.mandate_dates.
    Result<Mandate> give_mandate(const Scope& scope, Mandate mandate);
    /// Works at once; what was decided under it stays. Error code: cases.mandate_missing.
    Result<void> revoke_mandate(const Scope& scope, const MandateId& id);

    /// Given by a tenant, newest first, with those that ended.
    Result<std::vector<Mandate>> list_given(const Scope& scope, const TenantId& tenant);
    /// In force today for a team.
    Result<std::vector<Mandate>> list_held(const TenantId& team);
    /// The team that works on a service for a tenant on a day: by mandate, else the tenant itself.
    Result<TenantId> team_for(const TenantId& tenant, std::string_view service, Stichtag on);

private:
    storage::Database* database_;
    const Clock* clock_;
    Random* random_;
};

}  // namespace gordion::cases
