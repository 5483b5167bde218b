// SPDX-License-Identifier: EUPL-1.2
#include "identity/providers/oidc/oidc.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "identity/providers/oidc/test_provider.hpp"

namespace gordion::identity {
namespace {

using formats::Json;

class Oidc : public testing::Test {
protected:
    Oidc() { restart(test_settings()); }

    void restart(ProviderSettings settings) {
        party = std::make_unique<OidcProvider>(
            std::move(settings),
            [this](const http::ClientRequest& request) { return provider.answer(request); }, clock,
            random);
    }
    Result<StartedSignIn> begin(TrustLevel level = {}) {
        auto started = party->begin({"zustand", redirect_uri, level, "de"});
        if (started) {
            provider.visit(started.value().url);
        }
        return started;
    }
    Result<UserAccount> sign_in(SignInAnswer answer = {}) {
        const auto started = TRY(begin());
        if (answer.code.empty() && answer.error.empty()) {
            answer.code = "gut";
        }
        answer.redirect_uri = redirect_uri;
        return party->finish(started.memory, answer);
    }
    std::string refusal(SignInAnswer answer = {}) {
        const auto account = sign_in(std::move(answer));
        return account ? "" : account.error().code;
    }

    const std::string redirect_uri = "https://hier.example/anmelden/zurueck/konto";
    FakeClock clock;
    SystemRandom random;
    TestProvider provider{clock};
    std::unique_ptr<OidcProvider> party;
};

TEST_F(Oidc, SendsTheBrowserWithEverythingTheStandardDemands) {
    const auto started = begin({30});
    ASSERT_TRUE(started) << started.error().to_text();
    const auto& fields = provider.fields;
    EXPECT_TRUE(started.value().url.starts_with("https://konto.example/authorize?"));
    EXPECT_EQ(fields.find_or("response_type", ""), "code");
    EXPECT_EQ(fields.find_or("client_id", ""), test_client);
    EXPECT_EQ(fields.find_or("redirect_uri", ""), redirect_uri);
    EXPECT_EQ(fields.find_or("scope", ""), "openid");
    EXPECT_EQ(fields.find_or("state", ""), "zustand");
    EXPECT_EQ(fields.find_or("code_challenge_method", ""), "S256");
    EXPECT_EQ(fields.find_or("code_challenge", "").size(), 43U);
    EXPECT_EQ(fields.find_or("nonce", "").size(), 43U);
    EXPECT_EQ(started.value().url.find("geheim"), std::string::npos);
    // The lowest level that is enough comes first; less than that is not offered.
    EXPECT_EQ(fields.find_or("acr_values", ""), "substantiell hoch");
    EXPECT_FALSE(fields.find("prompt"));
    const std::string nonce = provider.nonce;
    provider.visit(party->begin({"z", redirect_uri, {}, "en", Prompt::Anew}).value().url);
    EXPECT_EQ(provider.fields.find_or("prompt", ""), "login");
    EXPECT_EQ(provider.fields.find_or("ui_locales", ""), "en");
    ASSERT_TRUE(begin({50}));
    EXPECT_FALSE(provider.fields.find("acr_values"));
    EXPECT_NE(provider.nonce, nonce);
}

TEST_F(Oidc, ReadsTheAccountOfWhoCameBack) {
    const auto account = sign_in();
    ASSERT_TRUE(account) << account.error().to_text();
    EXPECT_EQ(account.value().provider, "konto");
    EXPECT_EQ(account.value().level, TrustLevel{30});
    EXPECT_EQ(account.value().subject.reveal(), "konto-4711");
    EXPECT_EQ(account.value().display_name().reveal(), "Erika Mustermann");
    EXPECT_TRUE(account.value().is_verified("family_name"));
    EXPECT_EQ(account.value().signed_in_at, clock.now());
    EXPECT_EQ(provider.times_asked("/token"), 1U);
}

TEST_F(Oidc, ProvesItselfAsTheProviderWishes) {
    const auto started = begin();
    (void)party->finish(started.value().memory, {"", "falsch", "", "", redirect_uri});
    const auto header = [this](std::string_view name) {
        for (const auto& [key, value] : provider.last_request.headers) {
            if (key == name) {
                return value;
            }
        }
        return std::string();
    };
    EXPECT_EQ(header("Authorization"),
              "Basic " + crypto::to_base64("gordion-test:geheim%20%26%20wichtig"));
    EXPECT_EQ(provider.last_request.body.find("client_secret"), std::string::npos);

    Json document = test_discovery();
    document.set("token_endpoint_auth_methods_supported", Json::array({"client_secret_post"}));
    provider.answers["/.well-known/openid-configuration"] =
        TestProvider::ok(formats::write_json(document));
    restart(test_settings());
    EXPECT_EQ(refusal({"", "falsch", "", "", ""}), "identity.account_code");
    EXPECT_EQ(header("Authorization"), "");
    EXPECT_NE(provider.last_request.body.find("client_secret=geheim%20%26%20wichtig"),
              std::string::npos);

    ProviderSettings without_secret = test_settings();
    without_secret.client_secret = Sensitive<std::string>();
    restart(std::move(without_secret));
    EXPECT_EQ(refusal(), "");
    EXPECT_NE(provider.last_request.url.find("/keys"), std::string::npos);
}

TEST_F(Oidc, TakesACodeOnce) {
    const auto started = begin();
    const SignInAnswer answer{"zustand", "gut", "", "", redirect_uri};
    EXPECT_TRUE(party->finish(started.value().memory, answer));
    const auto again = party->finish(started.value().memory, answer);
    EXPECT_EQ(again.error().code, "identity.account_code");
    EXPECT_EQ(again.error().kind, ErrorKind::Forbidden);
    // A code that was caught is worth nothing without the verifier of its browser.
    const auto other = begin();
    const std::string foreign = R"({"nonce":"x","verifier":"guessed"})";
    EXPECT_EQ(party->finish(foreign, answer).error().code, "identity.account_code");
}

TEST_F(Oidc, SaysWhyThereIsNoAccount) {
    EXPECT_EQ(refusal({"", "", "access_denied", "", ""}), "identity.account_cancelled");
    const auto odd = sign_in({"", "", "<script>x_y", "", ""});
    EXPECT_EQ(odd.error().code, "identity.account_denied");
    EXPECT_EQ(odd.error().values.back().second, "?script?x_y");
    EXPECT_EQ(refusal({"", "falsch", "", "", ""}), "identity.account_code");
    EXPECT_EQ(refusal({"", "gut", "", "https://evil.example", ""}), "identity.account_issuer");
    EXPECT_EQ(refusal({"", "gut", "", test_issuer, ""}), "");
    provider.claims = Json::object({{"nonce", "another"}});
    EXPECT_EQ(refusal(), "identity.id_token_nonce");
    provider.claims = Json::object({{"sub", ""}});
    EXPECT_EQ(refusal(), "identity.account_subject");
}

TEST_F(Oidc, DemandsTheNameOfAProviderThatAlwaysGivesIt) {
    Json document = test_discovery();
    document.set("authorization_response_iss_parameter_supported", true);
    provider.answers["/.well-known/openid-configuration"] =
        TestProvider::ok(formats::write_json(document));
    EXPECT_EQ(refusal(), "identity.account_issuer");
    EXPECT_EQ(refusal({"", "gut", "", test_issuer, ""}), "");
}

TEST_F(Oidc, LeavesASilentProviderInPeaceForAMoment) {
    provider.is_silent = true;
    const auto refused = begin();
    EXPECT_EQ(refused.error().code, "identity.provider_unreachable");
    EXPECT_EQ(refused.error().kind, ErrorKind::Unavailable);
    provider.is_silent = false;
    EXPECT_EQ(begin().error().code, "identity.provider_unreachable");
    EXPECT_EQ(provider.asked.size(), 1U);
    clock.advance_ms(limits::provider_pause_ms);
    EXPECT_TRUE(begin());
    provider.answers["/token"] = TestProvider::ok("oops", 502);
    EXPECT_EQ(refusal(), "identity.provider_unreachable");
}

TEST_F(Oidc, BelievesNoBrokenAnswer) {
    for (const auto& [status, body] :
         std::vector<std::pair<int, std::string>>{{200, ""},
                                                  {200, "[]"},
                                                  {200, "{}"},
                                                  {200, R"({"id_token":5})"},
                                                  {401, "{}"},
                                                  {302, ""},
                                                  {400, R"({"error":"invalid_client"})"},
                                                  {400, "<html>"}}) {
        provider.answers["/token"] = TestProvider::ok(body, status);
        EXPECT_EQ(refusal(), "identity.provider_answer") << status << body;
    }
    provider.answers.clear();
    provider.answers["/keys"] = TestProvider::ok("nothing", 404);
    EXPECT_EQ(refusal(), "identity.provider_answer");
    provider.answers["/keys"] = TestProvider::ok("{}");
    EXPECT_EQ(refusal(), "identity.provider_keys");
    provider.answers["/.well-known/openid-configuration"] = TestProvider::ok("{}");
    restart(test_settings());
    EXPECT_EQ(begin().error().code, "identity.provider_discovery");
}

TEST_F(Oidc, AsksForDocumentAndKeysOnce) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(refusal(), "");
    }
    EXPECT_EQ(provider.times_asked("/.well-known/openid-configuration"), 1U);
    EXPECT_EQ(provider.times_asked("/keys"), 1U);
    clock.advance_ms(limits::provider_cache_ms);
    EXPECT_EQ(refusal(), "");
    EXPECT_EQ(provider.times_asked("/.well-known/openid-configuration"), 2U);
    EXPECT_EQ(provider.times_asked("/keys"), 2U);
}

