// SPDX-License-Identifier: EUPL-1.2
#include "web/web_server.hpp"

#include "web/fitconnect/fit_door.hpp"

namespace gordion::web {

struct WebServer::Parts {
    Parts(app::Modules& modules, std::unique_ptr<const Site> loaded)
        : in(modules), site(std::move(loaded)), table(modules, *site, metrics) {
        if (modules.fitconnect_server) {
            fit_door = std::make_unique<FitDoor>(*modules.fitconnect_server);
        }
    }
    http::Response answer(const http::Request& request) {
        return is_for_fit_door(request.path) ? fit_door->answer(request) : table.answer(request);
    }
    [[nodiscard]] bool is_for_fit_door(std::string_view path) const {
        return fit_door != nullptr && FitDoor::serves(path);
    }

    app::Modules& in;
    std::unique_ptr<const Site> site;
    http::Metrics metrics;
    EndpointTable table;
    std::unique_ptr<FitDoor> fit_door;  ///< none: the delivery server is off
    std::unique_ptr<http::Server> server;
};

namespace {

template <typename Parts>
http::ServerConfig server_config(const app::Config& config, const Parts& in) {
    http::ServerConfig server;
    server.address = config.address;
    server.port = config.port;
    if (!config.tls_certificate.empty()) {
        server.tls = http::TlsFiles{config.tls_certificate, config.tls_key};
    }
    server.workers = config.workers;
    server.trusted_proxies = config.trusted_proxies;
    server.body_limit = [&in](http::Method method, std::string_view path) {
        return in.is_for_fit_door(path) ? in.fit_door->body_limit(method, path)
                                        : in.table.body_limit(method, path);
    };
    server.error_response = [&in](const http::Refusal& refusal) {
        return in.is_for_fit_door(refusal.path) ? in.fit_door->refusal(refusal)
                                                : in.table.refusal(refusal);
    };
    if (in.fit_door) {
        server.body_streams.limit = [&in](const http::Request& head) {
            return in.is_for_fit_door(head.path) ? in.fit_door->stream_limit(head) : std::nullopt;
        };
        server.body_streams.admit = [&in](const http::Request& head) {
            return in.fit_door->admit(head);
        };
    }
    return server;
}

void add_gauges(http::Metrics& metrics, app::Modules& in, const http::Server& server) {
    const auto connections =
        metrics.gauge("gordion_http_connections", "Open connections of clients");
    const auto queued = metrics.gauge("gordion_http_queued", "Requests waiting for a worker");
    const auto running = metrics.gauge("gordion_http_running", "Requests in a handler");
    const auto streams = metrics.gauge("gordion_http_streams", "Large bodies being received");
    const auto overloaded =
        metrics.gauge("gordion_http_overloaded", "Requests refused with 503 since the start");
    std::map<std::string, http::Gauge> jobs;
    for (const char* state : {"waiting", "running", "failed"}) {
        jobs.emplace(state, metrics.gauge("gordion_jobs", "Jobs by state", {{"state", state}}));
    }
    metrics.add_source([=, &in, &server] {
        const http::ServerCounts counts = server.counts();
        connections.set(static_cast<double>(counts.connections));
        queued.set(static_cast<double>(counts.queued));
        running.set(static_cast<double>(counts.running));
        streams.set(static_cast<double>(counts.streams));
        overloaded.set(static_cast<double>(counts.overloaded));
        const auto counted = in.database->read(
            system_scope("metrics"),
            [](storage::Connection& connection) { return storage::count_jobs(connection); });
        for (const auto& [state, gauge] : jobs) {
            const bool known = counted && counted.value().contains(state);
            gauge.set(known ? static_cast<double>(counted.value().at(state)) : 0.0);
        }
    });
}

}  // namespace

WebServer::WebServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

WebServer::~WebServer() {
    stop(0);
}

Result<std::unique_ptr<WebServer>> WebServer::make(app::Modules& modules) {
    auto parts = std::make_unique<Parts>(modules, TRY(Site::load()));
    Parts& in = *parts;
    in.server = std::make_unique<http::Server>(
        server_config(modules.config, in), modules.clock, modules.random,
        [&in](const http::Request& request) { return in.answer(request); });
    add_gauges(in.metrics, modules, *in.server);
    return std::unique_ptr<WebServer>(new WebServer(std::move(parts)));
}

Result<void> WebServer::start() {
    return parts_->server->start();
}

std::uint16_t WebServer::port() const {
    return parts_->server->port();
}

const Site& WebServer::site() const {
    return *parts_->site;
}

void WebServer::stop(std::int64_t drain_ms) {
    parts_->server->stop(drain_ms);
}

http::Response WebServer::answer(const http::Request& request) {
    return parts_->answer(request);
}

}  // namespace gordion::web
