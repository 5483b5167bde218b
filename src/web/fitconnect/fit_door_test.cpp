// SPDX-License-Identifier: EUPL-1.2
#include "web/fitconnect/fit_door.hpp"

#include "web/fitconnect/test_ground.hpp"

namespace gordion::web {
namespace {

using formats::Json;
using http::Method;

class FitDoorTest : public AtTheDoor {
protected:
    http::Response ask_token(const std::string& form,
                             std::vector<std::pair<std::string, std::string>> headers = {}) {
        return ask({Method::Post, "/token", "", form, "application/x-www-form-urlencoded",
                    std::move(headers)});
    }
};
GORDION_ON_BOTH_DATABASES(FitDoorTest);

TEST_P(FitDoorTest, GivesATokenForAForm) {
    open_door();
    const auto made =
        server->clients.create_client(zustelldienst::scope_of(zustelldienst::town),
                                      {zustelldienst::town, "Portal", {"send:region:DE"}, "", {}});
    const std::string form = "grant_type=client_credentials&client_id=" + made.value().client_id +
                             "&client_secret=" + made.value().secret.reveal();
    const http::Response given = ask_token(form);
    ASSERT_EQ(given.status, 200);
    EXPECT_EQ(given.find_header("Cache-Control"), "no-store");
    const Json body = read_body(given);
    EXPECT_EQ(body.text_at("token_type"), "Bearer");
    EXPECT_EQ(body.find("expires_in")->as_int(), 1800);
    EXPECT_EQ(body.text_at("scope"), "send:region:DE");
    EXPECT_EQ(open_page("/v1/destinations", body.text_at("access_token")).status, 200);

    const http::Response wrong = ask_token(form + "x");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(read_body(wrong).text_at("error"), "invalid_client");
    EXPECT_EQ(read_body(ask_token(form + "&scope=send:region:FR")).text_at("error"),
              "invalid_scope");
    EXPECT_EQ(read_body(ask_token(form + "&scope=a&scope=b")).text_at("error"), "invalid_request");
    const http::Response longest = ask_token(form + "&scope=" + std::string(2049, 's'));
    EXPECT_EQ(longest.status, 400);
    EXPECT_EQ(read_body(longest).text_at("error"), "invalid_request");
    EXPECT_EQ(longest.find_header("Cache-Control"), "no-store");
    EXPECT_EQ(read_body(ask_token(form + "&scope=" + std::string(2048, 's'))).text_at("error"),
              "invalid_scope")
        << "as long as it may be, but none of the client's";
    EXPECT_EQ(read_body(ask_token("")).text_at("error"), "invalid_request");
    EXPECT_EQ(read_body(ask_token("grant_type=%zz")).text_at("error"), "invalid_request");
    EXPECT_EQ(problem_of(ask({Method::Post, "/token", "", "{}", "application/json", {}})),
              "415 unsupported-media-type");
    EXPECT_EQ(problem_of(open_page("/token")), "405 method-not-allowed");
}

TEST_P(FitDoorTest, TakesABasicHeaderOnlyWhereItIsAllowed) {
    open_door();
    const auto credentials = [&] {
        const auto made = server->clients.create_client(
            zustelldienst::scope_of(zustelldienst::town),
            {zustelldienst::town, "Portal", {"send:region:DE"}, "", {}});
        return "Basic " +
               crypto::to_base64(made.value().client_id + ":" + made.value().secret.reveal());
    };
    const std::string grant = "grant_type=client_credentials";
    EXPECT_EQ(read_body(ask_token(grant, {{"Authorization", credentials()}})).text_at("error"),
              "invalid_request");
    zustelldienst::Settings settings;
    settings.basic_authentication = true;
    serve_again(settings);
    door = std::make_unique<FitDoor>(*server);
    EXPECT_EQ(ask_token(grant, {{"Authorization", credentials()}}).status, 200);
    for (const char* header :
         {"Basic", "Basic !", "Basic Og==", "Bearer x", "Basic JXp6OiV6eg=="}) {
        EXPECT_EQ(ask_token(grant, {{"Authorization", header}}).status, 400) << header;
    }
}

TEST_P(FitDoorTest, MakesNothingOfNonsenseInABasicHeader) {
    zustelldienst::Settings settings;
    settings.basic_authentication = true;
    settings.rate_limit = 0;
    settings.wrong_secrets = 0;
    open_door(settings);
    SeededRandom dice(4711);  // the same nonsense every time
    const auto any = [&](const std::vector<std::string>& choices) {
        return choices[dice.below(choices.size())];
    };
    for (int round = 0; round < 300; ++round) {
        std::string inside;
        for (std::size_t length = dice.below(6); length > 0; --length) {
            inside += any({":", "%", "%3A", "%zz", "+", std::string(1, '\0'), "\xff", "id",
                           "\u00e4", std::string(500, 'x')});
        }
        const std::string header =
            any({"Basic ", "basic ", "Basic", "BASIC  ", "Bearer "}) +
            any({crypto::to_base64(inside), inside, crypto::to_base64(inside) + "=", ""});
        const std::string form =
            any({"grant_type=client_credentials", "grant_type=client_credentials&client_id=x",
                 "grant_type=password", "", "%zz", "scope=a&scope=b"});
        const http::Response answer = ask_token(form, {{"Authorization", header}});
        EXPECT_TRUE(answer.status == 400 || answer.status == 401) << answer.status << header;
        const std::string error = read_body(answer).text_at("error");
        EXPECT_TRUE(error == "invalid_request" || error == "invalid_client" ||
                    error == "unsupported_grant_type")
            << error << " " << header;
    }
}

TEST_P(FitDoorTest, IsFoundUnderEveryPrefix) {
    open_door();
    const std::string token = token_for({create_scope});
    for (const char* prefix : {"", "/submission-api", "/destination-api"}) {
        for (const char* version : {"/v1", "/v2"}) {
            EXPECT_EQ(open_page(prefix + std::string(version) + "/destinations", token).status,
                      200);
            EXPECT_EQ(open_page(prefix + std::string(version) + "/info").status, 200);
        }
        EXPECT_EQ(open_page(std::string(prefix) + "/.well-known/jwks.json").status, 200);
    }
    EXPECT_EQ(problem_of(open_page("/routing-api/v1/destinations", token)), "404 not-found");
    EXPECT_EQ(problem_of(open_page("/v3/destinations", token)), "404 not-found");
    EXPECT_EQ(problem_of(open_page("/destinations", token)), "404 not-found");
    EXPECT_EQ(read_body(open_page("/v1/info")).find("version")->find("minor")->as_int(), 1);
    EXPECT_EQ(read_body(open_page("/v2/info")).find("version")->find("major")->as_int(), 2);
    EXPECT_EQ(read_body(open_page("/routing-api/v1/info")).find("version")->find("major")->as_int(),
              2);
}

TEST_P(FitDoorTest, ServesNothingElse) {
    for (const char* path : {"/token", "/v1/x", "/v2", "/submission-api", "/routing-api/v2/routes",
                             "/portal/.well-known/jwks.json"}) {
        EXPECT_TRUE(FitDoor::serves(path)) << path;
    }
    for (const char* path : {"/", "/v10/x", "/tokens", "/submission-apis", "/api/v1/places",
                             "/portal", "/backoffice"}) {
        EXPECT_FALSE(FitDoor::serves(path)) << path;
    }
}

TEST_P(FitDoorTest, TellsUnknownFromNotAllowed) {
    open_door();
    const std::string token = token_for({create_scope});
    EXPECT_EQ(problem_of(open_page("/v1/destinations")), "401 unauthorized");
    EXPECT_EQ(open_page("/v1/destinations").find_header("WWW-Authenticate"), "Bearer");
    EXPECT_EQ(problem_of(open_page("/v1/destinations", "x" + token)), "401 unauthorized");
    EXPECT_EQ(problem_of(open_page("/v1/nothing", token)), "404 not-found");
    const http::Response deleted = ask({Method::Delete, "/v1/destinations", token, "", "", {}});
    EXPECT_EQ(problem_of(deleted), "405 method-not-allowed");
    EXPECT_EQ(deleted.find_header("Allow"), "GET, POST");
    EXPECT_EQ(problem_of(ask({Method::Post, "/v1/destinations", token, "<x/>", "text/xml", {}})),
              "415 unsupported-media-type");
    EXPECT_EQ(problem_of(
                  ask({Method::Get, "/v1/destinations", token, "", "", {{"Accept", "text/html"}}})),
              "406 not-acceptable");
    for (const char* accept : {"*/*", "application/*", "text/html, application/json;q=0.5", ""}) {
        EXPECT_EQ(
            ask({Method::Get, "/v1/destinations", token, "", "", {{"Accept", accept}}}).status,
            200);
    }
    EXPECT_EQ(
        ask({Method::Get, "/v1/destinations", token, "", "", {{"Accept", "application/json;q=0"}}})
            .status,
        406);
    EXPECT_EQ(ask({Method::Head, "/v1/destinations", token, "", "", {}}).status, 200);
}

TEST_P(FitDoorTest, ChecksThePage) {
    open_door();
    const std::string token = token_for({create_scope});
    for (const char* query : {"limit=0", "limit=501", "limit=x", "offset=-1",
                              "offset=", "offset=99999999999999999999999"}) {
        EXPECT_EQ(problem_of(open_page("/v1/destinations?" + std::string(query), token)),
                  "400 validation-failed")
            << query;
    }
    const Json empty = read_body(open_page("/v1/destinations?limit=500&offset=7", token));
    EXPECT_EQ(empty.find("offset")->as_int(), 7);
    EXPECT_EQ(empty.find("totalCount")->as_int(), 0);
    EXPECT_EQ(empty.find("destinations")->size(), 0U);
}

TEST_P(FitDoorTest, RefusesHostileBodies) {
    open_door();
    const std::string token = token_for({create_scope});
    std::string nested;
    for (int i = 0; i < 1000; ++i) {
        nested += "{\"a\":";
    }
    for (const std::string& body :
         {std::string(""), std::string("{"), std::string("[]"), std::string("\"x\""), nested,
          std::string("{}"), std::string("{\"name\":\"\xff\"}")}) {
        EXPECT_EQ(problem_of(
                      ask({Method::Post, "/v1/destinations", token, body, "application/json", {}})),
                  "400 validation-failed");
    }
}

TEST_P(FitDoorTest, CountsCallsPerClient) {
    zustelldienst::Settings settings;
    settings.rate_limit = 3;
    open_door(settings);
    const std::string token = token_for({create_scope});
    const http::Response first = open_page("/v1/destinations", token);
    EXPECT_EQ(first.find_header("RateLimit-Limit"), "3");
    EXPECT_EQ(first.find_header("RateLimit-Remaining"), "2");
    EXPECT_TRUE(first.find_header("RateLimit-Reset"));
    open_page("/v1/destinations", token);
    open_page("/v1/destinations", token);
    const http::Response refused = open_page("/v1/destinations", token);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.content(), "");
    EXPECT_EQ(refused.find_header("RateLimit-Remaining"), "0");
    EXPECT_EQ(open_page("/v1/destinations", token_for({create_scope})).status, 200);
    clock.advance_ms(60'000);
    EXPECT_EQ(open_page("/v1/destinations", token).status, 200);
}

TEST_P(FitDoorTest, AsksForAUserAgentWhereItIsSetSo) {
    zustelldienst::Settings settings;
    settings.require_user_agent = true;
    open_door(settings);
    EXPECT_EQ(problem_of(open_page("/v1/info")), "403 user-agent-missing");
    EXPECT_EQ(ask({Method::Get, "/v1/info", "", "", "", {{"User-Agent", "x/1"}}}).status, 200);
}

TEST_P(FitDoorTest, PublishesKeysWithCertificates) {
    open_door();
    for (const char* path :
         {"/submission-api/.well-known/jwks.json", "/portal/.well-known/jwks.json"}) {
        const Json keys = read_body(open_page(path));
        const Json& key = keys.find("keys")->as_array().at(0);
        EXPECT_EQ(key.text_at("alg"), "PS512");
        EXPECT_EQ(key.find("key_ops")->as_array().at(0).as_string(), "verify");
        EXPECT_EQ(key.find("d"), nullptr);
        const std::string der =
            crypto::from_base64(key.find("x5c")->as_array().at(0).as_string()).value();
        crypto::CertificateTrust trust;
        trust.self_signed = crypto::SelfSigned::Allow;
        EXPECT_TRUE(crypto::check_certificates({der}, crypto::PublicKey::from_jwk(key).value(),
                                               trust, clock.now()));
    }
}

class Recorder final : public FitWatcher {
public:
    std::unique_ptr<zustelldienst::CheckObserver> observe(const http::Request&) override {
        return std::make_unique<zustelldienst::CheckList>();
    }
    std::optional<http::Response> intercept(FitCall& call) override {
        return call.path_values.empty() ? std::nullopt : std::optional(http::Response::empty(503));
    }
    void alter(FitCall& call, http::Response& response) override {
        if (call.request.path == "/.well-known/jwks.json") {
            response.set_header("X-Altered", "yes");
        }
    }
    void on_answer(const http::Request& request, const http::Response& response,
                   zustelldienst::CheckObserver& checks) override {
        id = request.id;
        path = request.path;
        status = response.status;
        heard = dynamic_cast<zustelldienst::CheckList&>(checks).checks();
    }
    int status = 0;
    std::string id;
    std::string path;
    std::vector<zustelldienst::Check> heard;
};

TEST_P(FitDoorTest, TellsAWatcherWhatItChecked) {
    open_door();
    Recorder recorder;
    door = std::make_unique<FitDoor>(*server, &recorder);
    open_page("/v1/destinations");
    EXPECT_EQ(recorder.status, 401);
    ASSERT_FALSE(recorder.heard.empty());
    EXPECT_EQ(recorder.heard.at(0).name, "token.valid");
    EXPECT_EQ(recorder.heard.at(0).outcome, zustelldienst::CheckOutcome::Fail);
    EXPECT_EQ(open_page("/v2/destinations/x").status, 503) << "a watcher may answer itself";
    EXPECT_TRUE(open_page("/.well-known/jwks.json").find_header("X-Altered").has_value());
}

TEST_P(FitDoorTest, TellsAWatcherWhatTheHttpServerRefuses) {
    open_door();
    Recorder recorder;
    door = std::make_unique<FitDoor>(*server, &recorder);
    http::Refusal refusal;
    refusal.status = 413;
    refusal.code = "http.body_too_large";
    refusal.message = "the body is larger than this address accepts";
    refusal.method = Method::Put;
    refusal.path = "/v1/submissions/x";
    refusal.request_id = "r1";
    EXPECT_EQ(problem_of(door->refusal(refusal)), "413 request-refused");
    EXPECT_EQ(recorder.status, 413);
    EXPECT_EQ(recorder.id, "r1");
    EXPECT_EQ(recorder.path, refusal.path);
    ASSERT_EQ(recorder.heard.size(), 1U);
    EXPECT_EQ(recorder.heard.at(0).name, "http.body_too_large");
    EXPECT_EQ(recorder.heard.at(0).outcome, zustelldienst::CheckOutcome::Fail);
    recorder.status = 0;
    refusal.path = "/sandbox/page";
    (void)door->refusal(refusal);
    EXPECT_EQ(recorder.status, 0) << "not a path of this door";
}

}  // namespace
}  // namespace gordion::web
