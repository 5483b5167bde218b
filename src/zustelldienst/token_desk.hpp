// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/sensitive.hpp"
#include "zustelldienst/checks.hpp"
#include "zustelldienst/client_store.hpp"
#include "zustelldienst/rate_limiter.hpp"
#include "zustelldienst/settings.hpp"

namespace gordion::zustelldienst {

struct TokenRequest {
    std::string grant_type;
    std::string client_id;
    Sensitive<std::string> client_secret;
    std::string scope;           ///< as asked; empty: all of the client's
    std::string remote_address;  ///< wrong secrets are counted by it
};

struct IssuedToken {
    std::string access_token;
    std::int64_t expires_in = 0;
    std::string scope;
};

/// OAuth 2.0 client credentials (RFC 6749, section 4.4), and the check of the tokens it gave.
///
/// A token is sealed data – client, scopes, end – under a key of the master key: checking it needs
/// no database, and every node checks what another gave. What the client may do is asked of
/// ClientStore on each call, so a disabled client's tokens end at once here and after some seconds
/// on other nodes. Shared between threads.
class TokenDesk {
public:
    TokenDesk(const Foundation& foundation, const Settings& settings, ClientStore& clients);

    /// Error codes, with RFC 6749's word as value "error": zustelldienst.oauth_request (Invalid,
    /// invalid_request), oauth_grant (Invalid, unsupported_grant_type), oauth_client
    /// (Unauthenticated, invalid_client), oauth_scope (Invalid, invalid_scope), oauth_locked
    /// (TooMany, invalid_client: too many wrong secrets, even a right one is not looked at).
    Result<IssuedToken> issue(const TokenRequest& request, CheckObserver& checks);

    /// Error code: zustelldienst.token (Unauthenticated).
    Result<Caller> check(std::string_view token, CheckObserver& checks);

private:
    Result<std::shared_ptr<const KnownClient>> prove(const TokenRequest& request);

    const Clock* clock_;
    Random* random_;
    ClientStore* clients_;
    std::string key_;
    std::int64_t token_seconds_;
    RateLimiter wrong_secrets_;
};

}  // namespace gordion::zustelldienst
