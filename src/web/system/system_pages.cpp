// SPDX-License-Identifier: EUPL-1.2
#include "web/system/system_pages.hpp"

#include "web/assets.hpp"

namespace gordion::web {
namespace {

Result<http::Response> show_health(Exchange&) {
    return http::Response::text("ok\n");
}

Result<http::Response> show_readiness(Exchange& exchange) {
    TRY(exchange.in.database->ping());
    TRY(exchange.in.reference());
    return http::Response::text("ready\n");
}

Result<http::Response> show_metrics(Exchange& exchange) {
    return http::Response::bytes(exchange.metrics->expose(), http::Metrics::media_type);
}

Result<http::Response> show_asset(Exchange& exchange) {
    return asset_response(exchange.site, exchange.path("name"));
}

}  // namespace

std::vector<Endpoint> system_endpoints() {
    using http::Method;
    return {
        {Method::Get, "/healthz", Access::Public, {}, show_health},
        {Method::Get, "/readyz", Access::Public, {}, show_readiness},
        {Method::Get, "/metrics", Access::Public, {}, show_metrics},
        {Method::Get, "/assets/{name}", Access::Public, {}, show_asset},
    };
}

}  // namespace gordion::web
