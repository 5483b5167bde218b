// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/sensitive.hpp"
#include "formats/json.hpp"
#include "identity/user_account.hpp"

namespace gordion::identity {

/// How to reach a provider of accounts and how it names things: one [[account_provider]] of
/// gordion.toml. What BundID, DeutschlandID or the Organisationskonto call their claims is theirs
/// to change, so it stands here as data. docs/operating/accounts.md explains each key.
struct ProviderSettings {
    std::string id;
    std::string protocol = "oidc";
    AccountKind kind = AccountKind::Citizen;
    std::string title;
    std::string issuer;
    std::string client_id;
    std::filesystem::path client_secret_file;  ///< empty: a public client
    Sensitive<std::string> client_secret;      ///< read from the file at start
    std::vector<std::string> scopes{"openid"};
    bool userinfo = false;  ///< ask the provider's userinfo endpoint for more claims
    std::string subject_claim = "sub";
    std::string level_claim = "acr";
    std::map<std::string, TrustLevel> levels;  ///< value of the claim → level
    TrustLevel default_level;                  ///< where the claim is absent or its value unknown
    /// Our name → path of the claim: "street" → "address.street_address".
    std::map<std::string, std::string> attributes;
    std::vector<std::string> verified;  ///< attributes that the provider has checked …
    TrustLevel verified_from{20};       ///< … from this level on

    [[nodiscard]] bool is_demo() const { return protocol != "oidc"; }
    [[nodiscard]] TrustLevel highest_level() const;
};

/// One table of the configuration. Relative files count from `folder`. Error codes:
/// identity.provider_setting (place: the key; value "expected").
Result<ProviderSettings> parse_provider_settings(const formats::Json& table,
                                                 const std::filesystem::path& folder);

/// http:// is believed of the own machine only: "http://127.0.0.1:4000".
bool is_loopback_url(std::string_view url);

}  // namespace gordion::identity
