// SPDX-License-Identifier: EUPL-1.2
#include "http/client.hpp"

#include <gtest/gtest.h>

#include "http/testing/raw_client.hpp"

namespace gordion::http {
namespace {

using testing::TestServer;

ClientConfig plain() {
    ClientConfig config;
    config.plain_http = PlainHttp::Allow;
    return config;
}

std::string url_of(const TestServer& test, const std::string& path) {
    return "http://127.0.0.1:" + std::to_string(test.server.port()) + path;
}

TEST(Client, SendsMethodHeadersAndBody) {
    const TestServer test([](const Request& request) {
        Response response = Response::text(
            std::string(to_string(request.method)) + " " + request.path + " " +
                std::string(request.find_header("X-Token").value_or("")) + " " + request.body,
            request.path == "/fehlt" ? 404 : 200);
        return response.add_header("X-Answer", "yes");
    });
    Client client(plain());
    ClientRequest request;
    request.method = Method::Post;
    request.url = url_of(test, "/hin");
    request.headers = {{"X-Token", "abc"}};
    request.body = "Inhalt";
    const ClientResponse response = client.send(request).value();
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "POST /hin abc Inhalt");
    EXPECT_EQ(response.headers.find("x-answer"), "yes");
    ClientRequest missing;
    missing.url = url_of(test, "/fehlt");
    EXPECT_EQ(client.send(missing).value().status, 404);
    missing.method = Method::Head;
    EXPECT_EQ(client.send(missing).value().body, "");
    EXPECT_EQ(test.server.counts().accepted, 1U);
}

TEST(Client, DoesNotFollowRedirects) {
    const TestServer test([](const Request&) { return Response::redirect("/woanders"); });
    ClientRequest request;
    request.url = url_of(test, "/");
    const ClientResponse response = Client(plain()).send(request).value();
    EXPECT_EQ(response.status, 303);
    EXPECT_EQ(response.headers.find("location"), "/woanders");
}

TEST(Client, StopsAtItsBounds) {
    const TestServer test([](const Request& request) {
        if (request.path == "/langsam") {
            std::this_thread::sleep_for(std::chrono::milliseconds(60));
        }
        return Response::text(std::string(1000, 'x'));
    });
    Client client(plain());
    ClientRequest request;
    request.url = url_of(test, "/gross");
    request.response_bytes = 999;
    EXPECT_EQ(client.send(request).error().code, "http.client_too_large");
    request.response_bytes = 1000;
    EXPECT_TRUE(client.send(request).has_value());
    request.url = url_of(test, "/langsam");
    request.timeout_ms = 20;
    EXPECT_EQ(client.send(request).error().code, "http.client_timeout");
}

TEST(Client, RefusesWhatItMayNotReach) {
    const TestServer test([](const Request&) { return Response::text("x"); });
    ClientRequest request;
    request.url = url_of(test, "/");
    EXPECT_EQ(Client().send(request).error().code, "http.client_url");
    ClientConfig outside = plain();
    outside.allows_address = is_public_address;
    EXPECT_EQ(Client(outside).send(request).error().code, "http.client_denied");
    request.url = "file:///etc/passwd";
    EXPECT_EQ(Client(plain()).send(request).error().code, "http.client_url");
    request.url = "http://127.0.0.1:1/";
    EXPECT_EQ(Client(plain()).send(request).error().code, "http.client_unreachable");
    request.url = "https://127.0.0.1:" + std::to_string(test.server.port()) + "/";
    EXPECT_EQ(Client().send(request).error().code, "http.client_tls");
    EXPECT_EQ(test.server.counts().answered, 0U);
}

TEST(Client, LooksBehindTheNameOfAHost) {
    const TestServer test([](const Request&) { return Response::text("inside"); });
    ClientRequest request;
    request.url = "http://localhost:" + std::to_string(test.server.port()) + "/";
    std::vector<std::string> asked;
    ClientConfig guarded = plain();
    guarded.allows_address = [&](std::string_view address) {
        asked.emplace_back(address);
        return is_public_address(address);
    };
    Client client(guarded);
    for (int i = 0; i < 2; ++i) {
        const auto refused = client.send(request);
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().code, "http.client_denied");
        EXPECT_EQ(refused.error().kind, ErrorKind::Forbidden);
    }
    ASSERT_FALSE(asked.empty());
    for (const std::string& address : asked) {
        EXPECT_TRUE(address == "127.0.0.1" || address == "::1") << address;
    }
    EXPECT_EQ(test.server.counts().accepted, 0U) << "not even a connection";
    // The name does lead there, for whoever may.
    EXPECT_EQ(Client(plain()).send(request).value().body, "inside");
    EXPECT_EQ(test.server.counts().accepted, 1U);
}

TEST(Client, RefusesHeadersThatWouldEndEarly) {
    ClientRequest request;
    request.url = "https://127.0.0.1:1/";
    for (const auto& header : std::vector<std::pair<std::string, std::string>>{
             {"X", "a\r\nY: b"}, {"X\r\nY", "b"}, {"", "b"}, {"X: Y", "b"}}) {
        request.headers = {header};
        EXPECT_EQ(Client().send(request).error().code, "http.client_header") << header.first;
    }
}

TEST(Client, NamesOnlyTheHostInErrors) {
    ClientRequest request;
    request.url = "https://user:secret@127.0.0.1:1/geheim?token=abc";
    EXPECT_EQ(Client().send(request).error().place, "127.0.0.1:1");
}

TEST(PublicAddress, IsNothingInside) {
    for (const char* address : {"127.0.0.1",
                                "10.1.2.3",
                                "172.16.0.1",
                                "172.31.255.255",
                                "192.168.0.1",
                                "169.254.169.254",
                                "0.0.0.0",
                                "100.64.0.1",
                                "224.0.0.1",
                                "255.255.255.255",
                                "::",
                                "::1",
                                "fe80::1",
                                "fc00::1",
                                "ff02::1",
                                "::ffff:127.0.0.1",
                                "2001:db8::1",
                                "2002:7f00:1::",
                                "64:ff9b::7f00:1",
                                "not an address",
                                ""}) {
        EXPECT_FALSE(is_public_address(address)) << address;
    }
    for (const char* address : {"8.8.8.8", "172.32.0.1", "2a00:1450::1", "::ffff:8.8.8.8"}) {
        EXPECT_TRUE(is_public_address(address)) << address;
    }
}

}  // namespace
}  // namespace gordion::http
