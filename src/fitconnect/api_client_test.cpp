// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/api_client.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <mutex>

#include "http/testing/raw_client.hpp"

namespace gordion::fitconnect {
namespace {

using formats::Json;

constexpr const char* submission = "eacbdb6f-a944-44b9-8594-50e71689ff1a";
constexpr const char* case_id = "1fb26346-c5a0-4c56-aea8-77643a509f7a";
constexpr const char* destination = "e9507c4a-46de-4a37-b4ab-70516631a954";
constexpr const char* attachment = "73586f5c-a0aa-42e1-992c-fb5bd83e1cc2";

http::Response answer(int status, std::string body,
                      std::vector<std::pair<std::string, std::string>> headers = {}) {
    http::Response response = http::Response::json(std::move(body), status);
    for (auto& [name, value] : headers) {
        response.set_header(name, std::move(value));
    }
    return response;
}

// Plays the network: answers what the test lined up, and remembers what it was asked.
class Network {
public:
    Network() : test_([this](const http::Request& request) { return next(request); }) {}

    void expect(http::Response response) { lined_up_.push_back(std::move(response)); }
    void expect_token(int number = 1, std::int64_t lifetime_s = 1800) {
        expect(answer(200, R"({"access_token":"token-)" + std::to_string(number) +
                               R"(","token_type":"Bearer","expires_in":)" +
                               std::to_string(lifetime_s) + "}"));
    }

    ApiClient client(ApiVersion version = ApiVersion::V2) {
        ApiSettings settings;
        settings.server =
            address_below("http://127.0.0.1:" + std::to_string(test_.server.port()) + "/");
        settings.version = version;
        settings.client_id = "a client&id";
        settings.client_secret = Sensitive(std::string("s3cret+/"));
        settings.pause = [this](std::int64_t ms) { pauses.push_back(ms); };
        return ApiClient(http_, clock, std::move(settings));
    }
    // "GET /path?query" of every call, in their order.
    std::vector<std::string> calls() {
        const std::lock_guard lock(mutex_);
        std::vector<std::string> lines;
        for (const http::Request& request : asked_) {
            lines.push_back(std::string(http::to_string(request.method)) + " " + request.target);
        }
        return lines;
    }
    http::Request asked(std::size_t index) {
        const std::lock_guard lock(mutex_);
        return asked_.at(index);
    }

    FakeClock clock;
    std::vector<std::int64_t> pauses;

private:
    http::Response next(const http::Request& request) {
        const std::lock_guard lock(mutex_);
        asked_.push_back(request);
        if (lined_up_.empty()) {
            return http::Response::text("nothing was lined up", 418);
        }
        http::Response response = std::move(lined_up_.front());
        lined_up_.pop_front();
        return response;
    }

    std::mutex mutex_;
    std::deque<http::Response> lined_up_;
    std::vector<http::Request> asked_;
    http::testing::TestServer test_;
    http::Client http_{[] {
        http::ClientConfig config;
        config.plain_http = http::PlainHttp::Allow;
        return config;
    }()};
};

UploadSource upload_of(const char* jwe) {
    return upload_from(std::make_shared<const std::string>(jwe));
}

std::string value_of(const Error& error, std::string_view name) {
    for (const auto& [key, value] : error.values) {
        if (key == name) {
            return value;
        }
    }
    return {};
}

const std::string ids_answer =
    std::string(R"({"destinationId":")") + destination +
    R"(","submissionId":"EACBDB6F-A944-44B9-8594-50E71689FF1A","caseId":")" + case_id +
    R"(","more":{}})";

