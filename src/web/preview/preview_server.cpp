// SPDX-License-Identifier: EUPL-1.2
#include "web/preview/preview_server.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"
#include "http/server.hpp"
#include "web/assets.hpp"
#include "web/page.hpp"
#include "web/preview/preview_pages.hpp"

namespace gordion::web {
namespace {

constexpr std::int64_t drain_ms = 500;

// The parts of "/formular/halter" that are not empty.
std::vector<std::string> steps_of(std::string_view path) {
    std::vector<std::string> steps = split(path, '/');
    std::erase(steps, "");
    return steps;
}

}  // namespace

struct PreviewServer::Parts {
    Parts(PreviewForm shown, std::unique_ptr<const Site> loaded, const Clock& the_clock,
          Random& random)
        : preview(std::move(shown)),
          site(std::move(loaded)),
          clock(the_clock),
          desk(the_clock, random) {}

    Result<http::Response> run(Visit& visit);
    http::Response answer(const http::Request& request);
    http::Response refuse(const http::Refusal& refusal);

    PreviewForm preview;
    std::unique_ptr<const Site> site;
    const Clock& clock;
    PreviewDesk desk;
    std::unique_ptr<http::Server> server;
};

Result<http::Response> PreviewServer::Parts::run(Visit& visit) {
    const http::Method method = visit.request.method;
    const std::vector<std::string> steps = steps_of(visit.request.path);
    if (steps.size() == 2 && steps[0] == "assets") {
        return asset_response(*site, steps[1]);
    }
    if (method != http::Method::Get && method != http::Method::Head &&
        method != http::Method::Post) {
        return Error{ErrorKind::Unsupported, "web.method_unknown", "", {}, "Not with this method."};
    }
    if (method == http::Method::Post) {
        if (is_from_elsewhere(visit.request)) {
            return forged_form();
        }
        visit.post = TRY(http::parse_form(visit.request));
    }
    return answer_preview(visit, {preview, desk, "", clock.today()}, steps);
}

http::Response PreviewServer::Parts::answer(const http::Request& request) {
    Visit visit(request, *site);
    visit.language = choose_language(request);
    auto outcome = run(visit);
    http::Response response =
        outcome ? std::move(outcome).value() : show_error(visit, outcome.error());
    if (request.find_query("lang")) {
        http::Cookie cookie;
        cookie.name = std::string(language_cookie);
        cookie.value = visit.language;
        cookie.transport = http::CookieTransport::AlsoPlain;
        response.set_cookie(cookie);
    }
    add_security_headers(response);
    return response;
}

http::Response PreviewServer::Parts::refuse(const http::Refusal& refusal) {
    const http::Request request = request_of(refusal);
    return show_refusal(Visit(request, *site), refusal);
}

PreviewServer::PreviewServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

PreviewServer::~PreviewServer() {
    stop();
}

Result<std::unique_ptr<PreviewServer>> PreviewServer::make(PreviewForm preview, std::uint16_t port,
                                                           const Clock& clock, Random& random) {
    auto parts = std::make_unique<Parts>(std::move(preview), TRY(Site::load()), clock, random);
    Parts& in = *parts;
    http::ServerConfig config;
    config.port = port;
    config.workers = 2;
    config.body_limit = [](http::Method, std::string_view) { return limits::http_upload_bytes; };
    config.error_response = [&in](const http::Refusal& refusal) { return in.refuse(refusal); };
    in.server = std::make_unique<http::Server>(
        std::move(config), clock, random,
        [&in](const http::Request& request) { return in.answer(request); });
    return std::unique_ptr<PreviewServer>(new PreviewServer(std::move(parts)));
}

Result<void> PreviewServer::start() {
    return parts_->server->start();
}

std::uint16_t PreviewServer::port() const {
    return parts_->server->port();
}

void PreviewServer::stop() {
    parts_->server->stop(drain_ms);
}

http::Response PreviewServer::answer(const http::Request& request) {
    return parts_->answer(request);
}

}  // namespace gordion::web