TEST_F(Oidc, LooksForAnUnknownKeyOnceMore) {
    EXPECT_EQ(refusal(), "");
    provider.key = test_signing_key('n');  // the provider changed its key
    clock.advance_ms(limits::provider_refetch_ms);
    EXPECT_EQ(refusal(), "");
    EXPECT_EQ(provider.times_asked("/keys"), 2U);
    // A key that the provider does not publish is not looked for again and again.
    provider.answers["/keys"] = TestProvider::ok(key_set_of(provider.key));
    provider.key = test_signing_key('z');
    clock.advance_ms(limits::provider_refetch_ms);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(refusal(), "identity.id_token_key");
    }
    EXPECT_EQ(provider.times_asked("/keys"), 3U);
}

TEST_F(Oidc, AsksUserinfoForWhatTheTokenLeavesOut) {
    ProviderSettings settings = test_settings();
    settings.userinfo = true;
    restart(settings);
    provider.userinfo.set("birthdate", "1988-04-12");
    provider.userinfo.set("given_name", "Jemand");  // the token is signed, this is not
    provider.userinfo.set("address", Json::object({{"street_address", "Musterweg 5"}}));
    const auto account = sign_in();
    ASSERT_TRUE(account) << account.error().to_text();
    EXPECT_EQ(account.value().attribute("birth_date"), "1988-04-12");
    EXPECT_EQ(account.value().attribute("street"), "Musterweg 5");
    EXPECT_EQ(account.value().attribute("given_name"), "Erika");
    provider.userinfo.set("sub", "konto-4712");
    EXPECT_EQ(refusal(), "identity.userinfo_subject");
    provider.answers["/me"] = TestProvider::ok("[]");
    EXPECT_EQ(refusal(), "identity.provider_answer");
}

}  // namespace
}  // namespace gordion::identity
