// SPDX-License-Identifier: EUPL-1.2
// What a connection does with bodies that are not in memory: those that go to a sink, and those of
// responses that come from a source. Between two pieces nothing is read from the socket, so the
// kernel makes the client wait for the disk.
#include <algorithm>

#include "core/limits.hpp"
#include "http/internal/connection.hpp"
#include "http/internal/io_loop.hpp"

namespace gordion::http {

void Connection::begin_transfer() {
    transfer_begin_ms_ = window_begin_ms_ = loop_.after_ms(0);
    window_bytes_ = 0;
}

// The client keeps the rate over the whole transfer, and over the piece that is on its way.
std::int64_t Connection::transfer_deadline(std::size_t bytes) const {
    const ServerLimits& limits = loop_.shared().config.limits;
    const auto allowed_until = [&limits](std::int64_t begin_ms, std::size_t moved) {
        return begin_ms + limits.body_timeout_ms +
               static_cast<std::int64_t>(moved) * 1000 / limits.bytes_per_second;
    };
    return std::min(allowed_until(transfer_begin_ms_, bytes),
                    allowed_until(window_begin_ms_, bytes - window_bytes_));
}

// A sink or source takes time that is not the client's.
void Connection::pause_transfer() {
    phase_ = Phase::Working;
    deadline_ms_ = never;
    paused_at_ms_ = loop_.after_ms(0);
}

void Connection::resume_transfer(Phase phase, std::size_t bytes) {
    phase_ = phase;
    window_begin_ms_ = loop_.after_ms(0);
    window_bytes_ = bytes;
    transfer_begin_ms_ += window_begin_ms_ - paused_at_ms_;
}

void Connection::ask_admission() {
    Shared& shared = loop_.shared();
    const ServerLimits& limits = shared.config.limits;
    if (!exchange_.stream.take(shared.streams, 1, limits.streams) ||
        !exchange_.stream_bytes.take(shared.stream_bytes, reader_.announced_bytes(),
                                     limits.stream_bytes)) {
        reader_.refuse(503, "http.busy", "too many large bodies are being received at once");
        return refuse(reader_.refusal(), AfterAnswer::Close);
    }
    exchange_.step = Step::Admit;
    send_to_worker(AfterAnswer::Close);
}

void Connection::take_admission() {
    if (exchange_.is_refused) {
        return begin_writing();
    }
    reader_.admit_body();
    if (reader_.take_expectation() && received_.empty() && !socket_.write_at_once(continue_line)) {
        return close();
    }
    phase_ = Phase::Body;
    begin_transfer();
    advance_stream();
}

void Connection::advance_stream() {
    if (!received_.empty()) {
        received_.consume(reader_.read(received_.view()));
    }
    if (reader_.state() == RequestReader::State::Refused) {
        return refuse(reader_.refusal(), AfterAnswer::Close);
    }
    if (reader_.state() == RequestReader::State::Complete ||
        reader_.piece_bytes() >= limits::http_piece_bytes) {
        return hand_over_piece();
    }
    deadline_ms_ = transfer_deadline(reader_.body_bytes());
    wait_for_bytes();
}

void Connection::hand_over_piece() {
    Shared& shared = loop_.shared();
    const bool is_announced = reader_.announced_bytes() > 0;
    if (!is_announced && !exchange_.stream_bytes.take(shared.stream_bytes, reader_.piece_bytes(),
                                                      shared.config.limits.stream_bytes)) {
        reader_.refuse(503, "http.busy", "too many large bodies are being received at once");
        return refuse(reader_.refusal(), AfterAnswer::Close);
    }
    reader_.take_piece(exchange_.piece);
    exchange_.is_last_piece = reader_.state() == RequestReader::State::Complete;
    exchange_.after = answer_after(exchange_.is_last_piece);
    exchange_.step = Step::Append;
    pause_transfer();
    exchange_.keeper = shared_from_this();
    loop_.submit_to_streams(exchange_);
}

void Connection::take_back_piece() {
    if (exchange_.is_refused) {
        return begin_writing();
    }
    if (exchange_.is_last_piece) {
        exchange_.piece = std::string();
        exchange_.request.body_sink = std::move(exchange_.sink);
        exchange_.step = Step::Answer;
        return send_to_worker(answer_after(true));
    }
    resume_transfer(Phase::Body, reader_.body_bytes());
    advance_stream();
}

void Connection::fetch_next_piece() {
    exchange_.step = Step::Fetch;
    exchange_.wire.head.clear();
    sent_before_ += sent_;
    sent_ = 0;
    pause_transfer();
    exchange_.keeper = shared_from_this();
    loop_.submit_to_streams(exchange_);
}

void Connection::take_fetched_piece() {
    if (exchange_.has_failed) {
        return close();  // The length was promised; only the end of the connection can tell.
    }
    resume_transfer(Phase::Writing, sent_before_);
    continue_writing();
}

// Called wherever a request ends, well or not. Removing a large file may wait for the disk.
void Connection::drop_streams() {
    if (exchange_.sink) {
        loop_.discard(std::exchange(exchange_.sink, nullptr));
    }
    if (exchange_.wire.source) {
        loop_.discard(std::exchange(exchange_.wire.source, nullptr));
    }
    exchange_.piece = std::string();
    exchange_.stream = Share();
    exchange_.stream_bytes = Share();
    exchange_.is_refused = false;
    exchange_.has_failed = false;
}

}  // namespace gordion::http
