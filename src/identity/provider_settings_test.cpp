// SPDX-License-Identifier: EUPL-1.2
#include "identity/provider_settings.hpp"

#include <gtest/gtest.h>

#include "formats/toml.hpp"
#include "identity/account_provider.hpp"
#include "identity/providers/demo/demo.hpp"

namespace gordion::identity {
namespace {

const std::string complete = R"toml(
id = "bundkonto"
kind = "citizen"
title = "Bundkonto"
issuer = "https://konto.example"
client_id = "gordion"
client_secret_file = "konto.secret"
scopes = ["openid", "profile"]
userinfo = true
subject_claim = "bpk"
level_claim = "acr"
default_level = "10"
verified = ["family_name"]
verified_from = "30"
[levels]
"urn:level:3" = "30"
[attributes]
family_name = "family_name"
street = "address.street_address"
)toml";

Result<ProviderSettings> parse(const std::string& toml) {
    return parse_provider_settings(formats::parse_toml(toml).value().root, "/etc/gordion");
}

// The key that the refusal names; "" if there is none.
std::string refused_key(const std::string& from, const std::string& to) {
    std::string toml = complete;
    toml.replace(toml.find(from), from.size(), to);
    const auto parsed = parse(toml);
    if (parsed) {
        return "";
    }
    EXPECT_EQ(parsed.error().code, "identity.provider_setting");
    return parsed.error().values.front().second;
}

TEST(ProviderSettings, AreReadFromTheConfiguration) {
    const auto parsed = parse(complete);
    ASSERT_TRUE(parsed) << parsed.error().to_text();
    const ProviderSettings& settings = parsed.value();
    EXPECT_EQ(settings.client_secret_file, "/etc/gordion/konto.secret");
    EXPECT_EQ(settings.levels.at("urn:level:3"), TrustLevel{30});
    EXPECT_EQ(settings.attributes.at("street"), "address.street_address");
    EXPECT_EQ(settings.highest_level(), TrustLevel{30});
    EXPECT_TRUE(settings.userinfo);
    EXPECT_FALSE(settings.is_demo());
}

TEST(ProviderSettings, NameTheKeyThatIsWrong) {
    EXPECT_EQ(refused_key("id = \"bundkonto\"", "id = \"Bund Konto\""), "id");
    EXPECT_EQ(refused_key("kind = \"citizen\"", "kind = \"person\""), "kind");
    EXPECT_EQ(refused_key("kind = \"citizen\"", ""), "kind");
    EXPECT_EQ(refused_key("title = \"Bundkonto\"", ""), "title");
    EXPECT_EQ(refused_key("https://", "http://"), "issuer");
    EXPECT_EQ(refused_key("konto.example", "konto.example?x=1"), "issuer");
    EXPECT_EQ(refused_key("client_id = \"gordion\"", "client_id = \"\""), "client_id");
    EXPECT_EQ(refused_key("[\"openid\", \"profile\"]", "[\"profile\"]"), "scopes");
    EXPECT_EQ(refused_key("[\"openid\", \"profile\"]", "\"openid\""), "scopes");
    EXPECT_EQ(refused_key("userinfo = true", "userinfo = \"yes\""), "userinfo");
    EXPECT_EQ(refused_key("\"30\"\n[levels]", "\"35\"\n[levels]"), "verified_from");
    EXPECT_EQ(refused_key("\"urn:level:3\" = \"30\"", "\"urn:level:3\" = 30"),
              "levels.urn:level:3");
    EXPECT_EQ(refused_key("street = ", "strasse = "), "attributes.strasse");
    EXPECT_EQ(refused_key("[\"family_name\"]", "[\"name\"]"), "verified");
    EXPECT_EQ(refused_key("userinfo = true", "user_info = true"), "user_info");
    EXPECT_EQ(parse_provider_settings(formats::Json("x"), "").error().code,
              "identity.provider_setting");
}

TEST(ProviderSettings, BelieveTheOwnMachineWithoutTls) {
    for (const char* url : {"http://127.0.0.1", "http://127.0.0.1:80/x", "http://localhost:4000",
                            "http://[::1]:4000/a"}) {
        EXPECT_TRUE(is_loopback_url(url)) << url;
    }
    for (const char* url : {"http://127.0.0.1.evil.example", "http://127.0.0.1@evil.example",
                            "http://127.0.0.1:80@evil.example/", "http://localhost.example", "",
                            "https://127.0.0.1", "http://127.0.0.1:", "http://127.0.0.1?x"}) {
        EXPECT_FALSE(is_loopback_url(url)) << url;
    }
}

TEST(Providers, OfTheDemoExistInADemoOnly) {
    FakeClock clock;
    SystemRandom random;
    EXPECT_EQ(make_providers({}, {clock, random, false}).value().size(), 0U);
    const auto demo = make_providers({}, {clock, random, true});
    ASSERT_EQ(demo.value().size(), 2U);
    EXPECT_NE(find_provider(demo.value(), "demo-organisation"), nullptr);
    EXPECT_EQ(find_provider(demo.value(), "bundkonto"), nullptr);
    EXPECT_EQ(make_providers(demo_provider_settings(), {clock, random, false}).error().code,
              "identity.provider_demo");
}

TEST(Providers, NeedTheirSecretsAndNamesOfTheirOwn) {
    FakeClock clock;
    SystemRandom random;
    const ProviderSettings settings = parse(complete).value();
    const auto without_file = make_providers({settings}, {clock, random, false});
    EXPECT_EQ(without_file.error().code, "identity.provider_secret");
    ProviderSettings open = settings;
    open.client_secret_file.clear();
    EXPECT_EQ(make_providers({open}, {clock, random, true}).value().size(), 1U);
    EXPECT_EQ(make_providers({open, open}, {clock, random, false}).error().code,
              "identity.provider_twice");
}

}  // namespace
}  // namespace gordion::identity
