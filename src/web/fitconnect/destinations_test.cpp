// SPDX-License-Identifier: EUPL-1.2
#include "web/fitconnect/test_ground.hpp"

namespace gordion::web {
namespace {

using formats::Json;
using http::Method;

const std::string manage_scope =
    "https://schema.fitko.de/fit-connect/oauth/scopes/manage-destinations";
constexpr std::int64_t day_ms = 24LL * 3600 * 1000;

class DestinationApiTest : public AtTheDoor {
protected:
    void SetUp() override {
        AtTheDoor::SetUp();
        if (!IsSkipped()) {
            open_door();
            token = token_for({manage_scope});
        }
    }
    /// The path of a new destination.
    std::string create(const std::string& by = "") {
        const http::Response made =
            post("/destination-api/v1/destinations", by.empty() ? token : by, sent_destination());
        EXPECT_EQ(made.status, 201) << made.content();
        return "/destination-api/v1" + std::string(made.find_header("Location").value_or(""));
    }
    /// "400 validation-failed services/0/regions" for a creation with one member changed.
    std::string creation_with(const std::string& member, Json value) {
        Json body = sent_destination();
        body.set(member, std::move(value));
        return refusal_of(post("/v1/destinations", token, body));
    }
    static std::string refusal_of(const http::Response& response) {
        if (response.status < 300) {
            return std::to_string(response.status);
        }
        return problem_of(response) + " " + read_body(response).text_at("detail");
    }
    std::string token;
};
GORDION_ON_BOTH_DATABASES(DestinationApiTest);

TEST_P(DestinationApiTest, CreatesAsSeenLiveAndActivates) {
    const http::Response made = post("/destination-api/v1/destinations", token, sent_destination());
    ASSERT_EQ(made.status, 201) << made.content();
    EXPECT_EQ(made.find_header("Cache-Control"), "no-cache");
    const Json body = read_body(made);
    EXPECT_EQ(body.text_at("status"), "created");
    EXPECT_EQ(body.find("encryptionPublicKey"), nullptr);
    const std::string path = "/destination-api/v1/destinations/" + body.text_at("destinationId");
    const http::Response active =
        patch(path, token, R"({"status":"active"})", "application/merge-patch+json");
    EXPECT_EQ(active.status, 200) << active.content();
    EXPECT_EQ(read_body(active).text_at("status"), "active");
    EXPECT_EQ(active.find_header("Cache-Control"), "no-cache");
}

TEST_P(DestinationApiTest, ShowsOthersThePublicPartOnly) {
    const std::string path = create();
    const std::string id = path.substr(path.rfind('/') + 1);
    const Json own = read_body(open_page(path, token));
    EXPECT_EQ(own.find("contactInformation")->text_at("legalName"), "Amt Pellworm");
    EXPECT_TRUE(own.find("services") != nullptr && own.find("publicServices") == nullptr);
    const std::string sender = token_for({"send:region:DE"}, zustelldienst::other_town);
    const Json seen = read_body(open_page("/v1/destinations/" + id, sender));
    EXPECT_EQ(seen.find("contactInformation"), nullptr);
    EXPECT_EQ(seen.text_at("encryptionKid"), enc_kid);
    EXPECT_EQ(problem_of(open_page("/v1/destinations/" + id)), "401 unauthorized");
    const http::Response in_v2 = open_page("/v2/destinations/" + id);
    EXPECT_EQ(in_v2.status, 200);
    EXPECT_EQ(in_v2.find_header("Cache-Control"), "no-cache");
    EXPECT_TRUE(read_body(in_v2).find("publicServices") != nullptr);
    EXPECT_EQ(read_body(in_v2).text_at("name"), "Steueramt");
    EXPECT_EQ(read_body(in_v2).find("contactInformation"), nullptr);
    std::string upper = id;
    for (char& c : upper) {
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    EXPECT_EQ(open_page("/v2/destinations/" + upper).status, 200);
    EXPECT_EQ(problem_of(open_page("/v2/destinations/0193e2a0-0000-7000-8000-000000000001")),
              "404 destination-not-found");
    EXPECT_EQ(problem_of(open_page("/v2/destinations/nonsense")), "404 not-found");
}

TEST_P(DestinationApiTest, ListsWhatIsOnesOwn) {
    for (int i = 0; i < 3; ++i) {
        create();
    }
    create(token_for({manage_scope}));
    const Json list = read_body(open_page("/v1/destinations?limit=2&offset=1", token));
    EXPECT_EQ(list.find("totalCount")->as_int(), 3);
    EXPECT_EQ(list.find("count")->as_int(), 2);
    EXPECT_TRUE(list.find("destinations")->as_array().at(0).find("contactInformation") != nullptr);
}

TEST_P(DestinationApiTest, LetsNobodyElseChangeIt) {
    const std::string path = create();
    const std::string id = path.substr(path.rfind('/') + 1);
    const std::string body = R"({"status":"active"})";
    for (const std::string& other :
         {token_for({manage_scope}), token_for({manage_scope}, zustelldienst::other_town),
          token_for({"send:region:DE"}), token_for({"subscribe:destination:" + id})}) {
        EXPECT_EQ(problem_of(patch(path, other, body)), "403 forbidden");
        EXPECT_EQ(problem_of(ask({Method::Delete, path, other, "", "", {}})), "403 forbidden");
        EXPECT_EQ(problem_of(post(path + "/keys", other, Json::object())), "403 forbidden");
        EXPECT_EQ(problem_of(ask({Method::Put, path, other, "{}", "application/json", {}})),
                  "403 forbidden");
    }
    EXPECT_EQ(
        problem_of(post("/v1/destinations", token_for({"send:region:DE"}), sent_destination())),
        "403 forbidden");
    EXPECT_EQ(patch(path, token_for({"manage:destination:" + id}), body).status, 200);
    EXPECT_EQ(
        problem_of(patch("/v1/destinations/0193e2a0-0000-7000-8000-000000000001", token, body)),
        "404 destination-not-found");
}

TEST_P(DestinationApiTest, JudgesEveryMemberOfACreation) {
    for (const char* member : {"contactInformation", "services", "encryptionKid",
                               "encryptionPublicKey", "signingPublicKey", "metadataVersions"}) {
        Json body = sent_destination();
        body.erase(member);
        const std::string refused = refusal_of(post("/v1/destinations", token, body));
        EXPECT_TRUE(refused.starts_with("400 validation-failed")) << member << ": " << refused;
        EXPECT_NE(refused.find(member), std::string::npos) << refused;
    }
    struct Wrong {
        const char* member;
        Json value;
        const char* says;
    };
    for (const Wrong& wrong : {
             Wrong{"contactInformation", Json::object({{"legalName", "x"}}), "email"},
             Wrong{"contactInformation", "x", "legalName"},
             Wrong{"services", Json::array(), "services"},
             Wrong{"services", Json::array({1}), "identifier"},
             Wrong{"metadataVersions", Json::array({"2.x"}), "metadataVersions"},
             Wrong{"metadataVersions", Json::array({"2.1.0", "2.1.0"}), "unique"},
             Wrong{"encryptionKid", "another-kid", "encryptionKid"},
             Wrong{"encryptionPublicKey", Json::object(), "kty"},
             Wrong{"name", std::string(400, 'x'), "name"},
             Wrong{"replyChannels", Json::object(), "replyChannels"},
             Wrong{"callback", Json::object({{"url", "http://x.example"}}), "callback/url"},
             Wrong{"callback", Json::object({{"url", "https://"}}), "callback/url"},
             Wrong{"callback", Json::object({{"url", "https://x.example"}}), "callback/secret"},
             Wrong{"callback",
                   Json::object({{"url", "https://x.example"}, {"secret", std::string(31, 's')}}),
                   "callback/secret"},
             Wrong{"callback",
                   Json::object({{"url", "https://x.example"}, {"secret", std::string(513, 's')}}),
                   "callback/secret"},
         }) {
        const std::string refused = creation_with(wrong.member, wrong.value);
        EXPECT_TRUE(refused.starts_with("400 validation-failed")) << refused;
        EXPECT_NE(refused.find(wrong.says), std::string::npos) << refused;
    }
    EXPECT_EQ(creation_with("unknownMember", 1), "201");
    // What points inside is told to the owner, not found out when nobody is called.
    for (const char* inside : {"https://127.0.0.1:8203/", "https://10.0.0.1/", "https://localhost/",
                               "https://2130706433/", "https://a@x.example/"}) {
        const std::string refused = creation_with(
            "callback", Json::object({{"url", inside}, {"secret", std::string(40, 's')}}));
        EXPECT_TRUE(refused.starts_with("4")) << inside << ": " << refused;
    }
}

TEST_P(DestinationApiTest, JudgesEveryMemberOfAKey) {
    const Json good = *sent_destination().find("encryptionPublicKey");
    const auto with = [&](const char* member, Json value) {
        Json key = good;
        key.set(member, std::move(value));
        return creation_with("encryptionPublicKey", std::move(key));
    };
    for (const std::string& refused :
         {with("kty", "EC"), with("kid", "short"), with("kid", std::string(65, 'k')),
          with("kid", "with space"), with("alg", "PS512"),
          with("key_ops", Json::array({"encrypt"})),
          with("key_ops", Json::array({"wrapKey", "verify"})), with("key_ops", "wrapKey"),
          with("e", "AQAC"), with("d", "AQAB"), with("n", "AQAB"), with("x5c", Json::array()),
          with("x5c", Json::array({"AAAA"})), with("x5c", Json::array({1})),
          with("x5c", *sent_destination().find("signingPublicKey")->find("x5c")),
          with("n",
               sent_key("rsa_2048.jwk.json", enc_kid, "RSA-OAEP-256", "wrapKey").text_at("n"))}) {
        EXPECT_TRUE(refused.starts_with("400 validation-failed")) << refused;
    }
    EXPECT_TRUE(creation_with("signingPublicKey", good).starts_with("400"));
    Json bare = good;
    bare.erase("x5c");
    EXPECT_EQ(creation_with("encryptionPublicKey", bare), "201");
}

TEST_P(DestinationApiTest, AsksForCertificatesAsItIsSet) {
    zustelldienst::Settings settings;
    settings.certificates = zustelldienst::CertificatePolicy::Trusted;
    serve_again(settings);
    door = std::make_unique<FitDoor>(*server);
    EXPECT_NE(creation_with("name", "x").find("400"), std::string::npos);
    settings.certificates = zustelldienst::CertificatePolicy::Required;
    serve_again(settings);
    door = std::make_unique<FitDoor>(*server);
    EXPECT_EQ(creation_with("name", "x"), "201");
    Json bare = *sent_destination().find("encryptionPublicKey");
    bare.erase("x5c");
    EXPECT_NE(creation_with("encryptionPublicKey", bare).find("x5c"), std::string::npos);
}

TEST_P(DestinationApiTest, GoesThroughItsStatesOnlyInOrder) {
    const std::string path = create();
    const auto to = [&](const std::string& status) {
        const http::Response response = patch(path, token, "{\"status\":\"" + status + "\"}");
        return response.status == 200 ? read_body(response).text_at("status")
                                      : problem_of(response);
    };
    const std::string refused = "400 invalid-state-transition";
    EXPECT_EQ(to("inactive"), refused);
    EXPECT_EQ(to("decommissioned"), refused);
    EXPECT_EQ(to("nonsense"), "400 validation-failed");
    EXPECT_EQ(to("active"), "active");
    EXPECT_EQ(to("created"), refused);
    EXPECT_EQ(to("decommissioned"), refused);
    EXPECT_EQ(to("inactive"), "inactive");
    const auto wait = [&](std::int64_t ms) {
        clock.advance_ms(ms);
        token = token_for({"manage:destination:" + path.substr(path.rfind('/') + 1)});
    };
    wait(30 * day_ms - 1);
    EXPECT_EQ(to("decommissioned"), refused);
    EXPECT_EQ(to("active"), "active");
    EXPECT_EQ(to("inactive"), "inactive");
    wait(1);
    EXPECT_EQ(to("decommissioned"), refused) << "the time of waiting begins anew";
    wait(30 * day_ms);
    EXPECT_EQ(to("decommissioned"), "decommissioned");
    EXPECT_EQ(to("active"), refused);
    EXPECT_EQ(patch(path, token, R"({"name":"x"})").status, 400);
}

TEST_P(DestinationApiTest, DeletesWhatWasNeverActiveAndEndsTheRest) {
    const std::string never = create();
    EXPECT_EQ(ask({Method::Delete, never, token, "", "", {}}).status, 204);
    EXPECT_EQ(problem_of(open_page(never, token)), "404 destination-not-found");
    const std::string path = create();
    ASSERT_EQ(patch(path, token, R"({"status":"active"})").status, 200);
    const auto remove = [&] { return ask({Method::Delete, path, token, "", "", {}}); };
    EXPECT_EQ(problem_of(remove()), "400 invalid-state-transition");
    ASSERT_EQ(patch(path, token, R"({"status":"inactive"})").status, 200);
    EXPECT_EQ(problem_of(remove()), "400 invalid-state-transition");
    clock.advance_ms(30 * day_ms);
    token = token_for({"manage:destination:" + path.substr(path.rfind('/') + 1)});
    EXPECT_EQ(remove().status, 204);
    EXPECT_EQ(read_body(open_page(path, token)).text_at("status"), "decommissioned");
}

TEST_P(DestinationApiTest, ReplacesMembersOrMergesThem) {
    const std::string path = create();
    const std::string secret(32, 's');
    const http::Response called = patch(
        path, token, R"({"callback":{"url":"https://a.example/x","secret":")" + secret + R"("}})");
    ASSERT_EQ(called.status, 200) << called.content();
    EXPECT_EQ(called.content().find(secret), std::string::npos);
    EXPECT_EQ(read_body(called).find("callback")->text_at("url"), "https://a.example/x");
    const std::string id = path.substr(path.rfind('/') + 1);
    const auto kept = [&] {
        const auto loaded = server->destinations.load_callback_secret(system_scope("test"), id);
        return loaded.value() ? loaded.value()->reveal() : std::string();
    };
    EXPECT_EQ(kept(), secret);
    ASSERT_EQ(patch(path, token, R"({"contactInformation":{"phone":"1"}})").status, 400);
    const char* merge = "application/merge-patch+json";
    const http::Response merged = patch(
        path, token,
        R"({"contactInformation":{"phone":"1"},"callback":{"url":"https://b.example"}})", merge);
    ASSERT_EQ(merged.status, 200) << merged.content();
    EXPECT_EQ(read_body(merged).find("contactInformation")->text_at("phone"), "1");
    EXPECT_EQ(read_body(merged).find("contactInformation")->text_at("legalName"), "Amt Pellworm");
    EXPECT_EQ(read_body(merged).find("callback")->text_at("url"), "https://b.example");
    EXPECT_EQ(kept(), secret);
    EXPECT_EQ(patch(path, token, R"({"contactInformation":null})", merge).status, 400);
    const http::Response removed = patch(path, token, R"({"callback":null})", merge);
    EXPECT_EQ(read_body(removed).find("callback"), nullptr);
    EXPECT_EQ(kept(), "");
}

TEST_P(DestinationApiTest, PutsAWholeDestination) {
    const std::string path = create();
    Json body = sent_destination();
    body.set("status", "active");
    body.set("callback",
             Json::object({{"url", "https://a.example"}, {"secret", std::string(32, 's')}}));
    const auto put = [&] {
        return ask({Method::Put, path, token, formats::write_json(body), "application/json", {}});
    };
    const http::Response replaced = put();
    ASSERT_EQ(replaced.status, 200) << replaced.content();
    EXPECT_EQ(read_body(replaced).text_at("status"), "active");
    EXPECT_TRUE(read_body(replaced).find("callback") != nullptr);
    body.erase("callback");
    EXPECT_EQ(read_body(put()).find("callback"), nullptr);
    for (const char* member :
         {"status", "contactInformation", "services", "encryptionKid", "metadataVersions"}) {
        const Json whole = body;
        body.erase(member);
        EXPECT_EQ(problem_of(put()), "400 validation-failed") << member;
        body = whole;
    }
}

TEST_P(DestinationApiTest, RollsKeysOver) {
    const std::string path = create();
    const std::string fresh_kid = "22222222-2222-4222-8222-222222222222-wrapKey";
    const Json fresh = sent_key("rsa_4096.jwk.json", fresh_kid, "RSA-OAEP-256", "wrapKey");
    const std::string use_it = "{\"encryptionKid\":\"" + fresh_kid + "\"}";
    EXPECT_EQ(problem_of(patch(path, token, use_it)), "400 validation-failed");
    const http::Response added = post(path + "/keys", token, fresh);
    EXPECT_EQ(added.status, 201) << added.content();
    EXPECT_TRUE(added.find_header("Location")->ends_with("/keys/" + fresh_kid));
    EXPECT_EQ(post(path + "/keys", token, fresh).status, 201);
    EXPECT_EQ(problem_of(
                  post(path + "/keys", token,
                       sent_key("rsa_4096_second.jwk.json", fresh_kid, "RSA-OAEP-256", "wrapKey"))),
              "400 validation-failed");
    EXPECT_EQ(patch(path, token, use_it).status, 200);
    EXPECT_EQ(patch(path, token, "{\"encryptionKid\":\"" + std::string(sig_kid) + "\"}").status,
              400)
        << "a key for signatures encrypts nothing";
    const http::Response old = open_page(path + "/keys/" + enc_kid);
    EXPECT_EQ(old.status, 200) << "old keys stay readable, without a token";
    EXPECT_EQ(old.find_header("Cache-Control"), "no-cache");
    EXPECT_EQ(read_body(old).find("use"), nullptr);
    EXPECT_EQ(problem_of(open_page(path + "/keys/unknown-kid")), "404 key-not-found");
    const std::string id = path.substr(path.rfind('/') + 1);
    const http::Response all = open_page("/destination-api/v2/destinations/" + id + "/keys");
    ASSERT_EQ(all.status, 200);
    EXPECT_EQ(read_body(all).find("keys")->size(), 3U);
    EXPECT_EQ(read_body(all).find("keys")->as_array().at(0).text_at("kid"), fresh_kid);
    const std::string nowhere = "/submission-api/v2/destinations/" + id + "/keys";
    EXPECT_EQ(problem_of(open_page(nowhere, token)), "404 not-found");
    EXPECT_EQ(problem_of(post(nowhere, token, fresh)), "404 not-found");
    EXPECT_EQ(problem_of(open_page("/submission-api/v1/destinations/" + id + "/keys", token)),
              "405 method-not-allowed");
}

TEST_P(DestinationApiTest, HasABoundNumberOfDestinations) {
    zustelldienst::Settings settings;
    settings.destinations_per_client = 2;
    serve_again(settings);
    door = std::make_unique<FitDoor>(*server);
    create();
    create();
    EXPECT_EQ(problem_of(post("/v1/destinations", token, sent_destination())),
              "403 destination-limit");
    EXPECT_EQ(post("/v1/destinations", token_for({manage_scope}), sent_destination()).status, 201);
}

}  // namespace
}  // namespace gordion::web
