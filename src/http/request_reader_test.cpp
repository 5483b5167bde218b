// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/request_reader.hpp"

#include <gtest/gtest.h>

namespace gordion::http {
namespace {

ReaderLimits small_limits() {
    ReaderLimits limits;
    limits.header_bytes = 1024;
    limits.body_bytes = 16;
    return limits;
}

using State = RequestReader::State;

/// Feeds the text in pieces of `step` bytes, as a connection does.
void feed(RequestReader& reader, const std::string& text, std::size_t step = std::string::npos) {
    std::string held;
    for (std::size_t at = 0; at < text.size(); at += std::min(step, text.size())) {
        held += text.substr(at, step);
        held.erase(0, reader.read(held));
        if (reader.state() == State::Refused || reader.state() == State::Complete) {
            return;
        }
    }
}

// The status with which a message is refused whether it comes at once or byte by byte; 0 if it is
// complete, -1 if more is awaited.
int refusal_of(const std::string& text) {
    const ReaderLimits limits = small_limits();
    int status = -2;
    for (const std::size_t step : {std::string::npos, std::size_t{1}, std::size_t{7}}) {
        RequestReader reader(limits);
        feed(reader, text, step);
        int found = -1;
        if (reader.state() == State::Complete) {
            found = 0;
        } else if (reader.state() == State::Refused) {
            found = reader.refusal().status;
        }
        EXPECT_TRUE(status == -2 || status == found) << text << " in steps of " << step;
        status = found;
    }
    return status;
}

int with_headers(const std::string& headers, const std::string& body = "") {
    return refusal_of("POST / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body);
}

TEST(RequestReader, ReadsARequestInWhateverPiecesItComes) {
    const std::string text =
        "\r\nPOST /a%20b//c/?q=h%C3%BCnd+e&leer HTTP/1.1\r\nHost: amt.example:8080\r\n"
        "X-Twice:  1 \r\nx-twice: 2\r\nContent-Length: 5\r\n\r\nhello";
    const ReaderLimits limits = small_limits();
    for (std::size_t step = 1; step <= text.size(); ++step) {
        RequestReader reader(limits);
        EXPECT_TRUE(reader.is_idle());
        feed(reader, text, step);
        ASSERT_EQ(reader.state(), State::Complete) << step;
        EXPECT_TRUE(reader.keeps_open());
        const Request request = reader.take_request();
        EXPECT_EQ(request.method, Method::Post);
        EXPECT_EQ(request.path, "/a b/c/");
        EXPECT_EQ(request.find_query("q"), "h\u00FCnd e");
        EXPECT_EQ(request.find_query("leer"), "");
        EXPECT_EQ(request.headers.find_all("X-Twice"), (std::vector<std::string_view>{"1", "2"}));
        EXPECT_EQ(request.body, "hello");
        reader.reset();
        EXPECT_TRUE(reader.is_idle());
    }
}

TEST(RequestReader, LeavesTheNextRequestAlone) {
    const std::string first = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n";
    const std::string both = first + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
    const ReaderLimits limits = small_limits();
    RequestReader reader(limits);
    EXPECT_EQ(reader.read(both), first.size());
    EXPECT_EQ(reader.take_request().path, "/1");
    reader.reset();
    EXPECT_EQ(reader.read(both.substr(first.size())), both.size() - first.size());
    EXPECT_EQ(reader.take_request().path, "/2");
}

TEST(RequestReader, ReadsChunksAndForgetsTrailers) {
    const ReaderLimits limits = small_limits();
    for (const std::size_t step : {std::size_t{1}, std::size_t{3}, std::string::npos}) {
        RequestReader reader(limits);
        feed(reader,
             "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
             "3;ext=\"x\"\r\nabc\r\n4\r\ndefg\r\n0\r\nX-Role: admin\r\n\r\n",
             step);
        ASSERT_EQ(reader.state(), State::Complete);
        const Request request = reader.take_request();
        EXPECT_EQ(request.body, "abcdefg");
        EXPECT_EQ(request.find_header("x-role"), std::nullopt);
    }
}

TEST(RequestReader, RefusesEveryDoubtAboutTheLengthOfABody) {
    EXPECT_EQ(with_headers("Content-Length: 1\r\n", "x"), 0);
    EXPECT_EQ(with_headers("Content-Length: 1\r\nContent-Length: 2\r\n", "x"), 400);
    EXPECT_EQ(with_headers("Content-Length: 1\r\nContent-Length: 1\r\n", "x"), 400);
    EXPECT_EQ(with_headers("Content-Length: 1, 1\r\n", "x"), 400);
    EXPECT_EQ(with_headers("Content-Length: +1\r\n", "x"), 400);
    EXPECT_EQ(with_headers("Content-Length: -1\r\n", "x"), 400);
    EXPECT_EQ(with_headers("Content-Length: 0x1\r\n", "x"), 400);
    EXPECT_EQ(with_headers("Content-Length: \r\n", "x"), 400);
    EXPECT_EQ(with_headers("Content-Length: 99999999999999999999999\r\n", "x"), 400);
    EXPECT_EQ(with_headers("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
              400);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", "0\r\n\r\n"),
              400);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400);
    EXPECT_EQ(with_headers("Transfer-Encoding: gzip, chunked\r\n"), 501);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked, gzip\r\n"), 501);
    EXPECT_EQ(with_headers("Transfer-Encoding: identity\r\n"), 501);
    EXPECT_EQ(with_headers("Transfer-Encoding: \x0B"
                           "chunked\r\n"),
              400);
    EXPECT_EQ(with_headers("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
}

TEST(RequestReader, RefusesLinesThatTwoReadersWouldSplitInTwoWays) {
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\nHost: a\n\n"), 400);
    EXPECT_EQ(with_headers("X: 1\nContent-Length: 5\r\n"), 400);
    EXPECT_EQ(with_headers("X: 1\r\n folded\r\n"), 400);
    EXPECT_EQ(with_headers("X: 1\r\n\tfolded\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\n Host: a\r\n\r\n"), 400);
    EXPECT_EQ(with_headers("X: a\rb\r\n"), 400);
    EXPECT_EQ(with_headers(std::string("X: a\0b\r\n", 8)), 400);
    EXPECT_EQ(with_headers("no colon\r\n"), 400);
    EXPECT_EQ(with_headers(": empty\r\n"), 400);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\n", "1\nx\r\n0\r\n\r\n"), 400);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\n", "zz\r\n"), 400);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\n", "1\r\nxx\r\n0\r\n\r\n"), 400);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\n", "-1\r\nx\r\n"), 400);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\n", "\r\n"), 400);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\n", " 1\r\nx\r\n"), 400);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\n", "1 \r\nx\r\n"), 400);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\n", "0x1\r\nx\r\n"), 400);
    // On this one the chunk reader of Beast 1.81 aborts the process.
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\n", "0\r\nT: u\r\x8A\r\n"), 400);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\n", "0\r\nT: u\nX: y\r\n\r\n"), 400);
    std::string trailers;
    for (int i = 0; i < 200; ++i) {
        trailers += "X: " + std::string(100, 'x') + "\r\n";
    }
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\n", "0\r\n" + trailers), 400);
}

