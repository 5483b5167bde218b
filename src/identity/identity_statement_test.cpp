// SPDX-License-Identifier: EUPL-1.2
#include "identity/identity_statement.hpp"

#include <gtest/gtest.h>

namespace gordion::identity {
namespace {

const char* const number = "010545459-7KX3-9QWM";

crypto::PrivateKey key_of(char filling) {
    return statement_key(crypto::MasterKey::from_bytes(std::string(32, filling)));
}

IdentityStatement sample() {
    UserAccount account;
    account.provider = "buergerkonto";
    account.provider_title = "Bürgerkonto";
    account.level = {30};
    account.signed_in_at = {1'795'428'000'000};
    account.subject = Sensitive<std::string>("subject-4711");
    account.attributes = Sensitive<std::map<std::string, std::string>>(
        {{"given_name", "Erika"}, {"family_name", "Müller"}, {"email", "e@demo.example"}});
    account.verified = {"given_name", "family_name"};
    IdentityStatement statement = make_statement(account, {"family_name", "email", "birth_date"});
    statement.issuer = "https://leistungen.example";
    statement.number = number;
    statement.stated_at = {1'795'428'060'000};
    return statement;
}

std::string signed_sample() {
    return sign_statement(sample(), key_of('k')).value();
}

TEST(IdentityStatement, SaysWhatWasAskedForAndNothingElse) {
    const auto read = read_statement(signed_sample(), key_of('k').public_key(), number);
    ASSERT_TRUE(read) << read.error().to_text();
    const IdentityStatement& statement = read.value();
    EXPECT_EQ(statement.provider, "buergerkonto");
    EXPECT_EQ(statement.provider_title, "Bürgerkonto");
    EXPECT_EQ(statement.kind, AccountKind::Citizen);
    EXPECT_EQ(statement.level, TrustLevel{30});
    EXPECT_EQ(statement.signed_in_at.ms, 1'795'428'000'000);
    EXPECT_EQ(statement.stated_at.ms, 1'795'428'060'000);
    EXPECT_EQ(statement.issuer, "https://leistungen.example");
    const std::map<std::string, std::string> expected{{"family_name", "Müller"},
                                                      {"email", "e@demo.example"}};
    EXPECT_EQ(statement.attributes.reveal(), expected);
    EXPECT_EQ(statement.verified, std::vector<std::string>{"family_name"});
    const auto payload = crypto::verify_jws(signed_sample(), key_of('k').public_key(),
                                            {crypto::SignatureAlgorithm::ES256});
    EXPECT_EQ(payload.value().find("4711"), std::string::npos) << "the subject stays here";
    EXPECT_EQ(payload.value().find("Erika"), std::string::npos);
}

TEST(IdentityStatement, CountsForOneSubmissionOfOneInstallation) {
    const auto key = key_of('k').public_key();
    EXPECT_EQ(read_statement(signed_sample(), key, "010545459-7KX3-9QWN").error().code,
              "identity.statement_foreign");
    EXPECT_EQ(read_statement(signed_sample(), key, "").error().code, "identity.statement_foreign");
    EXPECT_EQ(read_statement(signed_sample(), key_of('x').public_key(), number).error().code,
              "crypto.jws_signature");
}

TEST(IdentityStatement, IsRefusedWhenAnythingInItChanged) {
    const std::string jws = signed_sample();
    const auto key = key_of('k').public_key();
    for (std::size_t i = 0; i < jws.size(); i += 7) {
        std::string changed = jws;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(read_statement(changed, key, number)) << i;
        EXPECT_FALSE(read_statement(jws.substr(0, i), key, number)) << i;
    }
}

TEST(IdentityStatement, IsNoOtherThingThatThisKeySigned) {
    const auto key = key_of('k');
    const auto sign = [&key](const std::string& payload, const char* type) {
        return crypto::sign_jws(payload, key, formats::Json::object({{"typ", type}})).value();
    };
    const std::string type = "gordion-identity-statement+jwt";
    for (const std::string payload :
         {"{}", "[]", "null", R"({"number":"010545459-7KX3-9QWM","kind":"citizen","level":"99"})",
          R"({"number":"010545459-7KX3-9QWM","kind":"citizen","level":"30","iat":"now"})"}) {
        EXPECT_EQ(
            read_statement(sign(payload, type.c_str()), key.public_key(), number).error().code,
            "identity.statement_unreadable")
            << payload;
    }
    const std::string payload =
        crypto::verify_jws(signed_sample(), key.public_key(), {crypto::SignatureAlgorithm::ES256})
            .value();
    EXPECT_TRUE(read_statement(sign(payload, type.c_str()), key.public_key(), number));
    EXPECT_EQ(read_statement(sign(payload, "JWT"), key.public_key(), number).error().code,
              "identity.statement_unreadable");
    EXPECT_FALSE(read_statement(sign("no json", type.c_str()), key.public_key(), number));
}

TEST(IdentityStatement, IsSignedByOneKeyOnAllNodes) {
    EXPECT_EQ(key_of('k').kid(), key_of('k').kid());
    EXPECT_NE(key_of('k').kid(), key_of('l').kid());
    EXPECT_EQ(key_of('k').public_key().to_jwk().find("d"), nullptr);
}

}  // namespace
}  // namespace gordion::identity
