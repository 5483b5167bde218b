// SPDX-License-Identifier: EUPL-1.2
#include "web/sandbox/sandbox_server.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "formats/json.hpp"
#include "http/form.hpp"
#include "sandbox/furnishing.hpp"

namespace gordion::web {
namespace {

using formats::Json;
using http::Method;

class Sandboxes : public ::testing::Test {
protected:
    void SetUp() override {
        folder = std::filesystem::temp_directory_path() /
                 ("gordion-sandbox-" + make_uuid(clock, random));
        open();
    }
    // Of this machine, that nobody listens on now.
    static std::uint16_t free_port() {
        const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
        ::close(listener);
        return ntohs(address.sin_port);
    }
    void open(std::uint16_t port = 8181) {
        auto made = SandboxServer::make({folder, "127.0.0.1", port, "", "0.0.0", 2}, clock, random);
        ASSERT_TRUE(made.has_value()) << made.error().to_text();
        server = std::move(made).value();
    }
    void TearDown() override {
        server.reset();
        std::filesystem::remove_all(folder);
    }
    http::Response ask(Method method, const std::string& path, const std::string& body = "",
                       const std::string& media_type = "application/json") {
        http::Request request;
        request.id = "r-" + std::to_string(++asked);
        request.method = method;
        const std::size_t mark = path.find('?');
        request.path = path.substr(0, mark);
        if (mark != std::string::npos) {
            request.query = http::parse_urlencoded(path.substr(mark + 1)).value();
        }
        request.body = body;
        if (!bearer.empty()) {
            request.headers.add("Authorization", "Bearer " + bearer);
        }
        request.remote_address = "127.0.0.1";
        if (!body.empty()) {
            request.headers.add("Content-Type", media_type);
        }
        return server->answer(request);
    }
    Json json(const http::Response& response) {
        return formats::parse_json(response.content()).value();
    }
    std::string destination() { return server->plan().destinations.front().destination.id; }

    FakeClock clock{Instant{1'790'000'000'000}};
    SystemRandom random;
    std::filesystem::path folder;
    std::unique_ptr<SandboxServer> server;
    int asked = 0;
    std::string bearer;
};

TEST_F(Sandboxes, GiveTokensToTheirFixedClientsAndTraceIt) {
    const sandbox::PlannedClient& sender = server->plan().client("sender");
    const auto token = ask(
        Method::Post, "/token",
        "grant_type=client_credentials&client_id=" + sender.id + "&client_secret=" + sender.secret,
        "application/x-www-form-urlencoded");
    EXPECT_EQ(token.status, 200) << token.content();
    const Json calls = *json(ask(Method::Get, "/sandbox/trace")).find("calls");
    ASSERT_EQ(calls.size(), 1U);
    EXPECT_EQ(calls.as_array()[0].text_at("client"), sender.id);
    EXPECT_EQ(formats::write_json(calls).find(sender.secret), std::string::npos);
}

TEST_F(Sandboxes, TellWhatToChangeInACallThatWasRefused) {
    EXPECT_EQ(ask(Method::Get, "/v1/destinations").status, 401);
    const Json story = json(ask(Method::Get, "/sandbox/trace/r-1"));
    EXPECT_EQ(story.text_at("about"), "request");
    const Json& call = story.find("calls")->as_array()[0];
    EXPECT_TRUE(call.find("failed")->as_bool());
    const auto& checks = call.find("checks")->as_array();
    EXPECT_TRUE(std::any_of(checks.begin(), checks.end(), [](const Json& check) {
        return check.text_at("outcome") == "fail" && !check.text_at("sentence").empty();
    })) << formats::write_json(call);
    EXPECT_EQ(ask(Method::Get, "/sandbox/trace/nothing").status, 404);
}

TEST_F(Sandboxes, FailOnOrderForOneDestination) {
    const std::string path = "/v2/destinations/" + destination();
    EXPECT_EQ(ask(Method::Get, path).status, 200);
    const std::string order =
        R"({"failure":"server-error","status":502,"calls":1,"destination":")" + destination() +
        "\"}";
    EXPECT_EQ(ask(Method::Put, "/sandbox/switches", order).status, 200);
    EXPECT_EQ(ask(Method::Get, path).status, 502);
    EXPECT_EQ(ask(Method::Get, path).status, 200);
    const Json calls =
        *json(ask(Method::Get, "/sandbox/trace?subject=" + destination())).find("calls");
    ASSERT_EQ(calls.size(), 3U);
    EXPECT_NE(calls.as_array()[1].text_at("ordered").find("server-error"), std::string::npos);
}

TEST_F(Sandboxes, PublishAKeyThatHasEndedOnOrder) {
    const std::string path =
        "/v2/destinations/" + destination() + "/keys/insecure-sandbox-encryption-1";
    const Json good = json(ask(Method::Get, path));
    const std::string order = R"({"failure":"expired-key","destination":")" + destination() + "\"}";
    EXPECT_EQ(ask(Method::Put, "/sandbox/switches", order).status, 200);
    const Json ended = json(ask(Method::Get, path));
    EXPECT_EQ(ended.text_at("n"), good.text_at("n"));
    EXPECT_NE(*ended.find("x5c"), *good.find("x5c"));
    EXPECT_EQ(ask(Method::Delete, "/sandbox/switches").status, 200);
    EXPECT_EQ(json(ask(Method::Get, path)), good);
}

