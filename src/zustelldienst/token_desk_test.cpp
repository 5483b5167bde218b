// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/token_desk.hpp"

#include "zustelldienst/test_ground.hpp"

namespace gordion::zustelldienst {
namespace {

class TokenDeskTest : public OnAServer {
protected:
    TokenRequest request(std::vector<std::string> scopes = {"send:region:DE01"}) {
        const auto made = server->clients.create_client(
            scope_of(town), {town, "Portal", std::move(scopes), "", {}});
        return {"client_credentials", made.value().client_id, made.value().secret, "", "192.0.2.1"};
    }
    std::string refusal(const TokenRequest& asked) {
        const auto issued = server->tokens.issue(asked, silent);
        return issued ? "" : issued.error().values.at(0).second;
    }
    std::string code_of(std::string_view token) {
        const auto caller = server->tokens.check(token, silent);
        return caller ? "" : caller.error().code;
    }
    CheckObserver silent;
};
GORDION_ON_BOTH_DATABASES(TokenDeskTest);

TEST_P(TokenDeskTest, GivesATokenThatSaysWhoCalls) {
    serve();
    const TokenRequest asked = request();
    const auto issued = server->tokens.issue(asked, silent);
    ASSERT_TRUE(issued) << issued.error().to_text();
    EXPECT_EQ(issued.value().expires_in, 1800);
    EXPECT_EQ(issued.value().scope, "send:region:DE01");
    serve_again();
    const auto caller = server->tokens.check(issued.value().access_token, silent);
    ASSERT_TRUE(caller) << caller.error().to_text();
    EXPECT_EQ(caller.value().client_id, asked.client_id);
    EXPECT_EQ(caller.value().tenant, town);
    EXPECT_TRUE(caller.value().may_send("urn:de:dog", "DE010545459"));
    EXPECT_FALSE(caller.value().may_send("urn:de:dog", "DE02"));
}

TEST_P(TokenDeskTest, RefusesByTheWordsOfOAuth) {
    serve();
    const TokenRequest good = request();
    TokenRequest asked = good;
    asked.grant_type = "";
    EXPECT_EQ(refusal(asked), "invalid_request");
    asked.grant_type = "password";
    EXPECT_EQ(refusal(asked), "unsupported_grant_type");
    asked = good;
    asked.client_secret = Sensitive<std::string>("");
    EXPECT_EQ(refusal(asked), "invalid_request");
    asked.client_secret = Sensitive<std::string>("wrong");
    EXPECT_EQ(refusal(asked), "invalid_client");
    asked = good;
    asked.client_id = "0193e2a0-0000-7000-8000-000000000001";
    EXPECT_EQ(refusal(asked), "invalid_client");
    asked = good;
    asked.scope = "send:region:DE02";
    EXPECT_EQ(refusal(asked), "invalid_scope");
    asked.scope = std::string(3000, 'x');
    EXPECT_EQ(refusal(asked), "invalid_request");
    EXPECT_EQ(refusal(request({})), "invalid_scope");
}

TEST_P(TokenDeskTest, NarrowsATokenToTheScopesAskedFor) {
    serve();
    TokenRequest asked = request({"send:region:DE"});
    asked.scope = "send:region:DE01";
    const auto issued = server->tokens.issue(asked, silent).value();
    EXPECT_EQ(issued.scope, "send:region:DE01");
    const Caller caller = server->tokens.check(issued.access_token, silent).value();
    EXPECT_TRUE(caller.may_send("urn:de:dog", "DE01"));
    EXPECT_FALSE(caller.may_send("urn:de:dog", "DE02"));
}

TEST_P(TokenDeskTest, LocksAfterManyWrongSecretsAndForgetsIt) {
    Settings settings;
    settings.wrong_secrets = 3;
    serve(settings);
    const TokenRequest good = request();
    TokenRequest wrong = good;
    wrong.client_secret = Sensitive<std::string>("wrong");
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(server->tokens.issue(wrong, silent).error().code, "zustelldienst.oauth_client");
    }
    EXPECT_EQ(server->tokens.issue(good, silent).error().code, "zustelldienst.oauth_locked");
    TokenRequest elsewhere = good;
    elsewhere.remote_address = "192.0.2.2";
    EXPECT_TRUE(server->tokens.issue(elsewhere, silent));
    clock.advance_ms(60'000);
    EXPECT_TRUE(server->tokens.issue(good, silent));
}

TEST_P(TokenDeskTest, KnowsNoTokenButItsOwnAndNoneThatEnded) {
    serve();
    const TokenRequest asked = request();
    const std::string token = server->tokens.issue(asked, silent).value().access_token;
    EXPECT_EQ(code_of(""), "zustelldienst.token");
    EXPECT_EQ(code_of("not a token"), "zustelldienst.token");
    EXPECT_EQ(code_of(std::string(5000, 'A')), "zustelldienst.token");
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string bent = token;
        bent[i] = bent[i] == 'A' ? 'B' : 'A';
        EXPECT_EQ(code_of(bent), "zustelldienst.token") << i;
    }
    EXPECT_EQ(code_of(token.substr(0, token.size() / 2)), "zustelldienst.token");
    EXPECT_EQ(code_of(token), "");
    clock.advance_ms(1'799'999);
    EXPECT_EQ(code_of(token), "");
    clock.advance_ms(1);
    EXPECT_EQ(code_of(token), "zustelldienst.token");
}

TEST_P(TokenDeskTest, StopsTokensOfADisabledClient) {
    serve();
    const TokenRequest asked = request();
    const std::string token = server->tokens.issue(asked, silent).value().access_token;
    ASSERT_TRUE(server->clients.set_standing(scope_of(town), town, asked.client_id,
                                             ClientStore::Standing::Disabled));
    CheckList checks;
    EXPECT_FALSE(server->tokens.check(token, checks));
    ASSERT_EQ(checks.checks().size(), 1U);
    EXPECT_EQ(checks.checks().at(0).name, "token.valid");
    EXPECT_EQ(checks.checks().at(0).outcome, CheckOutcome::Fail);
    EXPECT_FALSE(checks.checks().at(0).sentence.empty());
    EXPECT_EQ(refusal(asked), "invalid_client");
}

TEST(RateLimiter, CountsPerKeyAndWindow) {
    FakeClock clock(Instant{60'000});
    RateLimiter limiter(clock, 2, 60);
    EXPECT_EQ(limiter.count("a").remaining, 1);
    EXPECT_FALSE(limiter.count("a").is_exceeded);
    EXPECT_TRUE(limiter.count("a").is_exceeded);
    EXPECT_FALSE(limiter.count("b").is_exceeded);
    clock.advance_ms(59'001);
    EXPECT_EQ(limiter.look("a").reset_seconds, 1);
    clock.advance_ms(999);
    EXPECT_EQ(limiter.count("a").remaining, 1);
    EXPECT_EQ(RateLimiter(clock, 0, 60).count("a").limit, 0);
}

TEST(RateLimiter, KeepsNoMoreThanItMust) {
    FakeClock clock;
    RateLimiter limiter(clock, 5, 60);
    for (int i = 0; i < 200'000; ++i) {
        EXPECT_FALSE(limiter.count("key" + std::to_string(i)).is_exceeded);
    }
}

}  // namespace
}  // namespace gordion::zustelldienst