TEST(ApiClient, AnnouncesInTheWordsOfTheGeneration) {
    for (const ApiVersion version : {ApiVersion::V1, ApiVersion::V2}) {
        Network net;
        ApiClient client = net.client(version);
        net.expect_token();
        net.expect(answer(201, ids_answer));
        const auto ids = client.announce(
            {.destination_id = destination,
             .attachments = {attachment},
             .service_identifier = "urn:de:fim:leika:leistung:99",
             .service_name = "Hund",
             .region = "DE01",
             .callback = CallbackTarget{"https://example.org/c", Sensitive(std::string("x"))}});
        ASSERT_TRUE(ids) << ids.error().to_text();
        EXPECT_EQ(ids.value(), (ItemIds{submission, case_id, destination}));
        EXPECT_EQ(
            net.asked(0).body,
            "grant_type=client_credentials&client_id=a%20client%26id&client_secret=s3cret%2B%2F");
        EXPECT_EQ(net.asked(1).find_header("authorization"), "Bearer token-1");
        EXPECT_FALSE(net.asked(1).find_header("user-agent").value_or("").empty());
        const Json body = formats::parse_json(net.asked(1).body).value();
        const bool v1 = version == ApiVersion::V1;
        EXPECT_EQ(net.calls()[1],
                  std::string("POST /submission-api/") + (v1 ? "v1" : "v2") + "/submissions");
        EXPECT_EQ(body.find("serviceType") != nullptr, v1);
        EXPECT_EQ(body.find("publicService") != nullptr, !v1);
        EXPECT_EQ(body.text_at("region"), v1 ? "" : "DE01");
        EXPECT_EQ(body.find("announcedAttachments")->size(), 1U);
        EXPECT_EQ(body.find("callback")->text_at("secret"), "x");
    }
}

TEST(ApiClient, KeepsItsTokenUntilShortlyBeforeItsEnd) {
    Network net;
    ApiClient client = net.client();
    net.expect_token(1, 1800);
    net.expect(answer(204, ""));
    net.expect(answer(204, ""));
    ASSERT_TRUE(client.upload_attachment(submission, attachment, upload_of("a.b.c.d.e")));
    net.clock.advance_ms((1800 - 61) * 1000);
    ASSERT_TRUE(client.upload_attachment(submission, attachment, upload_of("a.b.c.d.e")));
    EXPECT_EQ(net.calls().size(), 3U);
    EXPECT_EQ(net.asked(2).body, "a.b.c.d.e");
    EXPECT_EQ(net.asked(2).media_type(), "application/jose");
    net.clock.advance_ms(2000);
    net.expect_token(2);
    net.expect(answer(204, ""));
    ASSERT_TRUE(client.upload_attachment(submission, attachment, upload_of("a.b.c.d.e")));
    EXPECT_EQ(net.asked(4).find_header("authorization"), "Bearer token-2");
}

TEST(ApiClient, RenewsARefusedTokenOnce) {
    Network net;
    ApiClient client = net.client();
    net.expect_token(1);
    net.expect(answer(401, ""));
    net.expect_token(2);
    net.expect(answer(200, ids_answer));
    ASSERT_TRUE(client.submit(submission, "m", "d"));
    EXPECT_EQ(net.asked(3).find_header("authorization"), "Bearer token-2");
    net.expect(answer(401, ""));
    net.expect_token(3);
    net.expect(answer(401, R"({"title":"Unauthorized"})"));
    const auto refused = client.submit(submission, "m", "d");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(net.calls().size(), 7U);
}

TEST(ApiClient, SaysWhenNoTokenIsGiven) {
    Network net;
    ApiClient client = net.client();
    net.expect(answer(401, R"({"error":"invalid_client"})"));
    const auto refused = client.load_destination(destination);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "fitconnect.token");
    EXPECT_EQ(refused.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(value_of(refused.error(), "type"), "invalid_client");
    for (const char* body : {"", "[]", R"({"access_token":""})", R"({"access_token":"a b"})",
                             R"({"access_token":7})"}) {
        net.expect(answer(200, body));
        EXPECT_EQ(client.load_destination(destination).error().code, "fitconnect.answer") << body;
    }
}