TEST_F(Sandboxes, RefuseSwitchesThatMakeNoSense) {
    EXPECT_EQ(ask(Method::Put, "/sandbox/switches", "[").status, 400);
    EXPECT_EQ(ask(Method::Put, "/sandbox/switches", "{}").status, 400);
    EXPECT_EQ(ask(Method::Put, "/sandbox/switches",
                  R"({"failure":"slow","destination":"11111111-1111-4111-8111-111111111111"})")
                  .status,
              404);
    EXPECT_EQ(ask(Method::Get, "/sandbox/elsewhere").status, 404);
}

TEST_F(Sandboxes, ShowPagesThatNeedNoScript) {
    EXPECT_EQ(ask(Method::Get, "/v1/destinations").status, 401);
    const auto start = ask(Method::Get, "/");
    EXPECT_EQ(start.status, 200);
    for (const std::string& text : {server->plan().client("sender").secret, destination(),
                                    std::string("/v1/destinations"), std::string("UNSICHER")}) {
        EXPECT_NE(start.content().find(text), std::string::npos) << text;
    }
    EXPECT_TRUE(start.find_header("Content-Security-Policy").has_value());
    const auto failed = ask(Method::Get, "/sandbox/aufrufe?nur=fehler");
    EXPECT_NE(failed.content().find("401"), std::string::npos);
    const auto story = ask(Method::Get, "/sandbox/aufrufe/r-1");
    EXPECT_NE(story.content().find("nicht erfüllt"), std::string::npos);
    EXPECT_EQ(ask(Method::Get, "/sandbox/aufrufe/nothing").status, 404);
    EXPECT_EQ(ask(Method::Get, "/sandbox/aufrufe?ab=99999999999999999999").status, 200);
    EXPECT_EQ(ask(Method::Get, "/sandbox/aufrufe?id=r-1").status, 303);
}

TEST_F(Sandboxes, AreSwitchedByAForm) {
    constexpr const char* form = "application/x-www-form-urlencoded";
    const std::string which = "failure=server-error&destination=" + destination();
    EXPECT_EQ(
        ask(Method::Post, "/sandbox/schalter", which + "&on=load-destination&calls=2", form).status,
        303);
    EXPECT_NE(ask(Method::Get, "/").content().find("2 more calls"), std::string::npos);
    EXPECT_EQ(ask(Method::Get, "/v2/destinations/" + destination()).status, 503);
    EXPECT_EQ(ask(Method::Post, "/sandbox/schalter/aus", which, form).status, 303);
    EXPECT_EQ(ask(Method::Get, "/v2/destinations/" + destination()).status, 200);
    for (const char* wrong : {"&calls=many", "&calls=0", "&on=never"}) {
        EXPECT_EQ(ask(Method::Post, "/sandbox/schalter", which + wrong, form).status, 422) << wrong;
    }
}

