// SPDX-License-Identifier: EUPL-1.2
#include "identity/providers/oidc/discovery.hpp"

#include <gtest/gtest.h>

#include "identity/providers/oidc/test_provider.hpp"

namespace gordion::identity {
namespace {

using formats::Json;

std::string refusal(const Json& document, std::string_view issuer = test_issuer) {
    const auto parsed = parse_discovery(formats::write_json(document), issuer);
    return parsed ? "" : parsed.error().code;
}

TEST(Discovery, NamesTheAddressesOfItsOwnIssuer) {
    const auto parsed = parse_discovery(formats::write_json(test_discovery()), test_issuer);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed.value().token_endpoint, "https://konto.example/token");
    EXPECT_FALSE(parsed.value().secret_in_body);
    EXPECT_FALSE(parsed.value().names_itself);
    EXPECT_EQ(refusal(test_discovery(), "https://konto.example/"), "identity.provider_discovery");
    EXPECT_EQ(refusal(test_discovery(), "https://evil.example"), "identity.provider_discovery");
}

TEST(Discovery, SendsNobodyToAnUnsafeAddress) {
    for (const char* member :
         {"authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"}) {
        for (const char* address :
             {"http://konto.example/x", "javascript:alert(1)", "//konto.example", "", "/token",
              "http://127.0.0.1/x", "https://konto.example/a b", "https://konto.example/\"x",
              "https://konto.example/\nX: y", "https://konto.example/#x"}) {
            Json document = test_discovery();
            document.set(member, address);
            EXPECT_EQ(refusal(document), "identity.provider_discovery") << member << address;
        }
        Json number = test_discovery();
        number.set(member, 5);
        EXPECT_EQ(refusal(number), "identity.provider_discovery") << member;
    }
    Json without = test_discovery();
    without.erase("userinfo_endpoint");
    EXPECT_EQ(refusal(without), "");
    without.erase("jwks_uri");
    EXPECT_EQ(refusal(without), "identity.provider_discovery");
}

TEST(Discovery, TakesPlainHttpOfTheOwnMachineOnly) {
    Json document = test_discovery();
    document.set("issuer", "http://127.0.0.1:4000");
    for (const char* member :
         {"authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"}) {
        document.set(member, "http://127.0.0.1:4000/x");
    }
    EXPECT_EQ(refusal(document, "http://127.0.0.1:4000"), "");
    document.set("token_endpoint", "http://127.0.0.1:4000@evil.example/x");
    EXPECT_EQ(refusal(document, "http://127.0.0.1:4000"), "identity.provider_discovery");
}

TEST(Discovery, ThatIsNoDocumentIsRefused) {
    for (const char* bytes : {"", "null", "[]", "{}", "<html>", "{\"issuer\":"}) {
        EXPECT_EQ(parse_discovery(bytes, test_issuer).error().code, "identity.provider_discovery")
            << bytes;
    }
}

}  // namespace
}  // namespace gordion::identity
