// SPDX-License-Identifier: EUPL-1.2
// Bodies that are not held in memory, and the clients that break off, drip, lie or send too much.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <stdexcept>

#include "http/body_sink.hpp"
#include "http/testing/raw_client.hpp"

namespace gordion::http {
namespace {

using ::testing::EndsWith;
using testing::eventually;
using testing::get;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RawClient;
using ::testing::StartsWith;
using testing::TestServer;

constexpr std::size_t mega = 1024 * 1024;

/// What all sinks of a test have seen.
struct Seen {
    std::mutex mutex;
    std::string bytes;
    std::size_t largest_piece = 0;
    std::atomic<int> open = 0;
    std::atomic<int> opened = 0;
    std::atomic<int> finished = 0;
    std::atomic<std::size_t> received = 0;
    std::atomic<bool> may_go_on = true;
    std::atomic<std::thread::id> answered_by;
    std::atomic<std::thread::id> removed_by;
};

class RecordingSink final : public BodySink {
public:
    RecordingSink(Seen& seen, std::string path) : seen_(seen), path_(std::move(path)) {
        ++seen_.open;
        ++seen_.opened;
    }
    ~RecordingSink() override {
        seen_.removed_by = std::this_thread::get_id();
        --seen_.open;
    }
    RecordingSink(const RecordingSink&) = delete;
    RecordingSink& operator=(const RecordingSink&) = delete;

    std::optional<Response> append(std::string_view piece) override {
        while (!seen_.may_go_on) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        const std::lock_guard lock(seen_.mutex);
        seen_.largest_piece = std::max(seen_.largest_piece, piece.size());
        seen_.bytes += piece;
        seen_.received += piece.size();
        total += piece.size();
        if (path_ == "/streams/refused" && piece.find('!') != std::string_view::npos) {
            return Response::text("no exclamation marks", 422);
        }
        if (path_ == "/streams/throws") {
            throw std::runtime_error("secret");
        }
        return std::nullopt;
    }
    std::optional<Response> finish() override {
        ++seen_.finished;
        if (path_ == "/streams/late") {
            return Response::text("does not add up", 422);
        }
        return std::nullopt;
    }

    void note_answer() const { seen_.answered_by = std::this_thread::get_id(); }

    std::size_t total = 0;

private:
    Seen& seen_;
    std::string path_;
};

class Streams : public ::testing::Test {
protected:
    ServerConfig config() {
        ServerConfig config = TestServer::quick();
        config.body_streams.limit = [](const Request& head) -> std::optional<std::uint64_t> {
            if (head.method == Method::Put && head.path.starts_with("/streams/")) {
                return 64 * mega;
            }
            return std::nullopt;
        };
        config.body_streams.admit = [this](const Request& head) -> Admission {
            if (head.find_header("authorization") != "let me in") {
                return Response::text("who are you?", 401);
            }
            return std::make_unique<RecordingSink>(seen_, head.path);
        };
        return config;
    }
    static Response answer(const Request& request) {
        const auto* sink = dynamic_cast<const RecordingSink*>(request.body_sink.get());
        if (sink != nullptr) {
            sink->note_answer();
        }
        return Response::text(request.path + " " +
                              (sink == nullptr ? "in memory " + request.body
                                               : "streamed " + std::to_string(sink->total)));
    }

