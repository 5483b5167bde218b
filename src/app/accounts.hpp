// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>

#include "app/modules.hpp"

namespace gordion::app {

/// What a package demands of who applies.
struct AccountNeed {
    identity::TrustLevel level;
    reuse::AccountDemand kinds;
};
AccountNeed account_need(const reuse::ServiceDeclaration& service);

/// The one place where a demand and who is signed in are compared; every deed about a draft asks
/// it. Error codes: app.account_needed (Unauthenticated: nobody is signed in), app.account_kind
/// (Forbidden), app.account_level (Forbidden; value "has"). All carry what is needed: "level" and
/// "kinds" ("citizen organisation"), the last two also "account".
Result<void> check_account(const AccountNeed& need,
                           const std::optional<identity::UserAccount>& account);

/// The error for a page that any account opens.
Error account_needed();

}  // namespace gordion::app
