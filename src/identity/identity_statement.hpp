// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/sensitive.hpp"
#include "core/time.hpp"
#include "crypto/jose.hpp"
#include "crypto/master_key.hpp"
#include "identity/user_account.hpp"

namespace gordion::identity {

/// What an installation states to an authority about who signed in and handed something over: as
/// little as is needed to rely on it. The subject is never in it. See docs/decisions/0021.
struct IdentityStatement {
    std::string issuer;  ///< base URL of the installation
    std::string number;  ///< Vorgangsnummer: the statement counts for this submission only
    Instant stated_at;
    std::string provider;
    std::string provider_title;
    AccountKind kind = AccountKind::Citizen;
    TrustLevel level;
    Instant signed_in_at;
    /// What the account said and the package asked for, by our names.
    Sensitive<std::map<std::string, std::string>> attributes;
    std::vector<std::string> verified;  ///< of these, what the provider has checked
};

/// With the attributes of `account` that `names` lists and the account has.
IdentityStatement make_statement(const UserAccount& account, const std::vector<std::string>& names);

/// Signs statements of this installation (ES256). The same on each of its nodes, stored nowhere.
crypto::PrivateKey statement_key(const crypto::MasterKey& master_key);

/// A compact JWS.
Result<std::string> sign_statement(const IdentityStatement& statement,
                                   const crypto::PrivateKey& key);
/// Proves it before anything in it is read. Error codes: those of crypto::verify_jws,
/// identity.statement_unreadable (Corrupt), identity.statement_foreign (Invalid: it was made for
/// another submission).
Result<IdentityStatement> read_statement(std::string_view jws, const crypto::PublicKey& key,
                                         std::string_view number);

}  // namespace gordion::identity