TEST(ApiClient, RepeatsWhatPassesAndWaitsLongerEachTime) {
    Network net;
    ApiClient client = net.client();
    net.expect_token();
    net.expect(answer(500, ""));
    net.expect(answer(408, ""));
    net.expect(answer(204, ""));
    ASSERT_TRUE(client.upload_attachment(submission, attachment, upload_of("jwe")));
    EXPECT_EQ(net.pauses, (std::vector<std::int64_t>{500, 1000}));
    for (int i = 0; i < 3; ++i) {
        net.expect(answer(502, "<html>"));
    }
    const auto failed = client.upload_attachment(submission, attachment, upload_of("jwe"));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(net.calls().size(), 7U);
}

TEST(ApiClient, HonoursTheRateLimitAndLeavesLongWaitsToAJob) {
    Network net;
    ApiClient client = net.client();
    net.expect_token();
    net.expect(answer(429, "", {{"RateLimit-Reset", "3"}, {"Retry-After", "9"}}));
    net.expect(answer(429, "", {{"Retry-After", "4"}}));
    net.expect(answer(204, ""));
    ASSERT_TRUE(client.post_event(case_id, "a.b.c"));
    EXPECT_EQ(net.pauses, (std::vector<std::int64_t>{3000, 4000}));
    net.expect(answer(429, "", {{"Retry-After", "60"}}));
    const auto later = client.post_event(case_id, "a.b.c");
    ASSERT_FALSE(later);
    EXPECT_EQ(later.error().kind, ErrorKind::TooMany);
    EXPECT_EQ(value_of(later.error(), "retry_after_s"), "60");
    for (const char* odd : {"-5", "soon", "999999999999999999999", "1e3"}) {
        net.pauses.clear();
        net.expect(answer(429, "", {{"Retry-After", odd}}));
        net.expect(answer(204, ""));
        ASSERT_TRUE(client.post_event(case_id, "a.b.c"));
        EXPECT_EQ(net.pauses, (std::vector<std::int64_t>{500})) << odd;
    }
}

TEST(ApiClient, CreatesADestinationAgainOnlyIfNothingHappened) {
    Network net;
    ApiClient client = net.client();
    net.expect_token();
    net.expect(answer(503, ""));
    net.expect(answer(500, ""));
    EXPECT_EQ(client.create_destination(Json::object()).error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(net.calls().size(), 3U);
}

TEST(ApiClient, TellsWhatAProblemSaid) {
    Network net;
    ApiClient client = net.client();
    net.expect_token();
    net.expect(
        answer(422, R"({"type":"https://schema.fitko.de/x","title":"Invalid JWE","status":422,
                              "detail":"Invalid JWE Header 'cty'","instance":"7"})"));
    const auto refused = client.submit(submission, "m", "d");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Invalid);
    EXPECT_EQ(refused.error().code, "fitconnect.refused");
    EXPECT_EQ(value_of(refused.error(), "status"), "422");
    EXPECT_EQ(value_of(refused.error(), "type"), "https://schema.fitko.de/x");
    EXPECT_EQ(value_of(refused.error(), "detail"), "Invalid JWE Header 'cty'");
    const std::vector<std::pair<int, ErrorKind>> kinds = {
        {400, ErrorKind::Invalid},  {403, ErrorKind::Forbidden}, {404, ErrorKind::NotFound},
        {409, ErrorKind::Conflict}, {413, ErrorKind::TooLarge},  {415, ErrorKind::Unsupported}};
    for (const auto& [status, kind] : kinds) {
        net.expect(answer(status, "not json"));
        EXPECT_EQ(client.submit(submission, "m", "d").error().kind, kind) << status;
    }
    net.expect(answer(403, R"({"errorCode":"GW-7","message":")" + std::string(5000, 'x') + "\"}"));
    const auto gateway = client.submit(submission, "m", "d");
    EXPECT_EQ(value_of(gateway.error(), "type"), "GW-7");
    EXPECT_EQ(value_of(gateway.error(), "detail").size(), 500U);
    net.expect(answer(302, "", {{"Location", "https://elsewhere.example/"}}));
    EXPECT_EQ(client.submit(submission, "m", "d").error().code, "fitconnect.answer");
}

