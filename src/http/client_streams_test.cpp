// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "http/body_sink.hpp"
#include "http/client.hpp"
#include "http/testing/raw_client.hpp"

namespace gordion::http {
namespace {

using testing::TestServer;

constexpr std::size_t mega = 1024 * 1024;

class CountingSink final : public BodySink {
public:
    std::optional<Response> append(std::string_view piece) override {
        total += piece.size();
        return std::nullopt;
    }
    std::optional<Response> finish() override { return std::nullopt; }
    std::size_t total = 0;
};

/// PUT is counted where it is authorized, GET answers with as many bytes as the path says.
class ClientStreams : public ::testing::Test {
protected:
    static ServerConfig config() {
        ServerConfig config = TestServer::quick();
        config.body_streams.limit = [](const Request& head) -> std::optional<std::uint64_t> {
            return head.method == Method::Put ? std::optional<std::uint64_t>(64 * mega)
                                              : std::nullopt;
        };
        config.body_streams.admit = [](const Request& head) -> Admission {
            if (!head.find_header("authorization")) {
                return Response::text("who are you?", 401);
            }
            return std::make_unique<CountingSink>();
        };
        return config;
    }
    static Response answer(const Request& request) {
        if (const auto* sink = dynamic_cast<const CountingSink*>(request.body_sink.get())) {
            return Response::text(std::to_string(sink->total));
        }
        if (request.path == "/missing") {
            return Response::text("no such attachment", 404);
        }
        return Response::text(std::string(std::stoul(request.path.substr(1)), 'x'));
    }

    ClientRequest request(Method method, const std::string& path) const {
        ClientRequest request;
        request.method = method;
        request.url = "http://127.0.0.1:" + std::to_string(test_.server.port()) + path;
        request.response_bytes = 64 * mega;
        return request;
    }
    static ClientConfig plain() {
        ClientConfig config;
        config.plain_http = PlainHttp::Allow;
        return config;
    }

    TestServer test_{answer, config()};
    Client client_{plain()};
};

class FailingSource final : public ByteSource {
public:
    explicit FailingSource(bool throws) : throws_(throws) {}
    Result<std::size_t> read(std::span<char> into) override {
        if (std::exchange(began_, true)) {
            if (throws_) {
                throw std::logic_error("bug");
            }
            return Error{ErrorKind::Unavailable, "test.disk", "", {}, "broken"};
        }
        std::fill(into.begin(), into.end(), 'x');
        return into.size();
    }

private:
    bool throws_;
    bool began_ = false;
};

TEST_F(ClientStreams, UploadsFromASource) {
    const std::string bytes(3 * mega + 7, 'x');
    for (int i = 0; i < 2; ++i) {
        MemorySource source(bytes, 10'000);
        ClientRequest upload = request(Method::Put, "/a");
        upload.headers = {{"Authorization", "yes"}};
        upload.body_source = &source;
        upload.body_source_bytes = bytes.size() - 2;
        const ClientResponse response = client_.send(upload).value();
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(response.body, "3145733");
    }
    EXPECT_EQ(test_.server.counts().accepted, 1U);
}

TEST_F(ClientStreams, SendsNothingWhereItIsRefused) {
    const std::string bytes(20 * mega, 'x');
    MemorySource source(bytes);
    ClientRequest upload = request(Method::Put, "/a");
    upload.body_source = &source;
    upload.body_source_bytes = bytes.size();
    const ClientResponse response = client_.send(upload).value();
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.body, "who are you?");
    std::string rest(1, '\0');
    EXPECT_EQ(source.read(rest).value(), 1U);  // Not even begun: 20 MB are left.
    std::string all(21 * mega, '\0');
    std::size_t left = 1;
    while (const std::size_t count = source.read(std::span(all)).value()) {
        left += count;
    }
    EXPECT_EQ(left, bytes.size());
}

TEST_F(ClientStreams, EndsWithTheErrorOfItsSource) {
    ClientRequest upload = request(Method::Put, "/a");
    upload.headers = {{"Authorization", "yes"}};
    upload.body_source_bytes = 2 * mega;
    FailingSource failing(false);
    upload.body_source = &failing;
    EXPECT_EQ(client_.send(upload).error().code, "test.disk");
    MemorySource small("too little");
    upload.body_source = &small;
    EXPECT_EQ(client_.send(upload).error().code, "http.source_short");
    FailingSource throwing(true);
    upload.body_source = &throwing;
    EXPECT_THROW((void)client_.send(upload), std::logic_error);
    EXPECT_TRUE(testing::eventually([&] { return test_.server.counts().streams == 0; }));
}

TEST_F(ClientStreams, DownloadsIntoASink) {
    ClientRequest download = request(Method::Get, "/5000000");
    std::size_t total = 0;
    std::size_t largest = 0;
    download.body_sink = [&](std::string_view piece) -> Result<void> {
        total += piece.size();
        largest = std::max(largest, piece.size());
        return {};
    };
    const ClientResponse response = client_.send(download).value();
    EXPECT_EQ(response.body, "");
    EXPECT_EQ(total, 5'000'000U);
    EXPECT_LE(largest, 256U * 1024);
    total = 0;
    download.url = request(Method::Get, "/missing").url;
    const ClientResponse missing = client_.send(download).value();
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.body, "no such attachment");
    EXPECT_EQ(total, 0U);
}

TEST_F(ClientStreams, StopsADownloadAtItsBoundAndAtTheErrorOfItsSink) {
    ClientRequest download = request(Method::Get, "/5000000");
    std::size_t total = 0;
    download.response_bytes = 1'000'000;
    download.body_sink = [&](std::string_view piece) -> Result<void> {
        total += piece.size();
        return {};
    };
    EXPECT_EQ(client_.send(download).error().code, "http.client_too_large");
    EXPECT_LE(total, 1'000'000U);
    download.body_sink = [](std::string_view) -> Result<void> {
        return Error{ErrorKind::Unavailable, "storage.full", "", {}, "full"};
    };
    EXPECT_EQ(client_.send(download).error().code, "storage.full");
    download.body_sink = [](std::string_view) -> Result<void> { throw std::logic_error("bug"); };
    EXPECT_THROW((void)client_.send(download), std::logic_error);
}

}  // namespace
}  // namespace gordion::http
