// SPDX-License-Identifier: EUPL-1.2
#include "http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "core/verify.hpp"
#include "http/testing/raw_client.hpp"

namespace gordion::http {
namespace {

using ::testing::EndsWith;
using testing::eventually;
using testing::get;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::post;
using testing::RawClient;
using ::testing::StartsWith;
using testing::TestServer;

Response echo(const Request& request) {
    Response response = Response::text(std::string(to_string(request.method)) + " " + request.path +
                                       " " + request.body);
    response.add_header("X-Id", request.id);
    return response;
}

TEST(Server, AnswersAndKeepsTheConnection) {
    const TestServer test(echo);
    ASSERT_TRUE(test.started);
    RawClient client = test.connect();
    client.send(get("/eins"));
    const std::string first = client.read_response();
    EXPECT_THAT(first, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(first, HasSubstr("\r\nContent-Length: 10\r\n"));
    EXPECT_THAT(first, HasSubstr("\r\nDate: "));
    EXPECT_THAT(first, Not(HasSubstr("Connection:")));
    EXPECT_THAT(first, EndsWith("\r\n\r\nGET /eins "));
    client.send(post("/zwei", "Inhalt"));
    EXPECT_THAT(client.read_response(), EndsWith("POST /zwei Inhalt"));
    EXPECT_EQ(test.server.counts().accepted, 1U);
    EXPECT_EQ(test.server.counts().answered, 2U);
}

TEST(Server, AnswersPipelinedRequestsInTheirOrder) {
    const TestServer test([](const Request& request) {
        if (request.path == "/0") {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return echo(request);
    });
    RawClient client = test.connect();
    std::string requests;
    for (int i = 0; i < 20; ++i) {
        requests += i % 2 == 0 ? get("/" + std::to_string(i)) : post("/" + std::to_string(i), "x");
    }
    client.send(requests);
    for (int i = 0; i < 20; ++i) {
        EXPECT_THAT(client.read_response(), HasSubstr(" /" + std::to_string(i) + " "));
    }
}

TEST(Server, ClosesWhenTheClientAsksForIt) {
    const TestServer test(echo);
    RawClient client = test.connect();
    client.send(get("/", "Connection: close\r\n"));
    EXPECT_THAT(client.read_to_end(), HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_TRUE(client.has_ended());
    RawClient old = test.connect();
    old.send("GET / HTTP/1.0\r\n\r\n");
    EXPECT_THAT(old.read_to_end(), StartsWith("HTTP/1.1 200 OK"));
    RawClient old_keeping = test.connect();
    old_keeping.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_THAT(old_keeping.read_response(), HasSubstr("\r\nConnection: keep-alive\r\n"));
}

TEST(Server, SendsHeadWithoutBody) {
    const TestServer test(echo);
    RawClient client = test.connect();
    client.send("HEAD /kopf HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const std::string answer = client.read_to_end();
    EXPECT_THAT(answer, HasSubstr("Content-Length: 11\r\n"));
    EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST(Server, ReadsChunkedBodies) {
    const TestServer test(echo);
    RawClient client = test.connect();
    client.send("POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    client.send("2\r\nde\r\n0\r\n\r\n");
    EXPECT_THAT(client.read_response(), EndsWith("POST /c abcde"));
}

TEST(Server, AnswersExpectContinueBeforeTheBody) {
    const TestServer test(echo);
    RawClient client = test.connect();
    client.send("POST /e HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    EXPECT_THAT(client.read_response(), EndsWith("POST /e abc"));
}

TEST(Server, SendsLargeAnswersToSlowReaders) {
    const auto file = std::make_shared<const std::string>(8 * 1024 * 1024, 'x');
    const TestServer test([&](const Request& request) {
        return request.path == "/geteilt" ? Response::shared(file, "text/plain")
                                          : Response::text(*file);
    });
    RawClient client = test.connect();
    for (const std::string path : {"/geteilt", "/eigen"}) {
        client.send(get(path));
        EXPECT_TRUE(eventually([&] { return test.server.counts().running == 0; }));
        const std::string answer = client.read_response();
        EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, file->size()) << path;
    }
}

TEST(Server, GivesEachRequestItsOwnId) {
    std::atomic<int> without_deadline = 0;
    const TestServer test([&](const Request& request) {
        without_deadline += request.deadline && request.check_deadline() ? 0 : 1;
        return Response::text(request.id + " " + request.remote_address);
    });
    const std::string first = test.ask(get("/"));
    EXPECT_NE(first, test.ask(get("/")));
    EXPECT_THAT(first, EndsWith("-0 127.0.0.1"));
    EXPECT_EQ(without_deadline, 0);
}

TEST(Server, BelievesOnlyTrustedProxies) {
    const auto tell = [](const Request& request) {
        return Response::text(request.remote_address + (request.is_secure ? " tls" : " plain"));
    };
    const std::string forwarded =
        get("/", "X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\nX-Forwarded-Proto: https\r\n");
    const TestServer alone(tell);
    EXPECT_THAT(alone.ask(forwarded), EndsWith("\r\n127.0.0.1 plain"));
    ServerConfig config = TestServer::quick();
    config.trusted_proxies = {"127.0.0.1"};
    const TestServer behind(tell, config);
    EXPECT_THAT(behind.ask(forwarded), EndsWith("\r\n203.0.113.9 tls"));
    EXPECT_THAT(behind.ask(get("/", "X-Forwarded-For: <script>\r\n")), EndsWith("127.0.0.1 plain"));
}

TEST(Server, TurnsWhatAHandlerThrowsIntoAnIncident) {
    const TestServer test([](const Request& request) -> Response {
        if (request.path == "/bug") {
            VERIFY(false, "this test wants it");
        }
        if (request.path == "/header") {
            return Response::text("x").add_header("X", "a\r\nSet-Cookie: b=c");
        }
        if (request.path == "/framing") {
            return Response::text("x").add_header("content-length", "7");
        }
        throw std::runtime_error("secret words");
    });
    for (const char* path : {"/bug", "/exception", "/header", "/framing"}) {
        const std::string answer = test.ask(get(path));
        EXPECT_THAT(answer, StartsWith("HTTP/1.1 500 ")) << path;
        EXPECT_THAT(answer, HasSubstr("incident ")) << path;
        EXPECT_THAT(answer, Not(HasSubstr("secret"))) << path;
    }
    EXPECT_EQ(test.server.counts().running, 0U);
}

TEST(Server, ShowsThePageOfItsConfigOnRefusals) {
    ServerConfig config = TestServer::quick();
    config.error_response = [](const Refusal& refusal) -> Response {
        if (refusal.status == 501) {
            throw std::runtime_error("the error page has an error");
        }
        return Response::html("<h1>" + refusal.code + "</h1>");
    };
    const TestServer test(echo, config);
    const std::string page = test.ask(get("/%00"));
    EXPECT_THAT(page, StartsWith("HTTP/1.1 400 Bad Request"));
    EXPECT_THAT(page, EndsWith("<h1>http.path_invalid</h1>"));
    EXPECT_THAT(page, HasSubstr("Connection: close"));
    EXPECT_THAT(test.ask("BREW / HTTP/1.1\r\nHost: a\r\n\r\n"), HasSubstr("http.method_unknown"));
}

TEST(Server, GivesEveryRefusalTheIdOfItsRequest) {
    ServerConfig config = TestServer::quick();
    config.error_response = [](const Refusal& refusal) {
        return Response::text(std::string(to_string(refusal.method)) + " " + refusal.path + " " +
                              refusal.code + " (" + refusal.request_id + ")");
    };
    config.body_limit = [](Method, std::string_view) { return std::size_t{3}; };
    const TestServer test(
        [](const Request& request) -> Response {
            throw std::runtime_error("about " + request.path);
        },
        config);
    std::set<std::string> ids;
    const auto check = [&](const std::string& answer, const std::string& expected) {
        EXPECT_THAT(answer, HasSubstr(expected));
        const std::size_t begin = answer.rfind('(');
        ASSERT_NE(begin, std::string::npos) << answer;
        const std::string id = answer.substr(begin + 1, answer.rfind(')') - begin - 1);
        EXPECT_GE(id.size(), 8U) << answer;
        EXPECT_TRUE(ids.insert(id).second) << "an id stands for one request: " << id;
    };
    check(test.ask("PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd"),
          "PUT /a http.body_too_large");
    check(
        test.ask("POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n"),
        "POST /b http.body_too_large");
    check(test.ask(get("/%00")), "http.path_invalid");
    check(test.ask(get("/c")), "GET /c http.failed");
}

TEST(Server, SaysWhenItsAddressIsTakenOrUnknown) {
    const TestServer first(echo);
    ServerConfig config = TestServer::quick();
    config.port = first.server.port();
    const SystemClock clock;
    SystemRandom random;
    Server second(config, clock, random, echo);
    EXPECT_EQ(second.start().error().code, "http.address_in_use");
    config.address = "no such host.invalid";
    Server third(config, clock, random, echo);
    EXPECT_EQ(third.start().error().code, "http.address_invalid");
}

TEST(Server, WorksWithSeveralIoThreads) {
    ServerConfig config = TestServer::quick();
    config.io_threads = 3;
    const TestServer test(echo, config);
    std::vector<RawClient> clients;
    for (int i = 0; i < 9; ++i) {
        clients.push_back(test.connect());
    }
    for (int round = 0; round < 3; ++round) {
        for (RawClient& client : clients) {
            client.send(get("/" + std::to_string(round)));
        }
        for (RawClient& client : clients) {
            EXPECT_THAT(client.read_response(), EndsWith("GET /" + std::to_string(round) + " "));
        }
    }
}

TEST(Server, FinishesWhatHasBegunWhenItStops) {
    std::atomic<bool> entered = false;
    std::atomic<bool> may_leave = false;
    TestServer test([&](const Request& request) {
        entered = true;
        eventually([&] { return may_leave.load(); });
        return echo(request);
    });
    RawClient idle = test.connect();
    idle.send(get("/"));
    RawClient busy = test.connect();
    busy.send(get("/laufend"));
    ASSERT_TRUE(eventually([&] { return test.server.counts().running == 2; }));
    const std::uint16_t port = test.server.port();
    std::jthread stopper([&] { test.server.stop(3000); });
    EXPECT_TRUE(eventually([&] { return !RawClient(port).is_connected(); }));
    may_leave = true;
    const std::string answer = busy.read_to_end();
    EXPECT_THAT(answer, HasSubstr("GET /laufend"));
    EXPECT_TRUE(busy.has_ended());
    stopper.join();
    EXPECT_EQ(test.server.counts().connections, 0U);
}

TEST(Server, StopsAtOnceWhenNothingHasBegun) {
    TestServer test(echo);
    RawClient idle = test.connect();
    idle.send(get("/"));
    idle.read_response();
    test.server.stop(60'000);
    EXPECT_EQ(idle.read_to_end(), "");
    EXPECT_TRUE(idle.has_ended());
    test.server.stop(0);
}

}  // namespace
}  // namespace gordion::http
