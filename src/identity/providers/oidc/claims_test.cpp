// SPDX-License-Identifier: EUPL-1.2
#include "identity/providers/oidc/claims.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "identity/providers/oidc/test_provider.hpp"

namespace gordion::identity {
namespace {

using formats::Json;

UserAccount account_of(const char* claims, const ProviderSettings& settings = test_settings()) {
    return read_account(settings, formats::parse_json(claims).value(), {1'000}).value();
}

TEST(Claims, BecomeAttributesByTheSettings) {
    const UserAccount account = account_of(R"({"sub":"7","acr":"hoch","given_name":" Erika ",
        "birthdate":"1988-04-12","address":{"street_address":"Weg 5"},"email":"e@x.example",
        "phone":"+49 1"})");
    EXPECT_EQ(account.level, TrustLevel{40});
    EXPECT_EQ(account.attribute("given_name"), "Erika");
    EXPECT_EQ(account.attribute("street"), "Weg 5");
    EXPECT_EQ(account.attribute("phone"), "");  // the settings do not name it
    EXPECT_EQ(account.verified, (std::vector<std::string>{"birth_date", "given_name"}));
    EXPECT_FALSE(account.is_verified("email"));
}

TEST(Claims, AreCheckedByTheProviderOnlyFromALevelOn) {
    EXPECT_TRUE(account_of(R"({"sub":"7","acr":"passwort","given_name":"E"})").verified.empty());
    ProviderSettings settings = test_settings();
    settings.verified_from = {10};
    EXPECT_EQ(account_of(R"({"sub":"7","acr":"passwort","given_name":"E"})", settings).verified,
              std::vector<std::string>{"given_name"});
}

TEST(Claims, WithoutAKnownLevelGiveTheDefault) {
    for (const char* claims : {R"({"sub":"7"})", R"({"sub":"7","acr":"neu"})",
                               R"({"sub":"7","acr":{"hoch":1}})", R"({"sub":"7","acr":[]})"}) {
        EXPECT_EQ(account_of(claims).level, TrustLevel{0}) << claims;
    }
    EXPECT_EQ(account_of(R"({"sub":"7","acr":["passwort","hoch","neu"]})").level, TrustLevel{40});
    ProviderSettings settings = test_settings();
    settings.default_level = {10};
    EXPECT_EQ(account_of(R"({"sub":"7"})", settings).level, TrustLevel{10});
    settings.levels = {{"3", {30}}};
    EXPECT_EQ(account_of(R"({"sub":"7","acr":3})", settings).level, TrustLevel{30});
}

TEST(Claims, ThatAreNoPlainTextAreLeftOut) {
    const std::string longest(limits::account_attribute_bytes + 1, 'x');
    for (const std::string& value :
         {std::string("\"a\\nb\""), std::string("\"a\\u0000b\""), std::string("[\"a\"]"),
          std::string("{}"), std::string("null"), std::string("true"), "\"" + longest + "\""}) {
        const auto account = account_of(("{\"sub\":\"7\",\"given_name\":" + value + "}").c_str());
        EXPECT_EQ(account.attribute("given_name"), "") << value.substr(0, 20);
    }
    EXPECT_EQ(account_of(R"({"sub":"7","birthdate":"0000-12-31"})").attribute("birth_date"), "");
    EXPECT_EQ(account_of(R"({"sub":"7","birthdate":"1964"})").attribute("birth_date"), "");
}

TEST(Claims, MustSayWhoseTheyAre) {
    for (const char* claims : {R"({})", R"({"sub":""})", R"({"sub":" "})", R"({"sub":["7"]})"}) {
        const auto account = read_account(test_settings(), formats::parse_json(claims).value(), {});
        EXPECT_EQ(account.error().code, "identity.account_subject") << claims;
    }
    ProviderSettings settings = test_settings();
    settings.subject_claim = "bpk";
    EXPECT_EQ(account_of(R"({"sub":"7","bpk":"P1"})", settings).subject.reveal(), "P1");
}

}  // namespace
}  // namespace gordion::identity
