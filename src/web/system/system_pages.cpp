// SPDX-License-Identifier: EUPL-1.2
#include "web/system/system_pages.hpp"

#include "web/embedded.hpp"

namespace gordion::web {
namespace {

struct AssetType {
    std::string_view ending;
    std::string_view media_type;
};

constexpr std::array<AssetType, 5> asset_types{{{".css", "text/css; charset=utf-8"},
                                                {".js", "text/javascript; charset=utf-8"},
                                                {".svg", "image/svg+xml"},
                                                {".png", "image/png"},
                                                {".woff2", "font/woff2"}}};

std::string media_type_of(std::string_view name) {
    for (const AssetType& type : asset_types) {
        if (name.ends_with(type.ending)) {
            return std::string(type.media_type);
        }
    }
    return "application/octet-stream";
}

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
    // Fonts are named by the stylesheet, which cannot know their hash.
    const std::string plain = "assets/" + exchange.path("name");
    const std::string_view hashed = exchange.site.asset_for(exchange.path("name"));
    const std::string_view name =
        hashed.empty() && plain.ends_with(".woff2") ? std::string_view(plain) : hashed;
    if (name.empty() || find_embedded(name).empty()) {
        return Error{ErrorKind::NotFound, "web.page_missing", "", {}, "There is no such file."};
    }
    http::Response response =
        http::Response::bytes(std::string(find_embedded(name)), media_type_of(name));
    response.set_header("Cache-Control", "public, max-age=31536000, immutable");
    response.set_header("X-Content-Type-Options", "nosniff");
    return response;
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