TEST(ApiClient, FetchesASubmissionInBothSpellings) {
    for (const char* service : {"publicService", "serviceType"}) {
        Network net;
        ApiClient client = net.client();
        net.expect_token();
        Json body = formats::parse_json(ids_answer).value();
        body.set(service, Json::object({{"identifier", "urn:x:y"}, {"name", "N"}}));
        body.set("attachments", Json::array({"73586F5C-A0AA-42E1-992C-FB5BD83E1CC2"}));
        body.set("encryptedMetadata", "m");
        body.set("encryptedData", "d");
        net.expect(answer(200, formats::write_json(body)));
        const auto fetched = client.fetch_submission(submission);
        ASSERT_TRUE(fetched) << fetched.error().to_text();
        EXPECT_EQ(fetched.value().service_identifier, "urn:x:y");
        EXPECT_EQ(fetched.value().attachments, std::vector<std::string>{attachment});
        EXPECT_EQ(fetched.value().data_jwe, "d");
    }
}

TEST(ApiClient, RefusesAnswersThatAreNotWhatWasAsked) {
    const std::string head = ids_answer.substr(0, ids_answer.size() - 1);
    const std::string other = std::string(R"({"submissionId":")") + attachment + R"(","caseId":")" +
                              case_id + R"(","encryptedMetadata":"m"})";
    Network net;
    ApiClient client = net.client();
    net.expect_token();
    for (const std::string& body : std::vector<std::string>{
             "", "null", "[]", "{}", "{", other, head + "}", head + R"(,"encryptedMetadata":7})",
             head + R"(,"encryptedMetadata":"m","attachments":[7]})",
             head + R"(,"encryptedMetadata":"m","attachments":"x"})"}) {
        net.expect(answer(200, body));
        const auto fetched = client.fetch_submission(submission);
        ASSERT_FALSE(fetched) << body;
        EXPECT_EQ(fetched.error().code, "fitconnect.answer") << body;
    }
    const std::size_t before = net.calls().size();
    for (const char* id : {"", "../token", "eacbdb6f-a944-44b9-8594-50e71689ff1"}) {
        EXPECT_EQ(client.fetch_submission(id).error().code, "fitconnect.id");
        EXPECT_EQ(client.post_event(id, "t").error().code, "fitconnect.id");
    }
    EXPECT_EQ(net.calls().size(), before);
}

TEST(ApiClient, ReadsAllPagesOfAnEventLog) {
    Network net;
    ApiClient client = net.client();
    net.expect_token();
    Json page = Json::array();
    for (int i = 0; i < 500; ++i) {
        page.push("t" + std::to_string(i));
    }
    net.expect(answer(200, formats::write_json(Json::object({{"eventLog", page}}))));
    net.expect(answer(200, R"({"count":1,"offset":500,"totalCount":501,"eventLog":["last"]})"));
    const auto events = client.list_case_events(case_id);
    ASSERT_TRUE(events) << events.error().to_text();
    EXPECT_EQ(events.value().size(), 501U);
    EXPECT_EQ(events.value().back(), "last");
    EXPECT_NE(net.calls()[2].find("offset=500"), std::string::npos);
    net.expect(answer(200, R"({"eventLog":[7]})"));
    EXPECT_EQ(client.list_case_events(case_id).error().code, "fitconnect.answer");
}

TEST(ApiClient, AsksForKeysAndRoutesWithoutAToken) {
    Network net;
    ApiClient client = net.client();
    net.expect(answer(200, R"({"kid":"k+1"})"));
    net.expect(answer(200, R"({"keys":[]})"));
    net.expect(answer(200, std::string(R"({"routes":[{"destinationId":")") + destination +
                               R"(","destinationSignature":"a.b.c"}]})"));
    net.expect(answer(200, R"({"areas":[{"id":"7","name":"Kiel","type":"Stadt"}]})"));
    EXPECT_TRUE(client.load_destination_key(destination, "k+1"));
    EXPECT_TRUE(client.load_service_keys());
    EXPECT_EQ(client.find_routes("99102013104000", "01").value().at(0).destination_signature,
              "a.b.c");
    EXPECT_EQ(client.find_areas("K*").value().at(0).name, "Kiel");
    EXPECT_EQ(net.calls(),
              (std::vector<std::string>{
                  std::string("GET /submission-api/v2/destinations/") + destination + "/keys/k%2B1",
                  "GET /submission-api/.well-known/jwks.json",
                  "GET /routing-api/v2/routes?leikaKey=99102013104000&ars=01",
                  "GET /routing-api/v2/areas?areaSearchexpression=K%2A"}));
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_FALSE(net.asked(i).find_header("authorization"));
    }
}

