// SPDX-License-Identifier: EUPL-1.2
// Responses whose bodies are read while they are sent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "http/testing/raw_client.hpp"

namespace gordion::http {
namespace {

using ::testing::EndsWith;
using testing::eventually;
using testing::get;
using ::testing::HasSubstr;
using testing::RawClient;
using ::testing::StartsWith;
using testing::TestServer;

/// Gives `bytes` of 'x' in odd pieces, and then what it was told to.
class Letters final : public ByteSource {
public:
    enum class End { Quiet, Fails, Throws, ThrowsAnything };
    Letters(std::atomic<int>& open, std::size_t bytes, End end)
        : open_(open), left_(bytes), end_(end) {
        ++open_;
    }
    ~Letters() override { --open_; }
    Letters(const Letters&) = delete;
    Letters& operator=(const Letters&) = delete;

    Result<std::size_t> read(std::span<char> into) override {
        const std::size_t count = std::min({left_, into.size(), std::size_t{70'001}});
        std::fill_n(into.begin(), count, 'x');
        left_ -= count;
        if (count == 0 && end_ == End::Fails) {
            return Error{ErrorKind::Unavailable, "test.broken", "", {}, "broken"};
        }
        if (count == 0 && end_ == End::Throws) {
            throw std::runtime_error("broken");
        }
        if (count == 0 && end_ == End::ThrowsAnything) {
            throw 42;  // As a library may that is not the standard's.
        }
        return count;
    }

private:
    std::atomic<int>& open_;
    std::size_t left_;
    End end_;
};

class Sources : public ::testing::Test {
protected:
    /// "/BYTES/PROMISED" and "/fails/BYTES/PROMISED", "/throws/BYTES/PROMISED", "/number/…".
    Handler sender() {
        return [this](const Request& request) {
            std::string path = request.path;
            auto end = Letters::End::Quiet;
            if (path.starts_with("/fails")) {
                end = Letters::End::Fails;
                path.erase(0, 6);
            } else if (path.starts_with("/throws")) {
                end = Letters::End::Throws;
                path.erase(0, 7);
            } else if (path.starts_with("/number")) {
                end = Letters::End::ThrowsAnything;
                path.erase(0, 7);
            }
            const std::size_t bytes = std::stoul(path.substr(1));
            const std::size_t promised = std::stoul(path.substr(path.rfind('/') + 1));
            return Response::stream(std::make_shared<Letters>(open_, bytes, end), promised,
                                    "application/jose");
        };
    }

    std::atomic<int> open_ = 0;
};

TEST_F(Sources, SendsExactlyWhatWasPromised) {
    const TestServer test(sender());
    RawClient client = test.connect();
    for (const std::size_t bytes :
         {std::size_t{1}, std::size_t{262'144}, std::size_t{262'145}, std::size_t{9'000'001}}) {
        const std::string size = std::to_string(bytes);
        client.send(get("/" + size + "/" + size));
        const std::string got = client.read_response();
        const std::size_t head = got.find("\r\n\r\n");
        EXPECT_THAT(got.substr(0, head), HasSubstr("Content-Length: " + size));
        EXPECT_THAT(got.substr(0, head), HasSubstr("Content-Type: application/jose"));
        EXPECT_EQ(got.substr(head + 4), std::string(bytes, 'x'));
    }
    client.send(get("/5000/10"));
    EXPECT_THAT(client.read_response(), EndsWith("\r\n\r\nxxxxxxxxxx"));
    client.send(get("/0/0"));
    EXPECT_THAT(client.read_response(), HasSubstr("Content-Length: 0\r\n"));
    client.send("HEAD /9000000/9000000 HTTP/1.1\r\nHost: a\r\n\r\n");
    const std::string head = client.read_until("\r\n\r\n");
    EXPECT_THAT(head, HasSubstr("Content-Length: 9000000\r\n"));
    client.send(get("/1/1"));
    EXPECT_THAT(client.read_response(), EndsWith("\r\n\r\nx"));
    EXPECT_TRUE(eventually([&] { return open_ == 0; }));
}

TEST_F(Sources, SaysSoWhenASourceFailsAtOnceAndHangsUpLater) {
    const TestServer test(sender());
    for (const char* path :
         {"/fails/100/200000", "/throws/100/200000", "/number/100/200000", "/100/200000"}) {
        EXPECT_THAT(test.ask(get(path)), StartsWith("HTTP/1.1 500 ")) << path;
    }
    for (const char* path : {"/fails/900000/2000000", "/throws/900000/2000000",
                             "/number/900000/2000000", "/900000/2000000"}) {
        RawClient client = test.connect();
        client.send(get(path));
        const std::string got = client.read_to_end();
        EXPECT_THAT(got, StartsWith("HTTP/1.1 200 ")) << path;
        EXPECT_TRUE(client.has_ended());
        EXPECT_LT(got.size(), 1'000'000U);
    }
    EXPECT_TRUE(eventually([&] { return open_ == 0; }));
}

TEST_F(Sources, CutsReadersWhoStopReadingAfterAFastBeginning) {
    ServerConfig config = TestServer::quick();
    config.limits.body_timeout_ms = 60;
    config.limits.bytes_per_second = 2'000'000;
    const TestServer test(sender(), config);
    RawClient client = test.connect();
    client.send(get("/60000000/60000000"));
    // What the kernel takes at once would otherwise buy several seconds.
    EXPECT_THAT(client.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
    EXPECT_TRUE(eventually([&] { return test.server.counts().timed_out == 1; }));
    EXPECT_TRUE(eventually([&] { return open_ == 0; }));
}

TEST_F(Sources, AnswersBusyBeyondItsNumber) {
    ServerConfig config = TestServer::quick();
    config.limits.sending_streams = 1;
    const TestServer test(sender(), config);
    {
        RawClient reader = test.connect();
        reader.send(get("/60000000/60000000"));
        EXPECT_THAT(reader.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
        EXPECT_THAT(test.ask(get("/1000/1000")), StartsWith("HTTP/1.1 503 "));
    }
    EXPECT_TRUE(eventually([&] { return open_ == 0; }));
    EXPECT_THAT(test.ask(get("/1000/1000")), StartsWith("HTTP/1.1 200 "));
}

TEST_F(Sources, LetsGoOfItsSourcesWhenTheServerStops) {
    auto test = std::make_unique<TestServer>(sender());
    RawClient reader = test->connect();
    reader.send(get("/60000000/60000000"));
    EXPECT_THAT(reader.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
    test->server.stop(10);
    test.reset();
    EXPECT_EQ(open_, 0);
}

}  // namespace
}  // namespace gordion::http
