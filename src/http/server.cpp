// SPDX-License-Identifier: EUPL-1.2
#include "http/server.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <typeinfo>

#include "core/log.hpp"
#include "core/verify.hpp"
#include "http/internal/io_loop.hpp"
#include "http/internal/proxy.hpp"
#include "http/internal/refusals.hpp"
#include "http/internal/shared.hpp"

namespace gordion::http {
namespace {

// Files that a server opens beside its connections: database, libraries, logs.
constexpr std::size_t other_files = 256;

Refusal failed(const Exchange& exchange, const std::string& what) {
    const Request& request = exchange.request;
    log(LogLevel::Error, "http.handler_failed",
        {{"incident", request.id},
         {"method", std::string(to_string(request.method))},
         {"what", what}});
    Refusal refusal;
    refusal.status = 500;
    refusal.code = "http.failed";
    refusal.message = "an error of the server; the incident number leads to it";
    refusal.path = request.path;
    refusal.incident = request.id;
    refusal.wants_json = prefers_json(request);
    return refusal;
}

}  // namespace

struct Server::Running {
    Running(ServerConfig config, const Clock& clock, Random& random, Handler run)
        : shared(std::move(config), clock), handler(std::move(run)) {
        shared.id_prefix = random.characters(6, readable_alphabet) + "-";
    }

    void work();
    void answer(Exchange& exchange, DateText& date);
    void run_loop(IoLoop& loop);

    Shared shared;
    const Handler handler;
    std::uint16_t port = 0;
    std::vector<std::unique_ptr<IoLoop>> loops;
    std::vector<std::jthread> io_threads;
    std::vector<std::jthread> workers;

    std::mutex mutex;
    std::condition_variable loop_ended;
    std::size_t ended_loops = 0;
};

// The outermost frame of every request: whatever a handler throws ends here.
void Server::Running::answer(Exchange& exchange, DateText& date) {
    WireFrame frame;
    frame.method = exchange.request.method;
    frame.after = exchange.after;
    frame.is_http_1_0 = exchange.is_http_1_0;
    frame.date = date.at(shared.clock.now());
    std::optional<Refusal> refusal;
    try {
        believe_proxy(exchange.request, shared.config.trusted_proxies);
        if (exchange.request.deadline->has_passed()) {
            shared.overloaded.fetch_add(1, std::memory_order_relaxed);
            refusal = make_busy(exchange.request.path, "the request waited too long for a worker");
        } else {
            exchange.wire = write_response(handler(exchange.request), frame);
        }
    } catch (const Bug& bug) {
        refusal = failed(exchange, bug.what());
    } catch (const std::exception& exception) {
        // Only the type: what a library says may quote the data it choked on.
        refusal = failed(exchange, typeid(exception).name());
    } catch (...) {
        refusal = failed(exchange, "unknown");
    }
    if (refusal) {
        shared.refused.fetch_add(1, std::memory_order_relaxed);
        exchange.wire = write_refusal(shared.config, *refusal, frame);
    }
    exchange.request = Request();
}

void Server::Running::work() {
    DateText date;
    while (Exchange* exchange = shared.queue.pop()) {
        shared.running.fetch_add(1, std::memory_order_relaxed);
        answer(*exchange, date);
        shared.running.fetch_sub(1, std::memory_order_relaxed);
        shared.answered.fetch_add(1, std::memory_order_relaxed);
        exchange->port->deliver(*exchange);
    }
}

void Server::Running::run_loop(IoLoop& loop) {
    loop.run();
    const std::lock_guard lock(mutex);
    ++ended_loops;
    loop_ended.notify_all();
}

Server::Server(ServerConfig config, const Clock& clock, Random& random, Handler handler)
    : running_(std::make_unique<Running>(std::move(config), clock, random, std::move(handler))) {
    VERIFY(running_->handler != nullptr, "a server without a handler answers nothing");
    VERIFY(running_->shared.config.io_threads > 0 && running_->shared.config.workers > 0,
           "thread counts are checked where the configuration is read");
}

Server::~Server() {
    stop(0);
}

Result<void> Server::start() {
    Running& in = *running_;
    VERIFY(in.loops.empty(), "a server is started once");
    const ServerConfig& config = in.shared.config;
    Listener listener = TRY(Listener::open(config.address, config.port));
    in.port = listener.port();
    raise_open_file_limit(config.limits.connections + other_files);
    std::vector<IoLoop*> loops;
    for (int i = 0; i < config.io_threads; ++i) {
        in.loops.push_back(std::make_unique<IoLoop>(in.shared));
        loops.push_back(in.loops.back().get());
    }
    loops.front()->accept_from(std::move(listener), loops);
    for (int i = 0; i < config.workers; ++i) {
        in.workers.emplace_back([&in] { in.work(); });
    }
    for (IoLoop* loop : loops) {
        in.io_threads.emplace_back([&in, loop] { in.run_loop(*loop); });
    }
    return {};
}

std::uint16_t Server::port() const {
    return running_->port;
}

ServerCounts Server::counts() const {
    const Shared& shared = running_->shared;
    ServerCounts counts;
    counts.connections = shared.connections;
    counts.queued = shared.queue.size();
    counts.running = shared.running;
    counts.accepted = shared.accepted;
    counts.answered = shared.answered;
    counts.refused = shared.refused;
    counts.overloaded = shared.overloaded;
    counts.timed_out = shared.timed_out;
    return counts;
}

void Server::stop(std::int64_t drain_ms) {
    Running& in = *running_;
    if (in.io_threads.empty()) {
        return;
    }
    for (const auto& loop : in.loops) {
        loop->drain();
    }
    {
        std::unique_lock lock(in.mutex);
        in.loop_ended.wait_for(lock, std::chrono::milliseconds(drain_ms),
                               [&in] { return in.ended_loops == in.loops.size(); });
    }
    in.shared.queue.stop();
    in.workers.clear();
    for (const auto& loop : in.loops) {
        loop->finish();
    }
    in.io_threads.clear();
    // What no worker took: the connections end with their loops, which are still there.
    ExchangeList rest = in.shared.queue.take_rest();
    while (Exchange* exchange = rest.take_first()) {
        const auto keeper = std::exchange(exchange->keeper, nullptr);
    }
    in.loops.clear();
}

}  // namespace gordion::http
