// SPDX-License-Identifier: EUPL-1.2
#include "identity/sign_in_desk.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "identity/migrations.hpp"
#include "identity/providers/demo/demo.hpp"
#include "tests/support/databases.hpp"

namespace gordion::identity {
namespace {

class SignInDeskTest : public testing::OnBothDatabases {
protected:
    SignInDeskTest() {
        auto settings = demo_provider_settings();
        for (const char* protocol : {"demo_refuses", "demo_throws"}) {
            settings.push_back(settings.front());
            settings.back().id = settings.back().protocol = protocol;
        }
        providers = make_providers(std::move(settings), {clock, random, true}).value();
    }
    BegunSignIn begin(SignInDesk& desk, const std::string& provider = "demo-konto") {
        auto begun = desk.begin({provider, {20}, "de", "/antrag/halter", "https://h.example/z"});
        EXPECT_TRUE(begun) << begun.error().to_text();
        return begun.value();
    }
    static std::string state_of(const BegunSignIn& begun) {
        return begun.url.substr(begun.url.find("state=") + 6);
    }

    FakeClock clock;
    SystemRandom random;
    AccountProviders providers;
};
GORDION_ON_BOTH_DATABASES(SignInDeskTest);

std::string code_of(const FinishedSignIn& finished) {
    return finished.outcome ? "" : finished.outcome.error().code;
}

TEST_P(SignInDeskTest, OpensASessionForWhoComesBack) {
    auto& database = open(identity_migrations());
    SessionStore sessions(database, clock, random);
    SignInDesk desk(providers, sessions, random);
    const BegunSignIn begun = begin(desk);
    EXPECT_TRUE(begun.url.starts_with("/anmelden/demo/demo-konto?state="));
    const FinishedSignIn finished =
        desk.finish("demo-konto", begun.token, {state_of(begun), "wiebke-petersen", "", "", ""});
    ASSERT_TRUE(finished.outcome) << finished.outcome.error().to_text();
    EXPECT_EQ(finished.back, "/antrag/halter");
    const std::string& token = finished.outcome.value().session_token;
    const auto account = sessions.find_account_session(token);
    ASSERT_TRUE(account);
    EXPECT_EQ(account.value().display_name().reveal(), "Wiebke Petersen");
    EXPECT_EQ(account.value().level, TrustLevel{30});
    EXPECT_TRUE(account.value().is_verified("birth_date"));
    EXPECT_FALSE(account.value().is_verified("email"));
    EXPECT_TRUE(sessions.end_session(token));
    EXPECT_EQ(sessions.find_account_session(token).error().code, "identity.session_missing");
}

TEST_P(SignInDeskTest, FinishesASignInOnce) {
    auto& database = open(identity_migrations());
    SessionStore sessions(database, clock, random);
    SignInDesk desk(providers, sessions, random);
    const BegunSignIn begun = begin(desk);
    const SignInAnswer answer{state_of(begun), "wiebke-petersen", "", "", ""};
    EXPECT_EQ(code_of(desk.finish("demo-konto", begun.token, answer)), "");
    EXPECT_EQ(code_of(desk.finish("demo-konto", begun.token, answer)), "identity.sign_in_gone");
}

TEST_P(SignInDeskTest, RefusesTheAnswerOfAnotherSignIn) {
    auto& database = open(identity_migrations());
    SessionStore sessions(database, clock, random);
    SignInDesk desk(providers, sessions, random);
    for (const std::string& state :
         {std::string(), std::string("guessed"), state_of(begin(desk))}) {
        const BegunSignIn begun = begin(desk);
        const auto finished =
            desk.finish("demo-konto", begun.token, {state, "wiebke-petersen", "", "", ""});
        EXPECT_EQ(code_of(finished), "identity.sign_in_state") << state;
        EXPECT_EQ(finished.back, "/antrag/halter");
    }
    const BegunSignIn begun = begin(desk);
    EXPECT_EQ(code_of(desk.finish("demo-organisation", begun.token,
                                  {state_of(begun), "deichbaeckerei-lorenzen", "", "", ""})),
              "identity.sign_in_state");
    for (const char* token : {"", "00.x", "no token at all"}) {
        const auto finished = desk.finish("demo-konto", token, {});
        EXPECT_EQ(code_of(finished), "identity.sign_in_gone") << token;
        EXPECT_EQ(finished.back, "");
    }
}

TEST_P(SignInDeskTest, WaitsForHalfAnHour) {
    auto& database = open(identity_migrations());
    SessionStore sessions(database, clock, random);
    SignInDesk desk(providers, sessions, random);
    const BegunSignIn begun = begin(desk);
    clock.advance_ms(limits::sign_in_ms + 1);
    EXPECT_EQ(code_of(desk.finish("demo-konto", begun.token,
                                  {state_of(begun), "wiebke-petersen", "", "", ""})),
              "identity.sign_in_gone");
}

TEST_P(SignInDeskTest, KeepsTheKindsOfSessionsApart) {
    auto& database = open(identity_migrations());
    SessionStore sessions(database, clock, random);
    SignInDesk desk(providers, sessions, random);
    const BegunSignIn begun = begin(desk);
    EXPECT_EQ(sessions.find_account_session(begun.token).error().code, "identity.session_missing");
    const auto finished =
        desk.finish("demo-konto", begun.token, {state_of(begun), "wiebke-petersen", "", "", ""});
    const std::string& token = finished.outcome.value().session_token;
    EXPECT_EQ(sessions.take_sign_in(token).error().code, "identity.sign_in_gone");
    EXPECT_TRUE(sessions.find_account_session(token));
    EXPECT_FALSE(sessions.find_citizen_session(token, CitizenSubject::Antrag));
}

TEST_P(SignInDeskTest, StoresNobodyInTheClear) {
    auto& database = open(identity_migrations());
    SessionStore sessions(database, clock, random);
    SignInDesk desk(providers, sessions, random);
    const BegunSignIn begun = begin(desk);
    (void)desk.finish("demo-konto", begun.token, {state_of(begun), "amir-yildiz", "", "", ""});
    const auto rows = database.read(system_scope("test"), [](storage::Connection& connection) {
        return connection.query("SELECT subject, sealed_key FROM sessions");
    });
    ASSERT_EQ(rows.value().size(), 1U);
    EXPECT_EQ(rows.value()[0].text(0), "demo-konto");
    EXPECT_EQ(rows.value()[0].blob(1).find("Amir"), std::string::npos);
    EXPECT_EQ(rows.value()[0].blob(1).find("amir"), std::string::npos);
}

TEST_P(SignInDeskTest, OutlivesProvidersThatFail) {
    auto& database = open(identity_migrations());
    SessionStore sessions(database, clock, random);
    SignInDesk desk(providers, sessions, random);
    const SignInRequest request{"demo_refuses", {}, "de", "/", ""};
    EXPECT_EQ(desk.begin(request).error().code, "identity.provider_unreachable");
    SignInRequest buggy = request;
    buggy.provider = "demo_throws";
    EXPECT_THROW((void)desk.begin(buggy), std::runtime_error);
    SignInRequest unknown = request;
    unknown.provider = "nobody";
    EXPECT_EQ(desk.begin(unknown).error().code, "identity.provider_unknown");
    const BegunSignIn begun = begin(desk);
    EXPECT_EQ(code_of(desk.finish("demo-konto", begun.token,
                                  {state_of(begun), "", "access_denied", "", ""})),
              "identity.account_cancelled");
    const BegunSignIn other = begin(desk);
    EXPECT_EQ(code_of(desk.finish("demo-konto", other.token,
                                  {state_of(other), "deichbaeckerei-lorenzen", "", "", ""})),
              "identity.account_code");
}

TEST(UserAccount, IsReadBackAsItWasSealed) {
    FakeClock clock;
    DemoProvider provider(demo_provider_settings().front(), clock);
    const UserAccount account = provider.finish("{}", {"", "amir-yildiz", "", "", ""}).value();
    const UserAccount read = read_user_account(to_json(account)).value();
    EXPECT_EQ(to_json(read), to_json(account));
    EXPECT_EQ(read.attribute("city"), "München");
    for (const char* text : {"null", "[]", "{}", R"({"kind":"citizen"})",
                             R"({"provider":"x","kind":"citizen","level":"30","at":1,"subject":"",
                                 "attributes":{},"verified":[]})"}) {
        EXPECT_EQ(read_user_account(formats::parse_json(text).value()).error().code,
                  "identity.account_unreadable")
            << text;
    }
}

TEST(UserAccount, IsNamedByAHashThatNeedsTheMasterKey) {
    UserAccount account;
    account.provider = "konto";
    account.subject = Sensitive<std::string>("4711");
    const auto key = crypto::MasterKey::from_bytes(std::string(32, 'a'));
    const std::string owner = owner_of(account, key);
    EXPECT_EQ(owner, owner_of(account, key));
    EXPECT_EQ(owner.size(), 64U);
    EXPECT_NE(owner, owner_of(account, crypto::MasterKey::from_bytes(std::string(32, 'b'))));
    EXPECT_NE(sealing_key_of(account, key), owner);
    EXPECT_EQ(sealing_key_of(account, key).size(), 32U);
    UserAccount shifted = account;  // the border between the two parts counts
    shifted.provider = "konto4";
    shifted.subject = Sensitive<std::string>("711");
    EXPECT_NE(owner_of(shifted, key), owner);
}

TEST(TrustLevel, KnowsTheCodesOfXzufi) {
    for (const char* code : {"00", "10", "15", "20", "30", "40"}) {
        EXPECT_EQ(to_text(parse_trust_level(code).value()), code);
    }
    for (const char* code : {"", "0", "5", "50", "030", "hoch", "30 ", "-1"}) {
        EXPECT_EQ(parse_trust_level(code).error().code, "identity.trust_level_unknown") << code;
    }
    EXPECT_LT(TrustLevel{10}, TrustLevel{15});
}

}  // namespace
}  // namespace gordion::identity
