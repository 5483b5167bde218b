// SPDX-License-Identifier: EUPL-1.2
#include "web/sandbox/sandbox_server.hpp"

#include <gtest/gtest.h>

#include "formats/json.hpp"
#include "http/form.hpp"

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
    void open() {
        auto made = SandboxServer::make({folder, "127.0.0.1", 0, "http://127.0.0.1:8181", 2}, clock,
                                        random);
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
    ASSERT_GE(call.find("checks")->size(), 1U);
    EXPECT_FALSE(call.find("checks")->as_array().back().text_at("sentence").empty());
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

TEST_F(Sandboxes, RememberInAKeptFolder) {
    EXPECT_EQ(ask(Method::Get, "/v1/destinations").status, 401);
    server.reset();
    open();
    EXPECT_EQ(ask(Method::Get, "/sandbox/trace/r-1").status, 200);
}

}  // namespace
}  // namespace gordion::web
