// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <filesystem>

#include "crypto/test_keys.hpp"
#include "formats/json.hpp"
#include "http/client.hpp"
#include "web/web_server.hpp"
#include "zustelldienst/server_keys_store.hpp"

namespace gordion::web {
namespace {

// A whole Gordion with nothing imported, whose configuration has a delivery server or none.
class WiredGordion : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "gordion-wired-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder = pattern;
        config = app::default_config(folder);
        config.port = 0;
    }
    void TearDown() override {
        server.reset();
        modules.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    void start() {
        ASSERT_TRUE(app::migrate(config));
        if (config.fitconnect_server) {
            bring_keys();
        }
        auto opened = app::open_modules(config, clock, random);
        ASSERT_TRUE(opened) << opened.error().to_text();
        modules = std::move(opened).value();
        auto made = WebServer::make(*modules);
        ASSERT_TRUE(made) << made.error().to_text();
        server = std::move(made).value();
    }
    // Small ones, because making large ones takes seconds.
    void bring_keys() {
        const auto database = storage::Database::open({config.database, 1}).value();
        const auto master =
            crypto::MasterKey::load_or_make(config.data_folder / "master.key", random).value();
        storage::BlobStore blobs(config.data_folder / "blobs", random);
        ASSERT_TRUE(zustelldienst::adopt_server_keys({*database, blobs, master, clock, random},
                                                     crypto::test_rsa_2048(),
                                                     crypto::test_rsa_2048(), "a.example"));
    }
    [[nodiscard]] http::Response open_page(const std::string& path) const {
        http::Request request;
        request.path = request.target = path;
        return server->answer(request);
    }

    SystemClock clock;
    SystemRandom random;
    std::filesystem::path folder;
    app::Config config;
    std::unique_ptr<app::Modules> modules;
    std::unique_ptr<WebServer> server;
};

TEST_F(WiredGordion, AnswersFitConnectBesideItsOwnPages) {
    config.fitconnect_server.emplace();
    config.fitconnect_server->public_url = "https://a.example";
    start();
    EXPECT_EQ(open_page("/v1/info").status, 200);
    EXPECT_EQ(open_page("/submission-api/.well-known/jwks.json").status, 200);
    EXPECT_EQ(open_page("/healthz").content(), "ok\n");
    EXPECT_EQ(open_page("/v1/nothing").find_header("Content-Type"), "application/problem+json");
    EXPECT_NE(open_page("/nothing").find_header("Content-Type"), "application/problem+json");
}

TEST_F(WiredGordion, SpeaksProblemsAlsoWhereTheServerRefuses) {
    config.fitconnect_server.emplace();
    start();
    ASSERT_TRUE(server->start());
    http::ClientConfig allowing;
    allowing.plain_http = http::PlainHttp::Allow;
    http::Client client(allowing);
    http::ClientRequest request;
    request.method = http::Method::Post;
    request.url = "http://127.0.0.1:" + std::to_string(server->port()) + "/v1/destinations";
    request.body = std::string(limits::http_body_bytes + 1, 'x');
    const auto answered = client.send(request);
    ASSERT_TRUE(answered) << answered.error().to_text();
    EXPECT_EQ(answered.value().status, 413);
    const auto body = formats::parse_json(answered.value().body);
    ASSERT_TRUE(body);
    EXPECT_EQ(body.value().find("status")->as_int(), 413);
    EXPECT_FALSE(body.value().text_at("detail").empty());
    const std::string instance = body.value().text_at("instance");
    EXPECT_GT(instance.size(), std::string("urn:request:").size() + 6) << instance;
    server->stop(0);
}

TEST_F(WiredGordion, KnowsNothingOfItWhereItIsOff) {
    start();
    EXPECT_EQ(open_page("/v1/info").status, 404);
    EXPECT_NE(open_page("/v1/info").find_header("Content-Type"), "application/problem+json");
    EXPECT_EQ(open_page("/token").status, 404);
}

}  // namespace
}  // namespace gordion::web
