// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/modules.hpp"
#include "identity/identity_statement.hpp"

namespace gordion::app {

/// What a package demands of who applies.
struct AccountNeed {
    identity::TrustLevel level;
    reuse::AccountDemand kinds;
};
AccountNeed account_need(const reuse::ServiceDeclaration& service);

/// The one place where a demand and who is signed in are compared; every deed about a draft asks
/// it. Error codes: app.account_needed (Unauthenticated: nobody is signed in), app.account_kind
/// (Forbidden), app.account_level (Forbidden). All carry what is needed: "level" and "kinds"
/// ("citizen organisation"), the last two also "account" and its level, "has".
Result<void> check_account(const AccountNeed& need,
                           const std::optional<identity::UserAccount>& account);

/// Refuses a draft that stands in the list of another account. Error code: app.account_other
/// (Forbidden; values as above).
Result<void> check_owner(Modules& in, const AccountNeed& need, const AntragId& draft,
                         const std::optional<identity::UserAccount>& account);

/// The error for a page that any account opens.
Error account_needed();

/// What the authority is told about who is signed in, signed by this installation and for this
/// submission only; "" if nobody is.
Result<std::string> state_identity(Modules& in, const reuse::ServiceDeclaration& service,
                                   const std::optional<identity::UserAccount>& account,
                                   std::string_view number);

/// What the metadata of a submission say about who signed in.
struct StatedIdentity {
    std::optional<identity::IdentityStatement> statement;  ///< proved; none: nobody signed in
    std::string fault;  ///< error code of a statement that is there and does not hold
};
StatedIdentity read_identity(const Modules& in, const formats::Json& metadata,
                             std::string_view number);

}  // namespace gordion::app
