// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/connection.hpp"

#include <algorithm>

#include "http/internal/io_loop.hpp"
#include "http/internal/refusals.hpp"

namespace gordion::http {
namespace {

constexpr std::size_t idle_buffer_bytes = 2 * 1024;
constexpr std::size_t body_buffer_bytes = 64 * 1024;

}  // namespace

Connection::Connection(IoLoop& loop, boost::asio::io_context& context, const AcceptedSocket& client)
    : loop_(loop),
      socket_(context, client, loop.shared().tls ? &*loop.shared().tls : nullptr),
      address_(client.address),
      reader_(loop.shared().reader_limits),
      deadline_ms_(loop.after_ms(loop.shared().config.limits.header_timeout_ms)),
      place_(loop.enlist(*this)) {}

Connection::~Connection() {
    release_body();
    drop_streams();
    loop_.delist(place_);
}

void Connection::begin() {
    wait_for_bytes();
}

void Connection::wait_for_bytes() {
    const std::size_t size = phase_ == Phase::Body ? body_buffer_bytes : idle_buffer_bytes;
    socket_.wait_for_bytes(received_.prepare(size), shared_from_this());
}

void Connection::take_bytes(IoOutcome outcome, std::size_t count) {
    if (outcome == IoOutcome::Failed || phase_ == Phase::Closed) {
        close();
    } else if (phase_ == Phase::Lingering) {
        wait_for_bytes();
    } else {
        received_.commit(count);
        if (phase_ == Phase::Body && reader_.is_streamed()) {
            advance_stream();
        } else {
            advance();
        }
    }
}

void Connection::advance() {
    if (!received_.empty()) {
        received_.consume(reader_.read(received_.view()));
        account_body();
        if (reader_.state() == RequestReader::State::Refused) {
            return refuse(reader_.refusal(), AfterAnswer::Close);
        }
        if (loop_.shared().body_bytes.load(std::memory_order_relaxed) >
            loop_.shared().config.limits.all_bodies_bytes) {
            reader_.refuse(503, "http.busy", "too many bodies are being received at once");
            return refuse(reader_.refusal(), AfterAnswer::Close);
        }
        if (reader_.state() == RequestReader::State::Admitting) {
            return ask_admission();
        }
        if (reader_.state() == RequestReader::State::Complete) {
            return submit();
        }
        if (reader_.take_expectation() && reader_.body_bytes() == 0 && received_.empty()) {
            // The socket is idle, so these few bytes fit.
            if (!socket_.write_at_once(continue_line)) {
                return close();
            }
        }
    }
    set_reading_deadline();
    wait_for_bytes();
}

void Connection::account_body() {
    const std::size_t bytes = reader_.body_bytes();
    if (bytes > body_bytes_) {
        loop_.shared().body_bytes.fetch_add(bytes - body_bytes_, std::memory_order_relaxed);
        body_bytes_ = bytes;
    }
}

void Connection::release_body() {
    if (body_bytes_ > 0) {
        loop_.shared().body_bytes.fetch_sub(body_bytes_, std::memory_order_relaxed);
        body_bytes_ = 0;
    }
}

void Connection::set_reading_deadline() {
    const ServerLimits& limits = loop_.shared().config.limits;
    if (reader_.state() == RequestReader::State::Body) {
        if (phase_ != Phase::Body) {
            phase_ = Phase::Body;
            begin_transfer();
        }
        deadline_ms_ = transfer_deadline(body_bytes_);
    } else if (!reader_.is_idle() && phase_ != Phase::Head) {
        phase_ = Phase::Head;
        deadline_ms_ = loop_.after_ms(limits.header_timeout_ms);
    } else if (reader_.is_idle() && phase_ == Phase::Writing) {
        phase_ = Phase::Idle;
        deadline_ms_ = loop_.after_ms(limits.idle_timeout_ms);
    }
}

AfterAnswer Connection::answer_after(bool is_body_read) const {
    return is_body_read && reader_.keeps_open() && !loop_.is_draining() ? AfterAnswer::KeepOpen
                                                                        : AfterAnswer::Close;
}

void Connection::submit() {
    exchange_.step = Step::Answer;
    send_to_worker(answer_after(true));
}

void Connection::send_to_worker(AfterAnswer after) {
    const Shared& shared = loop_.shared();
    phase_ = Phase::Working;
    deadline_ms_ = never;
    exchange_.after = after;
    if (exchange_.request.body_sink == nullptr) {
        exchange_.is_http_1_0 = reader_.is_http_1_0();
        exchange_.request = reader_.take_request();
        exchange_.request.remote_address = address_;
        exchange_.request.is_secure = socket_.is_secure();
    }
    exchange_.request.deadline.emplace(shared.clock, shared.config.limits.request_timeout_ms);
    exchange_.keeper = shared_from_this();
    loop_.submit(exchange_);
}

void Connection::turn_away() {
    const std::shared_ptr<void> self = std::exchange(exchange_.keeper, nullptr);
    Request request = std::exchange(exchange_.request, {});
    exchange_.sink = std::move(request.body_sink);
    Refusal refusal = make_busy(request.path, "all workers are busy and the queue is full");
    refusal.wants_json = prefers_json(request);
    refusal.request_id = std::move(request.id);
    refuse(std::move(refusal), exchange_.after);
}

void Connection::take_answer() {
    const std::shared_ptr<void> self = std::exchange(exchange_.keeper, nullptr);
    switch (exchange_.step) {
        case Step::Answer:
            return begin_writing();
        case Step::Admit:
            return take_admission();
        case Step::Append:
            return take_back_piece();
        case Step::Fetch:
            return take_fetched_piece();
        case Step::Discard:
            break;
    }
}

Wire Connection::wire_of(Refusal refusal, AfterAnswer after) {
    if (refusal.request_id.empty()) {
        const std::string& id = exchange_.request.id;
        refusal.request_id = id.empty() ? loop_.shared().make_id() : id;
    }
    refusal.method = reader_.method();
    WireFrame frame;
    frame.method = reader_.method();
    frame.after = after;
    frame.is_http_1_0 = reader_.is_http_1_0();
    frame.date = loop_.date();
    return write_refusal(loop_.shared().config, refusal, frame);
}

void Connection::refuse(Refusal refusal, AfterAnswer after) {
    Shared& shared = loop_.shared();
    shared.refused.fetch_add(1, std::memory_order_relaxed);
    if (refusal.status == 503) {
        shared.overloaded.fetch_add(1, std::memory_order_relaxed);
    }
    drop_streams();
    exchange_.wire = wire_of(std::move(refusal), after);
    begin_writing();
}

void Connection::begin_writing() {
    phase_ = Phase::Writing;
    sent_ = 0;
    sent_before_ = 0;
    begin_transfer();
    continue_writing();
}

// Writes at once what the socket takes; most answers never wait.
void Connection::continue_writing() {
    const std::string_view head = exchange_.wire.head;
    const std::string_view rest = exchange_.wire.rest();
    while (sent_ < head.size() + rest.size()) {
        const std::size_t of_head = std::min(sent_, head.size());
        const Socket::Written written =
            socket_.write_now(head.substr(of_head), rest.substr(sent_ - of_head));
        sent_ += written.count;
        if (written.has_failed) {
            return close();
        }
        if (written.is_full) {
            deadline_ms_ = transfer_deadline(sent_before_ + sent_);
            return socket_.wait_for_room(shared_from_this());
        }
    }
    if (exchange_.wire.source) {
        return fetch_next_piece();
    }
    finish_writing();
}

void Connection::take_room(IoOutcome outcome) {
    if (outcome == IoOutcome::Failed || phase_ == Phase::Closed) {
        close();
    } else {
        continue_writing();
    }
}

void Connection::finish_writing() {
    const AfterAnswer after = exchange_.wire.after;
    exchange_.wire = Wire();
    release_body();
    drop_streams();
    if (after == AfterAnswer::Close || loop_.is_draining()) {
        return linger();
    }
    reader_.reset();
    advance();
}

// Says that nothing more will come, and reads away what the client still sends: closing with unread
// bytes would reset the connection, and the client would lose the answer.
void Connection::linger() {
    phase_ = Phase::Lingering;
    reader_.reset();
    received_.clear();
    deadline_ms_ = loop_.after_ms(loop_.shared().config.limits.linger_timeout_ms);
    socket_.shut_down_sending();
    wait_for_bytes();
}

void Connection::close() {
    phase_ = Phase::Closed;
    deadline_ms_ = never;
    socket_.close();
    drop_streams();
}

void Connection::drain() {
    if (phase_ == Phase::Idle || (phase_ == Phase::Head && reader_.is_idle())) {
        close();
    }
}

void Connection::expire_if_due(std::int64_t now_ms) {
    if (now_ms < deadline_ms_) {
        return;
    }
    if (phase_ == Phase::Head || phase_ == Phase::Body || phase_ == Phase::Writing) {
        loop_.shared().timed_out.fetch_add(1, std::memory_order_relaxed);
    }
    if (phase_ == Phase::Body || (phase_ == Phase::Head && !reader_.is_idle())) {
        reader_.refuse(408, "http.timeout", "the request did not arrive in time");
        // One attempt: who sends too slowly is not waited for while reading.
        const Wire wire = wire_of(reader_.refusal(), AfterAnswer::Close);
        socket_.write_now(wire.head, wire.rest());
        socket_.shut_down_sending();
    }
    close();
}

}  // namespace gordion::http
