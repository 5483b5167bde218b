// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "identity/account_provider.hpp"
#include "identity/session_store.hpp"

namespace gordion::identity {

/// Where somebody wants to go, and with how much trust.
struct SignInRequest {
    std::string provider;
    TrustLevel level;
    std::string language = "de";
    std::string back;  ///< page of ours to return to
    std::string redirect_uri;
    Prompt prompt = Prompt::AsUsual;
};

struct BegunSignIn {
    std::string url;    ///< where the browser goes
    std::string token;  ///< stays in this browser until it comes back
};

struct SignedIn {
    UserAccount account;
    std::string session_token;
};

struct FinishedSignIn {
    std::string back;  ///< known also where it failed: what was begun there is not lost
    Result<SignedIn> outcome;
};

/// Sends people to their provider and takes them back. A sign-in belongs to the browser in which it
/// began, can be finished once, and within limits::sign_in_ms. Shared between threads.
class SignInDesk {
public:
    SignInDesk(const AccountProviders& providers, SessionStore& sessions, Random& random);

    /// Error codes: identity.provider_unknown (NotFound), and those of the provider.
    Result<BegunSignIn> begin(const SignInRequest& request);
    /// Error codes of the outcome: identity.sign_in_gone (Forbidden: finished, too old, or begun in
    /// another browser), identity.sign_in_state (Forbidden: the answer belongs to another sign-in),
    /// and those of the provider.
    FinishedSignIn finish(std::string_view provider, std::string_view token,
                          const SignInAnswer& answer);

private:
    const AccountProviders* providers_;
    SessionStore* sessions_;
    Random* random_;
};

}  // namespace gordion::identity
