// SPDX-License-Identifier: EUPL-1.2
// A server that speaks TLS itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <atomic>
#include <fstream>

#include "http/client.hpp"
#include "http/testing/raw_client.hpp"
#include "http/testing/self_signed.hpp"

namespace gordion::http {
namespace {

using ::testing::EndsWith;
using testing::eventually;
using testing::get;
using testing::RawClient;
using ::testing::StartsWith;
using testing::TestServer;

class CountingSink final : public BodySink {
public:
    std::optional<Response> append(std::string_view piece) override {
        total += piece.size();
        return std::nullopt;
    }
    std::optional<Response> finish() override { return std::nullopt; }
    std::size_t total = 0;
};

Response answer(const Request& request) {
    if (const auto* sink = dynamic_cast<const CountingSink*>(request.body_sink.get())) {
        return Response::text("streamed " + std::to_string(sink->total));
    }
    if (request.path.starts_with("/x/")) {
        return Response::text(std::string(std::stoul(request.path.substr(3)), 'x'));
    }
    return Response::text(std::string(request.is_secure ? "secure " : "in clear ") +
                          std::to_string(request.body.size()));
}

class Tls : public ::testing::Test {
protected:
    ServerConfig config() const {
        ServerConfig config = TestServer::quick();
        config.tls = signed_.files();
        config.body_streams.limit = [](const Request& head) -> std::optional<std::uint64_t> {
            return head.path == "/stream" ? std::optional<std::uint64_t>(100'000'000)
                                          : std::nullopt;
        };
        config.body_streams.admit = [](const Request&) -> Admission {
            return std::make_unique<CountingSink>();
        };
        return config;
    }
    Client client() const {
        ClientConfig config;
        config.ca_file = signed_.certificate_file().string();
        return Client(config);
    }
    static ClientRequest request(const TestServer& test, Method method, const std::string& path) {
        ClientRequest request;
        request.method = method;
        request.url = "https://127.0.0.1:" + std::to_string(test.server.port()) + path;
        request.response_bytes = 64'000'000;
        return request;
    }

