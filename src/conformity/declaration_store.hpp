// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformity/declaration.hpp"
#include "core/scope.hpp"
#include "storage/database.hpp"

namespace gordion::conformity {

/// Keeps declarations and what was declared before. `subject` is a package's id, or "" for the body
/// in general. Shared between threads.
class DeclarationStore {
public:
    DeclarationStore(storage::Database& database, const Clock& clock);

    /// For the scope's own tenant. Error codes: conformity.declaration_path (Invalid: a path is
    /// made of lower-case words with dots), conformity.declaration_foreign (Forbidden: the scope is
    /// of no single body).
    Result<void> declare(const Scope& scope, std::string_view subject,
                         const Declaration& declaration);
    /// What holds, by path.
    Result<std::vector<Declaration>> list_declarations(const Scope& scope, const TenantId& tenant,
                                                       std::string_view subject);
    /// Of all bodies in general: {tenant, evidence}; for checks of many.
    Result<std::vector<std::pair<TenantId, formats::Json>>> list_of_bodies(const Scope& scope);

private:
    storage::Database* database_;
    const Clock* clock_;
};

std::vector<storage::Migration> conformity_migrations();

}  // namespace gordion::conformity
