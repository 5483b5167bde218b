// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/io_loop.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "core/log.hpp"
#include "http/internal/connection.hpp"

namespace gordion::http {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

constexpr int accepts_in_a_row = 64;
constexpr std::int64_t longest_sweep_ms = 1000;

std::int64_t sweep_for(const ServerLimits& limits) {
    const std::int64_t shortest = std::min({limits.header_timeout_ms, limits.body_timeout_ms,
                                            limits.idle_timeout_ms, limits.linger_timeout_ms});
    return std::clamp<std::int64_t>(shortest / 4, 5, longest_sweep_ms);
}

}  // namespace

struct IoLoop::Inside {
    asio::io_context context{1};
    asio::steady_timer sweeper{context};
    asio::posix::stream_descriptor clients{context};
};

IoLoop::IoLoop(Shared& shared)
    : shared_(shared),
      sweep_ms_(sweep_for(shared.config.limits)),
      inside_(std::make_unique<Inside>()) {}

// Exchanges that are still on their way hold their connections, which own them: cut the circle.
IoLoop::~IoLoop() {
    for (Exchange* exchange : {delivered_.load(), submitted_.first}) {
        while (exchange != nullptr) {
            Exchange* const next = exchange->next;
            const auto keeper = std::exchange(exchange->keeper, nullptr);
            exchange = next;
        }
    }
}

std::int64_t IoLoop::after_ms(std::int64_t timeout_ms) const {
    return now_ms_ + sweep_ms_ + timeout_ms;
}

std::list<Connection*>::iterator IoLoop::enlist(Connection& connection) {
    return connections_.insert(connections_.end(), &connection);
}

void IoLoop::delist(std::list<Connection*>::iterator place) {
    connections_.erase(place);
    shared_.connections.fetch_sub(1, std::memory_order_relaxed);
}

void IoLoop::run() {
    inside_->sweeper.expires_after(std::chrono::milliseconds(sweep_ms_));
    wait_for_sweep();
    for (;;) {
        try {
            inside_->context.run();
            return;
        } catch (const std::exception&) {
            // Its connection is gone with the operation that threw; the others must go on.
            log(LogLevel::Error, "http.io_failed");
        }
    }
}

void IoLoop::accept_from(Listener listener, std::vector<IoLoop*> loops) {
    listener_.emplace(std::move(listener));
    loops_ = std::move(loops);
    inside_->clients.assign(::dup(listener_->descriptor()));
    wait_for_clients();
}

void IoLoop::wait_for_clients() {
    inside_->clients.async_wait(asio::posix::descriptor_base::wait_read,
                                [this](const ErrorCode& ec) {
                                    if (!ec && !draining_) {
                                        accept_clients();
                                    }
                                });
}

void IoLoop::accept_clients() {
    accept_paused_ = true;  // and so it stays, until the next sweep, if something below throws
    auto outcome = Listener::Accept::Done;
    for (int i = 0; i < accepts_in_a_row; ++i) {
        std::optional<AcceptedSocket> client = listener_->accept(outcome);
        if (!client) {
            break;
        }
        shared_.accepted.fetch_add(1, std::memory_order_relaxed);
        if (shared_.connections.fetch_add(1) >= shared_.config.limits.connections) {
            shared_.connections.fetch_sub(1);
            shared_.overloaded.fetch_add(1, std::memory_order_relaxed);
            turn_away(*client, shared_.tls ? TurnAway::Silently : TurnAway::WithAnswer);
            continue;
        }
        loops_[next_loop_++ % loops_.size()]->adopt(std::move(*client));
    }
    accept_paused_ = outcome == Listener::Accept::Exhausted;
    if (!accept_paused_) {
        wait_for_clients();
    }
}

void IoLoop::adopt(AcceptedSocket client) {
    asio::dispatch(inside_->context, [this, taken = std::move(client)] {
        const auto connection = std::make_shared<Connection>(*this, inside_->context, taken);
        if (!draining_) {
            connection->begin();
        }
    });
}

void IoLoop::wait_for_sweep() {
    inside_->sweeper.async_wait([this](const ErrorCode& ec) {
        if (ec) {
            return;
        }
        // From the time that was due, not from now: a busy loop makes up for late sweeps.
        inside_->sweeper.expires_at(inside_->sweeper.expiry() +
                                    std::chrono::milliseconds(sweep_ms_));
        wait_for_sweep();
        sweep();
    });
}

void IoLoop::sweep() {
    now_ms_ += sweep_ms_;
    for (Connection* connection : connections_) {
        connection->expire_if_due(now_ms_);
    }
    if (accept_paused_ && !draining_) {
        accept_paused_ = false;
        wait_for_clients();
    }
    stop_if_finished();
}

void IoLoop::submit(Exchange& exchange) {
    exchange.port = this;
    if (exchange.request.id.empty()) {
        exchange.request.id = shared_.make_id();
    }
    submitted_.append(exchange);
    if (submitted_.size == 1) {
        // Runs after everything that is ready now: one trip to the queue for all of it.
        asio::post(inside_->context, [this] { flush(); });
    }
}

void IoLoop::submit_to_streams(Exchange& exchange) {
    exchange.port = this;
    push_to_streams(exchange);
}

void IoLoop::discard(std::shared_ptr<void> remains) {
    const auto exchange = std::make_shared<Exchange>();
    exchange->step = Step::Discard;
    exchange->remains = std::move(remains);
    exchange->keeper = exchange;
    push_to_streams(*exchange);
}

// There is always room, until the server stops: then whatever waits ends here.
void IoLoop::push_to_streams(Exchange& exchange) {
    ExchangeList one;
    one.append(exchange);
    shared_.stream_queue.push(one);
    if (Exchange* left = one.take_first()) {
        const auto keeper = std::exchange(left->keeper, nullptr);
    }
}

void IoLoop::flush() {
    shared_.queue.push(submitted_);
    ExchangeList left = std::exchange(submitted_, {});
    while (Exchange* exchange = left.take_first()) {
        static_cast<Connection*>(exchange->keeper.get())->turn_away();
    }
}

void IoLoop::deliver(Exchange& exchange) {
    Exchange* first = delivered_.load(std::memory_order_relaxed);
    do {
        exchange.next = first;
    } while (!delivered_.compare_exchange_weak(first, &exchange, std::memory_order_release,
                                               std::memory_order_relaxed));
    if (first == nullptr) {
        asio::post(inside_->context, [this] { collect(); });
    }
}

void IoLoop::collect() {
    Exchange* latest = delivered_.exchange(nullptr, std::memory_order_acquire);
    Exchange* oldest = nullptr;
    while (latest != nullptr) {
        Exchange* const next = std::exchange(latest->next, oldest);
        oldest = std::exchange(latest, next);
    }
    while (oldest != nullptr) {
        Exchange* const next = std::exchange(oldest->next, nullptr);
        static_cast<Connection*>(oldest->keeper.get())->take_answer();
        oldest = next;
    }
}

void IoLoop::drain() {
    asio::post(inside_->context, [this] {
        draining_ = true;
        ErrorCode ec;
        inside_->clients.close(ec);
        listener_.reset();
        for (Connection* connection : connections_) {
            connection->drain();
        }
        stop_if_finished();
    });
}

void IoLoop::finish() {
    inside_->context.stop();
}

// Connections that only linger have had their answer.
void IoLoop::stop_if_finished() {
    if (draining_ && std::all_of(connections_.begin(), connections_.end(),
                                 [](const Connection* c) { return c->is_finished(); })) {
        finish();
    }
}

}  // namespace gordion::http