TEST_F(Sandboxes, RecordAndReport) {
    const auto begun = ask(Method::Post, "/sandbox/recordings", R"({"name":"<b>Ticket</b>"})");
    ASSERT_EQ(begun.status, 200) << begun.content();
    const std::string id = json(begun).text_at("id");
    EXPECT_EQ(ask(Method::Get, "/v1/destinations").status, 401);
    EXPECT_EQ(ask(Method::Post, "/sandbox/recordings/" + id + "/end", "{}").status, 200);
    const Json told = json(ask(Method::Get, "/sandbox/report.json?recording=" + id));
    EXPECT_EQ(told.find("calls")->size(), 1U);
    EXPECT_EQ(told.text_at("version"), "0.0.0");
    const auto page = ask(Method::Get, "/sandbox/report.html?recording=" + id);
    EXPECT_NE(page.content().find("&lt;b&gt;Ticket"), std::string::npos);
    EXPECT_EQ(page.content().find("<b>Ticket"), std::string::npos);
    EXPECT_TRUE(page.find_header("Content-Disposition").has_value());
    EXPECT_EQ(ask(Method::Get, "/sandbox/report.json?recording=nothing").status, 404);
    EXPECT_EQ(ask(Method::Post, "/sandbox/recordings", R"({"name":""})").status, 400);
    EXPECT_EQ(ask(Method::Put, "/sandbox/recordings", "{}").status, 405);
}

// What arrived while nobody answered is answered after the next start, with one question at the
// beginning and not one for each destination.
TEST_F(Sandboxes, AnswerWhatWaitedFromBefore) {
    server.reset();
    open(free_port());
    const auto files = sandbox::make_config_files(server->url(), "", server->plan(),
                                                  sandbox::PublishedKeys::load());
    const auto file = [&](const std::string& name) {
        return std::find_if(files.begin(), files.end(),
                            [&](const sandbox::ConfigFile& one) { return one.name == name; })
            ->content;
    };
    const sandbox::PlannedClient& sender = server->plan().client("sender");
    bearer = json(ask(Method::Post, "/token",
                      "grant_type=client_credentials&client_id=" + sender.id +
                          "&client_secret=" + sender.secret,
                      "application/x-www-form-urlencoded"))
                 .text_at("access_token");
    const auto& service = server->plan().destinations.front().destination.services.front();
    const Json announced =
        json(ask(Method::Post, "/v2/submissions",
                 formats::write_json(Json::object(
                     {{"destinationId", destination()},
                      {"announcedAttachments", Json::array()},
                      {"publicService",
                       Json::object({{"identifier", service.identifier}, {"name", "x"}})}}))));
    const std::string submission = announced.text_at("submissionId");
    ASSERT_EQ(
        ask(Method::Put, "/v2/submissions/" + submission,
            formats::write_json(Json::object({{"encryptedMetadata", file("example-metadata.jwe")},
                                              {"encryptedData", file("example-data.jwe")}})))
            .status,
        200);
    ASSERT_TRUE(server->start());
    std::string story;
    for (int tries = 0; tries < 500 && story.find("accept-submission") == std::string::npos;
         ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        story = ask(Method::Get, "/sandbox/trace/" + submission).content();
    }
    EXPECT_NE(story.find("accept-submission"), std::string::npos) << story;
    server->stop(0);
    EXPECT_LT(json(ask(Method::Get, "/sandbox/trace")).find("calls")->size(), 15U);
}

TEST_F(Sandboxes, RememberInAKeptFolder) {
    EXPECT_EQ(ask(Method::Get, "/v1/destinations").status, 401);
    server.reset();
    open();
    EXPECT_EQ(ask(Method::Get, "/sandbox/trace/r-1").status, 200);
}

}  // namespace
}  // namespace gordion::web
