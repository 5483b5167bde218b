// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/scope.hpp"
#include "storage/database.hpp"

namespace gordion::identity {

/// What somebody may do within a tenant. Closed on purpose: pages and deeds name roles, not names.
enum class Role {
    CaseWorker,     ///< works on cases of the tenant and of those that gave it a mandate
    Administrator,  ///< joins services, sets parameters, gives mandates for the tenant
    Provider,       ///< publishes packages
    Operator,       ///< runs the installation: imports, accounts, metrics
};

std::string_view to_string(Role role);
/// Error code: identity.role_unknown; names the roles there are.
Result<Role> parse_role(std::string_view text);

struct Account {
    AccountId id;
    TenantId tenant;
    std::string sign_in_name;  ///< unique over the installation, compared in lower case
    std::string display_name;  ///< shown to citizens as "who works on it": a function, not a person
    std::vector<Role> roles;
};

[[nodiscard]] bool has_role(const Account& account, Role role);

struct NewAccount {
    TenantId tenant;
    std::string sign_in_name;
    std::string display_name;
    std::vector<Role> roles;
    std::string password;
};

/// Staff accounts. Citizens have none: they hold a number and a code. Shared between threads.
class AccountStore {
public:
    AccountStore(storage::Database& database, const Clock& clock, Random& random);

    /// Error codes: identity.name_taken, identity.name_invalid, identity.password_short (under 12
    /// characters).
    Result<Account> create_account(const Scope& scope, const NewAccount& account);
    Result<std::vector<Account>> list_accounts(const Scope& scope, const TenantId& tenant);
    Result<Account> load_account(const Scope& scope, const TenantId& tenant, const AccountId& id);

    /// Checks name and password. An unknown name costs as much time as a wrong password and reads
    /// the same. limits::code_attempts wrong passwords lock the name for limits::code_lock_ms.
    /// Error codes: identity.sign_in_wrong, identity.sign_in_locked (value minutes).
    Result<Account> sign_in(std::string_view name, std::string_view password);

private:
    storage::Database* database_;
    const Clock* clock_;
    Random* random_;
};

}  // namespace gordion::identity
