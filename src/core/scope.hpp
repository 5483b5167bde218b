// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"

namespace gordion {

/// For whom, by whom and why data are touched. Every store function takes one first; stores bind
/// `tenant` in SQL, and on PostgreSQL row-level security checks it a second time.
///
/// Scopes are made by `identity` for people (after sign-in or a valid code) and by system_scope()
/// for named work of the platform itself.
struct Scope {
    TenantId tenant;
    ActorId actor;
    /// Why, in one dotted word: "case.read", "antrag.submit". Goes to the audit log.
    std::string purpose;
    /// Further tenants whose rows this scope may see by mandate. Never widens what it may write
    /// beyond what a deed checks itself.
    std::vector<TenantId> mandated;
    /// May read and write over all tenants: imports, job runner, migrations.
    bool all_tenants = false;

    [[nodiscard]] bool reaches(const TenantId& other) const;
    /// The same actor and purpose, narrowed to one tenant that the scope reaches.
    [[nodiscard]] Scope narrowed_to(const TenantId& other) const;
};

/// Work of the platform itself: "system_scope("regions.import")". Reaches all tenants.
Scope system_scope(std::string_view purpose);

}  // namespace gordion
