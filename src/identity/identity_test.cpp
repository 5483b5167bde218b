// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "identity/account_store.hpp"
#include "identity/migrations.hpp"
#include "identity/session_store.hpp"
#include "tests/support/databases.hpp"

namespace gordion::identity {
namespace {

class IdentityTest : public testing::OnBothDatabases {
protected:
    FakeClock clock;
    SystemRandom random;
    Scope scope = system_scope("test");

    Account make_account(AccountStore& accounts) {
        auto made = accounts.create_account(scope, {{"010545459"},
                                                    "Inga@Amt.demo",
                                                    "Bürgerdienste",
                                                    {Role::CaseWorker},
                                                    "ein langes Passwort"});
        EXPECT_TRUE(made) << made.error().to_text();
        return made.value();
    }
};
GORDION_ON_BOTH_DATABASES(IdentityTest);

TEST_P(IdentityTest, SignsInWhoKnowsThePassword) {
    auto& database = open(identity_migrations());
    AccountStore accounts(database, clock, random);
    const Account made = make_account(accounts);
    const auto signed_in = accounts.sign_in(" inga@amt.DEMO ", "ein langes Passwort");
    ASSERT_TRUE(signed_in) << signed_in.error().to_text();
    EXPECT_EQ(signed_in.value().id, made.id);
    EXPECT_TRUE(has_role(signed_in.value(), Role::CaseWorker));
    EXPECT_FALSE(has_role(signed_in.value(), Role::Operator));
    EXPECT_EQ(accounts.sign_in("inga@amt.demo", "falsch").error().code, "identity.sign_in_wrong");
    EXPECT_EQ(accounts.sign_in("nobody", "falsch").error().code, "identity.sign_in_wrong");
    EXPECT_EQ(accounts.sign_in("'; DROP TABLE accounts", "x").error().code,
              "identity.sign_in_wrong");
}

TEST_P(IdentityTest, LocksANameAfterFiveWrongPasswordsAndOpensItLater) {
    auto& database = open(identity_migrations());
    AccountStore accounts(database, clock, random);
    (void)make_account(accounts);
    for (int i = 0; i < limits::code_attempts; ++i) {
        EXPECT_EQ(accounts.sign_in("inga@amt.demo", "falsch").error().code,
                  "identity.sign_in_wrong");
    }
    EXPECT_EQ(accounts.sign_in("inga@amt.demo", "ein langes Passwort").error().code,
              "identity.sign_in_locked");
    clock.advance_ms(limits::code_lock_ms + 1);
    EXPECT_TRUE(accounts.sign_in("inga@amt.demo", "ein langes Passwort"));
}

TEST_P(IdentityTest, RefusesNamesAndPasswordsThatAreNoGood) {
    auto& database = open(identity_migrations());
    AccountStore accounts(database, clock, random);
    (void)make_account(accounts);
    const auto code = [&](const char* name, const char* password) {
        return accounts.create_account(scope, {{"01"}, name, "x", {}, password}).error().code;
    };
    EXPECT_EQ(code("INGA@amt.demo", "ein langes Passwort"), "identity.name_taken");
    EXPECT_EQ(code("inga hansen", "ein langes Passwort"), "identity.name_invalid");
    EXPECT_EQ(code("neu", "kurz"), "identity.password_short");
}

TEST_P(IdentityTest, EndsSessionsThatAreIdleOrOld) {
    auto& database = open(identity_migrations());
    AccountStore accounts(database, clock, random);
    SessionStore sessions(database, clock, random);
    const Account account = make_account(accounts);
    const std::string token = sessions.open_staff_session(account).value();
    EXPECT_EQ(sessions.find_staff_session(token).value().account.display_name, "Bürgerdienste");
    clock.advance_ms(limits::session_idle_ms + 1);
    EXPECT_EQ(sessions.find_staff_session(token).error().code, "identity.session_expired");
    EXPECT_EQ(sessions.find_staff_session(token).error().code, "identity.session_missing");

    const std::string busy = sessions.open_staff_session(account).value();
    for (std::int64_t at = 0; at < limits::session_lifetime_ms; at += limits::session_idle_ms / 2) {
        EXPECT_TRUE(sessions.find_staff_session(busy));
        clock.advance_ms(limits::session_idle_ms / 2);
    }
    clock.advance_ms(1);
    EXPECT_EQ(sessions.find_staff_session(busy).error().code, "identity.session_expired");
}

TEST_P(IdentityTest, KeepsTheCitizensKeyUnderTheTokenOnly) {
    auto& database = open(identity_migrations());
    SessionStore sessions(database, clock, random);
    const std::string token =
        sessions
            .open_citizen_session({{"010545459"}, CitizenSubject::Antrag, "draft-1", "secret key"})
            .value();
    EXPECT_EQ(sessions.find_citizen_session(token, CitizenSubject::Antrag).value().key,
              "secret key");
    EXPECT_FALSE(sessions.find_citizen_session(token, CitizenSubject::Submission));
    EXPECT_FALSE(sessions.find_staff_session(token));
    const auto rows = database.read(scope, [](storage::Connection& connection) {
        return connection.query("SELECT token_hash, sealed_key FROM sessions");
    });
    EXPECT_EQ(rows.value()[0].text(0).find(token), std::string::npos);
    EXPECT_EQ(rows.value()[0].blob(1).find("secret key"), std::string::npos);
    ASSERT_TRUE(sessions.end_session(token));
    EXPECT_FALSE(sessions.find_citizen_session(token, CitizenSubject::Antrag));
}

TEST_P(IdentityTest, RefusesTokensThatAreNone) {
    auto& database = open(identity_migrations());
    SessionStore sessions(database, clock, random);
    for (const std::string token : {"", ".", "010545459.", "x", "010545459.short"}) {
        EXPECT_EQ(sessions.find_staff_session(token).error().code, "identity.session_missing");
    }
    EXPECT_FALSE(sessions.find_staff_session("010545459." + std::string(43, 'A')));
}

TEST(Csrf, DiffersBetweenSessions) {
    EXPECT_EQ(csrf_token("a"), csrf_token("a"));
    EXPECT_NE(csrf_token("a"), csrf_token("b"));
}

}  // namespace
}  // namespace gordion::identity
