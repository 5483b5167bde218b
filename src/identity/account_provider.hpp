// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/random.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "identity/provider_settings.hpp"
#include "identity/user_account.hpp"

namespace gordion::identity {

/// Whether a provider that still knows the browser may answer at once.
enum class Prompt {
    AsUsual,
    Anew,  ///< who is signed in here already wants another account, or to prove more
};

/// With what a browser is sent to a provider. `state` comes back with it.
struct SignInWish {
    std::string state;
    std::string redirect_uri;
    TrustLevel level;  ///< at least; nobody is asked for more than the service needs
    std::string language = "de";
    Prompt prompt = Prompt::AsUsual;
};

struct StartedSignIn {
    std::string url;     ///< where the browser goes
    std::string memory;  ///< what finish() needs; kept sealed until the browser is back
};

/// What the browser brought back in its address. Judged by the provider, trusted by nobody.
struct SignInAnswer {
    std::string state;
    std::string code;
    std::string error;   ///< instead of a code
    std::string issuer;  ///< RFC 9207; "" if absent
    std::string redirect_uri;
};

/// A way to learn who somebody is: an account outside of Gordion. State and session are the
/// SignInDesk's business, so a provider only has to say where to go and who came back. Called from
/// several workers at once.
class AccountProvider {
public:
    virtual ~AccountProvider() = default;
    [[nodiscard]] virtual const ProviderSettings& settings() const = 0;
    virtual Result<StartedSignIn> begin(const SignInWish& wish) = 0;
    /// Proves the answer and reads the account. Error codes: identity.account_cancelled (Invalid:
    /// the person turned back), identity.account_denied, and those of the provider's own file.
    virtual Result<UserAccount> finish(const std::string& memory, const SignInAnswer& answer) = 0;
};

using AccountProviders = std::vector<std::unique_ptr<AccountProvider>>;

struct ProviderSurroundings {
    const Clock& clock;
    Random& random;
    bool demo = false;  ///< the installation is a demonstration
};

/// Those of the settings, in their order; a demonstration without any gets the demo accounts. Reads
/// the files with client secrets. Error codes: identity.provider_demo (a demo account on a real
/// installation), identity.provider_secret (the file is missing or empty), identity.provider_twice.
Result<AccountProviders> make_providers(std::vector<ProviderSettings> settings,
                                        const ProviderSurroundings& surroundings);

/// nullptr if there is none.
AccountProvider* find_provider(const AccountProviders& providers, std::string_view id);

}  // namespace gordion::identity
