// SPDX-License-Identifier: EUPL-1.2
#include "core/files.hpp"
#include "core/text.hpp"
#include "http/client.hpp"
#include "identity/account_provider.hpp"
#include "identity/providers/demo/demo.hpp"
#include "identity/providers/oidc/oidc.hpp"

namespace gordion::identity {
namespace {

constexpr std::size_t secret_bytes = 4096;

Result<void> read_secret(ProviderSettings& settings) {
    if (settings.client_secret_file.empty()) {
        return {};
    }
    auto bytes = load_file(settings.client_secret_file, secret_bytes);
    const std::string secret(bytes ? trim(bytes.value()) : "");
    if (secret.empty()) {
        return Error{ErrorKind::Invalid,
                     "identity.provider_secret",
                     settings.client_secret_file.string(),
                     {{"provider", settings.id}},
                     "The file with the client secret is missing or empty."};
    }
    settings.client_secret = Sensitive(secret);
    return {};
}

OidcProvider::Fetch client_for(const ProviderSettings& settings) {
    http::ClientConfig config;
    config.plain_http =
        is_loopback_url(settings.issuer) ? http::PlainHttp::Allow : http::PlainHttp::Refuse;
    auto client = std::make_shared<http::Client>(std::move(config));
    return [client](const http::ClientRequest& request) { return client->send(request); };
}

std::unique_ptr<AccountProvider> make_provider(ProviderSettings settings,
                                               const ProviderSurroundings& in) {
    if (settings.protocol == "demo") {
        return std::make_unique<DemoProvider>(std::move(settings), in.clock);
    }
    if (settings.protocol == "demo_refuses") {
        return std::make_unique<DemoRefuses>(std::move(settings));
    }
    if (settings.protocol == "demo_throws") {
        return std::make_unique<DemoThrows>(std::move(settings));
    }
    VERIFY(settings.protocol == "oidc", "parse_provider_settings knows no other");
    auto fetch = client_for(settings);
    return std::make_unique<OidcProvider>(std::move(settings), std::move(fetch), in.clock,
                                          in.random);
}

}  // namespace

Result<AccountProviders> make_providers(std::vector<ProviderSettings> settings,
                                        const ProviderSurroundings& surroundings) {
    if (settings.empty() && surroundings.demo) {
        settings = demo_provider_settings();
    }
    AccountProviders providers;
    for (ProviderSettings& one : settings) {
        if (one.is_demo() && !surroundings.demo) {
            return Error{ErrorKind::Invalid,
                         "identity.provider_demo",
                         "account_provider.protocol",
                         {{"provider", one.id}},
                         "Demo accounts exist only where gordion.toml says demo = true."};
        }
        if (find_provider(providers, one.id) != nullptr) {
            return Error{ErrorKind::Invalid,
                         "identity.provider_twice",
                         "account_provider.id",
                         {{"provider", one.id}},
                         "Two account providers have the same id."};
        }
        TRY(read_secret(one));
        providers.push_back(make_provider(std::move(one), surroundings));
    }
    return providers;
}

AccountProvider* find_provider(const AccountProviders& providers, std::string_view id) {
    for (const auto& provider : providers) {
        if (provider->settings().id == id) {
            return provider.get();
        }
    }
    return nullptr;
}

}  // namespace gordion::identity
