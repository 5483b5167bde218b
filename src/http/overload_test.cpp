// SPDX-License-Identifier: EUPL-1.2
// What clients do that are too many, too slow, or too large.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "http/testing/raw_client.hpp"

namespace gordion::http {
namespace {

using ::testing::EndsWith;
using testing::eventually;
using testing::get;
using ::testing::HasSubstr;
using testing::post;
using testing::RawClient;
using ::testing::StartsWith;
using testing::TestServer;

Response echo(const Request& request) {
    return Response::text(request.path + " " + std::to_string(request.body.size()));
}

TEST(Overload, RefusesALargeBodyBeforeItIsSent) {
    ServerConfig config = TestServer::quick();
    config.limits.body_bytes = 1000;
    config.body_limit = [](Method, std::string_view path) {
        return std::size_t{path == "/upload" ? 100'000U : 1000U};
    };
    const TestServer test(echo, config);
    EXPECT_THAT(test.ask(post("/upload", std::string(100'000, 'x'))), EndsWith("/upload 100000"));
    RawClient client = test.connect();
    client.send("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 10737418240\r\n\r\n");
    const std::string answer = client.read_response();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 413 Content Too Large"));
    EXPECT_THAT(answer, HasSubstr("Connection: close"));
    EXPECT_THAT(answer, HasSubstr("http.body_too_large"));
}

TEST(Overload, LetsTheSenderOfALargeBodySeeTheAnswer) {
    ServerConfig config = TestServer::quick();
    config.limits.body_bytes = 1000;
    const TestServer test(echo, config);
    RawClient client = test.connect();
    // More than the kernel buffers: without reading on, this would end in a reset.
    EXPECT_TRUE(client.send(post("/form", std::string(8 * 1024 * 1024, 'x'))));
    EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 413 "));
}

TEST(Overload, RefusesAChunkedBodyWhenItGrowsTooLarge) {
    ServerConfig config = TestServer::quick();
    config.limits.body_bytes = 1000;
    const TestServer test(echo, config);
    RawClient client = test.connect();
    client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 4; ++i) {
        client.send("12c\r\n" + std::string(300, 'x') + "\r\n");
    }
    EXPECT_THAT(client.read_response(), StartsWith("HTTP/1.1 413 "));
}

TEST(Overload, RefusesAHeaderThatIsTooLarge) {
    const TestServer test(echo);
    const std::string answer = test.ask(get("/", "X: " + std::string(20'000, 'x') + "\r\n"));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 431 "));
}

TEST(Overload, RefusesBodiesThatTogetherTakeTooMuchMemory) {
    ServerConfig config = TestServer::quick();
    config.limits.all_bodies_bytes = 50'000;
    const TestServer test(echo, config);
    std::vector<RawClient> clients;
    for (int i = 0; i < 2; ++i) {
        clients.push_back(test.connect());
        clients.back().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n" +
                            std::string(30'000, 'x'));
    }
    ASSERT_TRUE(eventually([&] { return test.server.counts().overloaded == 1; }));
    RawClient other = test.connect();
    clients.clear();
    ASSERT_TRUE(eventually([&] { return test.server.counts().connections <= 1; }));
    other.send(post("/", std::string(40'000, 'x')));
    EXPECT_THAT(other.read_response(), EndsWith("/ 40000"));
}

TEST(Overload, CutsDrippingHeadersWhileOthersAreServed) {
    ServerConfig config = TestServer::quick();
    config.limits.header_timeout_ms = 60;
    const TestServer test(echo, config);
    std::vector<RawClient> slow;
    for (int i = 0; i < 20; ++i) {
        slow.push_back(test.connect());
        slow.back().send("GET / HTTP/1.1\r\nHost: a\r\n");
    }
    RawClient silent = test.connect();
    // A new byte does not buy new time: the deadline is for the whole header.
    while (test.server.counts().timed_out == 0) {
        for (RawClient& client : slow) {
            client.send("X");
        }
        EXPECT_THAT(test.ask(get("/ehrlich")), EndsWith("/ehrlich 0"));
    }
    ASSERT_TRUE(eventually([&] { return test.server.counts().timed_out == 21; }));
    EXPECT_THAT(slow.front().read_to_end(), StartsWith("HTTP/1.1 408 "));
    EXPECT_EQ(silent.read_to_end(), "");
    EXPECT_TRUE(silent.has_ended());
}

TEST(Overload, CutsDrippingBodiesButNotHonestSlowOnes) {
    ServerConfig config = TestServer::quick();
    config.limits.body_timeout_ms = 60;
    config.limits.bytes_per_second = 10'000;
    const TestServer test(echo, config);
    RawClient dripping = test.connect();
    dripping.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000\r\n\r\nx");
    RawClient honest = test.connect();
    honest.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000\r\n\r\n" +
                std::string(2900, 'x'));
    EXPECT_THAT(dripping.read_to_end(), StartsWith("HTTP/1.1 408 "));
    honest.send(std::string(100, 'x'));
    EXPECT_THAT(honest.read_response(), EndsWith("/ 3000"));
}

TEST(Overload, ClosesIdleConnections) {
    ServerConfig config = TestServer::quick();
    config.limits.idle_timeout_ms = 40;
    const TestServer test(echo, config);
    RawClient client = test.connect();
    client.send(get("/"));
    EXPECT_THAT(client.read_response(), EndsWith("/ 0"));
    EXPECT_EQ(client.read_to_end(), "");
    EXPECT_TRUE(client.has_ended());
    EXPECT_EQ(test.server.counts().timed_out, 0U);
}

TEST(Overload, CutsReadersWhoDoNotRead) {
    ServerConfig config = TestServer::quick();
    config.limits.body_timeout_ms = 40;
    config.limits.bytes_per_second = 1'000'000'000;
    const auto file = std::make_shared<const std::string>(16 * 1024 * 1024, 'x');
    const TestServer test([&](const Request&) { return Response::shared(file, "text/plain"); },
                          config);
    RawClient client = test.connect();
    client.send(get("/"));
    EXPECT_TRUE(eventually([&] { return test.server.counts().timed_out == 1; }));
}

TEST(Overload, AnswersBusyWhenTheQueueIsFull) {
    std::atomic<bool> may_leave = false;
    ServerConfig config = TestServer::quick();
    config.workers = 1;
    config.limits.queue_length = 2;
    const TestServer test(
        [&](const Request& request) {
            eventually([&] { return may_leave.load(); });
            return echo(request);
        },
        config);
    std::vector<RawClient> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(test.connect());
        clients.back().send(get("/"));
        ASSERT_TRUE(eventually([&] {
            const ServerCounts counts = test.server.counts();
            return counts.running == 1 && counts.queued == static_cast<std::size_t>(i);
        }));
    }
    RawClient unlucky = test.connect();
    unlucky.send(get("/"));
    const std::string answer = unlucky.read_response();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 Service Unavailable"));
    EXPECT_THAT(answer, HasSubstr("\r\nRetry-After: 1\r\n"));
    may_leave = true;
    for (RawClient& client : clients) {
        EXPECT_THAT(client.read_response(), EndsWith("/ 0"));
    }
    unlucky.send(get("/nochmal"));
    EXPECT_THAT(unlucky.read_response(), EndsWith("/nochmal 0"));
    EXPECT_EQ(test.server.counts().overloaded, 1U);
}

TEST(Overload, AnswersBusyInsteadOfRunningWhatNobodyWaitsForAnyMore) {
    std::atomic<int> runs = 0;
    ServerConfig config = TestServer::quick();
    config.workers = 1;
    config.limits.request_timeout_ms = 20;
    const TestServer test(
        [&](const Request& request) {
            ++runs;
            std::this_thread::sleep_for(std::chrono::milliseconds(40));
            return echo(request);
        },
        config);
    RawClient first = test.connect();
    first.send(get("/1"));
    ASSERT_TRUE(eventually([&] { return runs == 1; }));
    RawClient second = test.connect();
    second.send(get("/2"));
    EXPECT_THAT(second.read_response(), StartsWith("HTTP/1.1 503 "));
    EXPECT_THAT(first.read_response(), EndsWith("/1 0"));
    EXPECT_EQ(runs, 1);
}

TEST(Overload, TurnsAwayConnectionsOverTheCap) {
    ServerConfig config = TestServer::quick();
    config.limits.connections = 2;
    const TestServer test(echo, config);
    {
        RawClient first = test.connect();
        RawClient second = test.connect();
        ASSERT_TRUE(eventually([&] { return test.server.counts().connections == 2; }));
        RawClient third = test.connect();
        EXPECT_THAT(third.read_to_end(), StartsWith("HTTP/1.1 503 "));
        first.send(get("/drin"));
        EXPECT_THAT(first.read_response(), EndsWith("/drin 0"));
    }
    ASSERT_TRUE(eventually([&] { return test.server.counts().connections == 0; }));
    EXPECT_THAT(test.ask(get("/wieder")), EndsWith("/wieder 0"));
}

TEST(Overload, SurvivesClientsThatVanish) {
    const TestServer test(echo);
    for (int i = 0; i < 50; ++i) {
        RawClient client = test.connect();
        client.send(i % 3 == 0 ? get("/") : i % 3 == 1 ? "GET / HT" : post("/", "x").substr(0, 60));
    }
    EXPECT_TRUE(eventually([&] { return test.server.counts().connections == 0; }));
    EXPECT_THAT(test.ask(get("/")), EndsWith("/ 0"));
}

}  // namespace
}  // namespace gordion::http
