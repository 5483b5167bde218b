// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/internal/listener.hpp"
#include "http/internal/shared.hpp"

namespace gordion::http {

class Connection;

/// One I/O thread with its connections, and its way to the queue and back. run() is that thread;
/// run, drain, finish and deliver may be called from others, the rest is for its connections.
class IoLoop final : public AnswerPort {
public:
    explicit IoLoop(Shared& shared);
    ~IoLoop() override;
    IoLoop(const IoLoop&) = delete;
    IoLoop& operator=(const IoLoop&) = delete;

    /// Accepts for all loops in turn, itself among them. Before run().
    void accept_from(Listener listener, std::vector<IoLoop*> loops);
    /// Until finish(), or until nothing is left to do after drain().
    void run();
    void drain();   ///< accept nothing more, close what is idle, end with the last answer
    void finish();  ///< return from run() now
    void deliver(Exchange& exchange) override;

    void submit(Exchange& exchange);
    /// To a stream thread, in any number.
    void submit_to_streams(Exchange& exchange);
    /// Lets a stream thread destroy what may wait for a disk even then.
    void discard(std::shared_ptr<void> remains);
    /// The first sweep that is surely `timeout_ms` away. The time of a loop is the number of its
    /// sweeps: deadlines need no clock.
    [[nodiscard]] std::int64_t after_ms(std::int64_t timeout_ms) const;
    [[nodiscard]] bool is_draining() const { return draining_; }
    [[nodiscard]] Shared& shared() { return shared_; }
    [[nodiscard]] const std::string& date() { return date_.at(shared_.clock.now()); }
    std::list<Connection*>::iterator enlist(Connection& connection);
    void delist(std::list<Connection*>::iterator place);

private:
    struct Inside;

    void adopt(AcceptedSocket client);
    void wait_for_clients();
    void accept_clients();
    void wait_for_sweep();
    void sweep();
    void flush();
    void push_to_streams(Exchange& exchange);
    void collect();
    void stop_if_finished();

    Shared& shared_;
    const std::int64_t sweep_ms_;
    std::int64_t now_ms_ = 0;
    bool draining_ = false;
    bool accept_paused_ = false;
    std::optional<Listener> listener_;
    std::vector<IoLoop*> loops_;
    std::size_t next_loop_ = 0;
    DateText date_;
    ExchangeList submitted_;
    std::atomic<Exchange*> delivered_{nullptr};  // latest first
    std::list<Connection*> connections_;
    // Last: its end destroys the connections, and they leave the list above.
    std::unique_ptr<Inside> inside_;
};

}  // namespace gordion::http
