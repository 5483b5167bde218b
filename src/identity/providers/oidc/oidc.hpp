// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <mutex>

#include "http/client.hpp"
#include "identity/account_provider.hpp"
#include "identity/providers/oidc/discovery.hpp"
#include "identity/providers/oidc/id_token.hpp"

namespace gordion::identity {

/// A relying party of OpenID Connect: authorization code with PKCE (S256), state and nonce.
///
/// Discovery document and keys are kept for limits::provider_cache_ms; a token with an unknown key
/// makes the keys be fetched once more, at most every limits::provider_refetch_ms. A provider that
/// did not answer is not asked again for limits::provider_pause_ms, so that it cannot hold all
/// workers. Shared between threads.
///
/// Error codes of its own: identity.provider_unreachable (Unavailable), identity.provider_answer
/// (Unavailable: not what the standard says), identity.account_issuer (Forbidden: the answer names
/// another provider), identity.account_code (Forbidden: the provider refuses the code, as it does
/// the second time), identity.userinfo_subject (Forbidden), and those of discovery.hpp,
/// id_token.hpp and claims.hpp.
class OidcProvider final : public AccountProvider {
public:
    using Fetch = std::function<Result<http::ClientResponse>(const http::ClientRequest&)>;

    OidcProvider(ProviderSettings settings, Fetch fetch, const Clock& clock, Random& random);
    ~OidcProvider() override;

    [[nodiscard]] const ProviderSettings& settings() const override { return settings_; }
    Result<StartedSignIn> begin(const SignInWish& wish) override;
    Result<UserAccount> finish(const std::string& memory, const SignInAnswer& answer) override;

private:
    using Keys = std::shared_ptr<const std::vector<crypto::PublicKey>>;
    struct Tokens;

    Result<std::string> fetch_document(http::ClientRequest request);
    Result<http::ClientResponse> send(http::ClientRequest request);
    Result<std::shared_ptr<const Discovery>> discovery();
    enum class Freshness { Kept, Fetched };
    Result<Keys> keys(const Discovery& discovery, Freshness wanted);
    Result<Tokens> redeem(const Discovery& discovery, const std::string& verifier,
                          const SignInAnswer& answer);
    Result<formats::Json> verified_claims(const Discovery& discovery, const Tokens& tokens,
                                          const std::string& nonce);
    Result<void> add_userinfo(const Discovery& discovery, const std::string& access_token,
                              formats::Json& claims);

    ProviderSettings settings_;
    Fetch fetch_;
    const Clock* clock_;
    Random* random_;

    // What is kept; never held while calling out.
    std::mutex mutex_;
    std::shared_ptr<const Discovery> discovery_;
    Instant discovery_at_;
    Keys keys_;
    Instant keys_at_;
    Instant silent_until_;
};

}  // namespace gordion::identity