TEST(RequestReader, RefusesOtherProtocolsAtTheirFirstBytes) {
    EXPECT_EQ(refusal_of(std::string("\x16\x03\x01\x02\x00\x01", 6)), 400);
    EXPECT_EQ(refusal_of("PRI * HTTP/2.0\r\n\r\n"), 505);
    EXPECT_EQ(refusal_of("GET / HTTP/3.1\r\nHost: a\r\n\r\n"), 505);
    EXPECT_EQ(refusal_of("GET / http/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET /\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("BREW / HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
    EXPECT_EQ(refusal_of("get / HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
    EXPECT_EQ(refusal_of("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
    EXPECT_EQ(with_headers("Expect: 200-ok\r\nContent-Length: 1\r\n"), 417);
}

TEST(RequestReader, NeedsExactlyOneHost) {
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: a/@b\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"), 0);
    EXPECT_EQ(refusal_of("GET / HTTP/1.0\r\n\r\n"), 0);
}

TEST(RequestReader, RefusesPathsWithTwoMeanings) {
    const auto path = [](const std::string& target) {
        return refusal_of("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    };
    EXPECT_EQ(path("/"), 0);
    EXPECT_EQ(path("/a.b/..c/..."), 0);
    EXPECT_EQ(path("http://a/b?c=d"), 0);
    for (const char* target :
         {"/a/../b",  "/..",       "/./a",      "/%2e%2e/a", "/a%2Fb",  "/a%5Cb",
          "/a\\b",    "/a%00b",    "/a%0Ab",    "/a%7Fb",    "/%FF",    "/%C0%AE",
          "/%",       "/%4",       "/a#b",      "a",         "*",       "http://",
          "http://a", "http:///a", "ftp://a/b", "/?q=%",     "/?q=%00", "/?q=%FF"}) {
        EXPECT_EQ(path(target), 400) << target;
    }
    EXPECT_EQ(refusal_of("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"), 0);
}

TEST(RequestReader, RefusesHeadsThatAreTooLarge) {
    EXPECT_EQ(with_headers("X: " + std::string(900, 'x') + "\r\n"), 0);
    EXPECT_EQ(with_headers("X: " + std::string(1200, 'x') + "\r\n"), 431);
    EXPECT_EQ(refusal_of("GET /" + std::string(2000, 'a')), 431);
    std::string many;
    for (int i = 0; i < 120; ++i) {
        many += "a: b\r\n";
    }
    EXPECT_EQ(with_headers(many), 431);
}

TEST(RequestReader, RefusesBodiesThatAreTooLargeBeforeReadingThem) {
    EXPECT_EQ(with_headers("Content-Length: 17\r\n"), 413);
    EXPECT_EQ(with_headers("Content-Length: 10737418240\r\n"), 413);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\n", "8\r\n12345678\r\n9\r\n"), 413);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFFF\r\n"), 413);
    EXPECT_EQ(with_headers("Transfer-Encoding: chunked\r\n", "1;" + std::string(2000, 'x')), 400);
}

TEST(RequestReader, AsksForTheLimitOfEachPath) {
    ReaderLimits limits = small_limits();
    limits.body_limit = [](Method method, std::string_view path) {
        return std::size_t{method == Method::Post && path == "/upload" ? 100U : 1U};
    };
    RequestReader reader(limits);
    feed(reader, "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
    EXPECT_EQ(reader.state(), State::Body);
    RequestReader other(limits);
    feed(other,
         "POST /other HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\n"
         "Content-Length: 2\r\n\r\n");
    ASSERT_EQ(other.state(), State::Refused);
    EXPECT_EQ(other.refusal().code, "http.body_too_large");
    EXPECT_EQ(other.refusal().path, "/other");
    EXPECT_TRUE(other.refusal().wants_json);
    EXPECT_FALSE(other.keeps_open());
}

TEST(RequestReader, KnowsWhetherTheConnectionStaysOpen) {
    const auto keeps_open = [](const std::string& text) {
        const ReaderLimits limits = small_limits();
        RequestReader reader(limits);
        feed(reader, text);
        return reader.keeps_open();
    };
    EXPECT_TRUE(keeps_open("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    EXPECT_FALSE(keeps_open("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    EXPECT_FALSE(keeps_open("GET / HTTP/1.0\r\n\r\n"));
    EXPECT_TRUE(keeps_open("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

}  // namespace
}  // namespace gordion::http