    testing::SelfSigned signed_;
};

TEST_F(Tls, AnswersAndKeepsTheConnection) {
    const TestServer test(answer, config());
    ASSERT_TRUE(test.started);
    Client client = this->client();
    EXPECT_EQ(client.send(request(test, Method::Get, "/")).value().body, "secure 0");
    ClientRequest post = request(test, Method::Post, "/");
    post.body = std::string(900'000, 'x');
    EXPECT_EQ(client.send(post).value().body, "secure 900000");
    EXPECT_EQ(client.send(request(test, Method::Get, "/x/7000000")).value().body.size(),
              7'000'000U);
    EXPECT_EQ(client.send(request(test, Method::Get, "/")).value().body, "secure 0");
    EXPECT_EQ(test.server.counts().accepted, 1U);
    EXPECT_EQ(test.server.counts().timed_out, 0U);
}

TEST_F(Tls, StreamsBodies) {
    const TestServer test(answer, config());
    const std::string bytes(5'000'000, 'x');
    MemorySource source(bytes);
    ClientRequest upload = request(test, Method::Put, "/stream");
    upload.body_source = &source;
    upload.body_source_bytes = bytes.size();
    EXPECT_EQ(client().send(upload).value().body, "streamed 5000000");
}

TEST_F(Tls, IsRefusedByWhoDoesNotKnowTheCertificate) {
    const TestServer test(answer, config());
    EXPECT_EQ(Client().send(request(test, Method::Get, "/")).error().code, "http.client_tls");
}

TEST_F(Tls, CutsSilentHandshakesAndWhatIsNoTls) {
    ServerConfig quick = config();
    quick.limits.header_timeout_ms = 50;
    const TestServer test(answer, quick);
    RawClient silent = test.connect();
    RawClient begun = test.connect();
    begun.send(std::string("\x16\x03\x01\x02\x00\x01", 6));
    RawClient in_clear = test.connect();
    in_clear.send(get("/"));
    EXPECT_EQ(in_clear.read_to_end().find("HTTP/1.1 200"), std::string::npos);
    EXPECT_TRUE(in_clear.has_ended());
    EXPECT_EQ(silent.read_to_end(), "");
    EXPECT_TRUE(silent.has_ended());
    begun.read_to_end();
    EXPECT_TRUE(begun.has_ended());
    EXPECT_TRUE(eventually([&] { return test.server.counts().connections == 0; }));
    EXPECT_EQ(client().send(request(test, Method::Get, "/")).value().body, "secure 0");
}

TEST_F(Tls, CutsReadersWhoDoNotReadAndForgetsThoseWhoVanish) {
    ServerConfig quick = config();
    quick.limits.body_timeout_ms = 60;
    quick.limits.bytes_per_second = 1'000'000'000;
    const TestServer test(answer, quick);
    ClientRequest download = request(test, Method::Get, "/x/60000000");
    std::atomic<int> pieces = 0;
    download.body_sink = [&](std::string_view) -> Result<void> {
        if (++pieces == 1) {
            eventually([&] { return test.server.counts().timed_out == 1; });
        }
        return {};
    };
    EXPECT_FALSE(client().send(download));
    EXPECT_EQ(test.server.counts().timed_out, 1U);
    download.body_sink = [](std::string_view) -> Result<void> {
        return Error{ErrorKind::Unavailable, "test.enough", "", {}, "enough"};
    };
    EXPECT_EQ(client().send(download).error().code, "test.enough");
    EXPECT_TRUE(eventually([&] { return test.server.counts().connections == 0; }));
}

// A client of OpenSSL's own, for what libcurl would not do.
class OwnClient {
public:
    OwnClient(std::uint16_t port, int newest)
        : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
        SSL_CTX_set_security_level(context_.get(), 0);
        SSL_CTX_set_max_proto_version(context_.get(), newest);
        static constexpr unsigned char wishes[] = "\x02h2\x08http/1.1";
        SSL_CTX_set_alpn_protos(context_.get(), wishes, sizeof(wishes) - 1);
        bio_.reset(BIO_new_ssl_connect(context_.get()));
        BIO_set_conn_hostname(bio_.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
        is_connected_ = BIO_do_handshake(bio_.get()) == 1;
        BIO_get_ssl(bio_.get(), &channel_);
    }
    [[nodiscard]] bool is_connected() const { return is_connected_; }
    [[nodiscard]] std::string protocol() const {
        const unsigned char* name = nullptr;
        unsigned length = 0;
        SSL_get0_alpn_selected(channel_, &name, &length);
        return {reinterpret_cast<const char*>(name), length};
    }
    std::string ask(std::string_view text) {
        BIO_write(bio_.get(), text.data(), static_cast<int>(text.size()));
        return read_to_end();
    }
    // Request and close_notify in one segment, so that the server reads both at once.
    std::string ask_and_say_goodbye(std::string_view text) {
        cork(1);
        BIO_write(bio_.get(), text.data(), static_cast<int>(text.size()));
        SSL_shutdown(channel_);
        cork(0);
        return read_to_end();
    }
    [[nodiscard]] bool heard_goodbye() const {
        return (SSL_get_shutdown(channel_) & SSL_RECEIVED_SHUTDOWN) != 0;
    }

private:
    void cork(int on) { setsockopt(SSL_get_fd(channel_), IPPROTO_TCP, TCP_CORK, &on, sizeof(on)); }
    std::string read_to_end() {
        std::string got;
        char bytes[4096];
        for (int count = 1; count > 0;) {
            count = BIO_read(bio_.get(), bytes, sizeof(bytes));
            got.append(bytes, static_cast<std::size_t>(std::max(count, 0)));
        }
        return got;
    }

    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    struct EndBio {
        void operator()(BIO* bio) const { BIO_free_all(bio); }
    };
    std::unique_ptr<BIO, EndBio> bio_;
    SSL* channel_ = nullptr;
    bool is_connected_ = false;
};

TEST_F(Tls, SpeaksTls12AndNewerAndSaysGoodbye) {
    const TestServer test(answer, config());
    EXPECT_FALSE(OwnClient(test.server.port(), TLS1_1_VERSION).is_connected());
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        OwnClient client(test.server.port(), version);
        ASSERT_TRUE(client.is_connected());
        EXPECT_EQ(client.protocol(), "http/1.1");
        EXPECT_THAT(client.ask(get("/", "Connection: close\r\n")),
                    StartsWith("HTTP/1.1 200 OK\r\n"));
        EXPECT_TRUE(client.heard_goodbye());
    }
}

TEST_F(Tls, AnswersClientsThatHaveSaidGoodbye) {
    const TestServer test(answer, config());
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        OwnClient client(test.server.port(), version);
        ASSERT_TRUE(client.is_connected());
        const std::string got = client.ask_and_say_goodbye(testing::post("/", "body"));
        EXPECT_THAT(got, StartsWith("HTTP/1.1 200 OK\r\n"));
        EXPECT_THAT(got, EndsWith("secure 4"));
    }
    OwnClient cut(test.server.port(), TLS1_3_VERSION);
    EXPECT_EQ(
        cut.ask_and_say_goodbye("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nbody"), "");
    EXPECT_TRUE(eventually([&] { return test.server.counts().connections == 0; }));
}

TEST_F(Tls, DoesNotStartWithFilesThatDoNotFit) {
    const testing::SelfSigned other;
    const auto code_of = [&](const TlsFiles& files) {
        ServerConfig config = TestServer::quick();
        config.tls = files;
        SystemClock clock;
        SystemRandom random;
        Server server(config, clock, random, answer);
        const Result<void> started = server.start();
        return started ? "started" : started.error().code + " " + started.error().place;
    };
    const std::string chain = signed_.certificate_file().string();
    EXPECT_EQ(code_of({"/missing.pem", signed_.key_file()}), "http.tls_certificate /missing.pem");
    EXPECT_EQ(code_of({signed_.key_file(), signed_.key_file()}),
              "http.tls_certificate " + signed_.key_file().string());
    EXPECT_EQ(code_of({chain, other.key_file()}), "http.tls_key " + other.key_file().string());
    EXPECT_EQ(code_of({chain, chain}), "http.tls_key " + chain);
    EXPECT_EQ(code_of(signed_.files()), "started");
}

}  // namespace
}  // namespace gordion::http
