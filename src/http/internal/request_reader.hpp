// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "http/internal/chunk_reader.hpp"
#include "http/message.hpp"
#include "http/server.hpp"

namespace gordion::http {

/// What a connection may send.
struct ReaderLimits {
    std::size_t header_bytes = 0;
    std::size_t body_bytes = 0;
    std::function<std::size_t(Method, std::string_view)> body_limit;  ///< absent: body_bytes
    /// As BodyStreams::limit; absent: nothing is streamed.
    std::function<std::optional<std::uint64_t>(const Request&)> stream_limit;
};

/// The Accept header names JSON and not HTML: a program asks, not a browser.
bool prefers_json(const Request& request);

/// Turns the bytes of one connection into requests, without sockets, threads or time. Framing is
/// stricter than RFC 9112 allows a lenient server to be: whatever a proxy in front could read in
/// another way (bare line feeds, folded lines, two lengths, a length and a chunked body, unknown
/// codings) is refused. The grammar of heads is Beast's.
class RequestReader {
public:
    /// Admitting: the head of a request whose body is streamed; admit_body() or refuse it.
    enum class State { Head, Admitting, Body, Complete, Refused };

    explicit RequestReader(const ReaderLimits& limits);  ///< keeps a reference
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    /// Reads from the front of `bytes` and returns how many are done with. The rest, and what comes
    /// after it, is handed in again. A head is consumed only when it is complete.
    std::size_t read(std::string_view bytes);

    [[nodiscard]] State state() const { return state_; }
    /// No byte of a request has been seen.
    [[nodiscard]] bool is_idle() const { return state_ == State::Head && !began_; }
    /// The client waits for "100 Continue" before it sends its body. Says so once.
    [[nodiscard]] bool take_expectation();
    [[nodiscard]] bool keeps_open() const { return keeps_open_; }
    [[nodiscard]] bool is_http_1_0() const { return is_http_1_0_; }
    [[nodiscard]] Method method() const { return request_.method; }
    [[nodiscard]] std::size_t body_bytes() const { return body_received_; }
    /// What the head says; 0 where it does not (chunks).
    [[nodiscard]] std::size_t announced_bytes() const { return body_length_; }
    [[nodiscard]] bool is_streamed() const { return is_streamed_; }
    /// Only in State::Admitting, after take_request(): the body may come.
    void admit_body();
    /// Of a streamed body: what has come and was not taken yet. `piece` lends its memory.
    [[nodiscard]] std::size_t piece_bytes() const { return request_.body.size(); }
    void take_piece(std::string& piece);
    void refuse(int status, std::string code, std::string message);
    /// Only in State::Refused.
    [[nodiscard]] const Refusal& refusal() const { return refusal_; }
    /// Only in State::Complete or State::Admitting.
    [[nodiscard]] Request take_request() { return std::move(request_); }
    /// Ready for the next request.
    void reset();

private:
    struct Grammar;

    std::size_t read_head(std::string_view bytes);
    std::size_t find_head_end(std::string_view bytes);
    void accept_head(std::string_view head);
    [[nodiscard]] bool is_accepted_line(const Grammar& grammar);
    [[nodiscard]] bool is_accepted_framing();
    [[nodiscard]] bool is_accepted_host();
    [[nodiscard]] bool is_accepted_length(const Grammar& grammar);
    std::size_t read_body(std::string_view bytes);

    const ReaderLimits& limits_;
    std::optional<ChunkReader> chunks_;
    std::size_t body_length_ = 0;
    std::size_t body_received_ = 0;
    bool is_streamed_ = false;
    State state_ = State::Head;
    bool began_ = false;
    std::size_t line_begin_ = 0;  // of the first line of the head that is not complete yet
    bool expects_continue_ = false;
    bool keeps_open_ = true;
    bool is_http_1_0_ = false;
    Request request_;
    Refusal refusal_;
};

}  // namespace gordion::http