    Seen seen_;
};

std::string put_head(std::string_view path, std::string_view headers) {
    return "PUT " + std::string(path) + " HTTP/1.1\r\nHost: test\r\nAuthorization: let me in\r\n" +
           std::string(headers) + "\r\n";
}

std::string length(std::size_t bytes) {
    return "Content-Length: " + std::to_string(bytes) + "\r\n";
}

std::string pattern(std::size_t bytes) {
    // 977 is prime to the sizes of pieces, so that a lost or doubled one shows.
    std::string period(977, '\0');
    for (std::size_t i = 0; i < period.size(); ++i) {
        period[i] = static_cast<char>('a' + i * 31 % 26);
    }
    std::string text;
    text.reserve(bytes + period.size());
    while (text.size() < bytes) {
        text += period;
    }
    text.resize(bytes);
    return text;
}

std::string chunked(std::string_view bytes, std::size_t step) {
    std::string text;
    char size[32];
    while (!bytes.empty()) {
        const std::string_view chunk = bytes.substr(0, step);
        std::snprintf(size, sizeof(size), "%zx\r\n", chunk.size());
        text.append(size).append(chunk).append("\r\n");
        bytes.remove_prefix(chunk.size());
    }
    return text + "0\r\nX-Trailer: dropped\r\n\r\n";
}

TEST_F(Streams, HandsABodyToItsSinkInSmallPieces) {
    const TestServer test(answer, config());
    const std::string body = pattern(3 * mega + 17);
    RawClient client = test.connect();
    ASSERT_TRUE(client.send(put_head("/streams/a", length(body.size())) + body));
    EXPECT_THAT(client.read_response(), EndsWith("/streams/a streamed 3145745"));
    EXPECT_EQ(seen_.bytes, body);
    EXPECT_LE(seen_.largest_piece, 512U * 1024);
    EXPECT_EQ(seen_.finished, 1);
    EXPECT_TRUE(eventually([&] { return seen_.open == 0; }));
    client.send(testing::post("/form", "x"));
    EXPECT_THAT(client.read_response(), EndsWith("/form in memory x"));
    EXPECT_TRUE(eventually([&] { return test.server.counts().streams == 0; }));
}

TEST_F(Streams, RemovesWhatTheHandlerDidNotKeepWhereDisksAreWaitedFor) {
    ServerConfig one = config();
    one.workers = 1;
    const TestServer test(answer, one);
    EXPECT_THAT(test.ask(put_head("/streams/a", length(5)) + "12345"), EndsWith("streamed 5"));
    EXPECT_TRUE(eventually([&] { return seen_.open == 0; }));
    EXPECT_NE(seen_.removed_by.load(), seen_.answered_by.load());
}

TEST_F(Streams, HandsOverChunksAndWhatComesBehindThem) {
    const TestServer test(answer, config());
    const std::string body = pattern(mega);
    for (const std::size_t step : {std::size_t{1000}, std::size_t{65'536}, mega}) {
        seen_.bytes.clear();
        RawClient client = test.connect();
        ASSERT_TRUE(client.send(put_head("/streams/c", "Transfer-Encoding: chunked\r\n") +
                                chunked(body, step) + get("/next") +
                                put_head("/streams/empty", length(0)) + get("/last")));
        EXPECT_THAT(client.read_response(), EndsWith("/streams/c streamed 1048576"));
        EXPECT_THAT(client.read_response(), EndsWith("/next in memory "));
        EXPECT_THAT(client.read_response(), EndsWith("/streams/empty streamed 0"));
        EXPECT_THAT(client.read_response(), EndsWith("/last in memory "));
        EXPECT_EQ(seen_.bytes, body);
    }
    EXPECT_EQ(seen_.finished, 6);
}

TEST_F(Streams, AsksForTheBodyOnlyAfterAdmission) {
    const TestServer test(answer, config());
    RawClient stranger = test.connect();
    stranger.send("PUT /streams/a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n" +
                  length(50 * mega) + "\r\n");
    const std::string refused = stranger.read_to_end();
    EXPECT_THAT(refused, StartsWith("HTTP/1.1 401 Unauthorized"));
    EXPECT_THAT(refused, HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_THAT(refused, Not(HasSubstr("100 Continue")));
    EXPECT_EQ(seen_.opened, 0);

    RawClient friendly = test.connect();
    friendly.send(put_head("/streams/a", "Expect: 100-continue\r\n" + length(5)));
    EXPECT_THAT(friendly.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue"));
    friendly.send("12345");
    EXPECT_THAT(friendly.read_response(), EndsWith("streamed 5"));
}

TEST_F(Streams, LetsARefusedSenderSeeTheAnswer) {
    const TestServer test(answer, config());
    RawClient stranger = test.connect();
    EXPECT_TRUE(stranger.send("PUT /streams/a HTTP/1.1\r\nHost: a\r\n" + length(8 * mega) + "\r\n" +
                              std::string(8 * mega, 'x')));
    EXPECT_THAT(stranger.read_to_end(), StartsWith("HTTP/1.1 401 "));
}

TEST_F(Streams, RefusesWhatIsTooLargeAnnouncedOrNot) {
    ServerConfig small = config();
    small.body_streams.limit = [](const Request&) { return 2 * mega; };
    const TestServer test(answer, small);
    RawClient honest = test.connect();
    honest.send(put_head("/streams/a", length(2 * mega + 1)));
    EXPECT_THAT(honest.read_response(), StartsWith("HTTP/1.1 413 "));
    EXPECT_EQ(seen_.opened, 0);
    RawClient silent = test.connect();
    silent.send(put_head("/streams/a", "Transfer-Encoding: chunked\r\n"));
    silent.send(chunked(pattern(3 * mega), 100'000));
    EXPECT_THAT(silent.read_response(), StartsWith("HTTP/1.1 413 "));
    EXPECT_TRUE(eventually([&] { return seen_.open == 0; }));
    EXPECT_EQ(seen_.finished, 0);
}

TEST_F(Streams, LetsTheSinkRefuse) {
    const TestServer test(answer, config());
    RawClient midway = test.connect();
    std::string body = pattern(4 * mega);
    body[mega] = '!';
    midway.send(put_head("/streams/refused", length(60 * mega)) + body);
    const std::string refused = midway.read_to_end();
    EXPECT_THAT(refused, StartsWith("HTTP/1.1 422 "));
    EXPECT_THAT(refused, HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_THAT(refused, EndsWith("no exclamation marks"));
    EXPECT_EQ(seen_.finished, 0);
    RawClient late = test.connect();
    late.send(put_head("/streams/late", length(5)) + "12345");
    EXPECT_THAT(late.read_response(), EndsWith("does not add up"));
    late.send(get("/goes/on"));
    EXPECT_THAT(late.read_response(), EndsWith("/goes/on in memory "));
    EXPECT_TRUE(eventually([&] { return seen_.open == 0; }));
}

TEST_F(Streams, EndsOnlyTheRequestWhoseSinkThrows) {
    const TestServer test(answer, config());
    RawClient client = test.connect();
    client.send(put_head("/streams/throws", length(5)) + "12345");
    const std::string failed = client.read_response();
    EXPECT_THAT(failed, StartsWith("HTTP/1.1 500 "));
    EXPECT_THAT(failed, HasSubstr("incident"));
    EXPECT_THAT(failed, Not(HasSubstr("secret")));
    EXPECT_TRUE(eventually([&] { return seen_.open == 0; }));
    EXPECT_THAT(test.ask(put_head("/streams/a", length(1)) + "x"), EndsWith("streamed 1"));
}

TEST_F(Streams, LeavesNothingOfABodyThatBreaksOff) {
    const TestServer test(answer, config());
    for (const std::size_t sent : {std::size_t{0}, std::size_t{1}, mega}) {
        {
            RawClient client = test.connect();
            client.send(put_head("/streams/a", length(2 * mega)) + pattern(sent));
            ASSERT_TRUE(eventually([&] { return seen_.open == 1; }));
        }
        EXPECT_TRUE(eventually([&] { return seen_.open == 0; }));
    }
    RawClient malformed = test.connect();
    malformed.send(put_head("/streams/a", "Transfer-Encoding: chunked\r\n") +
                   "5\r\n12345\r\nnonsense\r\n");
    EXPECT_THAT(malformed.read_response(), StartsWith("HTTP/1.1 400 "));
    EXPECT_TRUE(eventually([&] { return seen_.open == 0 && test.server.counts().streams == 0; }));
    EXPECT_EQ(seen_.finished, 0);
}

TEST_F(Streams, CutsDrippingBodiesEvenAfterAFastBeginning) {
    ServerConfig quick = config();
    quick.limits.body_timeout_ms = 60;
    quick.limits.bytes_per_second = 2'000'000;
    const TestServer test(answer, quick);
    RawClient dripping = test.connect();
    dripping.send(put_head("/streams/a", length(2 * mega)) + "x");
    EXPECT_THAT(dripping.read_to_end(), StartsWith("HTTP/1.1 408 "));
    // Eight megabytes at once would otherwise buy four seconds.
    RawClient hasty = test.connect();
    hasty.send(put_head("/streams/a", length(9 * mega)) + pattern(8 * mega));
    EXPECT_THAT(hasty.read_to_end(), StartsWith("HTTP/1.1 408 "));
    EXPECT_TRUE(eventually([&] { return seen_.open == 0; }));
    EXPECT_EQ(test.server.counts().timed_out, 2U);
}

TEST_F(Streams, DoesNotBlameTheClientForASlowSink) {
    ServerConfig quick = config();
    quick.limits.body_timeout_ms = 60;
    quick.limits.bytes_per_second = 1'000'000'000;
    const TestServer test(answer, quick);
    seen_.may_go_on = false;
    RawClient client = test.connect();
    client.send(put_head("/streams/a", length(mega)) + pattern(mega));
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    seen_.may_go_on = true;
    EXPECT_THAT(client.read_response(), EndsWith("streamed 1048576"));
}

TEST_F(Streams, HoldsTheClientBackWhileTheSinkIsSlow) {
    ServerConfig one = config();
    one.stream_threads = 1;
    const TestServer test(answer, one);
    seen_.may_go_on = false;
    RawClient client = test.connect();
    std::atomic<std::size_t> sent = 0;
    std::jthread sender([&] {
        client.send(put_head("/streams/a", length(60 * mega)));
        const std::string piece = pattern(mega);
        for (int i = 0; i < 60; ++i) {
            client.send(piece);
            sent += piece.size();
        }
    });
    // Others are served meanwhile: neither the I/O thread nor a worker waits for the sink.
    for (int i = 0; i < 20; ++i) {
        EXPECT_THAT(test.ask(get("/quick")), EndsWith("/quick in memory "));
        std::this_thread::sleep_for(std::chrono::milliseconds(3));
    }
    EXPECT_LT(sent, 30 * mega);  // What the kernel buffers on both sides.
    EXPECT_EQ(seen_.received, 0U);
    seen_.may_go_on = true;
    EXPECT_THAT(client.read_response(10'000), EndsWith("streamed 62914560"));
}

TEST_F(Streams, AnswersBusyBeyondItsNumberAndBytes) {
    ServerConfig narrow = config();
    narrow.limits.streams = 2;
    narrow.limits.stream_bytes = 4 * mega;
    const TestServer test(answer, narrow);
    std::vector<RawClient> clients;
    for (int i = 0; i < 2; ++i) {
        clients.push_back(test.connect());
        clients.back().send(put_head("/streams/a", length(mega)));
    }
    ASSERT_TRUE(eventually([&] { return test.server.counts().streams == 2; }));
    EXPECT_THAT(test.ask(put_head("/streams/a", length(1)) + "x"), StartsWith("HTTP/1.1 503 "));
    clients.pop_back();
    ASSERT_TRUE(eventually([&] { return test.server.counts().streams == 1; }));
    EXPECT_THAT(test.ask(put_head("/streams/a", length(4 * mega))), StartsWith("HTTP/1.1 503 "));
    RawClient unannounced = test.connect();
    unannounced.send(put_head("/streams/a", "Transfer-Encoding: chunked\r\n") +
                     chunked(pattern(5 * mega), 50'000));
    EXPECT_THAT(unannounced.read_response(), StartsWith("HTTP/1.1 503 "));
    EXPECT_EQ(test.server.counts().overloaded, 3U);
}

TEST_F(Streams, LeavesNothingWhenTheServerStops) {
    auto test = std::make_unique<TestServer>(answer, config());
    std::vector<RawClient> clients;
    for (int i = 0; i < 4; ++i) {
        clients.push_back(test->connect());
        clients.back().send(put_head("/streams/a", length(2 * mega)) + pattern(mega));
    }
    ASSERT_TRUE(eventually([&] { return seen_.open == 4; }));
    test->server.stop(20);
    EXPECT_EQ(seen_.open, 0);
    EXPECT_EQ(seen_.finished, 0);
}

}  // namespace
}  // namespace gordion::http
