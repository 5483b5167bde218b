// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/result.hpp"
#include "core/sensitive.hpp"
#include "core/time.hpp"
#include "crypto/master_key.hpp"
#include "formats/json.hpp"
#include "identity/trust_level.hpp"

namespace gordion::identity {

enum class AccountKind { Citizen, Organisation };
std::string_view to_string(AccountKind kind);  ///< "citizen", "organisation"
/// Error code: identity.account_kind_unknown.
Result<AccountKind> parse_account_kind(std::string_view text);

/// What an account may say about who uses it, by our names: family_name, postcode, … Providers
/// call them differently; their settings translate.
const std::vector<std::string_view>& attribute_names();
bool is_attribute_name(std::string_view name);

/// A person or organisation that signed in at a provider (Nutzerkonto). Lives as long as the
/// session; who it is never reaches a log or a table in the clear.
struct UserAccount {
    std::string provider;        ///< id, as in the configuration
    std::string provider_title;  ///< as people call it
    AccountKind kind = AccountKind::Citizen;
    TrustLevel level;
    Instant signed_in_at;
    Sensitive<std::string> subject;  ///< the provider's name for the account
    Sensitive<std::map<std::string, std::string>> attributes;
    std::vector<std::string> verified;  ///< attributes that the provider has checked at this level

    /// "" if the account does not say.
    [[nodiscard]] const std::string& attribute(std::string_view name) const;
    [[nodiscard]] bool is_verified(std::string_view name) const;
    /// How pages address it: name of the person or organisation, else the provider's title.
    [[nodiscard]] Sensitive<std::string> display_name() const;
};

/// Accounts sign in before a place is known: what is stored about them lies with the platform.
const TenantId& platform_tenant();

/// For sealing into a session. Error code of reading back: identity.account_unreadable (Corrupt).
formats::Json to_json(const UserAccount& account);
Result<UserAccount> read_user_account(const formats::Json& json);

/// The name under which tables may refer to the account: a keyed hash, the same at each sign-in.
/// Without the master key nobody can tell whether it belongs to a given subject.
std::string owner_of(const UserAccount& account, const crypto::MasterKey& master_key);
/// Seals what only a session of this account shall open: derived from master key and subject, and
/// the subject is stored nowhere. See docs/decisions/0021.
std::string sealing_key_of(const UserAccount& account, const crypto::MasterKey& master_key);

}  // namespace gordion::identity
