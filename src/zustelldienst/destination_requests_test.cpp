// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/destination_requests.hpp"

#include <gtest/gtest.h>

#include "crypto/test_keys.hpp"

// Each member that a destination may not have like this; at the door: web/fitconnect.
namespace gordion::zustelldienst {
namespace {

using fitconnect::DestinationStatus;
using formats::Json;

constexpr Instant now{1'763'900'000'000};
const std::string secret(32, 's');

Json key_of(const std::string& file, const std::string& kid, const char* alg,
            const char* operation) {
    Json jwk = crypto::PrivateKey::from_jwk(crypto::test_jwk(file)).value().public_key().to_jwk();
    jwk.set("kid", kid);
    jwk.set("alg", alg);
    jwk.set("key_ops", Json::array({operation}));
    return jwk;
}
Json encryption_key(const std::string& kid) {
    return key_of("rsa_4096.jwk.json", kid, "RSA-OAEP-256", "wrapKey");
}
Json signature_key(const std::string& kid) {
    return key_of("rsa_4096_second.jwk.json", kid, "PS512", "verify");
}

Json good_services() {
    return formats::parse_json(
               R"([{"identifier":"urn:de:fim:leika:leistung:99",)"
               R"("regions":["DE01"],"submissionSchemas":[)"
               R"({"schemaUri":"https://a.example","mimeType":"application/json"}]}])")
        .value();
}

Json good() {
    static const Json request = Json::object(
        {{"contactInformation", Json::object({{"legalName", "Amt"}, {"email", "a@example.org"}})},
         {"services", good_services()},
         {"metadataVersions", Json::array({"2.1.0"})},
         {"encryptionPublicKey", encryption_key("the-encryption-key")},
         {"signingPublicKey", signature_key("the-signature-key")},
         {"encryptionKid", "the-encryption-key"}});
    return request;
}

/// "place reason" of what is refused.
std::string place_of(const Error& error) {
    for (const auto& [name, value] : error.values) {
        if (name == "reason") {
            return error.place + " " + value;
        }
    }
    return error.place;
}

std::string creation_with(const char* member, Json value, const Settings& settings = {}) {
    Json request = good();
    request.set(member, std::move(value));
    const auto wanted = read_new_destination(request, settings, now);
    return wanted ? "" : place_of(wanted.error());
}

DestinationChange stored() {
    DestinationChange change;
    change.stored.destination = read_new_destination(good(), {}, now).value().destination;
    change.stored.destination.status = DestinationStatus::Active;
    change.encryption_kids = {"the-encryption-key"};
    return change;
}

std::string change_with(const char* member, Json value, ChangeForm form = ChangeForm::Members) {
    DestinationChange change = stored();
    const auto applied =
        apply_change(change, Json::object({{member, std::move(value)}}), form, {}, now);
    return applied ? "" : place_of(applied.error());
}

TEST(FitDestinationRequests, TakesAGoodOne) {
    ASSERT_TRUE(read_new_destination(good(), {}, now));
    EXPECT_EQ(creation_with("callback",
                            Json::object({{"url", "https://a.example/x?y=1"}, {"secret", secret}})),
              "");
    EXPECT_EQ(creation_with("callback", Json()), "");
    EXPECT_EQ(
        creation_with("replyChannels", Json::object({{"eMail", Json::object({{"usePgp", true}})}})),
        "");
}

TEST(FitDestinationRequests, RefusesCallbacksThatAreNone) {
    for (const Json& wrong : {Json("https://a.example"), Json(7), Json::array(), Json(true)}) {
        EXPECT_EQ(creation_with("callback", wrong), "callback object");
        EXPECT_EQ(change_with("callback", wrong), "callback object");
    }
    for (const std::string& url :
         {std::string("https://a.example/\u00e4"), std::string("https://stra\u00dfe.example/"),
          std::string("https://a.example/a b"), std::string("https://a.example/\n"),
          std::string("https://a.example/\x7f"), std::string("http://a.example/"),
          std::string("https://"), std::string("javascript:alert(1)"), std::string(),
          "https://" + std::string(1'993, 'a')}) {
        const Json callback = Json::object({{"url", url}, {"secret", secret}});
        EXPECT_EQ(creation_with("callback", callback), "callback/url https") << url;
        EXPECT_EQ(change_with("callback", callback), "callback/url https") << url;
    }
    EXPECT_EQ(creation_with("callback", Json::object({{"url", "https://" + std::string(1'992, 'a')},
                                                      {"secret", secret}})),
              "");
    Settings plain;
    plain.callbacks_over_plain_http = true;
    const Json callback = Json::object({{"url", "http://a.example/"}, {"secret", secret}});
    EXPECT_EQ(creation_with("callback", callback, plain), "");
    for (const Json& wrong : {Json(7), Json(), Json(std::string(31, 's'))}) {
        const Json with = Json::object({{"url", "https://a.example"}, {"secret", wrong}});
        EXPECT_EQ(creation_with("callback", with), "callback/secret 32..512");
    }
    // Characters count, not bytes.
    std::string umlauts;
    for (int i = 0; i < 32; ++i) {
        umlauts += "\u00e4";
    }
    EXPECT_EQ(creation_with("callback",
                            Json::object({{"url", "https://a.example"}, {"secret", umlauts}})),
              "");
    umlauts.resize(umlauts.size() - 2);
    EXPECT_EQ(creation_with("callback",
                            Json::object({{"url", "https://a.example"}, {"secret", umlauts}})),
              "callback/secret 32..512");
}

TEST(FitDestinationRequests, RefusesReplyChannelsThatAreNone) {
    for (const Json& wrong :
         {Json::object(), Json("eMail"), Json::array(), Json::object({{"fax", Json::object()}}),
          Json::object({{"eMail", "a@example.org"}}),
          Json::object({{"eMail", Json::object({{"usePgp", "yes"}})}}),
          Json::object({{"eMail", Json::object({{"usePgp", 1}})}}),
          Json::object({{"eMail", Json::object({{"usePgp", Json()}})}})}) {
        EXPECT_EQ(creation_with("replyChannels", wrong), "replyChannels object")
            << formats::write_json(wrong);
        EXPECT_EQ(change_with("replyChannels", wrong), "replyChannels object")
            << formats::write_json(wrong);
    }
    EXPECT_EQ(change_with("replyChannels", Json()), "");
}

TEST(FitDestinationRequests, WantsTwoKeysWithTwoNames) {
    EXPECT_EQ(creation_with("signingPublicKey", signature_key("the-encryption-key")),
              "signingPublicKey/kid unique");
    EXPECT_EQ(creation_with("signingPublicKey", encryption_key("the-signature-key")),
              "signingPublicKey/key_ops verify");
    EXPECT_EQ(creation_with("encryptionPublicKey", signature_key("the-encryption-key")),
              "encryptionPublicKey/key_ops wrapKey");
    EXPECT_EQ(creation_with("encryptionKid", "the-signature-key"),
              "encryptionKid the kid of encryptionPublicKey");
    for (const char* kid : {"", "seven77", "with/slash", "with space", "with-\u00fcmlaut",
                            "../../../../etc/passwd"}) {
        EXPECT_EQ(creation_with("encryptionPublicKey", encryption_key(kid)),
                  "encryptionPublicKey/kid")
            << kid;
    }
    EXPECT_EQ(creation_with("encryptionPublicKey", "text"), "encryptionPublicKey/kty");
}

TEST(FitDestinationRequests, ChangesNothingToWhatIsWrong) {
    const auto with_service = [](const char* member, Json value) {
        Json service = good_services().as_array().at(0);
        service.set(member, std::move(value));
        return Json::array({std::move(service)});
    };
    for (const ChangeForm form : {ChangeForm::Members, ChangeForm::Merge}) {
        EXPECT_EQ(change_with("services", good_services(), form), "");
        for (const Json& wrong : {Json::array(), Json("x"), Json(), Json::object()}) {
            EXPECT_EQ(change_with("services", wrong, form), "services list")
                << formats::write_json(wrong);
        }
        EXPECT_EQ(change_with("services", Json::array({7}), form), "services/0/identifier urn");
        EXPECT_EQ(change_with("services", with_service("identifier", "dog"), form),
                  "services/0/identifier urn");
        EXPECT_EQ(change_with("services", with_service("regions", Json::array()), form),
                  "services/0/regions list");
        EXPECT_EQ(change_with("services", with_service("regions", Json::array({"FR"})), form),
                  "services/0/regions/0 pattern");
        EXPECT_EQ(change_with("services", with_service("submissionSchemas", Json()), form),
                  "services/0/submissionSchemas list");
    }
    EXPECT_EQ(change_with("publicServices", Json::array()), "services list");
    EXPECT_EQ(change_with("encryptionKid", "another-kid"),
              "encryptionKid unknown key for encryption");
    EXPECT_EQ(change_with("encryptionKid", 7), "encryptionKid unknown key for encryption");
    EXPECT_EQ(change_with("contactInformation", "x"), "contactInformation object");
    EXPECT_EQ(change_with("name", 7), "name text");
    EXPECT_EQ(change_with("status", "paused"), "status enum");
}

}  // namespace
}  // namespace gordion::zustelldienst
