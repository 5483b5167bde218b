// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "identity/account_provider.hpp"

namespace gordion::identity {

/// Somebody invented, for demonstrations and tests.
struct DemoPerson {
    std::string id;
    AccountKind kind = AccountKind::Citizen;
    TrustLevel level;
    std::map<std::string, std::string> attributes;

    [[nodiscard]] std::string name() const;
};

/// In the order in which the page lists them.
const std::vector<DemoPerson>& demo_people();

/// An account that anybody may use: a page of our own takes the place of the provider's and offers
/// the invented people; the code it sends back is the id of one. Error codes: those of
/// AccountProvider, identity.account_code (nobody of that id).
class DemoProvider final : public AccountProvider {
public:
    DemoProvider(ProviderSettings settings, const Clock& clock);
    [[nodiscard]] const ProviderSettings& settings() const override { return settings_; }
    Result<StartedSignIn> begin(const SignInWish& wish) override;
    Result<UserAccount> finish(const std::string& memory, const SignInAnswer& answer) override;

private:
    ProviderSettings settings_;
    const Clock* clock_;
};

/// A provider that refuses everybody, as designed: shows what citizens see then.
class DemoRefuses final : public AccountProvider {
public:
    explicit DemoRefuses(ProviderSettings settings) : settings_(std::move(settings)) {}
    [[nodiscard]] const ProviderSettings& settings() const override { return settings_; }
    Result<StartedSignIn> begin(const SignInWish& wish) override;
    Result<UserAccount> finish(const std::string& memory, const SignInAnswer& answer) override;

private:
    ProviderSettings settings_;
};

/// A provider with a bug: shows that one broken provider harms nothing else.
class DemoThrows final : public AccountProvider {
public:
    explicit DemoThrows(ProviderSettings settings) : settings_(std::move(settings)) {}
    [[nodiscard]] const ProviderSettings& settings() const override { return settings_; }
    Result<StartedSignIn> begin(const SignInWish& wish) override;
    Result<UserAccount> finish(const std::string& memory, const SignInAnswer& answer) override;

private:
    ProviderSettings settings_;
};

/// Of the two kinds, for a demonstration that configures none.
std::vector<ProviderSettings> demo_provider_settings();

}  // namespace gordion::identity
