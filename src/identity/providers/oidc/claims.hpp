// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "core/result.hpp"
#include "formats/json.hpp"
#include "identity/provider_settings.hpp"
#include "identity/user_account.hpp"

namespace gordion::identity {

/// Claims, already proved, become an account by the provider's settings. What is too long, holds
/// control characters or is no date where one belongs is left out, as if the provider had not said
/// it. Error code: identity.account_subject (Forbidden: nobody is named).
Result<UserAccount> read_account(const ProviderSettings& settings, const formats::Json& claims,
                                 Instant now);

}  // namespace gordion::identity