TEST(ApiClient, SendsRepliesBesideSubmissions) {
    Network net;
    ApiClient client = net.client();
    net.expect_token();
    const std::string ids = std::string(R"({"replyId":")") + submission + R"(","caseId":")" +
                            case_id + R"(","encryptedMetadata":"m"})";
    net.expect(answer(201, ids));
    net.expect(answer(204, ""));
    net.expect(answer(202, ids));
    net.expect(answer(200, R"({"totalCount":7,"replies":[)" + ids + "]}"));
    net.expect(answer(200, ids));
    net.expect(answer(200, "a.b.c.d.e"));
    EXPECT_TRUE(client.announce_reply({case_id, destination, submission, {attachment}}));
    EXPECT_TRUE(client.upload_reply_attachment(submission, attachment, upload_of("jwe")));
    EXPECT_TRUE(client.submit_reply(submission, "m", "d"));
    EXPECT_EQ(client.list_replies(0, 10).value().total, 7);
    EXPECT_EQ(client.fetch_reply(submission).value().metadata_jwe, "m");
    SpooledJwe jwe(std::make_shared<Spool>(std::filesystem::temp_directory_path()));
    ASSERT_TRUE(client.fetch_reply_attachment(submission, attachment, jwe));
    EXPECT_EQ(*jwe.text(), "a.b.c.d.e");
}

TEST(ApiSettings, AreReadWithoutTheSecretBeingWritten) {
    const Json json = Json::object({{"origin", "https://fit.example/"},
                                    {"client_id", "id"},
                                    {"client_secret", "hidden"},
                                    {"api", "v1"}});
    const auto settings = read_api_settings(json, PlainAddress::Refuse);
    ASSERT_TRUE(settings) << settings.error().to_text();
    EXPECT_EQ(settings.value().server.token_url, "https://fit.example/token");
    EXPECT_EQ(settings.value().server.event_issuer(), "https://fit.example/submission-api");
    EXPECT_EQ(settings.value().version, ApiVersion::V1);
    const Json written = write_api_settings(settings.value());
    EXPECT_EQ(formats::write_json(written).find("hidden"), std::string::npos);
    EXPECT_EQ(read_api_settings(written, PlainAddress::Refuse).value().server,
              settings.value().server);
}

TEST(ApiSettings, NameTheMemberThatIsWrong) {
    const auto refusal = [](const char* member, const char* value) {
        Json json = Json::object({{"origin", "https://fit.example"}, {"client_id", "id"}});
        json.set(member, value);
        const auto read = read_api_settings(json, PlainAddress::Refuse);
        return read ? "accepted" : read.error().code + " " + read.error().place;
    };
    for (const char* url : {"http://fit.example/token", "https://", "https:///x", "ftp://x/y",
                            "https://user@fit.example/x", "https://fit.example/x?y=1",
                            "https://fit.example/x#y", "https://fit example/"}) {
        EXPECT_EQ(refusal("token_url", url), "fitconnect.address token_url") << url;
        EXPECT_EQ(refusal("issuer", url), "fitconnect.address issuer") << url;
    }
    EXPECT_EQ(refusal("api", "v3"), "fitconnect.settings api");
    EXPECT_EQ(refusal("client_id", ""), "fitconnect.settings client_id");
}

}  // namespace
}  // namespace gordion::fitconnect
