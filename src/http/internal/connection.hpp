// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <limits>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "http/internal/exchange.hpp"
#include "http/internal/receive_buffer.hpp"
#include "http/internal/request_reader.hpp"
#include "http/internal/socket.hpp"
#include "http/server.hpp"

namespace gordion::http {

class IoLoop;

/// One client: reads a request, sends it to a worker, writes the answer, and begins anew. Held
/// alive by the one thing it waits for: its socket, or its Exchange on the way to a worker.
/// Everything here happens on the thread of its loop.
class Connection final : public SocketUser, public std::enable_shared_from_this<Connection> {
public:
    Connection(IoLoop& loop, boost::asio::io_context& context, const AcceptedSocket& client);
    ~Connection() override;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void begin();
    void take_answer();
    void turn_away();  ///< its request found no place in the queue
    void drain();      ///< closes it if it has nothing begun
    void expire_if_due(std::int64_t now_ms);
    /// It has had its answer, or never will.
    [[nodiscard]] bool is_finished() const { return phase_ >= Phase::Lingering; }

    void take_bytes(IoOutcome outcome, std::size_t count) override;
    void take_room(IoOutcome outcome) override;

private:
    enum class Phase { Idle, Head, Body, Working, Writing, Lingering, Closed };

    void wait_for_bytes();
    void advance();
    void account_body();
    void release_body();
    void set_reading_deadline();
    void submit();
    void send_to_worker(AfterAnswer after);
    [[nodiscard]] AfterAnswer answer_after(bool is_body_read) const;

    void ask_admission();
    void take_admission();
    void advance_stream();
    void hand_over_piece();
    void take_back_piece();
    void fetch_next_piece();
    void take_fetched_piece();
    void drop_streams();

    void refuse(Refusal refusal, AfterAnswer after);
    void begin_writing();
    void continue_writing();
    void finish_writing();
    void linger();
    void close();
    void begin_transfer();
    void pause_transfer();
    void resume_transfer(Phase phase, std::size_t bytes);
    [[nodiscard]] std::int64_t transfer_deadline(std::size_t bytes) const;
    [[nodiscard]] Wire wire_of(Refusal refusal, AfterAnswer after);

    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
    static constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

    IoLoop& loop_;
    Socket socket_;
    const std::string address_;
    RequestReader reader_;
    ReceiveBuffer received_;
    Exchange exchange_;
    Phase phase_ = Phase::Head;
    std::int64_t deadline_ms_ = 0;
    std::int64_t transfer_begin_ms_ = 0;
    std::int64_t window_begin_ms_ = 0;  // of the piece that is being transferred
    std::size_t window_bytes_ = 0;      // transferred before it
    std::int64_t paused_at_ms_ = 0;
    std::size_t sent_ = 0;
    std::size_t sent_before_ = 0;  // in earlier pieces of the wire
    std::size_t body_bytes_ = 0;   // of this connection within Shared::body_bytes
    std::list<Connection*>::iterator place_;
};

}  // namespace gordion::http
