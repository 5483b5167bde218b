// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>

#include "app/modules.hpp"
#include "http/metrics.hpp"
#include "http/server.hpp"
#include "web/endpoint_table.hpp"

namespace gordion::web {

/// Gordion's web door: templates, endpoints, metrics and the HTTP server, wired. start() and stop()
/// belong to one thread.
class WebServer {
public:
    /// Loads the site; listens only after start(). Error codes: those of Site::load.
    static Result<std::unique_ptr<WebServer>> make(app::Modules& modules);
    ~WebServer();

    Result<void> start();
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] const Site& site() const;
    void stop(std::int64_t drain_ms);

    /// For tests: the answer without a socket.
    http::Response answer(const http::Request& request);

private:
    struct Parts;
    explicit WebServer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace gordion::web
