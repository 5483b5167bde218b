// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <vector>

#include "app/modules.hpp"
#include "http/metrics.hpp"
#include "http/server.hpp"
#include "web/endpoint.hpp"
#include "web/site.hpp"

namespace gordion::web {

class PreviewDesk;

/// From a request to its answer: finds the endpoint, lets in who may come in, reads the form, turns
/// errors into pages. Shared between worker threads.
class EndpointTable {
public:
    EndpointTable(app::Modules& modules, const Site& site, http::Metrics& metrics);
    ~EndpointTable();

    http::Response answer(const http::Request& request);
    /// For http::ServerConfig.
    [[nodiscard]] std::size_t body_limit(http::Method method, std::string_view path) const;
    [[nodiscard]] http::Response refusal(const http::Refusal& refusal) const;

private:
    struct Entry;
    struct Match;
    [[nodiscard]] Match find(http::Method method, std::string_view path) const;
    Result<http::Response> run(const Entry& entry, Exchange& exchange);
    Result<void> let_in(const Endpoint& endpoint, Exchange& exchange);

    app::Modules* in_;
    const Site* site_;
    const http::Metrics* metrics_;
    std::unique_ptr<PreviewDesk> preview_desk_;
    std::vector<Entry> entries_;
};

}  // namespace gordion::web
