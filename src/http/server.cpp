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

    using Act = std::function<std::optional<Refusal>(const WireFrame&)>;

    void work();
    void work_streams();
    void run_guarded(Exchange& exchange, DateText& date, const Act& act);
    void answer(Exchange& exchange, DateText& date);
    std::optional<Refusal> begin_sending(Exchange& exchange);
    void admit(Exchange& exchange, DateText& date);
    void append(Exchange& exchange, DateText& date);
    static void fetch(Exchange& exchange);
    void run_loop(IoLoop& loop);

    Shared shared;
    const Handler handler;
    std::uint16_t port = 0;
    std::vector<std::unique_ptr<IoLoop>> loops;
    std::vector<std::jthread> io_threads;
    std::vector<std::jthread> workers;
    std::vector<std::jthread> stream_threads;

    std::mutex mutex;
    std::condition_variable loop_ended;
    std::size_t ended_loops = 0;
};

// The outermost frame of every request: whatever handler, admission or sink throws ends here.
void Server::Running::run_guarded(Exchange& exchange, DateText& date, const Act& act) {
    WireFrame frame;
    frame.method = exchange.request.method;
    frame.after = exchange.after;
    frame.is_http_1_0 = exchange.is_http_1_0;
    frame.date = date.at(shared.clock.now());
    std::optional<Refusal> refusal;
    try {
        refusal = act(frame);
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
        exchange.is_refused = true;
        refusal->request_id = exchange.request.id;
        refusal->method = exchange.request.method;
        exchange.wire = write_refusal(shared.config, *refusal, frame);
    }
}

void Server::Running::answer(Exchange& exchange, DateText& date) {
    run_guarded(exchange, date, [&](const WireFrame& frame) -> std::optional<Refusal> {
        if (exchange.request.body_sink == nullptr) {
            believe_proxy(exchange.request, shared.config.trusted_proxies);
        }
        if (exchange.request.deadline->has_passed()) {
            shared.overloaded.fetch_add(1, std::memory_order_relaxed);
            return make_busy(exchange.request.path, "the request waited too long for a worker");
        }
        exchange.wire = write_response(handler(exchange.request), frame);
        return exchange.wire.source ? begin_sending(exchange) : std::nullopt;
    });
    // Removing what the handler did not keep may wait for the disk: the connection has it
    // discarded.
    exchange.sink = std::move(exchange.request.body_sink);
    exchange.request = Request();
}

// The first piece of a source: what fails here can still be said.
std::optional<Refusal> Server::Running::begin_sending(Exchange& exchange) {
    Wire& wire = exchange.wire;
    if (!wire.sending.take(shared.sending_streams, 1, shared.config.limits.sending_streams)) {
        shared.overloaded.fetch_add(1, std::memory_order_relaxed);
        return make_busy(exchange.request.path, "too many large bodies are being sent at once");
    }
    if (const Result<void> fetched = fetch_piece(wire); !fetched) {
        return failed(exchange, fetched.error().code);
    }
    return std::nullopt;
}

void Server::Running::admit(Exchange& exchange, DateText& date) {
    run_guarded(exchange, date, [&](const WireFrame& frame) -> std::optional<Refusal> {
        believe_proxy(exchange.request, shared.config.trusted_proxies);
        if (exchange.request.deadline->has_passed()) {
            shared.overloaded.fetch_add(1, std::memory_order_relaxed);
            return make_busy(exchange.request.path, "the request waited too long for a worker");
        }
        Admission admission = shared.config.body_streams.admit(exchange.request);
        if (auto* response = std::get_if<Response>(&admission)) {
            exchange.wire = write_response(std::move(*response), frame);
            exchange.is_refused = true;
            return std::nullopt;
        }
        exchange.sink = std::move(std::get<std::unique_ptr<BodySink>>(admission));
        VERIFY(exchange.sink != nullptr, "who is admitted brings a sink");
        return std::nullopt;
    });
}

void Server::Running::append(Exchange& exchange, DateText& date) {
    run_guarded(exchange, date, [&](const WireFrame& frame) -> std::optional<Refusal> {
        std::optional<Response> response;
        if (!exchange.piece.empty()) {
            response = exchange.sink->append(exchange.piece);
        }
        if (!response && exchange.is_last_piece) {
            response = exchange.sink->finish();
        }
        if (response) {
            exchange.wire = write_response(std::move(*response), frame);
            exchange.is_refused = true;
        }
        return std::nullopt;
    });
    if (exchange.is_refused) {
        exchange.sink.reset();
    }
}

void Server::Running::fetch(Exchange& exchange) {
    std::string reason;
    try {
        const Result<void> fetched = fetch_piece(exchange.wire);
        reason = fetched ? "" : fetched.error().code;
    } catch (const std::exception& exception) {
        reason = typeid(exception).name();
    } catch (...) {
        reason = "unknown";
    }
    if (!reason.empty()) {
        exchange.has_failed = true;
        log(LogLevel::Error, "http.source_failed", {{"what", reason}});
    }
}

void Server::Running::work() {
    DateText date;
    while (Exchange* exchange = shared.queue.pop()) {
        shared.running.fetch_add(1, std::memory_order_relaxed);
        if (exchange->step == Step::Admit) {
            admit(*exchange, date);
        } else {
            answer(*exchange, date);
            shared.answered.fetch_add(1, std::memory_order_relaxed);
        }
        shared.running.fetch_sub(1, std::memory_order_relaxed);
        exchange->port->deliver(*exchange);
    }
}

void Server::Running::work_streams() {
    DateText date;
    while (Exchange* exchange = shared.stream_queue.pop()) {
        if (exchange->step == Step::Discard) {
            const auto keeper = std::exchange(exchange->keeper, nullptr);
            exchange->remains.reset();
            continue;
        }
        if (exchange->step == Step::Append) {
            append(*exchange, date);
        } else {
            fetch(*exchange);
        }
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
    VERIFY(running_->shared.config.stream_threads > 0, "responses may come from a source");
    const BodyStreams& streams = running_->shared.config.body_streams;
    VERIFY((streams.limit == nullptr) == (streams.admit == nullptr),
           "who says that a body is streamed says where it goes");
}

Server::~Server() {
    stop(0);
}

Result<void> Server::start() {
    Running& in = *running_;
    VERIFY(in.loops.empty(), "a server is started once");
    const ServerConfig& config = in.shared.config;
    if (config.tls) {
        in.shared.tls = TRY(TlsContext::open(*config.tls));
    }
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
    for (int i = 0; i < config.stream_threads; ++i) {
        in.stream_threads.emplace_back([&in] { in.work_streams(); });
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
    counts.streams = shared.streams;
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
    in.shared.stream_queue.stop();
    in.stream_threads.clear();
    for (const auto& loop : in.loops) {
        loop->finish();
    }
    in.io_threads.clear();
    // What no worker took: the connections end with their loops, which are still there.
    for (WorkQueue* queue : {&in.shared.queue, &in.shared.stream_queue}) {
        ExchangeList rest = queue->take_rest();
        while (Exchange* exchange = rest.take_first()) {
            const auto keeper = std::exchange(exchange->keeper, nullptr);
        }
    }
    in.loops.clear();
}

}  // namespace gordion::http
